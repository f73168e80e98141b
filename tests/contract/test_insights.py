"""What rules find, for each viewer: the same in each store as in a model in memory, without what is hidden.

And at past moments: the same as somebody found then, who had no more facts than there were.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from domain.account import AccountDescribed
from domain.assessment import Assessed
from domain.change import Corrected, Undone
from domain.codes import (
    AccountKind,
    AccountOrder,
    BuyingRole,
    Direction,
    Influence,
    InteractionKind,
    OpportunityStatus,
    Polarity,
    Support,
)
from domain.contact import ContactCell
from domain.fact import ALWAYS, NEVER, Fact, Stated
from domain.finding_note import FindingDismissed, FindingDone
from domain.fold import first_descriptions
from domain.ids import InsightId, map_of
from domain.insight_history import Episode, Look
from domain.insight_ranking import rank
from domain.interaction import Interacted
from domain.money import Money
from domain.opportunity import OpportunityClosed, OpportunityDescribed
from domain.rules import RULES
from domain.rules.thread import SINGLE_THREAD as THREAD
from domain.stakeholder import RoleGiven, StakeholderAdded
from domain.tie import Influences, Knows
from domain.viewer import Viewer
from graph.analytics import network_influence
from graph.contact import load_contacts
from graph.decision_map import load_decision_map, load_decision_maps
from graph.insight import AskedMap, load_account_findings, load_insights, load_map_findings
from graph.insight_history import load_episodes
from graph.network import load_surroundings
from graph.portfolio import list_open_amounts
from graph.store import Append, Page, Store
from tests.contract import firm
from tests.contract.conftest import Filled
from tests.contract.firm import HISTORY, NOW
from tests.contract.reference import Everything, Reference
from tests.worlds import (
    account,
    assessment,
    change,
    day,
    interaction,
    new_account,
    new_person,
    new_seller,
    on,
    opportunity,
    person,
    seller,
    stakeholder,
)

CENT = Money(1, "EUR")


class Model:
    """A viewer's store in memory, spoken to like a store."""

    def __init__(self, everything: Everything, viewer: Viewer) -> None:
        self._found = Reference(everything, viewer)
        self.viewer = viewer

    def __getattr__(self, name: str) -> Callable[..., Any]:
        read = getattr(self._found, name)

        async def call(*args: Any) -> Any:
            return read(*args)

        return call


@pytest.mark.parametrize("viewer", firm.VIEWERS)
async def test_each_viewer_gets_the_insights_of_what_they_see(filled: Filled, viewer: str) -> None:
    who = firm.VIEWERS[viewer]
    model: Any = Model(filled.everything, who)
    found = await load_insights(filled.store.for_viewer(who), now=NOW, every=True)
    assert found == await load_insights(model, now=NOW, every=True)
    seen = Reference(filled.everything, who)
    for one in found:
        finding = one.finding
        ids = {finding.account_id, *(play.target_id for play in finding.plays if play.target_id is not None)}
        ids |= {play.through_id for play in finding.plays if play.through_id is not None}
        assert all(seen.sees(id_) for id_ in ids)


