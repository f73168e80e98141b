"""Filters of accounts: a tree as people write it, and its normal form as stores evaluate it.

The normal form is an OR of ANDs of single conditions, so that a store needs no statement of its own for each
shape of filter: the alternatives are data given to one constant query.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Final, Literal

from domain.errors import LimitError
from domain.text import Text

if TYPE_CHECKING:
    from domain.codes import BuyingRole, Influence, Support
    from domain.ids import PersonId

MAX_ALTERNATIVES: Final = 64
"""Most alternatives (ORed conjunctions) that one filter may come to."""
MAX_CONDITIONS: Final = 256
"""Most conditions over all alternatives."""
MAX_VALUES: Final = 1_000
"""Most values over all conditions."""

Field = Literal[
    "name",
    "name_contains",
    "kind",
    "tier",
    "industry",
    "industry_contains",
    "owner",
    "tag",
    "stage",
    "map_status",
    "stakeholder",
    "archived",
]


@dataclass(frozen=True, slots=True)
class StakeholderCondition:
    """A live stakeholder of the standing map with all that is given: one of the roles, of the influences, and so on."""

    roles: tuple[BuyingRole, ...] | None = None
    influence: tuple[Influence, ...] | None = None
    support: tuple[Support, ...] | None = None
    person_id: PersonId | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """One test of an account, met when its field has one of `values` (with `negated`: none of them).

    `name_contains` and `industry_contains` hold normalised search text (`domain.search_text.fold_name`), `stage`
    values are `LADDER/STAGE`, `archived` is `true` or `false`; `stakeholder` has its own shape.
    """

    field: Field
    values: tuple[str, ...] = ()
    stakeholder: StakeholderCondition | None = None
    negated: bool = False


@dataclass(frozen=True, slots=True)
class AccountFilter:
    """All of it must hold: the conditions, every one of `all_of`, one of `any_of` (if given), and not `none_of`."""

    conditions: tuple[Condition, ...] = ()
    all_of: tuple[AccountFilter, ...] = ()
    any_of: tuple[AccountFilter, ...] | None = None
    none_of: AccountFilter | None = None


Alternatives = tuple[tuple[Condition, ...], ...]


def normal_form(filter_: AccountFilter) -> Alternatives:
    """Return the filter as an OR of ANDs; an empty OR matches nothing, an empty AND everything.

    Raises LimitError where that would be more than 64 alternatives, 256 conditions or 1,000 values.
    """
    found = _normal(filter_, negated=False)
    if sum(len(condition.values) for conjunction in found for condition in conjunction) > MAX_VALUES:
        raise LimitError(
            Text(
                f"The filter comes to more than {MAX_VALUES:,} values to compare with.",
                f"筛选条件展开后超过 {MAX_VALUES:,} 个取值。",
            ),
            field="filter",
        )
    return found


def _normal(filter_: AccountFilter, *, negated: bool) -> Alternatives:
    parts: list[Alternatives] = [((_flip(c, negated),),) for c in filter_.conditions]
    parts += [_normal(part, negated=negated) for part in filter_.all_of]
    if filter_.any_of is not None:
        some = [_normal(part, negated=negated) for part in filter_.any_of]
        parts.append(_all(some) if negated else _any(some))
    if filter_.none_of is not None:
        parts.append(_normal(filter_.none_of, negated=not negated))
    return _any(parts) if negated else _all(parts)


def _flip(condition: Condition, negated: bool) -> Condition:
    if not negated:
        return condition
    return Condition(condition.field, condition.values, condition.stakeholder, negated=not condition.negated)


def _any(parts: list[Alternatives]) -> Alternatives:
    return _bounded(tuple(conjunction for part in parts for conjunction in part))


def _all(parts: list[Alternatives]) -> Alternatives:
    found: Alternatives = ((),)
    for part in parts:
        found = _bounded(tuple((*left, *right) for left, right in product(found, part)))
    return found


def _bounded(found: Alternatives) -> Alternatives:
    if len(found) > MAX_ALTERNATIVES or sum(map(len, found)) > MAX_CONDITIONS:
        raise LimitError(
            Text(
                f"The filter comes to more than {MAX_ALTERNATIVES} alternatives or {MAX_CONDITIONS} conditions.",
                f"筛选条件展开后超过 {MAX_ALTERNATIVES} 个分支或 {MAX_CONDITIONS} 个条件。",
            ),
            field="filter",
        )
    return found
