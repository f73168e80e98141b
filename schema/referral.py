"""Referrals: who recommended us to whom, and what came of it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import strawberry
from strawberry import UNSET

import domain.referral
import graph.store
from domain.codes import ReferralStatus
from graph.access import not_found
from schema.context import Info
from schema.money import Money, money_of
from schema.node import Node, Party
from schema.party import load_party
from schema.seller import Seller, load_seller
from schema.writing import Edit, Input, Payload


@strawberry.type(description="That one party recommended us to another.")
class Referral(Node):
    version: int = strawberry.field(
        description="Counts the changes of the referral's own fields: all until today under an `asOf` too, so that an "
        "edit's `expectedVersion` can be it; under a `knownAt`, those known then."
    )
    external_id: str | None = strawberry.field(description="The id it has in a system of yours.")
    made_at: datetime = strawberry.field(description="When it was made.")
    recorded_at: datetime = strawberry.field(description="When that was recorded.")
    status: ReferralStatus = strawberry.field(description="How far it has come.")
    value_won: Money | None = strawberry.field(description="What it won, where that was said.")
    note: str | None = strawberry.field(description="What was noted.")
    referrer_id: strawberry.Private[str]
    referred_id: strawberry.Private[str]
    by_id: strawberry.Private[str | None]

    @strawberry.field(description="Who recommended us: an account or a person.")
    async def referrer(self, info: Info) -> Party:
        return await _end(info, self.referrer_id)

    @strawberry.field(description="To whom: an account or a person.")
    async def referred(self, info: Info) -> Party:
        return await _end(info, self.referred_id)

    @strawberry.field(description="Who of us recorded it.")
    async def recorded_by(self, info: Info) -> Seller | None:
        return await load_seller(info, self.by_id)

    @classmethod
    def from_domain(cls, found: domain.referral.Referral) -> Referral:
        return cls(
            id=strawberry.ID(found.id),
            version=found.version,
            external_id=found.external_id,
            made_at=found.made_at,
            recorded_at=found.recorded_at,
            status=found.status,
            value_won=money_of(found.value_won),
            note=found.note,
            referrer_id=found.referrer,
            referred_id=found.referred,
            by_id=found.recorded_by,
        )


async def _end(info: Info, party_id: str) -> Party:
    party = await load_party(info, party_id)
    if party is None:
        raise not_found("id")
    return party


@strawberry.input(description="Which referrals; all that is given must hold.")
class ReferralFilter:
    party_id: strawberry.ID | None = strawberry.field(default=UNSET, description="With this party at either end.")
    referrer_id: strawberry.ID | None = strawberry.field(default=UNSET, description="Made by this party.")
    referred_id: strawberry.ID | None = strawberry.field(default=UNSET, description="Of this party.")
    status: list[ReferralStatus] | None = strawberry.field(default=UNSET, description="On one of these statuses.")
    made_from: datetime | None = strawberry.field(default=UNSET, description="Made at this moment or later.")
    made_to: datetime | None = strawberry.field(default=UNSET, description="Made before this moment.")


def read_referral_filter(said: ReferralFilter | None) -> graph.store.ReferralFilter:
    """Return a filter as the store takes it; nulls are no conditions."""
    if not said:
        return graph.store.ReferralFilter()
    return graph.store.ReferralFilter(
        party_id=said.party_id or None,
        referrer_id=said.referrer_id or None,
        referred_id=said.referred_id or None,
        statuses=None if said.status is None or said.status is UNSET else tuple(said.status),
        made_from=said.made_from or None,
        made_to=said.made_to or None,
    )


@strawberry.input(description="That one party recommended us to another.")
class RecordReferralInput(Input):
    referrer_id: strawberry.ID = strawberry.field(description="Who recommended us: an account or a person.")
    referred_id: strawberry.ID = strawberry.field(description="To whom: an account or a person.")
    made_at: datetime | None = strawberry.field(default=UNSET, description="When; now unless given.")
    note: str | None = strawberry.field(default=UNSET, description="What is to be noted, at most 10,000 characters.")


@strawberry.input(description="The next status of a referral.")
class AdvanceReferralInput(Edit):
    referral_id: strawberry.ID = strawberry.field(description="The referral's id.")
    status: ReferralStatus = strawberry.field(description="CONTACTED after MADE; CONVERTED or DECLINED after either.")
    at: datetime | None = strawberry.field(default=UNSET, description="Since when; now unless given.")
    amount: Decimal | None = strawberry.field(default=UNSET, description="What it won, with CONVERTED only.")
    currency: str | None = strawberry.field(default=UNSET, description="The amount's currency (ISO 4217).")


@strawberry.type(description="What `recordReferral` did.")
class RecordReferralPayload(Payload):
    referral: Referral | None = strawberry.field(default=None, description="The new referral.")


@strawberry.type(description="What `advanceReferral` did.")
class AdvanceReferralPayload(Payload):
    referral: Referral | None = strawberry.field(default=None, description="The referral as it is now.")
