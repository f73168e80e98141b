"""What stands after undos and corrections, and what stands in the way of an undo (domain.md §13)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.account import AccountDescribed
from domain.assessment import Assessed
from domain.change import Undone, standing_facts
from domain.codes import (
    BuyingRole,
    CommitmentSide,
    CommitmentStatus,
    Direction,
    Influence,
    InteractionKind,
    OpportunityStatus,
    ReferralStatus,
    RelationshipLevel,
    Support,
)
from domain.commitment import CommitmentMade, CommitmentSettled
from domain.contact_level import ContactLevelStated
from domain.errors import ConflictError
from domain.fact import Change, Fact
from domain.finding_note import FindingAssigned, FindingDismissed, FindingDone, FindingReopened
from domain.fold import STATEMENTS
from domain.ids import AccountId, PlayId, map_of
from domain.interaction import Interacted
from domain.merge import Merged
from domain.money import Money
from domain.opportunity import OpportunityClosed, OpportunityDescribed
from domain.order import Ordered
from domain.person import EmployedAt, PersonDescribed
from domain.playbook_entry import PlayDescribed
from domain.referral import ReferralAdvanced, Referred
from domain.seller import SellerDescribed
from domain.stage import StageMoved
from domain.stakeholder import (
    Position,
    RoleGiven,
    StakeholderAdded,
    StakeholderNamed,
    StakeholderPlaced,
    StakeholderRemoved,
)
from domain.tie import Influences, Knows, ReportsTo
from domain.undo import check_undo, created, things
from domain.undo_text import _WORDS
from tests.worlds import (
    History,
    account,
    assessment,
    commitment,
    ident,
    insight,
    interaction,
    new_account,
    new_person,
    new_seller,
    on,
    opportunity,
    order,
    person,
    referral,
    seller,
    stakeholder,
    transition,
)

ACME = account(1)
ANN, BOB = person(1), person(2)
PLAY = PlayId(ident("play", 1))


def undoable(made: History, change: Change) -> bool:
    """Ask as `graph.change.undo` does: with the facts that the change's own undos name."""
    touched = list(change.facts)
    for fact in change.facts:
        if isinstance(fact.statement, Undone):
            named = fact.statement.change_id
            touched += [f for one in made.changes if one.id == named for f in one.facts]
    try:
        check_undo(change.id, touched, change.recorded_at, made.facts)
    except ConflictError:
        return False
    return True


# ── what stands ──


def test_without_undos_everything_stands() -> None:
    made = History()
    made.record(new_account(1, "Acme"), new_person(1, "Ann"))
    assert standing_facts(made.facts) == made.facts


def test_an_undone_changes_facts_do_not_stand() -> None:
    made = History()
    first = made.record(new_account(1, "Acme"))
    second = made.record(new_person(1, "Ann"), new_person(2, "Bob"))
    undone = made.undo(second)
    assert standing_facts(made.facts) == [*first.facts, *undone.facts]


def test_a_corrected_fact_does_not_stand_and_the_others_of_its_change_do() -> None:
    made = History()
    first = made.record(new_person(1, "Ann"), new_person(2, "Bob"))
    corrected = made.correct(first.facts[0], on(1, PersonDescribed(ANN, name="Anne")))
    assert standing_facts(made.facts) == [first.facts[1], *corrected.facts]
    undone = made.undo(corrected)
    assert standing_facts(made.facts) == [*first.facts, *undone.facts]
    again = made.undo(undone)
    assert standing_facts(made.facts) == [first.facts[1], *corrected.facts, *again.facts]


@given(st.lists(st.integers(0, 20), max_size=12), st.randoms(use_true_random=False))
def test_an_undo_counts_unless_it_is_undone_itself_in_whatever_order_facts_come(named: list[int], random: Any) -> None:
    made = History()
    made.record(new_account(1, "Acme"))
    for number in named:
        made.undo(made.changes[number % len(made.changes)])
    taken: set[str] = set()
    for change in reversed(made.changes):
        said = change.facts[0].statement
        if change.id not in taken and isinstance(said, Undone):
            taken.add(said.change_id)
    facts = made.facts
    random.shuffle(facts)
    assert {fact.change for fact in standing_facts(facts)} == {one.id for one in made.changes} - taken


# ── what a statement settles ──

