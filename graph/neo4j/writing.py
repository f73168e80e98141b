"""Writing the rows of the current graph that a projection changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, LiteralString

from domain.decision_map import map_status
from domain.search_text import fold_name
from graph.codec import to_micros
from graph.neo4j import keys, rows
from graph.neo4j.connection import Transaction, chunks
from graph.neo4j.cypher import current
from graph.neo4j.cypher.decision_map import LIST_MAP_MEMBERS
from graph.neo4j.rows import moment_or_null, properties
from graph.search import words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

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
    from domain.tie import Influences, Knows, ReportsTo
    from graph.projection import Rows

Row = dict[str, Any]


async def write_rows(tx: Transaction, changed: Rows) -> None:
    """Write what changed, then the status of every map concerned, from the graph as it is then."""
    world = changed.world
    tables: tuple[tuple[str, LiteralString, Iterable[tuple[str, Row]]], ...] = (
        ("sellers", current.WRITE_SELLERS, _rows(_seller, world.sellers)),
        ("accounts", current.WRITE_ACCOUNTS, _rows(_account, world.accounts)),
        ("people", current.WRITE_PEOPLE, _rows(_person, world.people)),
        ("opportunities", current.WRITE_OPPORTUNITIES, _rows(_opportunity, world.opportunities)),
        ("stakeholders", current.WRITE_STAKEHOLDERS, _rows(_stakeholder, world.stakeholders)),
        ("reports", current.WRITE_REPORTS, (_report(tie) for tie in world.reports.values())),
        ("influences", current.WRITE_INFLUENCES, (_influence(tie) for tie in world.influences.values())),
        ("acquaintances", current.WRITE_ACQUAINTANCES, (_knows(tie) for tie in world.acquaintances.values())),
        ("interactions", current.WRITE_INTERACTIONS, _rows(_interaction, world.interactions)),
        ("orders", current.WRITE_ORDERS, _rows(_order, world.orders)),
        ("referrals", current.WRITE_REFERRALS, _rows(_referral, world.referrals)),
        ("standings", current.WRITE_TRANSITIONS, _moves(world.transitions.values())),
        ("contact_levels", current.WRITE_CONTACT_LEVELS, map(_contact_level, world.contact_levels.values())),
        ("commitments", current.WRITE_COMMITMENTS, _rows(_commitment, world.commitments)),
        ("finding_notes", current.WRITE_FINDING_NOTES, map(_finding_note, world.finding_notes.values())),
    )
    for name, statement, found in tables:
        if touched := changed.touched.get(name):
            await _write(tx, statement, touched, found)
    if stakeholders := changed.touched.get("stakeholders"):
        await _write_assessments(tx, stakeholders, world.assessments.values())
    if changed.maps:
        await _write_statuses(tx, sorted(changed.maps))


def _rows(make: Callable[[Any], Row], found: Mapping[Any, Any]) -> Iterable[tuple[str, Row]]:
    return ((id_, make(value)) for id_, value in found.items())


async def _write(
    tx: Transaction, statement: LiteralString, touched: frozenset[str], found: Iterable[tuple[str, Row]]
) -> None:
    kept = [(key, row) for key, row in found if key in touched]
    gone = sorted(touched - {key for key, _ in kept})
    first: Row = {"ids": sorted(touched), "gone": gone}
    for some in chunks([row for _, row in kept]):
        await tx.row(statement, {**first, "rows": some})
        first = {"ids": [], "gone": []}


async def _write_assessments(tx: Transaction, stakeholders: frozenset[str], found: Iterable[Assessment]) -> None:
    kept = [_assessment(one) for one in found if one.stakeholder_id in stakeholders]
    await tx.row(
        current.WRITE_ASSESSMENTS,
        {"stakeholders": sorted(stakeholders), "ids": [row["id"] for row in kept], "rows": kept},
    )


async def _write_statuses(tx: Transaction, map_ids: Sequence[str]) -> None:
    (found,) = await tx.row(LIST_MAP_MEMBERS, {"ids": map_ids, "admin": True, "reach": []})
    await tx.row(current.WRITE_STATUSES, {"ids": map_ids, "rows": [_status(*members) for members in found]})


def _status(map_id: str, stakeholders: Sequence[Any], people: Sequence[Any]) -> Row:
    members = [rows.STAKEHOLDER.decode(row) for row in stakeholders]
    persons = {person.id: person for person in map(rows.PERSON.decode, people)}
    return {"id": map_id, "status": map_status(members, persons).value}


def _given(value: str | None) -> list[str]:
    """Return a list of none or one, over which Cypher's FOREACH goes."""
    return [] if value is None else [value]


def _account(account: Account) -> Row:
    created = to_micros(account.created_at)
    kept = properties(rows.ACCOUNT, account) | {
        "staff": [*_given(account.owner_id), *account.team_ids],
        "by_name": keys.by_name(account.name, account.id),
        "by_name_down": keys.by_name_down(account.name, account.id),
        "earliest": keys.earliest_first(created, account.id),
        "latest": keys.latest_first(created, account.id),
        "name_folded": f" {fold_name(account.name)}",
        "industry_folded": f" {fold_name(account.industry)}" if account.industry else None,
        "words": words_of(account),
    }
    related = {"owner": _given(account.owner_id), "team": account.team_ids, "parent": _given(account.parent_id)}
    return {"id": account.id, "properties": kept, **related}


