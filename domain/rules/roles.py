"""Who is not named: `no-approver`, `no-decider`, `no-evaluator`, `no-user`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from domain.codes import BuyingRole, Severity
from domain.rule import Hit, Rule, RuleLevel, RuleSettings
from domain.rules.wording import asking, in_role
from domain.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.situation import Situation


def _check(role: BuyingRole, question: Text, situation: Situation, _settings: RuleSettings) -> Iterator[Hit]:
    held = [one for one in situation.counted if role in one.stakeholder.roles]
    if any(one.person is not None for one in held):
        return
    yield Hit((), lambda: (asking(situation, question),), lambda: tuple(in_role(one) for one in held))


def _rule(id_: str, title: Text, role: BuyingRole, severity: Severity, message: Text, question: Text) -> Rule:
    return Rule(
        id=id_,
        title=title,
        version=1,
        severity=severity,
        level=RuleLevel.MAP,
        message=message,
        advice=Text(
            "Find out who it is, and name them in the map; a placeholder says only that somebody is missing.",
            "请查明人选并在关系图中明确姓名；占位只说明此人尚未找到。",
        ),
        check=partial(_check, role, question),
        stated=True,
    )


RULES: Final = (
    _rule(
        "no-approver",
        Text("No approver", "无批准者"),
        BuyingRole.APPROVER,
        Severity.WARNING,
        Text("Nobody is named who gives the final approval.", "最终批准者尚不明确。"),
        Text("who signs in the end, and who could still say no?", "最后由谁签字？还有谁可以否决？"),
    ),
    _rule(
        "no-decider",
        Text("No decider", "无决策者"),
        BuyingRole.DECIDER,
        Severity.WARNING,
        Text("Nobody is named who decides.", "决策者尚不明确。"),
        Text("who decides between the offers, and by when?", "由谁在各方案之间作决定？何时决定？"),
    ),
    _rule(
        "no-evaluator",
        Text("No evaluator", "无评估者"),
        BuyingRole.EVALUATOR,
        Severity.INFO,
        Text("Nobody is named who evaluates the offers.", "评估者尚不明确。"),
        Text("who compares the offers, and by what?", "由谁比较各方案？按什么标准？"),
    ),
    _rule(
        "no-user",
        Text("No user", "无使用者"),
        BuyingRole.USER,
        Severity.INFO,
        Text("Nobody is named who will work with it.", "使用者尚不明确。"),
        Text("who will work with it every day?", "日常由谁使用？"),
    ),
)
