"""What rules look at besides maps: around the people of maps, and at accounts as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from domain.decision_map import COVERAGE_WINDOW
from domain.ids import map_of, owner_of_map
from domain.seller import Seller
from graph.around import AccountsAround, Around, Concerns
from graph.codec import from_micros, to_micros
from graph.sqlite.accounts import list_open_opportunities
from graph.sqlite.arrivals import list_arrivals, list_untouched
from graph.sqlite.assessments import latest_assessments
from graph.sqlite.maps import list_map_graphs
from graph.sqlite.networks import known_by, surroundings_of
from graph.sqlite.nodes import BY_ID, read
from graph.sqlite.noted import list_commitments, list_finding_notes
from graph.sqlite.query import Query, Snapshot, to_json
from graph.sqlite.stages import list_standings
from graph.sqlite.strength import list_dealings

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from domain.ids import AccountId, MapId, PersonId, SellerId

# Who is in a map that is visible is visible. The last interaction is looked up from the end of the window.
MAP_PEOPLE: Final = Query("""
    SELECT DISTINCT stakeholder.person_id, (
        SELECT contact.at FROM participation AS contact
        JOIN account ON account.id = contact.account_id AND ACCOUNT_VISIBLE
        WHERE contact.person_id = stakeholder.person_id AND contact.at > :after AND contact.at <= :at
        ORDER BY contact.at DESC LIMIT 1
    )
    FROM json_each(:maps) AS asked
    CROSS JOIN stakeholder
        ON stakeholder.map_id = asked.value AND stakeholder.until IS NULL AND stakeholder.person_id IS NOT NULL
    CROSS JOIN account ON account.id = stakeholder.account_id AND ACCOUNT_VISIBLE
""")
MAP_ACCOUNTS: Final = Query("""
    SELECT DISTINCT account.id, account.owner_id FROM json_each(:owners) AS asked
    LEFT JOIN opportunity ON opportunity.id = asked.value
    CROSS JOIN account ON account.id = coalesce(opportunity.account_id, asked.value) AND ACCOUNT_VISIBLE
""")


def load_around(snapshot: Snapshot, map_ids: Sequence[MapId], at: datetime) -> Around:
    """Read what is around some maps and their people."""
    maps, since = to_json(dict.fromkeys(map_ids)), at - COVERAGE_WINDOW
    rows = snapshot.rows(MAP_PEOPLE, maps=maps, at=to_micros(at), after=to_micros(since))
    people: list[PersonId] = sorted({person for person, _ in rows})
    last_met: dict[PersonId, datetime] = {person: from_micros(last) for person, last in rows if last is not None}
    dealings = list_dealings(snapshot, people, None, at)
    met: dict[PersonId, set[SellerId]] = {person: set() for person in last_met}
    for one in dealings:
        if one.last_at > since:
            met[one.person_id].add(one.seller_id)
    for person, sellers in known_by(snapshot, people).items():
        met.setdefault(person, set()).update(sellers)
    surroundings = surroundings_of(snapshot, people, at, met)
    accounts: dict[AccountId, SellerId | None] = dict(
        snapshot.each(MAP_ACCOUNTS, owners=to_json(map(owner_of_map, map_ids)))
    )
    ours = {id_ for id_ in accounts.values() if id_ is not None} | {one.seller_id for one in dealings}
    ours |= {seller for sellers in surroundings.met.values() for seller in sellers}
    return Around(
        latest_assessments(snapshot, maps),
        surroundings,
        last_met,
        tuple(dealings),
        _sellers(snapshot, ours),
        dict(zip(accounts, list_open_opportunities(snapshot, [*accounts]), strict=True)),
        dict(zip(accounts, list_finding_notes(snapshot, [*accounts]), strict=True)),
    )


def _sellers(snapshot: Snapshot, ids: Collection[SellerId]) -> dict[SellerId, Seller]:
    found = read(snapshot, Seller, snapshot.each(BY_ID[Seller], ids=to_json(ids))) if ids else []
    return {one.id: one for one in found}


def load_accounts_around(snapshot: Snapshot, account_ids: Sequence[AccountId], at: datetime) -> AccountsAround:
    """Read the standing maps of accounts, what is around them, and what concerns each account as a whole."""
    maps = list(map(map_of, account_ids))
    return AccountsAround(
        list_map_graphs(snapshot, maps, at), load_around(snapshot, maps, at), _concerns(snapshot, account_ids)
    )


def _concerns(snapshot: Snapshot, account_ids: Sequence[AccountId]) -> list[Concerns]:
    each = zip(
        list_standings(snapshot, account_ids),
        list_commitments(snapshot, account_ids),
        list_untouched(snapshot, account_ids),
        list_arrivals(snapshot, account_ids),
        strict=True,
    )
    return [Concerns(*found) for found in each]
