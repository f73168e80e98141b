"""Filters of accounts: each condition, its negation, and any tree of them, as the plain evaluation has it."""

from __future__ import annotations

from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.account_filter import AccountFilter, Condition, StakeholderCondition
from domain.codes import AccountOrder, BuyingRole, Influence, Support
from domain.errors import LimitError
from graph.store import Page, ViewerStore
from tests.contract.conftest import Filled
from tests.contract.firm import ACME, ADMIN, ANN, BETA, DECOY, GUS, HAL, LINA, NOBODYS, OPEN, OUT, OWEN, OWNER, WIDE
from tests.contract.reference import Reference
from tests.worlds import seller

ALL: Final = frozenset({ACME, DECOY, OPEN, NOBODYS, WIDE, BETA})
PAGE: Final = Page(1000)


def stakeholder(**given_: Any) -> Condition:
    return Condition("stakeholder", stakeholder=StakeholderCondition(**given_))


SINGLE: Final[list[tuple[Condition, set[Any]]]] = [
    (Condition("name", ("Acme", "青山保险")), {ACME, DECOY, OPEN}),
    (Condition("name", ("acme",)), set()),
    (Condition("name_contains", ("acme",)), {ACME, DECOY}),
    (Condition("name_contains", ("保",)), {OPEN}),
    (Condition("name_contains", ("山 保 险",)), {OPEN}),
    (Condition("name_contains", ("wide lt",)), {WIDE}),
    (Condition("name_contains", ("cme",)), set()),
    (Condition("name_contains", ("100",)), {BETA}),
    (Condition("name_contains", ("",)), set()),
    (Condition("kind", ("GOVERNMENT", "INDIVIDUAL")), {OPEN, NOBODYS}),
    (Condition("tier", ("A", "B")), {ACME, DECOY}),
    (Condition("tier", ("C",)), set()),
    (Condition("industry", ("Tea", "保险")), {DECOY, OPEN}),
    (Condition("industry_contains", ("coffee",)), {ACME, WIDE}),
    (Condition("industry_contains", ("tea",)), {ACME, DECOY, WIDE}),
    (Condition("owner", (OWEN,)), {ACME, BETA}),
    (Condition("owner", (OUT, seller(99))), {DECOY, OPEN}),
    (Condition("tag", ("key",)), {ACME, OPEN}),
    (Condition("tag", ("a_b", "tea")), {ACME, DECOY, BETA}),
    (Condition("tag", ("axb", "te", "TEA")), set()),
    (Condition("stage", ("LOYALTY/PROSPECT",)), {ACME, DECOY}),
    (Condition("stage", ("LOYALTY/CLIENT", "KEY_ACCOUNT/TRUST")), {ACME, OPEN, NOBODYS}),
    (Condition("stage", ("LOYALTY/SUSPECT", "KEY_ACCOUNT/CLIENT")), set()),
    (Condition("map_status", ("GREEN",)), {ACME, DECOY}),
    (Condition("map_status", ("AMBER",)), set()),
    (Condition("map_status", ("RED", "AMBER")), {OPEN, NOBODYS, WIDE, BETA}),
    (Condition("archived", ("true",)), {NOBODYS}),
    (Condition("archived", ("false",)), set(ALL) - {NOBODYS}),
    (Condition("archived", ("true", "false")), set(ALL)),
    (Condition("kind", ()), set()),
    (stakeholder(), {ACME, DECOY, OPEN, BETA}),
    (stakeholder(roles=(BuyingRole.DECIDER,)), {ACME, DECOY}),
    (stakeholder(roles=()), set()),
    (stakeholder(influence=(Influence.OUTSIDE, Influence.POLITICAL_STRUCTURE)), {ACME, OPEN}),
    (stakeholder(support=(Support.SPONSOR,)), {ACME}),
    # All of it of one stakeholder: the approver is no sponsor.
    (stakeholder(roles=(BuyingRole.APPROVER,), support=(Support.SPONSOR,)), set()),
    (stakeholder(roles=(BuyingRole.APPROVER,), support=(Support.SUPPORTER,)), {ACME}),
    (stakeholder(person_id=ANN), {ACME}),
    (stakeholder(person_id=LINA), {OPEN}),
    (stakeholder(person_id=GUS), set()),  # was removed
    (stakeholder(person_id=HAL), set()),
]


