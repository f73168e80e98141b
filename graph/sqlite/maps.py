"""Decision maps: everything a map is made from, now and as of a time."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from domain.account import Account
from domain.assessment import Assessed
from domain.codes import Circle, Polarity
from domain.decision_map import COVERAGE_WINDOW, ContactCount, MapGraph, count_contacts
from domain.fold import fold
from domain.ids import owner_of_map
from domain.interaction import Interacted
from domain.opportunity import Opportunity, OpportunityClosed, OpportunityDescribed
from domain.person import EmployedAt, Person, PersonDescribed
from domain.stakeholder import (
    RoleGiven,
    Stakeholder,
    StakeholderAdded,
    StakeholderNamed,
    StakeholderPlaced,
    StakeholderRemoved,
)
from domain.tie import Influences, Knows, ReportsTo
from graph.codec import row_codec, to_micros
from graph.map_owner import kept_maps, merged_of, owners_then
from graph.sqlite import columns
from graph.sqlite.facts import drive, load_facts, load_latest_assessed, select_facts
from graph.sqlite.nodes import read
from graph.sqlite.query import Query, Snapshot, to_json
from graph.store import MapFacts, Selection

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from domain.fact import Fact
    from domain.ids import MapId, PersonId
    from domain.viewer import Viewer
    from graph.map_owner import Owners

# A map's row begins with its place in the list; the columns of an account, then those of its opportunity.
MAP_OWNERS: Final = Query(f"""
    SELECT asked.key, {columns.ACCOUNT}, {columns.OPPORTUNITY} FROM json_each(:owners) AS asked
    LEFT JOIN opportunity ON opportunity.id = asked.value
    CROSS JOIN account ON account.id = coalesce(opportunity.account_id, asked.value) AND ACCOUNT_VISIBLE
""")
MAP_MEMBERS: Final = Query(f"""
    SELECT {columns.STAKEHOLDER}, {columns.PERSON} FROM json_each(:maps) AS asked
    CROSS JOIN stakeholder ON stakeholder.map_id = asked.value AND stakeholder.until IS NULL
    LEFT JOIN person ON person.id = stakeholder.person_id
    ORDER BY stakeholder.id
""")
MAP_TIES: Final = Query("""
    SELECT source.map_id, tie.kind, tie.source, tie.target, tie.account_id, tie.strength, tie.label
    FROM json_each(:maps) AS asked
    CROSS JOIN stakeholder AS source ON source.map_id = asked.value AND source.until IS NULL
    CROSS JOIN relationship AS tie
        ON tie.kind IN ('REPORTS_TO', 'INFLUENCES', 'KNOWS') AND tie.source = source.person_id
    CROSS JOIN stakeholder AS target
        ON target.map_id = asked.value AND target.person_id = tie.target AND target.until IS NULL
    WHERE tie.account_id IS NULL OR tie.account_id = source.account_id
    ORDER BY tie.kind, tie.source, tie.target
""")
MAP_CONTACTS: Final = Query("""
    SELECT asked.value, count(*), coalesce(sum(contact.kind IN ('MEETING', 'SITE_VISIT')), 0)
    FROM json_each(:people) AS asked
    CROSS JOIN participation AS contact
        ON contact.person_id = asked.value AND contact.at > :after AND contact.at <= :at
    CROSS JOIN account ON account.id = contact.account_id AND ACCOUNT_VISIBLE
    GROUP BY asked.value
""")
OPPORTUNITY_AT: Final = 1 + len(row_codec(Account).names)
"""Where the opportunity's columns begin in a row of `MAP_OWNERS`."""
PERSON_AT: Final = len(row_codec(Stakeholder).names)
"""Where the person's columns begin in a row of `MAP_MEMBERS`."""
_PLACES: Final = {"REPORTS_TO": 0, "INFLUENCES": 1, "KNOWS": 2}

# Of what has a version, all is read: it counts what was observed later too.
_OF_STAKEHOLDERS: Final = (StakeholderAdded, StakeholderNamed, StakeholderRemoved, RoleGiven)
_OF_OPPORTUNITIES: Final = (OpportunityDescribed, OpportunityClosed)
_WINDOW: Final = COVERAGE_WINDOW // timedelta(microseconds=1)


def list_map_graphs(snapshot: Snapshot, map_ids: Sequence[MapId], at: datetime) -> list[MapGraph | None]:
    """Read maps as they are now, in the order asked for."""
    owners = map_owners(snapshot, map_ids)
    maps = to_json({map_ids[place] for place in owners})
    stakeholders, people = _members(snapshot, maps)
    ties = _ties(snapshot, maps)
    contacts = _contacts(snapshot, {id_ for found in people.values() for id_ in found}, at)
    found: list[MapGraph | None] = [None] * len(map_ids)
    for place, (account, opportunity) in owners.items():
        map_id = map_ids[place]
        members = people[map_id]
        reports, influences, acquaintances = ties[map_id]
        found[place] = MapGraph(
            map_id=map_id,
            at=at,
            account=account,
            opportunity=opportunity,
            stakeholders=tuple(stakeholders[map_id]),
            people=members,
            reports=tuple(reports),
            influences=tuple(influences),
            acquaintances=tuple(acquaintances),
            contacts={id_: contacts[id_] for id_ in members if id_ in contacts},
        )
    return found


