"""What was promised: `promise-overdue`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from domain.codes import CommitmentSide, Severity
from domain.insight import Evidence, fill
from domain.rule import Hit, Rule, RuleLevel, RuleSettings
from domain.rules.wording import to_party
from domain.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.commitment import Commitment
    from domain.situation import Situation


def _check(situation: Situation, _settings: RuleSettings) -> Iterator[Hit]:
    for one in situation.commitments:
        if one.side is CommitmentSide.OURS and one.is_overdue(situation.at):
            yield _hit(situation, one)


def _hit(situation: Situation, one: Commitment) -> Hit:
    due = one.due.isoformat() if one.due is not None else ""
    keep = Text(
        "Keep the promise to {party} today, or say when it will be kept: “{text}”.",
        "请在今天兑现对{party}的承诺，或说明何时兑现：“{text}”。",
    )
    said = fill(Text("“{text}”, due on {due}", "“{text}”，最迟于 {due} 兑现"), {"text": one.text, "due": due})
    return Hit(
        (one.id,),
        lambda: (to_party(situation, one.person_id, keep, {"text": one.text}),),
        lambda: (Evidence(one.id, said, one.made_at),),
        {"text": one.text, "due": due},
        one.due_by,
    )


RULES: Final = (
    Rule(
        id="promise-overdue",
        title=Text("Promise overdue", "承诺逾期"),
        version=1,
        severity=Severity.CRITICAL,
        level=RuleLevel.ACCOUNT,
        message=Text(
            "We promised “{text}” by {due}, and it is still open.", "我方承诺“{text}”，期限 {due}，尚未兑现。"
        ),
        advice=Text(
            "A promise kept late costs less than one forgotten: speak before they do.",
            "迟到的兑现胜过遗忘：请先开口，不要等对方提起。",
        ),
        check=_check,
    ),
)
