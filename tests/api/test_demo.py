"""What the rules find in the demo: each finds something, and what was noted of two of them holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from domain.account import Account
from domain.insight_ranking import Ranked
from domain.rules import RULES
from graph.insight import load_insights
from graph.sqlite import open_sqlite
from graph.store import ViewerStore


@pytest.fixture
async def store(demo_file: Path) -> AsyncIterator[ViewerStore]:
    """The demo as its ADMIN reads it."""
    found = await open_sqlite(demo_file)
    admin = await found.find_admin()
    assert admin is not None
    yield found.for_viewer(admin)
    await found.close()


async def _find(store: ViewerStore) -> list[Ranked]:
    return await load_insights(store, now=datetime.now(UTC), every=True)


@pytest.mark.slow
async def test_every_rule_finds_something_elsewhere_than_in_the_worked_example(store: ViewerStore) -> None:
    (insurer,) = await store.list_by_key("account", ["DEMO-INSURER"])
    assert isinstance(insurer, Account)
    found = [one.finding for one in await _find(store)]
    assert {one.rule for one in found if one.account_id != insurer.id} == {rule.id for rule in RULES}


async def test_what_was_left_to_no_chance_is_at_accounts_of_its_own(store: ViewerStore) -> None:
    at: defaultdict[str, set[str]] = defaultdict(set)
    for one in await _find(store):
        at[one.finding.rule].add(one.finding.account_id)
    scenes = [at[rule] for rule in ("sponsor-left", "sponsor-arrived", "promise-overdue", "inner-circle-unknown")]
    assert [len(accounts) for accounts in scenes] == [1, 1, 1, 1]
    (insurer,) = await store.list_by_key("account", ["DEMO-INSURER"])
    assert isinstance(insurer, Account)
    scenes += [at["single-thread"] - {insurer.id}, at["advocate-unasked"]]
    assert [len(accounts) for accounts in scenes[4:]] == [1, 2]
    assert len(set.union(*scenes)) == 7


async def test_one_insight_is_dismissed_and_another_assigned(store: ViewerStore) -> None:
    noted = [one for one in await _find(store) if one.note is not None]
    shut = [one.finding.rule for one in noted if not one.is_open(datetime.now(UTC))]
    given = [one.finding.rule for one in noted if one.note is not None and one.note.assignee_id is not None]
    assert (shut, given) == (["no-opponent-known"], ["promise-overdue"])
