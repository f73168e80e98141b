"""Strength: how strong a contact of one of us with one of them is, 0–100, with its parts (domain.md §4)."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Final

from domain.codes import Direction, InteractionKind, StrengthComponent

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from domain.ids import PersonId, SellerId
    from domain.interaction import Interaction
    from domain.seller import Seller

STRENGTH_WINDOW: Final = timedelta(days=365)
"""How far back reciprocity, depth and breadth look."""
FREQUENCY_WINDOW: Final = timedelta(days=180)
"""How far back frequency looks."""
LATELY: Final = timedelta(days=90)
"""Whoever met a person in this time works them now."""
HALF_LIFE: Final = timedelta(days=90)
"""After this time without contact, recency has halved."""
MOST: Final = 12
"""So many interactions, and so many months, give the whole of frequency and of breadth."""

KIND_WEIGHT: Final[Mapping[InteractionKind, float]] = {
    InteractionKind.MEETING: 1.0,
    InteractionKind.SITE_VISIT: 1.0,
    InteractionKind.CALL: 0.7,
    InteractionKind.EVENT: 0.7,
    InteractionKind.MESSAGE: 0.4,
    InteractionKind.CARE: 0.4,
    InteractionKind.GIFT: 0.4,
    InteractionKind.SUPPORT_CASE: 0.4,
    InteractionKind.EMAIL: 0.3,
}
"""How deep a contact of a kind goes, 0–1."""


@dataclass(frozen=True, slots=True)
class Dealings:
    """The interactions of one of us with one of them up to a moment t, counted; windows are (t − n days, t].

    `last_at`: the latest of all, however long ago. `recent`: how many in 180 days. Over 365 days: `mutual`, how
    many were INBOUND or MUTUAL; `kinds`, how many of each kind; `months`, the distinct calendar months (UTC).
    In 90 days: `lately`, how many; `together`, how many of those with another of us.
    """

    seller_id: SellerId
    person_id: PersonId
    last_at: datetime
    recent: int
    mutual: int
    kinds: Mapping[InteractionKind, int]
    months: int
    lately: int = 0
    together: int = 0


@dataclass(frozen=True, slots=True)
class StrengthPart:
    """One of the five parts: 0 ≤ `value` ≤ `max`."""

    name: StrengthComponent
    value: float
    max: float


@dataclass(frozen=True, slots=True)
class Strength:
    """How strong a contact is at a moment: the sum of its parts, not rounded; `last_at` is null if they never met.

    `dealings` is what it was counted from; null if they never met.
    """

    seller_id: SellerId
    person_id: PersonId
    value: float
    last_at: datetime | None
    parts: tuple[StrengthPart, ...]
    dealings: Dealings | None = None


def count_dealings(interactions: Iterable[Interaction], at: datetime) -> list[Dealings]:
    """Count the interactions up to `at` of each of us with each of them, in the order of their ids, theirs first."""
    met: defaultdict[tuple[PersonId, SellerId], list[Interaction]] = defaultdict(list)
    for one in interactions:
        if one.at <= at:
            for person_id in dict.fromkeys(one.person_ids):
                for seller_id in dict.fromkeys(one.seller_ids):
                    met[person_id, seller_id].append(one)
    return [_count(pair, found, at) for pair, found in sorted(met.items())]


def _count(pair: tuple[PersonId, SellerId], met: Sequence[Interaction], at: datetime) -> Dealings:
    year = [one for one in met if one.at > at - STRENGTH_WINDOW]
    lately = [one for one in met if one.at > at - LATELY]
    person_id, seller_id = pair
    return Dealings(
        seller_id=seller_id,
        person_id=person_id,
        last_at=max(one.at for one in met),
        recent=sum(one.at > at - FREQUENCY_WINDOW for one in met),
        mutual=sum(one.direction is not Direction.OUTBOUND for one in year),
        kinds=dict(Counter(one.kind for one in year)),
        months=len({(utc.year, utc.month) for one in year if (utc := one.at.astimezone(UTC))}),
        lately=len(lately),
        together=sum(len(set(one.seller_ids)) > 1 for one in lately),
    )


def strength(dealings: Dealings, at: datetime) -> Strength:
    """Return the strength of a contact at `at`, the moment up to which the dealings were counted."""
    total = sum(dealings.kinds.values())
    depth = sum(KIND_WEIGHT[kind] * count for kind, count in dealings.kinds.items())
    parts = (
        _part(StrengthComponent.RECENCY, 30, 0.5 ** ((at - dealings.last_at) / HALF_LIFE)),
        _part(StrengthComponent.FREQUENCY, 25, min(dealings.recent, MOST) / MOST),
        _part(StrengthComponent.RECIPROCITY, 15, dealings.mutual / total if total else 0),
        _part(StrengthComponent.DEPTH, 15, depth / total if total else 0),
        _part(StrengthComponent.BREADTH, 15, min(dealings.months, MOST) / MOST),
    )
    value = sum(part.value for part in parts)
    return Strength(dealings.seller_id, dealings.person_id, value, dealings.last_at, parts, dealings)


def met_again(known: Strength, at: datetime) -> Strength:
    """Return the strength of a contact at `at`, for which it was read, if the two met in person then."""
    return strength(met_in_person(known.dealings, known.seller_id, known.person_id, at), at)


def met_in_person(before: Dealings | None, seller_id: SellerId, person_id: PersonId, at: datetime) -> Dealings:
    """Return the dealings of two up to `at` (null: they never met), if they met in person then, and nobody else of us.

    `before` was counted up to `at`.
    """
    if before is None:
        return Dealings(seller_id, person_id, at, 1, 1, {InteractionKind.MEETING: 1}, months=1, lately=1)
    last = before.last_at
    return replace(
        before,
        last_at=at,
        recent=before.recent + 1,
        mutual=before.mutual + 1,
        kinds={**before.kinds, InteractionKind.MEETING: before.kinds.get(InteractionKind.MEETING, 0) + 1},
        months=before.months + ((last.year, last.month) != (at.year, at.month)),
        lately=before.lately + 1,
    )


def no_strength(seller_id: SellerId, person_id: PersonId) -> Strength:
    """Return the strength of two who never met: 0, every part of it."""
    maxima = zip(StrengthComponent, (30, 25, 15, 15, 15), strict=True)
    return Strength(seller_id, person_id, 0.0, None, tuple(_part(name, most, 0) for name, most in maxima))


def strongest_first(found: Iterable[Strength], sellers: Mapping[SellerId, Seller]) -> tuple[Strength, ...]:
    """Order the contacts of one person: the strongest first, ties by the seller's name, then id.

    Contacts of sellers who are not given (no longer known) are left out.
    """
    known = (one for one in found if one.seller_id in sellers)
    return tuple(sorted(known, key=lambda one: (-one.value, sellers[one.seller_id].name, one.seller_id)))


def strengths_by_person(
    dealings: Iterable[Dealings], at: datetime, sellers: Mapping[SellerId, Seller]
) -> dict[PersonId, tuple[Strength, ...]]:
    """Return the contacts of each person at `at`, the strongest first; see `strongest_first`."""
    found: defaultdict[PersonId, list[Strength]] = defaultdict(list)
    for one in dealings:
        found[one.person_id].append(strength(one, at))
    return {person_id: strongest_first(contacts, sellers) for person_id, contacts in found.items()}


def _part(name: StrengthComponent, most: float, share: float) -> StrengthPart:
    return StrengthPart(name, most * share, float(most))