THINGS: list[tuple[Any, set[tuple[str, str]]]] = [
    (AccountDescribed(ACME, name="x", owner_id=None), {(ACME, "name"), (ACME, "owner_id")}),
    (AccountDescribed(ACME, external_id="x", parent_id=None), {(ACME, "external_id"), (ACME, "parent_id")}),
    (PersonDescribed(ANN, emails=()), {(ANN, "emails")}),
    (SellerDescribed(seller(1), manager_id=None), {(seller(1), "manager_id")}),
    (OpportunityDescribed(opportunity(1), ACME, amount=None), {(opportunity(1), "amount")}),
    (OpportunityClosed(opportunity(1), ACME, OpportunityStatus.WON), {(opportunity(1), "status")}),
    (EmployedAt(ANN, ACME), {(ANN, "employment")}),
    (
        StakeholderAdded(stakeholder(1), map_of(ACME), ACME, ANN, None),
        {(stakeholder(1), "place"), (stakeholder(1), "roles")},
    ),
    (StakeholderRemoved(stakeholder(1), ACME), {(stakeholder(1), "place")}),
    (StakeholderNamed(stakeholder(1), ACME, ANN), {(stakeholder(1), "person")}),
    (StakeholderPlaced(stakeholder(1), ACME, Position(0, 0)), {(stakeholder(1), "position")}),
    (RoleGiven(stakeholder(1), ACME, ()), {(stakeholder(1), "roles")}),
    (
        Assessed(assessment(1), stakeholder(1), ACME, support=Support.NEUTRAL, influence=Influence.OUTSIDE),
        {(stakeholder(1), "support"), (stakeholder(1), "influence")},
    ),
    (ReportsTo(ACME, ANN, BOB), {(f"{ACME}/{ANN}", "manager")}),
    (Influences(ANN, BOB, 1), {(f"{ANN}/{BOB}", "influence")}),
    (Merged(ANN, BOB, "One"), {(BOB, "merge")}),
    (Knows(BOB, ANN, 1), {(f"{ANN}/{BOB}", "acquaintance")}),
    (StageMoved(transition(1), ACME, "CLASS", "KEY"), {(f"CLASS/{ACME}", "stage")}),
    (Referred(referral(1), ANN, BOB), {(referral(1), "status")}),
    (ReferralAdvanced(referral(1), ReferralStatus.DECLINED), {(referral(1), "status")}),
    (
        Interacted(interaction(1), ACME, InteractionKind.CALL, Direction.MUTUAL, (), (ANN,)),
        {(interaction(1), "interaction")},
    ),
    (Ordered(order(1), ACME, Money(1, "EUR")), {(order(1), "order")}),
    (
        ContactLevelStated(seller(1), stakeholder(1), ACME, RelationshipLevel.VENDOR),
        {(f"{seller(1)}/{stakeholder(1)}", "level")},
    ),
    (CommitmentMade(commitment(1), ACME, CommitmentSide.OURS, "A visit."), {(commitment(1), "status")}),
    (CommitmentSettled(commitment(1), ACME, CommitmentStatus.KEPT), {(commitment(1), "status")}),
    (FindingDismissed(insight(1), ACME, "Known.", "0"), {(f"{ACME}/{insight(1)}", "dismissal")}),
    (FindingDone(insight(1), ACME, "0"), {(f"{ACME}/{insight(1)}", "completion")}),
    (
        FindingReopened(insight(1), ACME),
        {(f"{ACME}/{insight(1)}", "dismissal"), (f"{ACME}/{insight(1)}", "completion")},
    ),
    (FindingAssigned(insight(1), ACME, None), {(f"{ACME}/{insight(1)}", "assignee")}),
    (PlayDescribed(PLAY, zh="致电。", withdrawn=False), {(PLAY, "zh"), (PLAY, "withdrawn")}),
]


@pytest.mark.parametrize(("said", "expected"), THINGS, ids=lambda one: type(one).__name__)
def test_what_a_statement_settles(said: Any, expected: set[tuple[str, str]]) -> None:
    made = History()
    (fact,) = made.record(on(1, said)).facts
    assert things(fact) == expected


def test_undos_and_corrections_settle_only_themselves() -> None:
    made = History()
    first = made.record(new_account(1, "Acme"))
    assert things(made.undo(first).facts[0]) == set()
    wrong = first.facts[0]
    assert things(made.correct(wrong).facts[0]) == {(wrong.id, "correction")}
    tried = {type(said) for said, _ in THINGS}
    assert {kind.__name__ for kind in STATEMENTS if kind not in tried} == {"Undone", "Corrected"}


# ── what stands in the way ──


@pytest.mark.parametrize(("said", "_"), THINGS, ids=lambda one: type(one).__name__)
def test_saying_the_same_thing_again_stands_in_the_way_until_it_is_undone(said: Any, _: object) -> None:
    made = started()
    stated = made.record(on(1, said))
    assert undoable(made, stated)
    again = made.record(on(0.5, said))  # recorded later, whatever it is about
    assert not undoable(made, stated)
    made.undo(again)
    assert undoable(made, stated)


