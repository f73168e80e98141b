"""Filters of accounts, as the API takes them."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final, TypeVar

import strawberry
from strawberry import UNSET

import domain.account_filter
from domain.account_filter import Condition, StakeholderCondition
from domain.codes import AccountKind, BuyingRole, Influence, MapStatus, Support, Tier
from domain.errors import LimitError
from domain.ids import PersonId
from domain.ladder import ladder
from domain.search_text import fold_name
from domain.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from domain.account_filter import Field

    ValueT = TypeVar("ValueT", BuyingRole, Influence, Support)

MAX_DEPTH: Final = 20
"""How deeply `and`, `or` and `not` may be nested."""


@strawberry.input(description="A condition on a text; all that is given must hold.")
class StringFilter:
    eq: str | None = strawberry.field(default=UNSET, description="It is exactly this.")
    in_: list[str] | None = strawberry.field(name="in", default=UNSET, description="It is exactly one of these.")
    contains: str | None = strawberry.field(
        default=UNSET, description="It has these words, the last of them as a beginning, as `search` finds them."
    )


@strawberry.input(description="Accounts that stand on one of some stages of a ladder now.")
class StageFilter:
    ladder: str = strawberry.field(description="The ladder's key.")
    in_: list[str] = strawberry.field(name="in", description="Keys of its stages.")


@strawberry.input(
    description="Accounts with at least one such stakeholder in their standing map: all that is given is true of one."
)
class StakeholderFilter:
    roles: list[BuyingRole] | None = strawberry.field(default=UNSET, description="Holding one of these roles.")
    influence: list[Influence] | None = strawberry.field(default=UNSET, description="Of one of these influences.")
    support: list[Support] | None = strawberry.field(default=UNSET, description="Supporting us in one of these ways.")
    person_id: strawberry.ID | None = strawberry.field(default=UNSET, description="Being this person.")


@strawberry.input(description="Which accounts; all that is given must hold.")
class AccountFilter:
    and_: list[AccountFilter] | None = strawberry.field(name="and", default=UNSET, description="Each of these holds.")
    or_: list[AccountFilter] | None = strawberry.field(
        name="or", default=UNSET, description="At least one of these holds; of none, none does."
    )
    not_: AccountFilter | None = strawberry.field(name="not", default=UNSET, description="This does not hold.")
    name: StringFilter | None = strawberry.field(default=UNSET, description="By name.")
    kind: list[AccountKind] | None = strawberry.field(default=UNSET, description="Of one of these natures.")
    tier: list[Tier] | None = strawberry.field(default=UNSET, description="Of one of these tiers.")
    industry: StringFilter | None = strawberry.field(default=UNSET, description="By industry.")
    owner_id: list[strawberry.ID] | None = strawberry.field(default=UNSET, description="Owned by one of these sellers.")
    tag: list[str] | None = strawberry.field(default=UNSET, description="With one of these tags.")
    stage: StageFilter | None = strawberry.field(default=UNSET, description="On one of some stages.")
    map_status: list[MapStatus] | None = strawberry.field(
        default=UNSET, description="Whose standing map has one of these statuses."
    )
    stakeholder: StakeholderFilter | None = strawberry.field(default=UNSET, description="With such a stakeholder.")
    archived: bool | None = strawberry.field(default=UNSET, description="Put away, or not; both unless given.")


def read_filter(said: AccountFilter | None) -> domain.account_filter.AccountFilter | None:
    """Return a filter as the domain has it; nulls are no conditions.

    Raises InvalidError for an unknown ladder or stage, LimitError where it is nested too deeply.
    """
    return _read(said, 1) if said else None


def _read(said: AccountFilter, depth: int) -> domain.account_filter.AccountFilter:
    if depth > MAX_DEPTH:
        raise LimitError(
            Text(f"The filter is nested more than {MAX_DEPTH} deep.", f"筛选条件的嵌套超过 {MAX_DEPTH} 层。"),
            field="filter",
        )
    return domain.account_filter.AccountFilter(
        conditions=tuple(_conditions(said)),
        all_of=tuple(_read(part, depth + 1) for part in said.and_ or ()),
        any_of=tuple(_read(part, depth + 1) for part in said.or_ or ()) if _is_given(said.or_) else None,
        none_of=_read(said.not_, depth + 1) if said.not_ else None,
    )


def _conditions(said: AccountFilter) -> Iterator[Condition]:
    yield from _text("name", "name_contains", said.name)
    yield from _text("industry", "industry_contains", said.industry)
    yield from _among("kind", said.kind)
    yield from _among("tier", said.tier)
    yield from _among("owner", said.owner_id)
    yield from _among("tag", said.tag)
    yield from _among("map_status", said.map_status)
    if said.stage:
        yield _stage(said.stage)
    if said.stakeholder:
        yield Condition("stakeholder", stakeholder=_stakeholder(said.stakeholder))
    if _is_given(said.archived):
        yield Condition("archived", ("true" if said.archived else "false",))


def _is_given(value: object) -> bool:
    return value is not UNSET and value is not None


def _among(field: Field, values: Iterable[str] | None) -> Iterator[Condition]:
    if values is not None and values is not UNSET:
        yield Condition(field, tuple(dict.fromkeys(str(value) for value in values)))


def _text(exact: Field, contains: Field, said: StringFilter | None) -> Iterator[Condition]:
    if not said:
        return
    if said.eq is not None and said.eq is not UNSET:
        yield Condition(exact, (_exact(said.eq),))
    if said.in_ is not None and said.in_ is not UNSET:
        yield Condition(exact, tuple(dict.fromkeys(map(_exact, said.in_))))
    if said.contains is not None and said.contains is not UNSET:
        # Without a letter or digit there is nothing to find it by.
        words = fold_name(said.contains)
        yield Condition(contains, (words,) if words else ())


def _exact(value: str) -> str:
    # As `domain.text` keeps what people type.
    return unicodedata.normalize("NFC", value).strip()


def _stage(said: StageFilter) -> Condition:
    on = ladder(said.ladder, "filter.stage.ladder")
    stages = [on.stage(key, "filter.stage.in").key for key in said.in_]
    return Condition("stage", tuple(dict.fromkeys(f"{on.key}/{key}" for key in stages)))


def _stakeholder(said: StakeholderFilter) -> StakeholderCondition:
    return StakeholderCondition(
        roles=_distinct(said.roles),
        influence=_distinct(said.influence),
        support=_distinct(said.support),
        person_id=PersonId(said.person_id) if said.person_id else None,
    )


def _distinct(values: Iterable[ValueT] | None) -> tuple[ValueT, ...] | None:
    return tuple(dict.fromkeys(values)) if values is not None and values is not UNSET else None