def _person(person: Person) -> Row:
    kept = properties(rows.PERSON, person) | {
        "account_id": person.account_id,
        "by_name": keys.by_name(person.name, person.id),
        "words": words_of(person),
    }
    del kept["employments"]
    works = [
        {
            "ordinal": ordinal,
            "account_id": work.account_id,
            "title": work.title,
            "since": moment_or_null(work.since),
            "until": moment_or_null(work.until),
        }
        for ordinal, work in enumerate(person.employments)
    ]
    return {"id": person.id, "properties": kept, "works": works}


def _seller(seller: Seller) -> Row:
    kept = properties(rows.SELLER, seller) | {
        "email_key": seller.email.casefold() if seller.email else None,
        "by_name": keys.by_name(seller.name, seller.id),
        "words": words_of(seller),
    }
    return {"id": seller.id, "properties": kept, "manager": _given(seller.manager_id)}


def _opportunity(opportunity: Opportunity) -> Row:
    latest = keys.latest_first(to_micros(opportunity.opened_at), opportunity.id)
    kept = properties(rows.OPPORTUNITY, opportunity) | {"latest": latest, "words": words_of(opportunity)}
    return {"id": opportunity.id, "properties": kept, "account_id": opportunity.account_id}


def _stakeholder(stakeholder: Stakeholder) -> Row:
    return {
        "id": stakeholder.id,
        "properties": properties(rows.STAKEHOLDER, stakeholder) | {"place": place_of(stakeholder)},
        "account_id": stakeholder.account_id,
        "map_id": stakeholder.map_id,
        "person": _given(stakeholder.person_id),
    }


def place_of(stakeholder: Stakeholder) -> str | None:
    """Return what no two stakeholders have at once: their map and person, while they are on it."""
    lives = stakeholder.person_id is not None and stakeholder.until is None
    return f"{stakeholder.map_id}/{stakeholder.person_id}" if lives else None


def _assessment(one: Assessment) -> Row:
    kept = properties(rows.ASSESSMENT, one)
    kept["latest"] = keys.latest_observed_first(kept["observed_at"], kept["recorded_at"], one.id)
    return {
        "id": one.id,
        "properties": kept,
        "stakeholder_id": one.stakeholder_id,
        "account_id": one.account_id,
    }


def _report(tie: ReportsTo) -> tuple[str, Row]:
    kept = properties(rows.REPORT, tie) | {"key": tie.subject}
    return tie.subject, {"from": tie.person_id, "to": tie.manager_id, "properties": kept}


def _influence(tie: Influences) -> tuple[str, Row]:
    kept = properties(rows.INFLUENCE, tie) | {"key": tie.subject}
    return tie.subject, {"from": tie.source, "to": tie.target, "properties": kept}


def _knows(tie: Knows) -> tuple[str, Row]:
    kept = properties(rows.ACQUAINTANCE, tie) | {"key": tie.subject}
    return tie.subject, {"from": tie.source, "to": tie.target, "properties": kept}


def _interaction(one: Interaction) -> Row:
    kept = properties(rows.INTERACTION, one)
    kept["latest"] = keys.latest_first(kept["at"], one.id)
    people, sellers = dict.fromkeys(one.person_ids), dict.fromkeys(one.seller_ids)
    return {"properties": kept, "account_id": one.account_id, "people": list(people), "sellers": list(sellers)}


def _order(order: Order) -> Row:
    return {"properties": properties(rows.ORDER, order), "account_id": order.account_id}


def _referral(referral: Referral) -> Row:
    kept = properties(rows.REFERRAL, referral) | {
        "status": referral.status.value,
        "step_times": [to_micros(step.at) for step in referral.steps],
        "step_statuses": [step.status.value for step in referral.steps],
        "open_pair": open_pair_of(referral),
        "latest": keys.latest_first(to_micros(referral.made_at), referral.id),
    }
    return {"from": referral.referrer, "to": referral.referred, "properties": kept}


def open_pair_of(referral: Referral) -> str | None:
    """Return what no two referrals have at once: their pair, while they are open."""
    return f"{referral.referrer}/{referral.referred}" if referral.is_open else None


def _contact_level(one: ContactLevel) -> tuple[str, Row]:
    key = "/".join(one.pair)
    kept = properties(rows.CONTACT_LEVEL, one) | {"key": key}
    return key, {"properties": kept, "seller_id": one.seller_id, "stakeholder_id": one.stakeholder_id}


def _commitment(one: Commitment) -> Row:
    kept = properties(rows.COMMITMENT, one)
    kept["latest"] = keys.latest_first(kept["made_at"], one.id)
    return {"properties": kept, "account_id": one.account_id, "person": _given(one.person_id)}


def _finding_note(one: FindingNote) -> tuple[str, Row]:
    key = "/".join(one.pair)
    return key, {"properties": properties(rows.FINDING_NOTE, one) | {"key": key}, "account_id": one.account_id}


def _moves(found: Iterable[Transition]) -> Iterable[tuple[str, Row]]:
    """Give all moves with the subject of each; `ordinal` is a move's place in the order of validity."""
    ordinals: dict[str, int] = {}
    for move in found:
        subject = f"{move.ladder}/{move.account_id}"
        ordinals[subject] = ordinal = ordinals.get(subject, -1) + 1
        kept = properties(rows.TRANSITION, move)
        kept |= {"subject": subject, "ordinal": ordinal, "standing": move.standing}
        yield (
            subject,
            {
                "properties": kept,
                "account_id": move.account_id,
                "standing": [move.account_id] if move.standing else [],
            },
        )
