"""The contacts matrix of a map: each of us against each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import strawberry

import domain.contact
from domain.codes import RelationshipLevel
from schema.seller import Seller
from schema.stakeholder import Stakeholder
from schema.strength import Strength

if TYPE_CHECKING:
    from collections.abc import Mapping

    from schema.person import Person


@strawberry.type(description="One of us and one of them: how strong the contact is, and what it should be.")
class ContactCell:
    seller: Seller = strawberry.field(description="Who of us.")
    stakeholder: Stakeholder = strawberry.field(description="Who of them.")
    strength: Strength = strawberry.field(description="How strong the contact is; 0 if they never met.")
    desired: RelationshipLevel | None = strawberry.field(
        description="What the seller should be to them, as stated; null: nobody has said so."
    )
    current: RelationshipLevel | None = strawberry.field(
        description="What the seller is to them, as stated; null: nobody has said so."
    )
    gap: int | None = strawberry.field(
        description="How many levels `current` is below `desired`; negative: above; null if either is unknown."
    )
    owns_relation: bool = strawberry.field(
        description="Whether this seller owns the relation: has the strongest contact with the person of all of us, "
        "above 0; of equal ones by name, then id."
    )


@strawberry.type(
    description="Several of us work one person, and perhaps do not know of each other: at least two of us had an "
    "interaction with the person in the last 90 days, and one of them not a single one together with another of us."
)
class ContactOverlap:
    stakeholder: Stakeholder = strawberry.field(description="Whom they work.")
    sellers: list[Seller] = strawberry.field(
        description="Everybody of us who had an interaction with them in the last 90 days, by name."
    )
    alone: list[Seller] = strawberry.field(description="Those of them who only ever had theirs alone, by name.")


def show_cells(found: domain.contact.Contacts, places: Mapping[str, Stakeholder]) -> list[ContactCell]:
    """Return the cells of a matrix, with the stakeholders as the map shows them."""
    pairs = ((cell, places[cell.standing.stakeholder.id]) for cell in found.cells)
    return [show_cell(cell, place, place.person) for cell, place in pairs if place.person is not None]


def show_overlaps(found: domain.contact.Contacts, places: Mapping[str, Stakeholder]) -> list[ContactOverlap]:
    """Return the overlaps of a matrix, with the stakeholders as the map shows them."""
    return [
        ContactOverlap(
            stakeholder=places[one.standing.stakeholder.id],
            sellers=[Seller.from_domain(seller) for seller in one.sellers],
            alone=[Seller.from_domain(seller) for seller in one.alone],
        )
        for one in found.overlaps
    ]


def show_cell(cell: domain.contact.ContactCell, place: Stakeholder, person: Person) -> ContactCell:
    """Return a cell, with the stakeholder as the map shows them."""
    strength = Strength.from_domain(cell.strength, cell.seller, person)
    return ContactCell(
        seller=strength.seller,
        stakeholder=place,
        strength=strength,
        desired=cell.desired,
        current=cell.current,
        gap=cell.gap,
        owns_relation=cell.owns_relation,
    )
