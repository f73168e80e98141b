"""What rules find, for each viewer: the same in each store as in a model in memory, without what is hidden.

And at past moments: the same as somebody found then, who had no more facts than there were.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from domain.account import AccountDescribed
from domain.change import Corrected, Undone
from domain.codes import (
    AccountKind,
    AccountOrder,
    OpportunityStatus,
)
from domain.contact import ContactCell
from domain.fact import ALWAYS, NEVER, Fact, Stated
from domain.fold import first_descriptions
from domain.ids import map_of
from domain.insight_history import Episode, Look
from domain.money import Money
from domain.opportunity import OpportunityClosed, OpportunityDescribed
from domain.rules import RULES
from domain.rules.thread import SINGLE_THREAD as THREAD
from domain.viewer import Viewer
from graph.analytics import network_influence
from graph.around import Concerns
from graph.concerns import load_past_concerns
from graph.contact import load_contacts
from graph.decision_map import load_decision_map, load_decision_maps
from graph.insight import AskedMap, load_account_findings, load_insights, load_map_findings
from graph.insight_history import load_episodes
from graph.network import load_surroundings
from graph.portfolio import list_open_amounts
from graph.situation import When
from graph.store import Append, Page, Store
from tests.contract import firm
from tests.contract.conftest import Filled
from tests.contract.firm import HISTORY, NOW
from tests.contract.reference import Everything, Reference
from tests.worlds import (
    account,
    change,
    day,
    on,
    opportunity,
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


async def test_an_account_of_the_past_has_the_insights_that_it_had(filled: Filled) -> None:
    store = filled.store.for_viewer(firm.ADMIN)
    rules, there = set[str](), set[str]()
    for at, known_at in (THEN[1], THEN[3], (day(400), None)):
        model: Any = Model(up_to(filled.everything, at, known_at), firm.ADMIN)
        ids = [one.id for one in (await model.page_accounts(None, AccountOrder.NAME_ASC, Page(100))).items]
        expected = await load_account_findings(model, ids, now=at)
        found = await load_account_findings(store, ids, now=NOW, as_of=at, known_at=known_at)
        assert [one.findings for one in found] == [one.findings for one in expected]
        assert [one.at_stake for one in found] == [one.at_stake for one in expected]
        concerns = await load_past_concerns(store, ids, When(at, NOW, at, known_at))
        assert list(map(unversioned, concerns)) == list(
            map(unversioned, (await model.load_accounts_around(ids, at)).concerns)
        )
        rules |= {finding.rule for one in found for finding in one.findings if finding.map_id is None}
        there |= {name for one in concerns for name in ("commitments", "untouched", "arrivals") if getattr(one, name)}
    assert there == {"commitments", "untouched", "arrivals"}
    assert rules >= {"advocate-unasked", "referral-untouched", "stalled-stage"}


def unversioned(concerns: Concerns) -> str:
    """Return what concerns an account without versions: those of a part of the facts are others."""
    in_order = replace(concerns, standings=tuple(sorted(concerns.standings, key=repr)))
    return re.sub(r"version=\d+", "", repr(in_order))


def told(cell: ContactCell) -> tuple[Any, ...]:
    return cell.seller.id, cell.standing.stakeholder.id, cell.strength, cell.desired, cell.current, cell.owns_relation
