"""A decision map in a folded world."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.decision_map import MapGraph

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from domain.account import Account
    from domain.decision_map import ContactCount
    from domain.ids import MapId, PersonId
    from domain.opportunity import Opportunity
    from domain.world import World


def graph_in(
    world: World,
    map_id: MapId,
    at: datetime,
    account: Account,
    opportunity: Opportunity | None,
    contacts: Mapping[PersonId, ContactCount],
) -> MapGraph:
    """Return what a map was made from in the world at a moment; `contacts` are those of the 365 days before it."""
    live = tuple(s for s in world.stakeholders.values() if s.map_id == map_id and (s.until is None or s.until > at))
    members = {s.person_id for s in live if s.person_id is not None}
    return MapGraph(
        map_id=map_id,
        at=at,
        account=account,
        opportunity=opportunity,
        stakeholders=live,
        people={person_id: person for person_id, person in world.people.items() if person_id in members},
        reports=tuple(
            tie
            for (account_id, person_id), tie in world.reports.items()
            if account_id == account.id and person_id in members and tie.manager_id in members
        ),
        influences=tuple(t for t in world.influences.values() if {t.source, t.target} <= members),
        acquaintances=tuple(t for t in world.acquaintances.values() if {t.source, t.target} <= members),
        contacts=contacts,
    )
