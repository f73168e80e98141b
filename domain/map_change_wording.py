"""What changed in a map, as a sentence in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from domain.codes import (
    Adaptability,
    BuyingRole,
    ChangeKind,
    Circle,
    Coverage,
    DecisionOrientation,
    Influence,
    Polarity,
    StakeholderField,
    Support,
    TieKind,
)
from domain.insight import fill
from domain.map_change import EMPLOYMENT, MANAGER, PERSON, PLACE, ROLES, UNSTATED
from domain.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from domain.map_change import MapChange

_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DIMENSIONS: Final[Mapping[str, type[Any]]] = {
    "support": Support,
    "influence": Influence,
    "adaptability": Adaptability,
    "coverage": Coverage,
    "orientation": DecisionOrientation,
}
_UNKNOWN: Final = Text("unknown", "未知")
_UNSTATED: Final = Text("strength unstated", "强度未说明")
_NONE: Final = Text("none", "无")
_JOINED: Final = Text("{name}: joined the map on {day}", "{name}：{day}加入关系图")
_JOINED_AS: Final = Text("{name}: joined the map as {after} on {day}", "{name}：{day}加入关系图，角色为{after}")
_CAME_BACK: Final = Text("{name}: came back to the account on {day}", "{name}：{day}回到该客户任职")
_LEFT: Final = Text("{name}: was taken out of the map on {day}", "{name}：{day}移出关系图")
_LEFT_ACCOUNT: Final = Text("{name}: left the account on {day}", "{name}：{day}离开该客户")
_NAMED: Final = Text("{before}: was found to be {after} on {day}", "{before}：{day}明确为{after}")
_BECAME: Final = Text("{name}: {field} from {before} to {after} on {day}", "{name}：{day}{field}由{before}变为{after}")
_ASSESSED: Final = Text(
    "{name}: {field} from {before} to {after}, assessed{by} on {day}",
    "{name}：{field}由{before}变为{after}，{by}{day}评估",
)
# Begun, changed, ended.
_REPORTS: Final = (
    Text("{name}: reports to {after} from {day} on", "{name}：自{day}起向{after}汇报"),
    Text("{name}: manager from {before} to {after} on {day}", "{name}：{day}上级由{before}变为{after}"),
    Text("{name}: no longer reports to {before} from {day} on", "{name}：自{day}起不再向{before}汇报"),
)
_INFLUENCES: Final = (
    Text("{name}: influences {other} from {day} on, {after}", "{name}：自{day}起影响{other}，{after}"),
    Text(
        "{name}: influence on {other} from {before} to {after} on {day}",
        "{name}：{day}对{other}的影响由{before}变为{after}",
    ),
    Text("{name}: no longer influences {other} from {day} on", "{name}：自{day}起不再影响{other}"),
)
_KNOWS: Final = (
    Text("{name}: knows {other} from {day} on, {after}", "{name}：自{day}起与{other}相识，{after}"),
    Text(
        "{name}: acquaintance with {other} from {before} to {after} on {day}",
        "{name}：{day}与{other}的关系由{before}变为{after}",
    ),
    Text("{name}: no longer knows {other} from {day} on", "{name}：自{day}起与{other}不再相识"),
)
_LINES: Final[Mapping[str, tuple[Text, Text, Text]]] = {
    MANAGER: _REPORTS,
    TieKind.INFLUENCES.value: _INFLUENCES,
    TieKind.KNOWS.value: _KNOWS,
}
_PATTERNS: Final[Mapping[tuple[ChangeKind, str], Text]] = {
    (ChangeKind.JOINED, PLACE): _JOINED,
    (ChangeKind.JOINED, EMPLOYMENT): _CAME_BACK,
    (ChangeKind.LEFT, PLACE): _LEFT,
    (ChangeKind.LEFT, EMPLOYMENT): _LEFT_ACCOUNT,
    (ChangeKind.NAMED, PERSON): _NAMED,
    (ChangeKind.ROLES_CHANGED, ROLES): _BECAME,
}


def sentence(change: MapChange, by: str | None) -> Text:
    """Return a change as a sentence without its full stop; `by`: the name of whoever said so, where it is known.

    Days are those of UTC.
    """
    assessed = change.kind is ChangeKind.ASSESSED
    said = fill(_pattern(change), _names(change) | {"by": _assessor(by)})
    if by is not None and not assessed:
        said = _joined(said, fill(Text(" (recorded by {by})", "（{by}记录）"), {"by": by}))
    if change.evidence is not None:
        said = _joined(said, fill(Text(": “{said}”", "：“{said}”"), {"said": change.evidence}))
    return said


def written_day(moment: datetime) -> Text:
    """Return a moment's day (UTC) as each language writes it."""
    day = moment.date()
    return Text(f"{day.day} {_MONTHS[day.month - 1]} {day.year}", f"{day.year}年{day.month}月{day.day}日")


def _pattern(change: MapChange) -> Text:
    if change.field in _DIMENSIONS:
        return _ASSESSED
    if (patterns := _LINES.get(change.field)) is not None:
        return _stage(change, patterns)
    if change.kind is ChangeKind.JOINED and change.after is not None:
        return _JOINED_AS
    return _PATTERNS[change.kind, change.field]


def _stage(change: MapChange, patterns: tuple[Text, Text, Text]) -> Text:
    begun, changed, ended = patterns
    if change.before is None:
        return begun
    return ended if change.after is None else changed


def _names(change: MapChange) -> dict[str, str | int | Text]:
    read = _READ.get(change.kind, _as_it_is)
    return {
        "name": change.label,
        "other": change.other_label or "",
        "day": written_day(change.at),
        "field": _field(change.field),
        "before": read(change.field, change.before),
        "after": read(change.field, change.after),
    }


def _field(name: str) -> Text:
    if name.upper() not in StakeholderField.__members__:
        return Text(name, name)
    label = StakeholderField[name.upper()].label
    return Text(label.en.lower(), label.zh)


def _assessor(by: str | None) -> Text:
    return Text(f" by {by}", f"{by}于") if by is not None else Text("", "")


def _as_it_is(_field: str, value: str | None) -> Text:
    return Text(value or "", value or "")


def _roles(_field: str, codes: str | None) -> Text:
    if codes is None:
        return _NONE
    labels = [BuyingRole(code).label for code in codes.split(",")]
    return Text(", ".join(one.en.lower() for one in labels), "、".join(one.zh for one in labels))


def _dimension(field: str, code: str | None) -> Text:
    if code is None:
        return _UNKNOWN
    label = _DIMENSIONS[field](code).label
    return Text(label.en.lower(), label.zh)


def _tie(field: str, value: str | None) -> Text:
    """Return what a tie says: “positive 4”, “0.75, alumni”."""
    if value is None:
        return _NONE
    first, _, second = value.partition(" ")
    if field == TieKind.INFLUENCES.value:
        label = Polarity(first).label
        return Text(f"{label.en.lower()} {second}", f"{label.zh} {second}")
    strength = _UNSTATED if first == UNSTATED else Text(f"strength {first}", f"强度 {first}")
    if not second:
        return strength
    circle = Circle(second).label
    return Text(f"{strength.en}, {circle.en.lower()}", f"{strength.zh}，{circle.zh}")


_READ: Final[Mapping[ChangeKind, Callable[[str, str | None], Text]]] = {
    ChangeKind.JOINED: _roles,
    ChangeKind.ROLES_CHANGED: _roles,
    ChangeKind.ASSESSED: _dimension,
    ChangeKind.TIE_CHANGED: _tie,
}


def _joined(text: Text, more: Text) -> Text:
    return Text(text.en + more.en, text.zh + more.zh)