def started() -> History:
    """Return a history in which what the statements are about exists."""
    made = History()
    made.record(new_seller(1, "Root"), new_account(1, "Acme"), new_account(2, "Decoy"))
    made.record(new_person(1, "Ann", 1), new_person(2, "Bob", 1), new_person(3, "Cid", 2))
    made.record(on(0, OpportunityDescribed(opportunity(1), ACME, name="Deal")))
    made.record(on(0, placed(1, None)), on(0, placed(2, 3)), on(0, Referred(referral(1), BOB, ANN)))
    return made


def placed(number: int, who: int | None, at: AccountId = ACME) -> StakeholderAdded:
    return StakeholderAdded(stakeholder(number), map_of(at), at, person(who) if who else None, None)


DECOYS: list[tuple[Any, Any]] = [
    (RoleGiven(stakeholder(1), ACME, ()), RoleGiven(stakeholder(2), ACME, ())),
    (Assessed(assessment(1), stakeholder(1), ACME, support=Support.NEUTRAL), RoleGiven(stakeholder(1), ACME, ())),
    (
        Assessed(assessment(1), stakeholder(1), ACME, support=Support.NEUTRAL),
        Assessed(assessment(2), stakeholder(1), ACME, influence=Influence.OUTSIDE),
    ),
    (Influences(ANN, BOB, 1), Influences(BOB, ANN, 1)),
    (Influences(ANN, BOB, 1), Knows(ANN, BOB, 1)),
    (StageMoved(transition(1), ACME, "CLASS", "KEY"), StageMoved(transition(2), ACME, "LOYALTY", "CLIENT")),
    (StageMoved(transition(1), ACME, "CLASS", "KEY"), StageMoved(transition(2), account(2), "CLASS", "KEY")),
    (AccountDescribed(ACME, region="x"), AccountDescribed(ACME, industry="x")),
    (AccountDescribed(ACME, region="x"), AccountDescribed(account(2), region="x")),
    (PersonDescribed(ANN, title="x"), EmployedAt(ANN, None)),
    (ReportsTo(ACME, ANN, BOB), ReportsTo(account(2), ANN, BOB)),
    (StakeholderRemoved(stakeholder(1), ACME), RoleGiven(stakeholder(1), ACME, ())),
    (ContactLevelStated(seller(1), stakeholder(1), ACME), ContactLevelStated(seller(1), stakeholder(2), ACME)),
    (FindingDismissed(insight(1), ACME, "Known.", "0"), FindingAssigned(insight(1), ACME, seller(1))),
    (FindingDismissed(insight(1), ACME, "Known.", "0"), FindingReopened(insight(2), ACME)),
    (FindingDone(insight(1), ACME, "0"), FindingDone(insight(1), account(2), "0")),
]


@pytest.mark.parametrize(("said", "decoy"), DECOYS, ids=str)
def test_saying_something_else_does_not_stand_in_the_way(said: Any, decoy: Any) -> None:
    made = started()
    stated = made.record(on(1, said))
    made.record(on(2, decoy))
    assert undoable(made, stated)


CREATIONS: dict[str, tuple[Sequence[Any], Sequence[Any]]] = {
    "account": (
        new_account(5, "New"),
        [
            AccountDescribed(account(5), region="x"),
            AccountDescribed(ACME, parent_id=account(5)),
            EmployedAt(ANN, account(5)),
            placed(9, 1, account(5)),
            Referred(referral(9), ACME, account(5)),
            StageMoved(transition(9), account(5), "CLASS", "KEY"),
            OpportunityDescribed(opportunity(9), account(5), name="x"),
            Interacted(interaction(9), account(5), InteractionKind.CALL, Direction.MUTUAL, (), ()),
            ReportsTo(account(5), ANN, None),
        ],
    ),
    "person": (
        new_person(5, "New", 1),
        [
            PersonDescribed(person(5), title="x"),
            EmployedAt(person(5), None),
            placed(9, 5),
            StakeholderNamed(stakeholder(1), ACME, person(5)),
            ReportsTo(ACME, ANN, person(5)),
            ReportsTo(ACME, person(5), None),
            Influences(ANN, person(5), 1),
            Knows(person(5), ANN, 1),
            Referred(referral(9), ANN, person(5)),
            Interacted(interaction(9), ACME, InteractionKind.CALL, Direction.MUTUAL, (), (ANN, person(5))),
        ],
    ),
    "seller": (
        new_seller(5, "New"),
        [
            SellerDescribed(seller(5), team="x"),
            SellerDescribed(seller(1), manager_id=seller(5)),
            AccountDescribed(ACME, owner_id=seller(5)),
            AccountDescribed(ACME, team_ids=(seller(1), seller(5))),
            Knows(seller(5), ANN, 1),
            Interacted(interaction(9), ACME, InteractionKind.CALL, Direction.MUTUAL, (seller(5),), ()),
        ],
    ),
    "opportunity": (
        on(1, OpportunityDescribed(opportunity(5), ACME, name="New")),
        [
            OpportunityDescribed(opportunity(5), ACME, amount=None),
            OpportunityClosed(opportunity(5), ACME, OpportunityStatus.WON),
            StakeholderAdded(stakeholder(9), map_of(opportunity(5)), ACME, ANN, None),
            Ordered(order(9), ACME, Money(1, "EUR"), opportunity_id=opportunity(5)),
            Interacted(interaction(9), ACME, InteractionKind.CALL, Direction.MUTUAL, (), (), None, opportunity(5)),
        ],
    ),
    "stakeholder": (
        on(1, placed(5, 1)),
        [
            RoleGiven(stakeholder(5), ACME, ()),
            Assessed(assessment(9), stakeholder(5), ACME, support=Support.NEUTRAL),
            StakeholderPlaced(stakeholder(5), ACME, None),
            StakeholderRemoved(stakeholder(5), ACME),
        ],
    ),
    "referral": (
        on(1, Referred(referral(5), ANN, ACME)),
        [ReferralAdvanced(referral(5), ReferralStatus.DECLINED)],
    ),
}
BUILT_ON = [(name, one) for name, (_, later) in CREATIONS.items() for one in later]


