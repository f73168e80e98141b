"""Filters and places as parameters of constant statements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

from domain.account_filter import normal_form
from graph.codec import to_micros
from graph.neo4j.facts import FOREVER
from graph.store import Slice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime
    from enum import Enum

    from domain.account_filter import AccountFilter, Condition
    from graph.store import Page, ReferralFilter, SortKey

T = TypeVar("T")

_CONTAINS: Final = frozenset({"name_contains", "industry_contains"})


def alternatives(filter_: AccountFilter | None) -> list[list[dict[str, Any]]] | None:
    """Return the parameter `$any` of `ACCOUNT_MATCHES`."""
    if filter_ is None:
        return None
    return [[_condition(one) for one in together] for together in normal_form(filter_)]


def _condition(condition: Condition) -> dict[str, Any]:
    values = list(condition.values)
    if condition.field in _CONTAINS:
        # Found at the beginning of a word, as search finds it; nothing is found by nothing.
        values = [f" {value}" for value in values if value]
    found: dict[str, Any] = {"field": condition.field, "negated": condition.negated, "values": values}
    if (place := condition.stakeholder) is not None:
        found |= {
            "roles": _codes(place.roles),
            "influence": _codes(place.influence),
            "support": _codes(place.support),
            "person_id": place.person_id,
        }
    return found


def _codes(members: Sequence[Enum] | None) -> list[Any] | None:
    return None if members is None else [member.value for member in members]


def referral_matches(filter_: ReferralFilter, as_of: datetime | None) -> dict[str, Any]:
    """Return the parameters of a page or count of referrals; `anchor` is null where no party is named."""
    return {
        "anchor": filter_.party_id or filter_.referrer_id or filter_.referred_id,
        "party": filter_.party_id,
        "referrer": filter_.referrer_id,
        "referred": filter_.referred_id,
        "statuses": _codes(filter_.statuses),
        "made_from": -FOREVER if filter_.made_from is None else to_micros(filter_.made_from),
        "made_to": FOREVER if filter_.made_to is None else to_micros(filter_.made_to),
        "as_of": FOREVER if as_of is None else to_micros(as_of),
    }


def place(page: Page, key: Callable[[Any, str], str]) -> dict[str, Any]:
    """Return the parameters of a page whose order `key` (of `graph.neo4j.keys`) makes from a value and an id."""
    return {"after": key(*page.after) if page.after else "", "limit": page.first + 1}


def slice_of(page: Page, items: Sequence[T], key: Callable[[T], SortKey]) -> Slice[T]:
    """Return a page of what was read, which is one row more where there is more."""
    kept = tuple(items[: page.first])
    return Slice(kept, tuple(map(key, kept)), len(items) > page.first)


def in_order(ids: Iterable[str], found: Iterable[tuple[str, T]], absent: T) -> list[T]:
    """Return what was found for each id, in the order of the ids."""
    by_id = dict(found)
    return [by_id.get(id_, absent) for id_ in ids]
