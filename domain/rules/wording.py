"""What the texts of several rules have in common: evidence from assessments, and plays with who and through whom."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from domain.codes import Adaptability, Coverage, DecisionOrientation, Influence, Support
from domain.insight import Evidence, Play, fill
from domain.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from domain.decision_map import Standing
    from domain.ids import PersonId, SellerId
    from domain.situation import Situation

_BEST_PLACED: Final = Text(" {seller} is best placed.", "由{seller}出面。")
_OWNER: Final = Text(" {seller} owns the account.", "客户负责人：{seller}。")
_THROUGH: Final = Text(" {seller} gets there through {through}.", "由{seller}通过{through}接触。")
_THROUGH_OPPONENT: Final = Text(
    " {seller} gets there only through {through}, who is against us.",
    "{seller}只能通过{through}接触，而{through}不支持我方。",
)
UNKNOWN: Final = Text("unknown", "未知")
_NOTHING_SAID: Final = {
    "support": Text("support unknown", "支持力未知"),
    "influence": Text("influence unknown", "影响力未知"),
}


def day(moment: datetime) -> str:
    """Return the day of a moment (UTC), as evidence names it."""
    return moment.date().isoformat()


@cache
def label(value: Support | Influence | Adaptability | Coverage | DecisionOrientation | None) -> Text:
    """Return what a value is called inside a sentence."""
    return Text(value.label.en.lower(), value.label.zh) if value is not None else UNKNOWN


def assessed(situation: Situation, standing: Standing, dimension: str) -> Evidence:
    """Return what is known of somebody in one dimension, with the assessment that says so where it is at hand."""
    return situation.once(
        (assessed, standing.stakeholder.id, dimension), lambda: _assessed(situation, standing, dimension)
    )


def _assessed(situation: Situation, standing: Standing, dimension: str) -> Evidence:
    said, value = situation.stated(standing, dimension), getattr(standing.stakeholder, dimension)
    # What is only supposed was never assessed.
    if said is None or getattr(said, dimension) is not value:
        told = label(value) if value is not None else _NOTHING_SAID.get(dimension, UNKNOWN)
        return Evidence(standing.stakeholder.id, _saying(standing, told))
    told = fill(
        Text("{name}: {value}, assessed on {day}", "{name}：{value}（{day} 评估）"),
        {"name": standing.label, "value": label(value), "day": day(said.observed_at)},
    )
    return Evidence(said.id, told, said.observed_at)


def in_role(standing: Standing) -> Evidence:
    """Return which roles somebody has in the decision."""
    roles = standing.stakeholder.roles
    value = Text(", ".join(r.label.en.lower() for r in roles), "、".join(r.label.zh for r in roles))
    return Evidence(standing.stakeholder.id, _saying(standing, value))


def towards(
    situation: Situation,
    to: Standing,
    text: Text,
    names: Mapping[str, str | int | Text] | None = None,
    *,
    around: bool = False,
    but: Standing | None = None,
    playbook_id: str | None = None,
) -> Play:
    """Return a step towards somebody of the map (`{name}`), with who of us takes it, and through whom."""
    way = situation.way_to(to, around=around, but=but)
    told = fill(text, {"name": to.label, "whom": to.label, **(names or {})})
    through = way.through
    target = to.stakeholder.person_id or situation.map.graph.account.id
    seller = situation.seller_name(way.seller_id)
    if through is not None and seller is not None:
        told = _with(told, _THROUGH_OPPONENT if way.against_us else _THROUGH, seller, through)
    elif seller is not None:
        known = situation.contact(to.stakeholder.person_id) is not None
        told = _with(told, _BEST_PLACED if known else _OWNER, seller)
    through_id = through.stakeholder.person_id if through is not None else None
    return Play(told, way.seller_id, target, through_id, playbook_id)


def asking(situation: Situation, text: Text, names: Mapping[str, str | int | Text] | None = None) -> Play:
    """Return a step for which somebody of theirs is asked: whom we know best of those who are not against us.

    Where we know nobody it is the owner's, towards the account.
    """
    confidant = situation.confidant()
    if confidant is not None:
        ask = Text("Ask {whom}: " + text.en, "询问{whom}：" + text.zh)
        return towards(situation, confidant, ask, names)
    return for_owner(situation, Text("Find out: " + text.en, "请查明：" + text.zh), names)


def for_owner(
    situation: Situation,
    text: Text,
    names: Mapping[str, str | int | Text] | None = None,
    target_id: str | None = None,
) -> Play:
    """Return a step that the owner of the account takes, towards the account unless somebody is named."""
    account = situation.map.graph.account
    told = fill(text, names or {})
    owner = situation.seller_name(account.owner_id)
    if owner is not None:
        told = _with(told, _OWNER, owner)
    return Play(told, account.owner_id, target_id or account.id)


def to_party(
    situation: Situation,
    person_id: PersonId | None,
    text: Text,
    names: Mapping[str, str | int | Text] | None = None,
) -> Play:
    """Return a step towards a person, in the map or not, or else the account (`{party}`): of who knows them best."""
    account = situation.map.graph.account
    party = situation.person_name(person_id) or account.name
    contact = situation.contact(person_id)
    seller_id = contact.seller_id if contact is not None else account.owner_id
    return by_seller(situation, seller_id, fill(text, {"party": party, **(names or {})}), person_id or account.id)


def by_seller(situation: Situation, seller_id: SellerId | None, text: Text, target_id: str) -> Play:
    """Return a step of one of us, towards a party that need not be in the map."""
    name = situation.seller_name(seller_id)
    told = _with(text, _BEST_PLACED, name) if name is not None else text
    return Play(told, seller_id, target_id)


def _with(text: Text, more: Text, seller: str, through: Standing | None = None) -> Text:
    added = fill(more, {"seller": seller, "through": through.label if through is not None else ""})
    return fill(Text("{text}{added}", "{text}{added}"), {"text": text, "added": added})


def _saying(standing: Standing, value: Text) -> Text:
    return fill(Text("{name}: {value}", "{name}：{value}"), {"name": standing.label, "value": value})
