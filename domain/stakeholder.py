"""Stakeholders: a person's, or a not yet known person's, place in one decision map (domain.md §2, §13)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from domain.codes import BuyingRole
from domain.errors import InvalidError
from domain.ids import StreamId
from domain.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from domain.codes import Adaptability, Coverage, DecisionOrientation, Influence, Support
    from domain.ids import AccountId, MapId, PersonId, StakeholderId

CANVAS: Final = 1_000_000.0
"""The canvas reaches from −CANVAS to CANVAS on both axes."""


@dataclass(frozen=True, slots=True)
class StakeholderAdded:
    """A person, or a placeholder with a label, joins a map."""

    stakeholder_id: StakeholderId
    map_id: MapId
    account_id: AccountId
    person_id: PersonId | None
    label: str | None
    roles: tuple[BuyingRole, ...] = ()

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    @property
    def stream(self) -> StreamId:
        return StreamId(self.account_id)

    @property
    def subject(self) -> str:
        return self.stakeholder_id

    @property
    def mentions(self) -> tuple[str, ...]:
        return (self.map_id, self.person_id) if self.person_id else (self.map_id,)


@dataclass(frozen=True, slots=True)
class RoleGiven:
    """The buying roles the stakeholder holds from now on, all of them; none empties the set."""

    stakeholder_id: StakeholderId
    account_id: AccountId
    roles: tuple[BuyingRole, ...]

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    @property
    def stream(self) -> StreamId:
        return StreamId(self.account_id)

    @property
    def subject(self) -> str:
        return self.stakeholder_id

    @property
    def mentions(self) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True, slots=True)
class StakeholderNamed:
    """A placeholder turns out to be this person; its id, roles and assessments stay."""

    stakeholder_id: StakeholderId
    account_id: AccountId
    person_id: PersonId

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    @property
    def stream(self) -> StreamId:
        return StreamId(self.account_id)

    @property
    def subject(self) -> str:
        return self.stakeholder_id

    @property
    def mentions(self) -> tuple[str, ...]:
        return (self.person_id,)


@dataclass(frozen=True, slots=True)
class StakeholderPlaced:
    """Where somebody dragged the card on the canvas; null: where the layout puts it."""

    stakeholder_id: StakeholderId
    account_id: AccountId
    position: Position | None

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    @property
    def stream(self) -> StreamId:
        return StreamId(self.account_id)

    @property
    def subject(self) -> str:
        return self.stakeholder_id

    @property
    def mentions(self) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True, slots=True)
class StakeholderRemoved:
    """The stakeholder is out of the map from its `observed_at` on."""

    stakeholder_id: StakeholderId
    account_id: AccountId

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    @property
    def stream(self) -> StreamId:
        return StreamId(self.account_id)

    @property
    def subject(self) -> str:
        return self.stakeholder_id

    @property
    def mentions(self) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True, slots=True)
class Position:
    """A card's place on the canvas, in its pixels at zoom 1; finite numbers."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class StatedCoverage:
    """The latest statement about how far we are in contact, and when it was observed."""

    value: Coverage
    observed_at: datetime


@dataclass(frozen=True, slots=True)
class Stakeholder:
    """A place in a map with the latest assessed values; null is unknown. `until`: removed from then on.

    `label` is what a placeholder was added with; a named stakeholder is shown under the person's name.
    """

    id: StakeholderId
    version: int
    map_id: MapId
    account_id: AccountId
    since: datetime
    until: datetime | None = None
    person_id: PersonId | None = None
    label: str | None = None
    roles: tuple[BuyingRole, ...] = ()
    influence: Influence | None = None
    support: Support | None = None
    adaptability: Adaptability | None = None
    orientation: DecisionOrientation | None = None
    coverage: StatedCoverage | None = None
    position: Position | None = None


def sorted_roles(roles: Iterable[BuyingRole]) -> tuple[BuyingRole, ...]:
    """Return a set of roles in the order A, D, E, U, each once."""
    given = set(roles)
    return tuple(role for role in BuyingRole if role in given)


def place(x: float | None, y: float | None) -> Position | None:
    """Return a place on the canvas; null without both. Raises InvalidError for one alone, or out of bounds."""
    if x is None and y is None:
        return None
    for field, value in (("x", x), ("y", y)):
        if value is None or not math.isfinite(value) or abs(value) > CANVAS:
            raise InvalidError(
                Text(
                    f"x and y come together, each from {-CANVAS:.0f} to {CANVAS:.0f}.",
                    f"x 和 y 必须同时给出，范围为 {-CANVAS:.0f} 到 {CANVAS:.0f}。",
                ),
                field=field,
            )
    return Position(float(x or 0), float(y or 0))


def check_live(stakeholder: Stakeholder, field: str) -> None:
    """Raise InvalidError where a stakeholder was removed from its map."""
    if stakeholder.until is not None:
        raise InvalidError(
            Text(
                f"It was removed from the map at {stakeholder.until.isoformat()}; undo that, or add the person again.",
                f"已于 {stakeholder.until.isoformat()} 移出关系图；请撤销移除或重新添加。",
            ),
            field=field,
        )
