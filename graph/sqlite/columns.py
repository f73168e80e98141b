"""The columns of each table of nodes, named in the order in which they are read and written.

Statements name them, so that a column that a later migration adds, or that they have no use for, stays out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from domain.account import Account
from domain.assessment import Assessment
from domain.commitment import Commitment
from domain.contact_level import ContactLevel
from domain.finding_note import FindingNote
from domain.interaction import Interaction
from domain.opportunity import Opportunity
from domain.order import Order
from domain.person import Person
from domain.referral import Referral
from domain.seller import Seller
from domain.stage import Transition
from domain.stakeholder import Stakeholder
from graph.codec import row_codec

if TYPE_CHECKING:
    from collections.abc import Mapping

# Columns that cannot have the name of their field: it is a word of SQL, or says too little beside others.
_RENAMED: Final[Mapping[tuple[type, str], str]] = {
    (Assessment, "by"): "stated_by",
    (Transition, "to"): "to_stage",
    (Transition, "by"): "made_by",
}


def names_of(type_: type[Any]) -> tuple[str, ...]:
    """Return the names of the columns that hold the fields of a dataclass, in their order."""
    return tuple(_RENAMED.get((type_, name), name) for name in row_codec(type_).names)


def columns(type_: type[Any], table: str) -> str:
    """Return the columns of a dataclass as a statement selects them from a table."""
    return ", ".join(f"{table}.{name}" for name in names_of(type_))


def insert(type_: type[Any], table: str, *further: str) -> str:
    """Return the statement that inserts a row: a dataclass's columns, then further ones."""
    names = (*names_of(type_), *further)
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"


ACCOUNT: Final = columns(Account, "account")
ASSESSMENT: Final = columns(Assessment, "assessment")
COMMITMENT: Final = columns(Commitment, "commitment")
CONTACT_LEVEL: Final = columns(ContactLevel, "contact_level")
FINDING_NOTE: Final = columns(FindingNote, "finding_note")
INTERACTION: Final = columns(Interaction, "interaction")
OPPORTUNITY: Final = columns(Opportunity, "opportunity")
PERSON: Final = columns(Person, "person")
PLACE: Final = columns(Stakeholder, "place")
"""Of a stakeholder that a statement calls `place`, because it is about another account's."""
PURCHASE: Final = columns(Order, "purchase")
REFERRAL: Final = columns(Referral, "referral")
SELLER: Final = columns(Seller, "seller")
STAKEHOLDER: Final = columns(Stakeholder, "stakeholder")
TRANSITION: Final = columns(Transition, "transition")
