"""Ids: the type's name, an underscore, and a UUIDv7 in hexadecimal; opaque outside, the same in and out.

A UUIDv7 begins with its time, so that ids made later sort later and indexes stay compact. Ids are made
before a write, so that a retry of the write is harmless.
"""

from __future__ import annotations

import os
import re
import time
from typing import NewType

AccountId = NewType("AccountId", str)
PersonId = NewType("PersonId", str)
SellerId = NewType("SellerId", str)
OpportunityId = NewType("OpportunityId", str)
MapId = NewType("MapId", str)
StakeholderId = NewType("StakeholderId", str)
AssessmentId = NewType("AssessmentId", str)
InteractionId = NewType("InteractionId", str)
OrderId = NewType("OrderId", str)
ReferralId = NewType("ReferralId", str)
TransitionId = NewType("TransitionId", str)
CommitmentId = NewType("CommitmentId", str)
InsightId = NewType("InsightId", str)
PlayId = NewType("PlayId", str)
TieId = NewType("TieId", str)
ChangeId = NewType("ChangeId", str)
FactId = NewType("FactId", str)
StreamId = NewType("StreamId", str)
"""An account's, person's, seller's or referral's id: whose facts are versioned together."""

PartyId = AccountId | PersonId | SellerId

_ID = re.compile(r"(?P<type>[a-z]+)_[0-9a-f]{32}")
_MAP = re.compile(r"map_(?P<owner>(?:account|opportunity)_[0-9a-f]{32})")


def new_uuid7() -> str:
    """Return 32 hexadecimal digits: 48 bits of Unix milliseconds, version, variant, 74 random bits (RFC 9562)."""
    millis = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10), "big")
    upper = (millis << 16) | 0x7000 | (random >> 68)
    lower = (0b10 << 62) | (random & ((1 << 62) - 1))
    return f"{(upper << 64) | lower:032x}"


def new_id(type_name: str) -> str:
    """Return a new id of a type: `account`, `person`, `stakeholder`, and so on."""
    return f"{type_name}_{new_uuid7()}"


def id_type(value: str) -> str | None:
    """Return the type that an id names (`account`, `map` …), or None where the text is no id of ours."""
    if _MAP.fullmatch(value):
        return "map"
    match = _ID.fullmatch(value)
    return match["type"] if match else None


def map_of(owner: AccountId | OpportunityId) -> MapId:
    """Return the map of an account (its standing map) or of an opportunity. A map is never created."""
    return MapId(f"map_{owner}")


def owner_of_map(map_id: MapId) -> AccountId | OpportunityId:
    """Return the account or opportunity whose map this is."""
    owner = map_id.removeprefix("map_")
    return AccountId(owner) if owner.startswith("account_") else OpportunityId(owner)
