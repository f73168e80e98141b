"""On how few it hangs: `single-thread`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from domain.codes import Severity
from domain.insight import Evidence, listing
from domain.network_influence import key_people, single_threads
from domain.rule import Hit, Rule, RuleLevel, RuleSettings
from domain.rules.wording import for_owner
from domain.situation import by_power
from domain.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.decision_map import Standing
    from domain.situation import Situation

SINGLE_THREAD: Final = "single-thread"
"""The rule that looks at whom we know outside the map."""
OUTSIDER: Final = Text("somebody outside the map", "关系图之外的一人")


def _check(situation: Situation, _settings: RuleSettings) -> Iterator[Hit]:
    # Where too many people are around to look at all of them, another thread may be among the rest.
    if situation.surroundings is None or not (situation.surroundings.complete and situation.surroundings.far):
        return
    for one in single_threads(situation.surroundings, key_people(situation.map)):
        name = situation.name_of(one) or OUTSIDER
        passed = by_power(
            player for player in situation.key_players if player.person is not None and player.person.id != one
        )
        if passed:
            yield _hit(situation, one, name, passed)


def _hit(situation: Situation, one: str, name: str | Text, passed: list[Standing]) -> Hit:
    known = name if isinstance(name, Text) else Text(name, name)
    players = listing([player.label for player in passed])
    evidence = Evidence(
        one,
        Text(f"known key players: {players.en}; way to them: {known.en}", f"关键人：{players.zh}；途径：{known.zh}"),
    )
    ours = one.startswith("seller_")
    text = (
        Text("Let another of us than {name} meet {target}.", "请{name}以外的同事与{target}建立联系。")
        if ours
        else Text("Find a way to {target} that does not pass {name}.", "寻找一条不经过{name}而到达{target}的途径。")
    )
    names = {"target": passed[0].label, "name": known}
    target_id = passed[0].stakeholder.person_id
    return Hit((one,), lambda: (for_owner(situation, text, names, target_id),), lambda: (evidence,), names)


RULES: Final = (
    Rule(
        id=SINGLE_THREAD,
        title=Text("Single thread", "单线联系"),
        version=1,
        severity=Severity.WARNING,
        level=RuleLevel.MAP,
        message=Text("Every tie to the key players passes {name}.", "通向关键人的所有关系都经过{name}。"),
        advice=Text(
            "One illness, one move, and the account is lost. Tie a second thread before it is needed.",
            "一次病假或调动就可能失去客户。请在需要之前建立第二条线。",
        ),
        check=_check,
    ),
)
