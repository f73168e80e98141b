"""What a statement says, in words: of its object, without the moment and whoever said it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domain.assessment import DIMENSIONS, Assessed
from domain.codes import Polarity
from domain.person import EmployedAt
from domain.stakeholder import RoleGiven, StakeholderAdded
from domain.text import Text
from domain.tie import Influences, Knows, ReportsTo

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from domain.codes import Labelled

SOMEBODY = Text("somebody", "某人")
SOMEWHERE = Text("an account", "某客户")
_NAMED: Mapping[str, Text] = {
    "support": Text("support", "支持力"),
    "influence": Text("influence", "影响力"),
    "adaptability": Text("adaptability", "变革适应度"),
    "coverage": Text("coverage", "接触程度"),
    "orientation": Text("decides by", "决策导向"),
}


def worded(said: object, names: Mapping[str, Text]) -> Text:
    """Return what a correctable statement says; `names` of the people and accounts in it, as far as they are known."""
    return _WORDED[type(said)](said, names)


def _assessed(said: Assessed, _names: Mapping[str, Text]) -> Text:
    stated = [(_NAMED[name], value.label) for name in DIMENSIONS if (value := getattr(said, name)) is not None]
    return Text(
        "; ".join(f"{name.en}: {label.en}" for name, label in stated),
        "；".join(f"{name.zh}：{label.zh}" for name, label in stated),
    )


def _roles(said: RoleGiven | StakeholderAdded, _names: Mapping[str, Text]) -> Text:
    if not said.roles:
        return Text("no role", "没有正式购买角色")
    return Text(", ".join(role.label.en for role in said.roles), "、".join(role.label.zh for role in said.roles))


def _reports(said: ReportsTo, names: Mapping[str, Text]) -> Text:
    who = names.get(said.person_id, SOMEBODY)
    if said.manager_id is None:
        return Text(f"{who.en} reports to nobody", f"{who.zh}没有上级")
    manager = names.get(said.manager_id, SOMEBODY)
    return Text(f"{who.en} reports to {manager.en}", f"{who.zh}向{manager.zh}汇报")


def _influences(said: Influences, names: Mapping[str, Text]) -> Text:
    source, target = names.get(said.source, SOMEBODY), names.get(said.target, SOMEBODY)
    if said.strength is None:
        return Text(f"{source.en} does not influence {target.en}", f"{source.zh}不影响{target.zh}")
    against = Text(" in conflict", "，冲突") if said.polarity is Polarity.NEGATIVE else Text("", "")
    return Text(
        f"{source.en} influences {target.en}{against.en}, strength {said.strength}",
        f"{source.zh}影响{target.zh}{against.zh}，强度 {said.strength}",
    )


def _knows(said: Knows, names: Mapping[str, Text]) -> Text:
    source, target = names.get(said.source, SOMEBODY), names.get(said.target, SOMEBODY)
    if said.strength == 0:
        return Text(f"{source.en} does not know {target.en}", f"{source.zh}不认识{target.zh}")
    circle: Labelled | None = said.circle
    how = Text(f", {circle.label.en}", f"，{circle.label.zh}") if circle is not None else Text("", "")
    strong = "" if said.strength is None else f"{said.strength:g}"
    much = Text(f", strength {strong}", f"，强度 {strong}") if strong else Text("", "")
    return Text(f"{source.en} knows {target.en}{how.en}{much.en}", f"{source.zh}认识{target.zh}{how.zh}{much.zh}")


def _employed(said: EmployedAt, names: Mapping[str, Text]) -> Text:
    if said.account_id is None:
        return Text("works nowhere that is known", "没有已知的任职")
    account = names.get(said.account_id, SOMEWHERE)
    title = f" ({said.title})" if said.title else ""
    zh_title = f"（{said.title}）" if said.title else ""
    return Text(f"works at {account.en}{title}", f"任职于{account.zh}{zh_title}")


_WORDED: Mapping[type, Callable[[Any, Any], Text]] = {
    Assessed: _assessed,
    RoleGiven: _roles,
    StakeholderAdded: _roles,
    ReportsTo: _reports,
    Influences: _influences,
    Knows: _knows,
    EmployedAt: _employed,
}
