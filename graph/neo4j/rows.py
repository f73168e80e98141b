"""Rows of the current graph: objects as properties and as the columns of `graph.neo4j.cypher.columns`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

from domain.account import Account
from domain.assessment import Assessment
from domain.commitment import Commitment
from domain.contact_level import ContactLevel
from domain.fact import Fact
from domain.finding_note import FindingNote
from domain.interaction import Interaction
from domain.opportunity import Opportunity
from domain.order import Order
from domain.person import Employment, Person
from domain.referral import Referral
from domain.seller import Seller
from domain.stage import Transition
from domain.stakeholder import Stakeholder
from domain.tie import Influences, Knows, ReportsTo
from graph.codec import RowCodec, decode, from_micros, list_column, to_micros

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

T = TypeVar("T")


def _column(hint: Any) -> tuple[Any, Any]:
    """Employments are relationships here, not a property."""
    return (None, _employments) if hint == tuple[Employment, ...] else list_column(hint)


def _employments(rows: Sequence[Sequence[Any]]) -> tuple[Employment, ...]:
    return tuple(
        Employment(account_id, title, _moment(since), _moment(until))
        for _, account_id, title, since, until in sorted(rows, key=_ordinal)
    )


def _ordinal(row: Sequence[Any]) -> int:
    return row[0]


def _moment(micros: int | None) -> datetime | None:
    return None if micros is None else from_micros(micros)


ACCOUNT: Final = RowCodec(Account, _column)
PERSON: Final = RowCodec(Person, _column)
SELLER: Final = RowCodec(Seller, _column)
OPPORTUNITY: Final = RowCodec(Opportunity, _column)
STAKEHOLDER: Final = RowCodec(Stakeholder, _column)
ASSESSMENT: Final = RowCodec(Assessment, _column)
INTERACTION: Final = RowCodec(Interaction, _column)
ORDER: Final = RowCodec(Order, _column)
REFERRAL: Final = RowCodec(Referral, _column)
TRANSITION: Final = RowCodec(Transition, _column)
CONTACT_LEVEL: Final = RowCodec(ContactLevel, _column)
COMMITMENT: Final = RowCodec(Commitment, _column)
FINDING_NOTE: Final = RowCodec(FindingNote, _column)
REPORT: Final = RowCodec(ReportsTo, _column)
INFLUENCE: Final = RowCodec(Influences, _column)
ACQUAINTANCE: Final = RowCodec(Knows, _column)


def properties(codec: RowCodec[T], value: T) -> dict[str, Any]:
    """Return an object's own properties; a null is one that the node is not to have."""
    return dict(zip(codec.names, codec.encode(value), strict=True))


def decode_fact(row: Sequence[Any]) -> Fact:
    """Return the fact of the columns `FACT`; what follows `personal` is for whoever reads facts."""
    id_, change, observed_at, recorded_at, by, kind, body, personal = row[:8]
    return Fact(id_, change, from_micros(observed_at), from_micros(recorded_at), by, decode(kind, body, personal))


def moment_or_null(moment: datetime | None) -> int | None:
    """Return microseconds since 1970, or null."""
    return None if moment is None else to_micros(moment)