@pytest.mark.parametrize(("name", "later"), BUILT_ON, ids=[f"{n}-{type(one).__name__}" for n, one in BUILT_ON])
def test_what_refers_to_an_object_stands_in_the_way_of_undoing_its_creation(name: str, later: Any) -> None:
    made = started()
    creation = made.record(list(CREATIONS[name][0]))
    made.record(on(2, AccountDescribed(account(2), region="decoy"), RoleGiven(stakeholder(2), ACME, ())))
    assert undoable(made, creation)
    built = made.record(on(3, later))
    assert not undoable(made, creation)
    made.undo(built)
    assert undoable(made, creation)


def test_who_made_statements_stays() -> None:
    made = started()
    creation = made.record(new_seller(5, "New"))
    made.record(on(3, RoleGiven(stakeholder(2), ACME, ())), by=seller(5))
    assert not undoable(made, creation)


def test_the_same_change_is_undone_once_and_again_after_the_undo_was_undone() -> None:
    made = started()
    stated = made.record(on(1, RoleGiven(stakeholder(1), ACME, ())))
    undone = made.undo(stated)
    assert not undoable(made, stated)
    assert undoable(made, undone)
    made.undo(undone)
    assert undoable(made, stated)
    assert not undoable(made, undone)


def test_what_was_said_since_an_undo_stands_in_the_way_of_undoing_it() -> None:
    made = started()
    stated = made.record(on(1, RoleGiven(stakeholder(1), ACME, (BuyingRole.USER,))))
    undone = made.undo(stated)
    made.record(on(2, RoleGiven(stakeholder(1), ACME, (BuyingRole.DECIDER,))))
    assert not undoable(made, undone)


def test_the_error_names_the_first_change_that_builds_on_it() -> None:
    made = started()
    stated = made.record(on(1, RoleGiven(stakeholder(1), ACME, ())))
    first = made.record(on(2, RoleGiven(stakeholder(1), ACME, ())))
    made.record(on(3, RoleGiven(stakeholder(1), ACME, ())))
    with pytest.raises(ConflictError) as caught:
        check_undo(stated.id, stated.facts, stated.recorded_at, made.facts)
    assert (caught.value.field, caught.value.actual) == (("changeId",), first.id)
    assert first.id in str(caught.value)
    assert first.id in caught.value.message.zh


@pytest.mark.parametrize("kind", [kind for kind in STATEMENTS if kind is not Undone], ids=lambda kind: kind.__name__)
def test_what_builds_on_it_is_said_in_words(kind: type) -> None:
    words = _WORDS[kind]
    assert kind.__name__ not in words.en
    assert words.en.islower()
    assert all("\u4e00" <= sign <= "\u9fff" for sign in words.zh)


def test_what_a_change_created() -> None:
    made = started()
    later = made.record(new_account(5, "New"), on(1, AccountDescribed(ACME, region="x"), Influences(ANN, BOB, 1)))
    assert created(later.facts, made.facts) == {account(5), map_of(account(5))}
    opened = made.record(on(1, OpportunityDescribed(opportunity(5), ACME, name="New")))
    assert created(opened.facts, made.facts) == {opportunity(5), map_of(opportunity(5))}
    described: list[Fact] = [f for f in later.facts if f.statement.subject == ACME]
    assert created(described, described) == {ACME, map_of(ACME)}
