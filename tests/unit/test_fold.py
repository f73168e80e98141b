"""The fold: what the facts make of the world at a moment, as known at a moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.account import Account, AccountDescribed
from domain.assessment import Assessed, Assessment
from domain.change import Undone
from domain.codes import (
    AccountKind,
    Adaptability,
    BuyingRole,
    Circle,
    CommitmentSide,
    CommitmentStatus,
    Confidence,
    Coverage,
    DecisionOrientation,
    Direction,
    Influence,
    InteractionKind,
    MapStatus,
    OpportunityStatus,
    Polarity,
    ReferralStatus,
    RelationshipLevel,
    SellerRole,
    Support,
    Tier,
)
from domain.commitment import CommitmentMade, CommitmentSettled
from domain.contact_level import ContactLevelStated
from domain.fact import ALWAYS, Fact, Stated
from domain.finding_note import FindingAssigned, FindingDismissed, FindingDone, FindingReopened
from domain.fold import STATEMENTS, fold, fold_at
from domain.ids import PlayId, map_of
from domain.interaction import Interacted, Interaction
from domain.money import Money
from domain.opportunity import Opportunity, OpportunityClosed, OpportunityDescribed
from domain.order import Order, Ordered
from domain.person import EmployedAt, Employment, Person, PersonDescribed
from domain.playbook_entry import PlayDescribed
from domain.referral import Referral, ReferralAdvanced, ReferralStep, Referred
from domain.seller import Seller, SellerDescribed
from domain.stage import StageMoved, Transition
from domain.stakeholder import (
    Position,
    RoleGiven,
    Stakeholder,
    StakeholderAdded,
    StakeholderNamed,
    StakeholderPlaced,
    StakeholderRemoved,
    StatedCoverage,
)
from domain.tie import Influences, Knows, ReportsTo
from domain.world import World
from tests.histories import Step, histories
from tests.worlds import (
    RECORDED,
    TICK,
    History,
    account,
    always,
    assessment,
    commitment,
    day,
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

AT = account(1)
MAP = map_of(AT)
A, D, E, U = BuyingRole
MINUTE = timedelta(minutes=1)


def added(number: int = 1, who: int | None = 1, *, roles: Any = (), in_map: Any = MAP) -> StakeholderAdded:
    label = None if who else "somebody"
    return StakeholderAdded(stakeholder(number), in_map, AT, person(who) if who else None, label, roles)


def roles(*given: BuyingRole, number: int = 1) -> RoleGiven:
    return RoleGiven(stakeholder(number), AT, given)


def assessed(number: int, of: int = 1, **given: Any) -> Assessed:
    return Assessed(assessment(number), stakeholder(of), AT, **given)


def employed(where: int | None, who: int = 1, title: str | None = None) -> EmployedAt:
    return EmployedAt(person(who), account(where) if where else None, title)


def reports(who: int, to: int | None) -> ReportsTo:
    return ReportsTo(AT, person(who), person(to) if to else None)


def moved(number: int, to: str, ladder: str = "LOYALTY", **given: Any) -> StageMoved:
    return StageMoved(transition(number), AT, ladder, to, **given)


def history(*said: list[Stated]) -> History:
    """Return a history of an account with two people, and each of the statements as a change of its own."""
    made = History()
    made.record(
        new_account(1, "Acme"), new_account(2, "Decoy"), new_person(1, "Ann", 1), new_person(2, "Bob", 1), by=seller(1)
    )
    for one in said:
        made.record(one, by=seller(1))
    return made


# ── the order of validity ──


def test_of_two_statements_the_later_observed_holds_whichever_was_recorded_first() -> None:
    for first, second in permutations([on(5, roles(A)), on(3, roles(D))]):
        facts = history(on(1, added()), first, second).facts
        assert [fold(facts, as_of=day(d)).stakeholders[stakeholder(1)].roles for d in (2, 3, 4, 5, 6)] == [
            (),
            (D,),
            (D,),
            (A,),
            (A,),
        ]


def test_a_late_statement_changes_the_past_and_not_today() -> None:
    made = history(on(1, added(roles=(U,))), on(9, roles(A)))
    before = fold(made.facts)
    made.record(on(4, roles(E)))
    after = fold(made.facts)
    assert after.stakeholders[stakeholder(1)] == replace(before.stakeholders[stakeholder(1)], version=3)
    assert fold(made.facts, as_of=day(5)).stakeholders[stakeholder(1)].roles == (E,)


def test_of_two_statements_observed_at_one_moment_the_later_recorded_holds() -> None:
    made = history(on(1, added()), on(3, roles(A)), on(3, roles(D)))
    assert fold(reversed(made.facts)).stakeholders[stakeholder(1)].roles == (D,)


def test_of_two_statements_recorded_at_one_moment_the_one_with_the_higher_id_holds() -> None:
    made = history(on(1, added()), on(3, roles(A), roles(D)))
    assert fold(reversed(made.facts)).stakeholders[stakeholder(1)].roles == (D,)


def test_what_is_observed_at_the_moment_holds_then_and_not_before() -> None:
    facts = history(on(1, added(roles=(A,)))).facts
    assert fold(facts, as_of=day(1) - TICK).stakeholders == {}
    assert fold(facts, as_of=day(1)).stakeholders[stakeholder(1)].roles == (A,)


def test_what_is_recorded_at_the_moment_is_known_then_and_not_before() -> None:
    made = history(on(1, added(roles=(A,))))
    recorded = made.changes[-1].recorded_at
    assert fold(made.facts, known_at=recorded - TICK).stakeholders == {}
    assert fold(made.facts, known_at=recorded).stakeholders[stakeholder(1)].roles == (A,)


def test_as_of_and_known_at_are_asked_together() -> None:
    made = history(on(1, added()), on(5, roles(A)), on(3, roles(D)))
    known = made.changes[-2].recorded_at
    seen = {
        (d, late): fold(made.facts, as_of=day(d), known_at=None if late else known).stakeholders[stakeholder(1)].roles
        for d in (2, 4, 6)
        for late in (False, True)
    }
    assert seen == {(2, False): (), (2, True): (), (4, False): (), (4, True): (D,), (6, False): (A,), (6, True): (A,)}


def test_a_dimension_is_read_on_its_own() -> None:
    facts = history(
        on(1, added()),
        on(5, assessed(1, support=Support.SPONSOR, coverage=Coverage.BRIEF)),
        on(7, assessed(2, influence=Influence.OUTSIDE, adaptability=Adaptability.LAGGARD)),
        on(6, assessed(3, support=Support.OPPONENT, influence=Influence.INNER_CIRCLE)),
        on(4, assessed(4, support=Support.NEUTRAL, orientation=DecisionOrientation.TECHNICAL)),
    ).facts
    assert fold(facts).stakeholders[stakeholder(1)] == Stakeholder(
        stakeholder(1),
        1,
        MAP,
        AT,
        day(1),
        person_id=person(1),
        support=Support.OPPONENT,
        influence=Influence.OUTSIDE,
        adaptability=Adaptability.LAGGARD,
        orientation=DecisionOrientation.TECHNICAL,
        coverage=StatedCoverage(Coverage.BRIEF, day(5)),
    )


# ── descriptions ──


@pytest.mark.parametrize("as_of", [day(-4000), day(0) - TICK, day(0), day(5), None])
def test_an_account_a_person_and_a_seller_are_known_by_their_first_description_at_any_time(
    as_of: datetime | None,
) -> None:
    made = History()
    made.record(new_account(1, "Acme"), new_person(1, "Ann"), new_seller(1, "Sue"))
    world = fold(made.facts, as_of=as_of)
    assert world == World(
        accounts={AT: Account(AT, 1, RECORDED, "Acme", AccountKind.COMPANY)},
        people={person(1): Person(person(1), 1, RECORDED, None, "Ann")},
        sellers={seller(1): Seller(seller(1), 1, RECORDED, "Sue")},
    )


def test_nobody_is_known_before_they_were_recorded() -> None:
    made = History()
    made.record(new_account(1, "Acme"), new_person(1, "Ann"), new_seller(1, "Sue"))
    assert fold(made.facts, known_at=RECORDED - TICK) == World()


def test_a_description_with_a_date_before_the_first_one_is_no_creation() -> None:
    made = History()
    made.record(new_person(1, "Ann", 1, at=10), by=seller(1))
    made.record(on(5, PersonDescribed(person(1), title="Director")), by=seller(2))
    expected = Person(person(1), 1, RECORDED, seller(1), "Ann", employments=(Employment(AT, None, None, None),))
    assert fold(made.facts, as_of=day(4)).people == {person(1): expected}
    titled = replace(expected, version=2, title="Director", employments=(Employment(AT, "Director", None, None),))
    assert fold(made.facts, as_of=day(6)).people == {person(1): titled}
    assert fold(made.facts).people == {person(1): titled}


def test_what_a_creation_states_holds_from_its_date_even_after_a_late_statement() -> None:
    made = History()
    made.record(new_person(1, "Ann", at=10, title="Clerk"))
    made.record(on(5, PersonDescribed(person(1), title="Director")))
    titles = [fold(made.facts, as_of=day(d)).people[person(1)].title for d in (4, 5, 9, 10)]
    assert titles == ["Clerk", "Director", "Director", "Clerk"]


@pytest.mark.parametrize(
    "said",
    [
        AccountDescribed(AT, industry="Tea"),
        PersonDescribed(person(1), title="Director"),
        SellerDescribed(seller(1), team="South"),
        OpportunityDescribed(opportunity(1), AT, external_id="o-1"),
    ],
    ids=lambda said: type(said).__name__,
)
def test_what_nobody_has_named_is_not_there(said: Any) -> None:
    made = History()
    made.record(on(1, said))
    assert fold(made.facts) == World()


def test_a_description_changes_what_it_states_and_null_empties() -> None:
    made = History()
    made.record(
        new_account(1, "Acme", tier=Tier.A, industry="Tea", tags=("a", "b"), team_ids=(seller(1),), open=True),
        new_person(1, "Ann", title="Clerk", emails=("a@example.com",)),
        new_seller(1, "Sue", email="sue@example.com", team="North"),
        on(0, OpportunityDescribed(opportunity(1), AT, name="Deal", amount=Money(100, "EUR"))),
    )
    made.record(
        on(2, AccountDescribed(AT, industry=None, region="South", tags=(), archived=True)),
        on(2, PersonDescribed(person(1), title=None, phones=("1",))),
        on(2, SellerDescribed(seller(1), team=None, role=SellerRole.MANAGER)),
        on(2, OpportunityDescribed(opportunity(1), AT, amount=None, expected_close=date(2024, 5, 1))),
    )
    assert fold(made.facts) == World(
        accounts={
            AT: Account(
                AT,
                2,
                RECORDED,
                "Acme",
                AccountKind.COMPANY,
                region="South",
                tier=Tier.A,
                team_ids=(seller(1),),
                open=True,
                archived=True,
            )
        },
        people={person(1): Person(person(1), 2, RECORDED, None, "Ann", emails=("a@example.com",), phones=("1",))},
        sellers={seller(1): Seller(seller(1), 2, RECORDED, "Sue", "sue@example.com", SellerRole.MANAGER)},
        opportunities={
            opportunity(1): Opportunity(opportunity(1), 2, AT, day(0), "Deal", expected_close=date(2024, 5, 1))
        },
    )


def test_an_opportunity_is_not_there_before_it_opened() -> None:
    made = history(on(3, OpportunityDescribed(opportunity(1), AT, name="Deal")))
    assert fold(made.facts, as_of=day(3) - TICK).opportunities == {}
    assert fold(made.facts, as_of=day(3)).opportunities[opportunity(1)].opened_at == day(3)


def test_a_closed_opportunity_is_open_again_when_its_closing_is_undone() -> None:
    made = history(on(1, OpportunityDescribed(opportunity(1), AT, name="Deal")))
    opened = fold(made.facts).opportunities[opportunity(1)]
    closing = made.record(on(4, OpportunityClosed(opportunity(1), AT, OpportunityStatus.LOST, "price")))
    closed = replace(opened, version=2, status=OpportunityStatus.LOST, closed_at=day(4), lost_reason="price")
    assert fold(made.facts).opportunities[opportunity(1)] == closed
    assert fold(made.facts, as_of=day(4) - TICK).opportunities[opportunity(1)] == opened
    made.record(on(5, OpportunityDescribed(opportunity(1), AT, name="Big deal")))
    assert fold(made.facts).opportunities[opportunity(1)] == replace(closed, version=3, name="Big deal")
    made.undo(closing)
    assert fold(made.facts).opportunities[opportunity(1)] == replace(opened, version=4, name="Big deal")


# ── versions ──

OF_ACCOUNT = [AccountDescribed(AT, region="South"), moved(1, "CLIENT")]
OF_PERSON = [PersonDescribed(person(1), title="Chief"), employed(2)]
OF_OPPORTUNITY = [
    OpportunityDescribed(opportunity(1), AT, name="Deal 2"),
    OpportunityClosed(opportunity(1), AT, OpportunityStatus.WON),
]
OF_STAKEHOLDER = [roles(A), StakeholderNamed(stakeholder(1), AT, person(1)), StakeholderRemoved(stakeholder(1), AT)]
COUNT_FOR_NOBODY = [
    assessed(1, support=Support.NEUTRAL),
    StakeholderPlaced(stakeholder(1), AT, Position(1, 2)),
    reports(1, 2),
    Influences(person(1), person(2), 3),
    Knows(person(1), person(2), 0.5),
    Interacted(interaction(1), AT, InteractionKind.CALL, Direction.MUTUAL, (seller(1),), (person(1),)),
    Ordered(order(1), AT, Money(1, "EUR")),
    ContactLevelStated(seller(1), stakeholder(1), AT, RelationshipLevel.VENDOR),
    FindingDismissed(insight(1), AT, "Known.", "0" * 32),
    FindingDone(insight(1), AT, "0" * 32),
    FindingReopened(insight(1), AT),
    FindingAssigned(insight(1), AT, seller(1)),
    PlayDescribed(PlayId(ident("play", 1)), en="Call."),
]
CASES = [
    *[("accounts", AT, said) for said in OF_ACCOUNT],
    *[("people", person(1), said) for said in OF_PERSON],
    ("sellers", seller(1), SellerDescribed(seller(1), team="South")),
    *[("opportunities", opportunity(1), said) for said in OF_OPPORTUNITY],
    *[("stakeholders", stakeholder(1), said) for said in OF_STAKEHOLDER],
    ("referrals", referral(1), ReferralAdvanced(referral(1), ReferralStatus.CONTACTED)),
    ("commitments", commitment(1), CommitmentSettled(commitment(1), AT, CommitmentStatus.KEPT)),
    *[(None, None, said) for said in COUNT_FOR_NOBODY],
]
VERSIONED = ("accounts", "people", "sellers", "opportunities", "stakeholders", "referrals", "commitments")


def versions(facts: list[Fact]) -> dict[tuple[str, str], int]:
    world = fold(facts)
    return {(table, id_): row.version for table in VERSIONED for id_, row in getattr(world, table).items()}


def one_of_each() -> History:
    made = history()
    made.record(
        new_seller(1, "Sue"),
        on(0, OpportunityDescribed(opportunity(1), AT, name="Deal")),
        on(0, added(who=None)),
        on(0, Referred(referral(1), person(1), person(2))),
        on(0, CommitmentMade(commitment(1), AT, CommitmentSide.OURS, "A visit.")),
    )
    return made


@pytest.mark.parametrize(
    ("table", "id_", "said"), CASES, ids=[f"{type(said).__name__}-{table}" for table, _, said in CASES]
)
def test_a_version_counts_changes_of_the_objects_own_fields_undone_ones_and_undos_too(
    table: str | None, id_: str | None, said: Any
) -> None:
    made = one_of_each()
    first = versions(made.facts)
    assert set(first.values()) == {1}
    assert len(first) == 9
    stated = made.record(on(1, said))
    undone = made.undo(stated)
    made.undo(undone)
    made.correct(stated.facts[0])
    for count in range(2, 6):
        expected = first if table is None else {**first, (table, id_): count}
        assert versions([f for c in made.changes[: count + 1] for f in c.facts]) == expected


def test_the_case_above_covers_every_kind_of_statement() -> None:
    creating = {StakeholderAdded, Referred, CommitmentMade}
    about_facts = {"Undone", "Corrected", "Merged"}
    tried = {type(said) for _, _, said in CASES}
    assert {kind for kind in STATEMENTS if kind.__name__ not in about_facts} == tried | creating


def test_one_change_counts_once_however_much_it_states() -> None:
    made = one_of_each()
    made.record(on(1, PersonDescribed(person(1), title="a"), employed(2), PersonDescribed(person(1), seniority="b")))
    assert versions(made.facts)["people", person(1)] == 2


def test_a_version_counts_what_was_observed_and_known_by_then() -> None:
    made = history(on(1, added()), on(9, roles(A)), on(5, roles(D)))
    counts = [fold(made.facts, as_of=day(d)).stakeholders[stakeholder(1)].version for d in (1, 5, 9)]
    assert counts == [1, 2, 3]
    undone = made.undo(made.changes[-2])
    assert fold(made.facts, as_of=day(5)).stakeholders[stakeholder(1)].version == 2
    assert fold(made.facts).stakeholders[stakeholder(1)].version == 4
    known = made.changes[2].recorded_at
    assert fold(made.facts, known_at=known).stakeholders[stakeholder(1)].version == 2
    assert fold(made.facts, known_at=undone.recorded_at - TICK).stakeholders[stakeholder(1)].version == 3


@pytest.mark.parametrize("as_of", [day(n) for n in (-9, 1, 3, 5, 9)])
def test_facts_observed_later_make_no_difference(as_of: datetime) -> None:
    made = history(on(1, added()), on(9, roles(A)), on(5, roles(D)), on(3, employed(2)), on(2, moved(1, "CLIENT")))
    made.undo(made.changes[2])
    made.undo(made.changes[3])
    needed = [
        fact
        for fact in made.facts
        if fact.observed_at <= as_of or isinstance(fact.statement, Undone | AccountDescribed | PersonDescribed)
    ]
    assert fold(needed, as_of=as_of) == fold(made.facts, as_of=as_of)


# ── undo and correction ──


def test_an_undo_leaves_the_change_out_at_all_times_and_an_undo_of_it_puts_it_back() -> None:
    made = history(on(1, added()), on(2, roles(A)))
    given = made.changes[-1]
    undos = [given]
    for number in range(4):
        for as_of in (day(2), day(3), None):
            expected = () if number % 2 else (A,)
            assert fold(made.facts, as_of=as_of).stakeholders[stakeholder(1)].roles == expected
        undos.append(made.undo(undos[-1]))


def test_before_its_recording_an_undo_is_not_known() -> None:
    made = history(on(1, added()), on(2, roles(A)))
    undone = made.undo(made.changes[-1])
    assert fold(made.facts, known_at=undone.recorded_at - TICK).stakeholders[stakeholder(1)].roles == (A,)
    assert fold(made.facts, known_at=undone.recorded_at).stakeholders[stakeholder(1)].roles == ()


def test_an_undo_takes_back_all_of_a_change_and_nothing_else() -> None:
    made = history(on(1, added()), on(2, roles(A)))
    before = fold(made.facts)
    made.undo(
        made.record(
            on(3, added(2, None), roles(D), assessed(1, support=Support.SPONSOR), assessed(2, of=2)),
            on(3, Influences(person(1), person(2), 5), Knows(person(2), person(1), None), employed(2, who=2)),
            on(3, moved(1, "CLIENT"), Ordered(order(1), AT, Money(1, "EUR"))),
        )
    )
    after = fold(made.facts)
    expected = replace(before.stakeholders[stakeholder(1)], version=4)
    assert after.stakeholders == {stakeholder(1): expected}
    unchanged = {**vars_of(before), "stakeholders": after.stakeholders}
    versioned = ("accounts", "people")
    assert {k: v for k, v in vars_of(after).items() if k not in versioned} == {
        k: v for k, v in unchanged.items() if k not in versioned
    }
    assert after.accounts[AT] == replace(before.accounts[AT], version=3)
    assert after.people[person(2)] == replace(before.people[person(2)], version=3)


def vars_of(world: World) -> dict[str, Any]:
    return {name: getattr(world, name) for name in World.__slots__}


def test_a_correction_leaves_one_fact_out_and_states_what_is_right() -> None:
    made = history(on(1, added()), on(2, roles(A), assessed(1, support=Support.SPONSOR)))
    wrong = made.changes[-1].facts[0]
    corrected = made.correct(wrong, on(2, roles(E)))
    found = fold(made.facts).stakeholders[stakeholder(1)]
    assert (found.roles, found.support, found.version) == ((E,), Support.SPONSOR, 3)
    known = fold(made.facts, known_at=corrected.recorded_at - TICK).stakeholders[stakeholder(1)]
    assert (known.roles, known.support, known.version) == ((A,), Support.SPONSOR, 2)
    made.undo(corrected)
    again = fold(made.facts).stakeholders[stakeholder(1)]
    assert (again.roles, again.support, again.version) == ((A,), Support.SPONSOR, 4)


# ── employment and reporting ──


def test_employments_are_a_timeline_without_overlap() -> None:
    made = history(
        on(10, employed(2, title="Head")),
        on(20, employed(None)),
        on(30, employed(1)),
        on(5, employed(1, title="Clerk")),
    )
    assert fold(made.facts).people[person(1)].employments == (
        Employment(AT, None, None, day(5)),
        Employment(AT, "Clerk", day(5), day(10)),
        Employment(account(2), "Head", day(10), day(20)),
        Employment(AT, None, day(30), None),
    )
    then = fold(made.facts, as_of=day(12)).people[person(1)]
    assert then.employments[-1] == Employment(account(2), "Head", day(10), None)
    assert [fold(made.facts).people[person(1)].employer_at(day(d)) for d in (-999, 9, 10, 19, 20, 29, 30)] == [
        AT,
        AT,
        account(2),
        account(2),
        None,
        None,
        AT,
    ]


@pytest.mark.parametrize(
    ("said", "here", "there", "now"),
    [
        # Employed here with a title from day 0, and there from day 20 on, where nothing is said of the title.
        ([], "Clerk", None, "Clerk"),
        ([(10, "Head")], "Head", None, "Head"),
        ([(10, "Head"), (15, "Chief")], "Chief", None, "Chief"),
        ([(15, "Chief"), (10, "Head")], "Chief", None, "Chief"),
        ([(10, None)], None, None, None),
        # What was said later is of the employment that holds then.
        ([(20, "Director")], "Clerk", "Director", "Director"),
        ([(10, "Head"), (30, "Director")], "Head", "Director", "Director"),
        # Late word of what was before.
        ([(30, "Director"), (10, "Head")], "Head", "Director", "Director"),
        # Nowhere from day 40 on: no employment has it.
        ([(50, "Retired")], "Clerk", None, "Retired"),
    ],
)
def test_the_title_of_an_employment_is_the_last_one_while_it_held(
    said: list[tuple[float, str | None]], here: str | None, there: str | None, now: str | None
) -> None:
    made = History()
    made.record(new_person(1, "Ann", title="Clerk"), on(0, employed(1, title="Clerk")))
    made.record(on(20, employed(2)))
    made.record(on(40, employed(None)))
    for at, title in said:
        made.record(on(at, PersonDescribed(person(1), title=title)))
    ann = fold(made.facts).people[person(1)]
    assert (ann.employments, ann.title) == (
        (Employment(AT, here, day(0), day(20)), Employment(account(2), there, day(20), day(40))),
        now,
    )


def test_of_titles_stated_at_one_moment_the_one_recorded_last_is_the_employments() -> None:
    titled, described = employed(1, title="Clerk"), PersonDescribed(person(1), title="Head")
    for first, last, title in ((titled, described, "Head"), (described, titled, "Clerk")):
        made = History()
        made.record(new_person(1, "Ann"))
        made.record(on(5, first))
        made.record(on(5, last))
        assert [one.title for one in fold(made.facts).people[person(1)].employments] == [title]


def test_an_employment_replaced_at_the_moment_it_began_was_none() -> None:
    made = history(on(3, employed(2)), on(3, employed(1)))
    assert fold(made.facts).people[person(1)].employments == (
        Employment(AT, None, None, day(3)),
        Employment(AT, None, day(3), None),
    )
    made = History()
    made.record(new_person(1, "Ann", 1))
    made.record(always(employed(2)))
    assert fold(made.facts).people[person(1)].employments == (Employment(account(2), None, None, None),)


@pytest.mark.parametrize(
    ("moves", "left"),
    [
        ([], None),
        ([(5, 2)], day(5)),
        ([(5, None)], day(5)),
        ([(5, 2), (7, None)], day(5)),
        ([(5, 2), (7, 1)], None),
        ([(5, None), (7, 1)], None),
        ([(5, 2), (7, 1), (9, 2)], day(9)),
        ([(5, 1)], None),
    ],
)
def test_somebody_has_left_when_the_last_employment_there_ended(
    moves: list[tuple[int, int | None]], left: datetime | None
) -> None:
    made = history(*(on(at, employed(where)) for at, where in moves))
    assert fold(made.facts).people[person(1)].left_at(AT) == left


def test_somebody_never_employed_there_has_not_left() -> None:
    made = History()
    made.record(new_person(1, "Ann"), new_person(2, "Bob", 2))
    people = fold(made.facts).people
    assert [people[person(n)].left_at(AT) for n in (1, 2)] == [None, None]


@pytest.mark.parametrize("who", [1, 2], ids=["person", "manager"])
@pytest.mark.parametrize(
    ("moves", "holds"),
    [
        ([], True),
        ([(5, 1)], True),  # another title, the same employer
        ([(2, 2), (3, 1)], True),  # before the line was said
        ([(5, 2)], False),
        ([(5, None)], False),
        ([(5, 2), (7, 1)], False),  # does not come back with them
        ([(5, None), (7, 1)], False),
        ([(5, 1), (6, None), (7, 1)], False),
        ([(4, 2)], False),
    ],
)
def test_a_reporting_line_ends_when_either_leaves_and_does_not_come_back(
    who: int, moves: list[tuple[int, int | None]], holds: bool
) -> None:
    made = history(on(4, reports(1, 2)), *(on(at, employed(where, who)) for at, where in moves))
    assert fold(made.facts).reports == ({(AT, person(1)): reports(1, 2)} if holds else {})
    if moves and moves[0][0] > 4:
        before = fold(made.facts, as_of=day(moves[0][0]) - TICK)
        assert before.reports == {(AT, person(1)): reports(1, 2)}


def test_a_line_said_again_after_a_return_holds() -> None:
    made = history(on(4, reports(1, 2)), on(5, employed(2)), on(7, employed(1)), on(8, reports(1, 2)))
    assert fold(made.facts).reports == {(AT, person(1)): reports(1, 2)}


def test_a_new_manager_replaces_the_former_and_null_ends() -> None:
    made = history(new_person(3, "Cid", 1), on(4, reports(1, 2)), on(6, reports(1, 3)), on(8, reports(1, None)))
    held = [fold(made.facts, as_of=day(d)).reports.get((AT, person(1))) for d in (3, 4, 6, 8)]
    assert held == [None, reports(1, 2), reports(1, 3), None]


def test_influence_and_acquaintance_stay_with_who_moves() -> None:
    ties = (Influences(person(1), person(2), 4), Knows(person(2), person(1), 0.5))
    made = history(on(1, *ties), on(5, employed(2)))
    world = fold(made.facts)
    assert world.influences == {(person(1), person(2)): ties[0]}
    assert world.acquaintances == {(person(1), person(2)): ties[1]}


# ── stakeholders ──


def test_a_named_placeholder_keeps_its_id_roles_and_assessments() -> None:
    made = history(
        on(1, added(who=None, roles=(A,))),
        on(2, assessed(1, support=Support.SPONSOR)),
        on(3, StakeholderNamed(stakeholder(1), AT, person(1))),
    )
    placeholder = Stakeholder(stakeholder(1), 2, MAP, AT, day(1), label="somebody", roles=(A,), support=Support.SPONSOR)
    assert fold(made.facts, as_of=day(2)).stakeholders == {stakeholder(1): replace(placeholder, version=1)}
    assert fold(made.facts).stakeholders == {stakeholder(1): replace(placeholder, person_id=person(1))}


def test_who_is_removed_stays_in_the_history_and_comes_back_as_another() -> None:
    made = history(
        on(1, added(roles=(A,))),
        on(2, assessed(1, support=Support.SPONSOR)),
        on(3, StakeholderRemoved(stakeholder(1), AT)),
        on(5, added(2)),
    )
    gone = Stakeholder(stakeholder(1), 2, MAP, AT, day(1), day(3), person(1), roles=(A,), support=Support.SPONSOR)
    world = fold(made.facts)
    assert world.stakeholders == {
        stakeholder(1): gone,
        stakeholder(2): Stakeholder(stakeholder(2), 1, MAP, AT, day(5), person_id=person(1)),
    }
    assert list(world.assessments) == [assessment(1)]
    assert fold(made.facts, as_of=day(2)).stakeholders == {stakeholder(1): replace(gone, version=1, until=None)}


def test_a_card_lies_where_it_was_put_last() -> None:
    made = history(
        on(1, added()),
        on(2, StakeholderPlaced(stakeholder(1), AT, Position(1, -2))),
        on(3, StakeholderPlaced(stakeholder(1), AT, None)),
    )
    held = [fold(made.facts, as_of=day(d)).stakeholders[stakeholder(1)].position for d in (1, 2, 3)]
    assert held == [None, Position(1, -2), None]


def test_an_assessment_is_kept_as_it_was_made() -> None:
    said = assessed(
        1,
        support=Support.NEUTRAL,
        influence=Influence.OUTSIDE,
        adaptability=Adaptability.VISIONARY,
        coverage=Coverage.NONE,
        orientation=DecisionOrientation.BUSINESS,
        confidence=Confidence.LOW,
        evidence="She said so.",
    )
    made = history(on(1, added()))
    made.record([Stated(said, day(2), by=seller(9))], by=seller(1))
    assert fold(made.facts).assessments == {
        assessment(1): Assessment(
            assessment(1),
            stakeholder(1),
            AT,
            seller(9),
            day(2),
            made.changes[-1].recorded_at,
            Support.NEUTRAL,
            Influence.OUTSIDE,
            Adaptability.VISIONARY,
            Coverage.NONE,
            DecisionOrientation.BUSINESS,
            Confidence.LOW,
            "She said so.",
        )
    }


def test_an_assessment_of_somebody_not_there_yet_is_not_there_either() -> None:
    made = history(on(5, added()), on(2, assessed(1, support=Support.SPONSOR)))
    assert fold(made.facts, as_of=day(3)).assessments == {}
    assert list(fold(made.facts).assessments) == [assessment(1)]


def test_the_status_of_a_map_counts_its_live_stakeholders_who_have_not_left() -> None:
    made = history(
        on(1, added(1, 1, roles=(D,)), added(2, 2, roles=(U,)), added(3, None, in_map=map_of(opportunity(1)))),
        on(2, assessed(1, influence=Influence.INNER_CIRCLE, support=Support.SPONSOR)),
        on(3, assessed(2, of=2, influence=Influence.POLITICAL_STRUCTURE, support=Support.SUPPORTER)),
        on(5, employed(2)),
        on(7, StakeholderRemoved(stakeholder(2), AT)),
        on(9, employed(1)),
    )
    seen = [fold(made.facts, as_of=day(d)).statuses.get(MAP) for d in (0, 1, 2, 5, 7, 9)]
    red, amber, green = MapStatus
    assert seen == [None, red, green, amber, red, green]
    assert fold(made.facts).statuses == {MAP: green, map_of(opportunity(1)): red}


# ── ties ──


def test_one_influence_of_an_ordered_pair_holds() -> None:
    there, back = Influences(person(1), person(2), 2), Influences(person(2), person(1), 5, Polarity.NEGATIVE)
    made = history(
        on(1, there, back),
        on(2, replace(there, polarity=Polarity.NEGATIVE, strength=3)),
        on(3, replace(there, strength=None)),
    )
    key = (person(1), person(2))
    held = [fold(made.facts, as_of=day(d)).influences.get(key) for d in (0, 1, 2, 3)]
    assert held == [None, there, Influences(*key, 3, Polarity.NEGATIVE), None]
    assert fold(made.facts).influences == {(person(2), person(1)): back}


def test_one_acquaintance_of_a_pair_holds_whoever_it_is_read_from() -> None:
    first = Knows(person(1), person(2), 0.25, Circle.SUPERIOR)
    second = Knows(person(2), person(1), None, Circle.ALUMNI)
    made = history(on(1, first, Knows(seller(1), person(1), 1)), on(2, second), on(3, replace(first, strength=0)))
    key = (person(1), person(2))
    held = [fold(made.facts, as_of=day(d)).acquaintances.get(key) for d in (0, 1, 2, 3)]
    assert held == [None, first, second, None]
    assert fold(made.facts).acquaintances == {(person(1), seller(1)): Knows(seller(1), person(1), 1)}


# ── what happened ──


def test_interactions_and_orders_are_as_recorded() -> None:
    made = history(
        on(
            3,
            Interacted(
                interaction(1),
                AT,
                InteractionKind.GIFT,
                Direction.OUTBOUND,
                (seller(1),),
                (person(1), person(2)),
                "x-1",
                opportunity(1),
                30,
                -2,
                "Tea.",
            ),
            Ordered(order(1), AT, Money(500, "JPY"), "y-1", Money(300, "JPY"), "Tea", opportunity(1)),
        )
    )
    world = fold(made.facts)
    assert world.interactions == {
        interaction(1): Interaction(
            interaction(1),
            AT,
            InteractionKind.GIFT,
            day(3),
            Direction.OUTBOUND,
            (seller(1),),
            (person(1), person(2)),
            "x-1",
            opportunity(1),
            30,
            -2,
            "Tea.",
        )
    }
    assert world.orders == {
        order(1): Order(order(1), AT, day(3), Money(500, "JPY"), "y-1", Money(300, "JPY"), "Tea", opportunity(1))
    }


def test_a_referral_takes_its_steps_in_order_of_validity() -> None:
    made = history(
        on(1, Referred(referral(1), AT, person(1), "r-1", "Call her.")),
        on(9, ReferralAdvanced(referral(1), ReferralStatus.CONVERTED, Money(7, "EUR"))),
        on(4, ReferralAdvanced(referral(1), ReferralStatus.CONTACTED)),
    )
    found = fold(made.facts).referrals[referral(1)]
    steps = (
        ReferralStep(ReferralStatus.CONTACTED, day(4)),
        ReferralStep(ReferralStatus.CONVERTED, day(9), Money(7, "EUR")),
    )
    recorded = made.changes[1].recorded_at
    assert found == Referral(referral(1), 3, AT, person(1), day(1), recorded, seller(1), "r-1", "Call her.", steps)
    assert (found.status, found.value_won, found.is_open) == (ReferralStatus.CONVERTED, Money(7, "EUR"), False)
    then = fold(made.facts, as_of=day(5)).referrals[referral(1)]
    assert found.at(day(5)) == replace(found, steps=steps[:1])
    assert then == replace(found, version=2, steps=steps[:1])
    assert (then.status, then.value_won, then.is_open) == (ReferralStatus.CONTACTED, None, True)
    assert fold(made.facts, as_of=day(1) - TICK).referrals == {}


def test_a_step_of_no_referral_is_none() -> None:
    made = history(on(4, ReferralAdvanced(referral(1), ReferralStatus.CONTACTED)))
    assert fold(made.facts).referrals == {}


# ── stages ──


def test_from_skip_and_the_end_of_a_stay_follow_from_the_order() -> None:
    made = history(
        on(1, moved(1, "SUSPECT", evidence="A fair.")),
        on(9, moved(2, "CLIENT", reason="Three orders.")),
        on(5, moved(3, "PROSPECT")),
        on(12, moved(4, "PROSPECT", reason="They stopped.")),
        on(3, moved(9, "TRUST", ladder="KEY_ACCOUNT")),
    )
    recorded = [made.changes[n].recorded_at for n in range(6)]

    def stay(number: int, from_: str | None, to: str, at: int, skip: bool, until: int | None) -> Transition:
        by_number = {1: (1, None, "A fair."), 2: (2, "Three orders.", None), 3: (3, None, None)}
        place, reason, evidence = by_number.get(number, (4, "They stopped.", None))
        return Transition(
            transition(number),
            AT,
            "LOYALTY",
            from_,
            to,
            day(at),
            recorded[place],
            seller(1),
            reason,
            evidence,
            skip,
            day(until) if until else None,
        )

    world = fold(made.facts)
    key_account = world.transitions.pop(transition(9))
    assert (key_account.from_stage, key_account.to, key_account.skip) == (None, "TRUST", False)
    assert world.transitions == {
        transition(1): stay(1, None, "SUSPECT", 1, False, 5),
        transition(3): stay(3, "SUSPECT", "PROSPECT", 5, False, 9),
        transition(2): stay(2, "PROSPECT", "CLIENT", 9, True, 12),
        transition(4): stay(4, "CLIENT", "PROSPECT", 12, True, None),
    }
    assert fold(made.facts).standings() == {
        (AT, "LOYALTY"): stay(4, "CLIENT", "PROSPECT", 12, True, None),
        (AT, "KEY_ACCOUNT"): key_account,
    }
    then = fold(made.facts, as_of=day(6))
    assert then.standings()[AT, "LOYALTY"] == stay(3, "SUSPECT", "PROSPECT", 5, False, None)
    # Before the late statement was known, the account came to CLIENT from SUSPECT.
    known = fold(made.facts, known_at=recorded[2]).transitions[transition(2)]
    assert (known.from_stage, known.skip, known.next_at) == ("SUSPECT", True, None)


def test_the_last_stage_of_a_loop_leads_to_the_first() -> None:
    made = history(
        on(1, moved(1, "REPURCHASE", ladder="REPURCHASE")),
        on(2, moved(2, "ATTENTION", ladder="REPURCHASE")),
        on(3, moved(3, "EVALUATION", ladder="REPURCHASE")),
    )
    found = fold(made.facts).transitions
    assert [(found[transition(n)].from_stage, found[transition(n)].skip) for n in (1, 2, 3)] == [
        (None, False),
        ("REPURCHASE", False),
        ("ATTENTION", True),
    ]


def test_undoing_a_move_leaves_the_account_where_it_stood() -> None:
    made = history(on(1, moved(1, "SUSPECT")))
    before = fold(made.facts).transitions
    made.undo(made.record(on(2, moved(2, "PROSPECT"))))
    assert fold(made.facts).transitions == before


def test_the_beginning_of_time_is_before_all_others() -> None:
    made = History()
    made.record(new_person(1, "Ann", 1))
    world = fold(made.facts, as_of=ALWAYS)
    assert world.people[person(1)].account_id == AT


# ── at many moments ──


@given(histories(least=4, most=16), st.integers(0, 24))
def test_at_many_moments_in_one_pass_it_is_as_at_each_alone(steps: tuple[Step, ...], known: int) -> None:
    facts = [fact for step in steps if not step.refused for fact in step.drafted.facts]
    known_at = RECORDED + known * MINUTE
    moments = [ALWAYS, *(day(n) for n in range(7)), day(6), day(500)]
    worlds = fold_at(facts, moments, known_at=known_at)
    assert list(worlds) == [fold(facts, as_of=moment, known_at=known_at) for moment in moments]


def test_a_world_stays_as_it_was_when_the_next_is_asked_for() -> None:
    facts = history(on(1, added()), on(3, roles(A)), on(5, reports(1, 2)), on(5, assessed(1))).facts
    worlds = fold_at(facts, [day(2), day(6)])
    first = next(worlds)
    next(worlds)
    assert first == fold(facts, as_of=day(2))


def test_an_assessment_of_before_the_joining_is_there_from_the_joining_on() -> None:
    facts = history(on(5, added()), on(3, assessed(1, support=Support.SPONSOR))).facts
    before, after = fold_at(facts, [day(4), day(6)])
    assert (before.assessments, [*after.assessments]) == ({}, [assessment(1)])
    assert after.stakeholders[stakeholder(1)].support is Support.SPONSOR