def map_owners(snapshot: Snapshot, map_ids: Sequence[MapId]) -> dict[int, tuple[Account, Opportunity | None]]:
    """Read whose the maps are, by their places in the list; the invisible ones are not there."""
    account, opportunity = row_codec(Account), row_codec(Opportunity)
    return {
        row[0]: (
            account.decode(row[1:]),
            opportunity.decode(row[OPPORTUNITY_AT:]) if row[OPPORTUNITY_AT] is not None else None,
        )
        for row in snapshot.rows(MAP_OWNERS, owners=to_json(map(owner_of_map, map_ids)))
    }


def owners_known(
    connection: sqlite3.Connection, viewer: Viewer, map_ids: Sequence[MapId], known_at: datetime | None
) -> Owners:
    """Read whose the maps are, or were as known at a moment; the invisible ones are not there."""
    snapshot = Snapshot(connection, viewer)
    owners = {map_ids[place]: owner for place, owner in map_owners(snapshot, map_ids).items()}
    if known_at is None:
        return owners
    if missing := [id_ for id_ in map_ids if id_ not in owners]:
        kept = kept_maps(select_facts(connection, [merged_of(missing)]))
        merged = [*kept]
        owners |= {merged[place]: owner for place, owner in map_owners(snapshot, [*kept.values()]).items()}
    return drive(owners_then(owners, known_at), lambda asked: select_facts(connection, asked))


def _members(
    snapshot: Snapshot, maps: str
) -> tuple[defaultdict[str, list[Stakeholder]], defaultdict[str, dict[PersonId, Person]]]:
    rows = snapshot.rows(MAP_MEMBERS, maps=maps)
    named = {row[PERSON_AT]: row[PERSON_AT:] for row in rows if row[PERSON_AT] is not None}
    known = dict(zip(named, read(snapshot, Person, named.values()), strict=True))
    stakeholders: defaultdict[str, list[Stakeholder]] = defaultdict(list)
    people: defaultdict[str, dict[PersonId, Person]] = defaultdict(dict)
    for row, stakeholder in zip(rows, read(snapshot, Stakeholder, rows), strict=True):
        stakeholders[stakeholder.map_id].append(stakeholder)
        if (person := known.get(row[PERSON_AT])) is not None:
            people[stakeholder.map_id][person.id] = person
    return stakeholders, people


def _ties(snapshot: Snapshot, maps: str) -> defaultdict[str, tuple[list[Any], list[Any], list[Any]]]:
    found: defaultdict[str, tuple[list[Any], list[Any], list[Any]]] = defaultdict(lambda: ([], [], []))
    for map_id, kind, *ends in snapshot.rows(MAP_TIES, maps=maps):
        found[map_id][_PLACES[kind]].append(to_tie(kind, *ends))
    return found


def _contacts(snapshot: Snapshot, people: Iterable[str], at: datetime) -> dict[PersonId, ContactCount]:
    until = to_micros(at)
    rows = snapshot.rows(MAP_CONTACTS, people=to_json(people), at=until, after=until - _WINDOW)
    return {person_id: ContactCount(total, in_person) for person_id, total, in_person in rows}


def load_map_facts(
    connection: sqlite3.Connection, viewer: Viewer, map_id: MapId, as_of: datetime, known_at: datetime | None
) -> MapFacts | None:
    """Read what the fold of a map needs."""
    snapshot = Snapshot(connection, viewer)
    owner = owners_known(connection, viewer, [map_id], known_at).get(map_id)
    if owner is None:
        return None

    def load(*selections: Selection) -> list[Fact]:
        return load_facts(connection, viewer, [replace(one, known_at=known_at) for one in selections])

    places = load(Selection((StakeholderAdded,), mentioning=(map_id,)))
    subjects = tuple({fact.statement.subject for fact in places})
    facts = load(
        Selection(_OF_STAKEHOLDERS, subjects=subjects),
        Selection((StakeholderPlaced,), subjects=subjects, observed_to=as_of),
        Selection(_OF_OPPORTUNITIES, subjects=(owner_of_map(map_id),)),
    )
    assessed = Selection((Assessed,), subjects=subjects, observed_to=as_of, known_at=known_at)
    facts += load_latest_assessed(connection, viewer, assessed)
    people = tuple({id_ for fact in facts if (id_ := getattr(fact.statement, "person_id", None)) is not None})
    facts += load(
        Selection((PersonDescribed, EmployedAt), subjects=people),
        Selection((ReportsTo, Influences, Knows), mentioning=people, observed_to=as_of),
    )
    if known_at is None:
        contacts = _contacts(snapshot, people, as_of)
    else:
        met = load(Selection((Interacted,), mentioning=people, observed_to=as_of))
        contacts = _count(met, frozenset(people), as_of)
    return MapFacts(*owner, tuple({fact.id: fact for fact in facts}.values()), contacts)


def _count(facts: Iterable[Fact], people: frozenset[str], as_of: datetime) -> dict[PersonId, ContactCount]:
    return count_contacts(
        (person_id, met.kind)
        for met in fold(facts).interactions.values()
        if met.at > as_of - COVERAGE_WINDOW
        for person_id in dict.fromkeys(met.person_ids)
        if person_id in people
    )


def to_tie(
    kind: str, source: Any, target: Any, account_id: Any, strength: float | None, label: str | None
) -> ReportsTo | Influences | Knows:
    """Make a tie of the columns of a relationship."""
    if kind == "REPORTS_TO":
        return ReportsTo(account_id, source, target)
    if kind == "INFLUENCES":
        return Influences(source, target, None if strength is None else int(strength), Polarity(label))
    return Knows(source, target, strength, None if label is None else Circle(label))