def negated(condition: Condition) -> Condition:
    return Condition(condition.field, condition.values, condition.stakeholder, negated=not condition.negated)


async def matching(store: ViewerStore, filter_: AccountFilter | None) -> set[Any]:
    """Return the accounts that pass, and check that their number is told alike."""
    found = await store.page_accounts(filter_, AccountOrder.NAME_ASC, PAGE)
    assert await store.count_accounts(filter_) == len(found.items)
    return {account.id for account in found.items}


async def test_each_condition_passes_whom_it_should_and_its_negation_all_others(filled: Filled) -> None:
    store = filled.store.for_viewer(ADMIN)
    for condition, expected in SINGLE:
        filter_ = AccountFilter((condition,))
        reference = Reference(filled.everything, ADMIN).page_accounts(filter_, AccountOrder.NAME_ASC, PAGE)
        assert {one.id for one in reference.items} == expected, condition
        assert await matching(store, filter_) == expected, condition
        assert await matching(store, AccountFilter((negated(condition),))) == ALL - expected, condition


@pytest.mark.parametrize(
    ("filter_", "expected"),
    [
        (None, ALL),
        (AccountFilter(), ALL),
        (AccountFilter(any_of=()), set()),
        (AccountFilter(none_of=AccountFilter()), set()),
        (AccountFilter((Condition("tag", ("tea",)), Condition("tag", ("key",)))), {ACME}),
        (AccountFilter((Condition("tag", ("tea",)), Condition("tag", ("key",), negated=True))), {DECOY}),
    ],
)
async def test_small_trees(filled: Filled, filter_: AccountFilter | None, expected: set[Any]) -> None:
    assert await matching(filled.store.for_viewer(ADMIN), filter_) == expected


CONDITIONS = st.sampled_from([condition for condition, _ in SINGLE])
LEAVES = st.builds(
    AccountFilter, conditions=st.lists(CONDITIONS | CONDITIONS.map(negated), min_size=1, max_size=2).map(tuple)
)


def tree(parts: st.SearchStrategy[AccountFilter]) -> st.SearchStrategy[AccountFilter]:
    some = st.lists(parts, min_size=1, max_size=3).map(tuple)
    return st.builds(AccountFilter, all_of=some | st.just(()), any_of=st.none() | some, none_of=st.none() | parts)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(filter_=st.recursive(LEAVES, tree, max_leaves=5))
async def test_any_tree_means_what_it_says(filled: Filled, filter_: AccountFilter) -> None:
    for viewer in (ADMIN, OWNER):
        store, reference = filled.store.for_viewer(viewer), Reference(filled.everything, viewer)
        try:
            found = await store.page_accounts(filter_, AccountOrder.NAME_DESC, PAGE)
        except LimitError:
            return
        assert found == reference.page_accounts(filter_, AccountOrder.NAME_DESC, PAGE)


async def test_a_filter_that_comes_to_too_much_is_refused(filled: Filled) -> None:
    store = filled.store.for_viewer(ADMIN)
    many = AccountFilter(any_of=(AccountFilter((Condition("tag", ("x",)),)),) * 65)
    for ask in (
        store.page_accounts(many, AccountOrder.NAME_ASC, PAGE),
        store.count_accounts(many),
        store.list_board_rows("LOYALTY", many),
        store.list_stays("LOYALTY", many, None),
    ):
        with pytest.raises(LimitError):
            await ask


async def test_a_board_takes_the_same_filters(filled: Filled) -> None:
    store = filled.store.for_viewer(ADMIN)
    for condition, expected in SINGLE:
        rows = await store.list_board_rows("LOYALTY", AccountFilter((condition,)))
        assert {row.account_id for row in rows} == expected - {BETA}, condition
