"""The whole current graph, to be compared with the fold of all facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from domain.account import Account
from domain.assessment import Assessment
from domain.codes import MapStatus
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
from graph.sqlite.maps import to_tie

if TYPE_CHECKING:
    import sqlite3

_NODES: Final = (
    ("accounts", Account, "SELECT * FROM account"),
    ("people", Person, "SELECT * FROM person"),
    ("sellers", Seller, "SELECT * FROM seller"),
    ("opportunities", Opportunity, "SELECT * FROM opportunity"),
    ("stakeholders", Stakeholder, "SELECT * FROM stakeholder"),
    ("assessments", Assessment, "SELECT * FROM assessment"),
    ("interactions", Interaction, "SELECT * FROM interaction"),
    ("orders", Order, "SELECT * FROM purchase"),
    ("referrals", Referral, "SELECT * FROM referral"),
    ("transitions", Transition, "SELECT * FROM transition"),
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
    for kind, *columns in connection.execute(_TIES):
        _tie(world, to_tie(kind, *columns))
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
