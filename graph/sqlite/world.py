"""The whole current graph, to be compared with the fold of all facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from domain.account import Account
from domain.assessment import Assessment
from domain.codes import MapStatus
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
from domain.tie import Influences, Knows, ReportsTo
from domain.world import World
from graph.codec import row_codec
from graph.sqlite import columns
from graph.sqlite.maps import to_tie

if TYPE_CHECKING:
    import sqlite3

_NODES: Final = (
    ("accounts", Account, f"SELECT {columns.ACCOUNT} FROM account"),
    ("people", Person, f"SELECT {columns.PERSON} FROM person"),
    ("sellers", Seller, f"SELECT {columns.SELLER} FROM seller"),
    ("opportunities", Opportunity, f"SELECT {columns.OPPORTUNITY} FROM opportunity"),
    ("stakeholders", Stakeholder, f"SELECT {columns.STAKEHOLDER} FROM stakeholder"),
    ("assessments", Assessment, f"SELECT {columns.ASSESSMENT} FROM assessment"),
    ("interactions", Interaction, f"SELECT {columns.INTERACTION} FROM interaction"),
    ("orders", Order, f"SELECT {columns.PURCHASE} FROM purchase"),
    ("referrals", Referral, f"SELECT {columns.REFERRAL} FROM referral"),
    ("transitions", Transition, f"SELECT {columns.TRANSITION} FROM transition"),
    ("commitments", Commitment, f"SELECT {columns.COMMITMENT} FROM commitment"),
)
_PAIRS: Final = (
    ("contact_levels", ContactLevel, f"SELECT {columns.CONTACT_LEVEL} FROM contact_level"),
    ("finding_notes", FindingNote, f"SELECT {columns.FINDING_NOTE} FROM finding_note"),
)
_TIES: Final = """
    SELECT kind, source, target, account_id, strength, label FROM relationship
    WHERE kind IN ('REPORTS_TO', 'INFLUENCES', 'KNOWS')
"""
_STATUSES: Final = "SELECT map_id, status FROM map_status"


def load_world(connection: sqlite3.Connection) -> World:
    """Read everything."""
    world = World()
    for name, type_, statement in _NODES:
        decode: Any = row_codec(type_).decode
        table: dict[Any, Any] = getattr(world, name)
        table.update((row[0], decode(row)) for row in connection.execute(statement))
    for name, type_, statement in _PAIRS:
        decode_pair: Any = row_codec(type_).decode
        pairs: dict[Any, Any] = getattr(world, name)
        pairs.update((one.pair, one) for one in map(decode_pair, connection.execute(statement)))
    for kind, *ends in connection.execute(_TIES):
        _tie(world, to_tie(kind, *ends))
    for map_id, status in connection.execute(_STATUSES):
        world.statuses[map_id] = MapStatus(status)
    return world


def _tie(world: World, tie: ReportsTo | Influences | Knows) -> None:
    if isinstance(tie, ReportsTo):
        world.reports[tie.account_id, tie.person_id] = tie
    elif isinstance(tie, Influences):
        world.influences[tie.source, tie.target] = tie
    else:
        world.acquaintances[tie.pair] = tie