async def test_the_first_of_a_large_portfolio_are_told_in_full(filled: Filled, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.insight.BATCH", 2)
    store = filled.store.for_viewer(firm.ADMIN)
    every = await load_insights(store, now=NOW)
    assert len({one.finding.account_id for one in every}) > 2
    assert await load_insights(store, now=NOW, first=7) == every[:7]


async def test_the_firm_has_insights_that_some_see_and_others_do_not(filled: Filled) -> None:
    counts = {
        name: len(await load_insights(filled.store.for_viewer(who), now=NOW)) for name, who in firm.VIEWERS.items()
    }
    assert counts["admin"] >= counts["owner"] > 0
    assert counts["stranger"] < counts["owner"]


@pytest.mark.parametrize("viewer", ["admin", "owner"])
async def test_the_past_of_a_map_agrees_with_its_history(filled: Filled, viewer: str) -> None:
    store = filled.store.for_viewer(firm.VIEWERS[viewer])
    accounts = (await store.page_accounts(None, AccountOrder.NAME_ASC, Page(100))).items
    ids = [map_of(one.id) for one in accounts]
    whole = await load_episodes(store, ids, now=NOW)
    # What depends on whom we know outside the map is in it where that is asked for.
    look = Look(NOW - timedelta(days=400), frozenset(rule.id for rule in RULES))
    late = await load_episodes(store, ids, now=NOW, looks=dict.fromkeys(ids, look))
    # What follows from statements alone is found at the moments at which there are any.
    stated = frozenset(rule.id for rule in RULES if rule.stated)
    few = await load_episodes(store, ids, now=NOW, looks=dict.fromkeys(ids, Look(rules=stated)))
    assert few == [tuple(one for one in episodes if one.finding.rule in stated) for episodes in whole]
    threads = 0
    for map_id, episodes, lately in zip(ids, whole, late, strict=True):
        for days in (0, 100, 250):
            at = NOW - timedelta(days=days)
            map_ = await load_decision_map(store, map_id, now=NOW, as_of=at)
            assert map_ is not None
            (found,) = await load_map_findings(store, [AskedMap(map_)], now=NOW, as_of=at)
            said = {one.id for one in found.findings if one.rule != THREAD}
            held = held_at(episodes, at)
            # There is nothing from before anybody joined.
            assert held == (said if map_.standings or held else held)
            said |= {one.id for one in found.findings if one.rule == THREAD}
            assert not map_.standings or held_at(lately, at) == said
            threads += len(said - held)
    assert (threads > 0) == (viewer == "admin")


def held_at(episodes: Iterable[Episode], at: datetime) -> set[str]:
    ended = [(one, one.resolved_at or NEVER) for one in episodes]
    return {one.finding.id for one, until in ended if (one.seen_at or ALWAYS) <= at < until}


async def test_an_open_deal_is_at_stake_however_many_were_closed_since(store: Store) -> None:
    admin = store.for_viewer(firm.ADMIN)
    deals = [(day(n / 24), OpportunityDescribed(opportunity(n), account(1), "Deal", amount=CENT)) for n in range(1100)]
    said = on(0, AccountDescribed(account(1), name="Acme", kind=AccountKind.COMPANY))
    for at, deal in deals:
        said.append(Stated(deal, at))
        if deal.opportunity_id != opportunity(0):
            said.append(Stated(OpportunityClosed(deal.opportunity_id, account(1), OpportunityStatus.LOST), at))
    await admin.append(Append(change(1), "test", tuple(said), {}))
    assert await list_open_amounts(admin, [account(1)]) == [(CENT,)]
    (found,) = await load_account_findings(admin, [account(1)], now=NOW)
    assert found.at_stake == (CENT,)


# ── the past is what was the present then ──

THEN = [(day(12), None), (day(30), None), (day(200), None), (day(30), HISTORY.changes[50].recorded_at)]
"""Moments, and when they were known."""


def up_to(everything: Everything, as_of: datetime, known_at: datetime | None) -> Everything:
    """Return what was observed and recorded by then; who is called what was known all along."""
    named = {fact.id for fact in first_descriptions(sorted(everything.facts, key=lambda fact: fact.order))}

    def there(fact: Fact) -> bool:
        observed = fact.observed_at <= as_of or fact.id in named or isinstance(fact.statement, Undone | Corrected)
        return observed and (known_at is None or fact.recorded_at <= known_at)

    kept = [replace(one, facts=tuple(filter(there, one.facts))) for one in everything.changes]
    return Everything([one for one in kept if one.facts])


@pytest.mark.parametrize("moment", THEN, ids=["day-12", "day-30", "day-200", "as-known-then"])
async def test_a_map_of_the_past_has_the_insights_contacts_and_network_that_it_had(
    filled: Filled, moment: tuple[datetime, datetime | None]
) -> None:
    at, known_at = moment
    store = filled.store.for_viewer(firm.ADMIN)
    model: Any = Model(up_to(filled.everything, at, known_at), firm.ADMIN)
    said: Any = {"as_of": at, "known_at": known_at}
    seen = 0
    for map_id in firm.EVERY_MAP:
        (before,) = await load_decision_maps(model, [map_id], now=at)
        after = await load_decision_map(store, map_id, now=NOW, **said)
        if before is None:
            continue
        assert after is not None
        (expected,) = await load_map_findings(model, [AskedMap(before)], now=at)
        (found,) = await load_map_findings(store, [AskedMap(after)], now=NOW, **said)
        assert found.findings == expected.findings
        assert found.at_stake == expected.at_stake
        (cells,), (known,) = (
            await load_contacts(store, [after], now=NOW, **said),
            await load_contacts(model, [before], now=at),
        )
        assert [told(one) for one in cells.cells] == [told(one) for one in known.cells]
        people = sorted(after.graph.people)
        around = await load_surroundings(store, people, now=NOW, **said)
        assert around == await load_surroundings(model, people, now=at)
        assert network_influence(after, around) == network_influence(before, around)
        seen += len(found.findings)
    assert seen > 0


def told(cell: ContactCell) -> tuple[Any, ...]:
    return cell.seller.id, cell.standing.stakeholder.id, cell.strength, cell.desired, cell.current, cell.owns_relation


# ── a note counts for the stretch in which the finding was open ──

OWEN, MIA = seller(1), seller(2)
NOTED_ON, BACK_ON = 10, 400


def at_place(number: int) -> dict[str, Any]:
    """Return the ids of a small account: the decider and the approver, a colleague outside the map, and the places."""
    people = {name: person(10 * number + place) for place, name in enumerate(("ann", "bob", "cid"))}
    return {
        **people,
        "account": account(number),
        "anns": stakeholder(10 * number),
        "bobs": stakeholder(10 * number + 1),
    }


def hung_on_owen(number: int) -> list[Stated]:
    """Let Owen alone know the two key players: Ann, who decides and is against us, and Bob, who approves."""
    ids = at_place(number)
    said = new_account(number, f"Account {number}", owner_id=OWEN)
    for place, name in enumerate(("ann", "bob", "cid")):
        said += new_person(10 * number + place, f"{name.title()} {number}", number)
    for name, role in (("ann", BuyingRole.DECIDER), ("bob", BuyingRole.APPROVER)):
        place = ids[f"{name}s"]
        added = StakeholderAdded(place, map_of(ids["account"]), ids["account"], ids[name], None)
        said += on(1, added, RoleGiven(place, ids["account"], (role,)), Knows(OWEN, ids[name], None))
    against = Assessed(assessment(10 * number), ids["anns"], ids["account"], Support.OPPONENT, Influence.INNER_CIRCLE)
    for_us = Assessed(assessment(10 * number + 1), ids["bobs"], ids["account"], Support.SPONSOR, Influence.INNER_CIRCLE)
    return [*said, *on(2, against, for_us)]


def mia_met(number: int, *names: str) -> Interacted:
    ids = at_place(number)
    people = tuple(ids[name] for name in names)
    return Interacted(interaction(number), ids["account"], InteractionKind.CALL, Direction.OUTBOUND, (MIA,), people)


def since_then(number: int) -> dict[str, tuple[list[Stated], str | None]]:
    """Return what may happen at an account after the notes, with the rule whose finding was gone in between."""
    ids = at_place(number)
    ann, bob, cid, own, anns = ids["ann"], ids["bob"], ids["cid"], ids["account"], ids["anns"]
    moves = [Influences(cid, bob, 3, Polarity.POSITIVE), Influences(cid, bob, None, Polarity.POSITIVE)]
    return {
        "nothing": ([], None),
        "somebody else is met": (on(20, mia_met(number, "cid")), None),
        "a second thread, that ended": ([*on(20, Knows(MIA, bob, None)), *on(30, Knows(MIA, bob, 0.0))], THREAD),
        "a contact, a year old now": (on(20, mia_met(number, "bob")), THREAD),
        "a way through a colleague, that ended": (
            [*on(15, Knows(MIA, cid, None)), *on(20, moves[0]), *on(30, moves[1])],
            THREAD,
        ),
        "the thread broke, and was mended": (
            [
                *on(20, Knows(OWEN, bob, 0.0), Knows(OWEN, ann, 0.0)),
                *on(30, Knows(OWEN, bob, None), Knows(OWEN, ann, None)),
            ],
            THREAD,
        ),
        "who decides did not for a while": (
            [*on(20, RoleGiven(anns, own, ())), *on(30, RoleGiven(anns, own, (BuyingRole.DECIDER,)))],
            "opponent-decides",
        ),
        "somebody evaluated for a while": (
            [
                *on(20, RoleGiven(anns, own, (BuyingRole.DECIDER, BuyingRole.EVALUATOR))),
                *on(30, RoleGiven(anns, own, (BuyingRole.DECIDER,))),
            ],
            "no-evaluator",
        ),
        "late word of what had been before the notes": (
            [
                *on(5, RoleGiven(anns, own, (BuyingRole.DECIDER, BuyingRole.EVALUATOR))),
                *on(6, RoleGiven(anns, own, (BuyingRole.DECIDER,))),
            ],
            None,
        ),
    }


async def test_what_was_gone_since_it_was_dismissed_and_done_comes_back_on_the_same_evidence(store: Store) -> None:
    admin = store.for_viewer(firm.ADMIN)
    noted_rules = {THREAD, "opponent-decides", "no-evaluator"}
    stories = dict(enumerate(since_then(1), start=1))
    said = [*new_seller(1, "Owen"), *new_seller(2, "Mia"), *(one for number in stories for one in hung_on_owen(number))]
    await admin.append(Append(change(1), "test", tuple(said), {}))
    ids = [account(number) for number in stories]
    notes: list[Stated] = []
    for found in await load_account_findings(admin, ids, now=day(NOTED_ON)):
        for one in found.findings:
            if one.rule in noted_rules:
                about = (InsightId(one.id), one.account_id)
                notes += on(NOTED_ON, FindingDismissed(*about, "Known.", one.evidence_hash))
                notes += on(NOTED_ON, FindingDone(*about, one.evidence_hash))
    assert len(notes) == 2 * len(noted_rules) * len(stories)
    await admin.append(Append(change(2), "test", tuple(notes), {}))
    later = [one for number, told in stories.items() for one in since_then(number)[told][0]]
    await admin.append(Append(change(3), "test", tuple(later), {}))
    opened: dict[str, dict[str, bool]] = {}
    for told, found in zip(stories.values(), await load_account_findings(admin, ids, now=day(BACK_ON)), strict=True):
        ranked = [one for one in rank([found]) if one.finding.rule in noted_rules]
        opened[told] = {one.finding.rule: one.is_open(day(BACK_ON)) for one in ranked}
    expected = {told: {rule: rule == gone for rule in noted_rules} for told, (_, gone) in since_then(1).items()}
    assert opened == expected
