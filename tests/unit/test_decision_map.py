"""The scores of a map (domain.md §2): exhaustive tables, and properties of the formulas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import chain, combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.account import Account
from domain.codes import (
    AccountKind,
    BuyingRole,
    CompletenessCheck,
    Coverage,
    Influence,
    InteractionKind,
    MapStatus,
    ReadingSource,
    Support,
)
from domain.decision_map import (
    Completeness,
    ContactCount,
    CoverageReading,
    MapGraph,
    Standing,
    SupportScore,
    build_decision_map,
    completeness,
    computed_coverage,
    count_contacts,
    coverage,
    map_status,
    read_standing,
    support_score,
    weight,
)
from domain.ids import map_of
from domain.person import Employment, Person
from domain.stakeholder import Stakeholder, StatedCoverage
from tests.worlds import RECORDED, TICK, account, day, person, stakeholder

NOW = day(400)
ACME = Account(account(1), 1, RECORDED, "Acme", AccountKind.COMPANY)
MAP = map_of(ACME.id)
A, D, E, U = BuyingRole
INNER, POLITICAL, OUTSIDE = Influence
SPONSOR, SUPPORTER, NEUTRAL, NON_SUPPORTER, OPPONENT = Support
RED, AMBER, GREEN = MapStatus

ROLES = [*chain.from_iterable(combinations(BuyingRole, size) for size in range(5))]
INFLUENCES = [*Influence, None]
SUPPORTS = [*Support, None]
SCORE = {SPONSOR: 2, SUPPORTER: 1, NEUTRAL: 0, NON_SUPPORTER: -1, OPPONENT: -2}
BETTER = {OPPONENT: NON_SUPPORTER, NON_SUPPORTER: NEUTRAL, NEUTRAL: SUPPORTER, SUPPORTER: SPONSOR}


def placed(
    number: int = 1,
    roles: Sequence[BuyingRole] = (),
    influence: Influence | None = None,
    support: Support | None = None,
    *,
    placeholder: bool = False,
    stated: StatedCoverage | None = None,
) -> Stakeholder:
    return Stakeholder(
        stakeholder(number),
        1,
        MAP,
        ACME.id,
        day(0),
        person_id=None if placeholder else person(number),
        label="somebody" if placeholder else None,
        roles=tuple(roles),
        influence=influence,
        support=support,
        coverage=stated,
    )


def employee(number: int = 1, *, left: bool = False, name: str = "Ann") -> Person:
    until = day(300) if left else None
    return Person(person(number), 1, RECORDED, None, name, employments=(Employment(ACME.id, None, None, until),))


def graph_of(*stakeholders: Stakeholder, gone: Sequence[int] = (), **given_: object) -> MapGraph:
    numbers = [int(s.person_id[-4:], 16) for s in stakeholders if s.person_id]
    people = {person(n): employee(n, left=n in gone) for n in numbers}
    return MapGraph(MAP, NOW, ACME, None, stakeholders, people, **given_)  # pyright: ignore[reportArgumentType]


def standing(*args: object, **given_: object) -> Standing:
    one = placed(*args, **given_)  # pyright: ignore[reportArgumentType]
    return read_standing(graph_of(one), one)


# ── weight ──


@pytest.mark.parametrize("roles", ROLES, ids=lambda roles: "".join(r.symbol for r in roles) or "none")
@pytest.mark.parametrize("influence", INFLUENCES)
def test_weight_is_influence_times_the_heaviest_role(
    roles: tuple[BuyingRole, ...], influence: Influence | None
) -> None:
    by_influence = {INNER: 3, POLITICAL: 2, OUTSIDE: 1, None: 1}
    heaviest = 4 if {A, D} & set(roles) else 2 if E in roles else 1
    assert weight(influence, roles) == by_influence[influence] * heaviest


# ── support score ──


def test_the_support_score_of_a_worked_example() -> None:
    decisive = standing(1, (A,), INNER, SUPPORTER)
    opposed = standing(2, (E, U), POLITICAL, OPPONENT)
    unknown = standing(3, (D,), INNER, None)
    outside = standing(4, (), None, SPONSOR, placeholder=True)
    score = support_score([decisive, opposed, unknown, outside])
    # 12 × 1 + 4 × −2 + 1 × 2 = 6, of at most 2 × (12 + 4 + 1) = 34.
    assert score.value == pytest.approx(100 * 6 / 34)
    assert [(t.standing, t.weight, t.support) for t in score.terms] == [
        (decisive, 12, 1),
        (opposed, 4, -2),
        (outside, 1, 2),
    ]


@pytest.mark.parametrize("known", [[], [standing(1, (A,), INNER, None)]])
def test_there_is_no_support_score_where_nothing_is_known(known: list[Standing]) -> None:
    assert support_score(known) == SupportScore(None, ())


@pytest.mark.parametrize(("support", "expected"), [(s, 50.0 * SCORE[s]) for s in Support])
@pytest.mark.parametrize("roles", ROLES[:6], ids=str)
@pytest.mark.parametrize("influence", INFLUENCES)
def test_the_score_of_one_person_is_their_support(
    support: Support, expected: float, roles: tuple[BuyingRole, ...], influence: Influence | None
) -> None:
    assert support_score([standing(1, roles, influence, support)]).value == expected


STANDINGS = st.lists(
    st.tuples(st.sampled_from(ROLES), st.sampled_from(INFLUENCES), st.sampled_from(SUPPORTS)), min_size=1, max_size=8
).map(lambda rows: [standing(number, *row) for number, row in enumerate(rows, start=1)])


@given(STANDINGS)
def test_the_score_lies_between_its_ends(found: list[Standing]) -> None:
    score = support_score(found)
    known = [s.stakeholder.support for s in found if s.stakeholder.support is not None]
    assert (score.value is None) == (not known)
    if score.value is not None:
        assert -100 <= score.value <= 100
        assert 50 * min(SCORE[s] for s in known) <= score.value <= 50 * max(SCORE[s] for s in known)


@given(st.data())
def test_the_score_does_not_change_under_a_permutation(data: st.DataObject) -> None:
    found = data.draw(STANDINGS)
    assert support_score(data.draw(st.permutations(found))).value == support_score(found).value


@given(st.data())
def test_the_score_rises_when_one_persons_support_rises(data: st.DataObject) -> None:
    found = data.draw(STANDINGS)
    rising = [i for i, s in enumerate(found) if s.stakeholder.support in BETTER]
    if not rising:
        return
    place = data.draw(st.sampled_from(rising))
    one = found[place]
    support = BETTER[one.stakeholder.support]  # pyright: ignore[reportArgumentType]
    risen = [*found]
    risen[place] = replace(one, stakeholder=replace(one.stakeholder, support=support))
    before, after = support_score(found).value, support_score(risen).value
    assert before is not None
    assert after is not None
    assert after > before


# ── status ──

ONE = [*product(ROLES, INFLUENCES, SUPPORTS)]


def status_of(roles: Sequence[BuyingRole], influence: Influence | None, support: Support | None) -> MapStatus:
    if influence not in (INNER, POLITICAL) or support not in (SUPPORTER, SPONSOR):
        return RED
    return GREEN if A in roles or D in roles else AMBER


def test_the_status_by_influence_support_and_roles() -> None:
    """All 16 × 4 × 6 cases of one stakeholder, beside somebody who changes nothing, named and as a placeholder."""
    decoy = placed(2, (A, D), OUTSIDE, SPONSOR)
    for (roles, influence, support), placeholder in product(ONE, (False, True)):
        one = placed(1, roles, influence, support, placeholder=placeholder)
        graph = graph_of(one, decoy)
        assert map_status([one, decoy], graph.people) == status_of(roles, influence, support), one


def test_the_status_is_the_best_that_anybody_gives() -> None:
    sample = [
        placed(0, roles, influence, support)
        for roles in ((), (E,), (D,))
        for influence in (INNER, OUTSIDE)
        for support in (SUPPORTER, OPPONENT, None)
    ]
    rank = {RED: 0, AMBER: 1, GREEN: 2}
    for one, two in product(sample, sample):
        pair = [replace(one, id=stakeholder(1)), replace(two, id=stakeholder(2))]
        alone = [status_of(s.roles, s.influence, s.support) for s in pair]
        assert map_status(pair, {}) == max(alone, key=lambda status: rank[status])


def test_a_map_of_nobody_is_red_and_has_no_score() -> None:
    found = build_decision_map(graph_of())
    assert (found.status, found.support_score, found.standings) == (RED, SupportScore(None, ()), ())
    assert found.completeness == Completeness(0.0, tuple((check, False) for check in CompletenessCheck))


# ── completeness ──


def checks(*standings: Standing) -> set[CompletenessCheck]:
    found = completeness(standings)
    done = {check for check, met in found.items if met}
    assert [check for check, _ in found.items] == list(CompletenessCheck)
    assert found.value == pytest.approx(len(done) / 7)
    return done


Check = CompletenessCheck
NAMED = {A: Check.APPROVER_NAMED, D: Check.DECIDER_NAMED, E: Check.EVALUATOR_NAMED, U: Check.USER_NAMED}


@pytest.mark.parametrize("roles", ROLES, ids=lambda roles: "".join(r.symbol for r in roles) or "none")
def test_a_person_names_their_roles_and_a_placeholder_none(roles: tuple[BuyingRole, ...]) -> None:
    assert checks(standing(1, roles)) == {NAMED[role] for role in roles}
    assert checks(standing(1, roles, placeholder=True)) == set()


@pytest.mark.parametrize("support", SUPPORTS)
def test_a_sponsor_is_found_by_being_one(support: Support | None) -> None:
    assert checks(standing(1, (), OUTSIDE, support)) == ({Check.SPONSOR_FOUND} if support is SPONSOR else set())


def covered(number: int, influence: Influence | None, value: Coverage, support: Support | None = None) -> Standing:
    stated = StatedCoverage(value, NOW - timedelta(days=1))
    return standing(number, (), influence, support, stated=stated)


@pytest.mark.parametrize(
    ("standings", "expected"),
    [
        ([], set()),
        ([covered(1, OUTSIDE, Coverage.BRIEF, NEUTRAL)], set()),  # no key player: neither is done
        ([covered(1, None, Coverage.BRIEF, NEUTRAL)], set()),
        ([covered(1, INNER, Coverage.NONE, None)], set()),
        ([covered(1, INNER, Coverage.NONE, NEUTRAL)], {Check.KEY_PLAYERS_SUPPORT_KNOWN}),
        ([covered(1, POLITICAL, Coverage.BRIEF, None)], {Check.KEY_PLAYERS_COVERED}),
        (
            [covered(1, INNER, Coverage.BRIEF, NEUTRAL), covered(2, OUTSIDE, Coverage.NONE)],
            {Check.KEY_PLAYERS_SUPPORT_KNOWN, Check.KEY_PLAYERS_COVERED},
        ),
        ([covered(1, INNER, Coverage.BRIEF, NEUTRAL), covered(2, POLITICAL, Coverage.NONE)], set()),
        (
            [covered(1, INNER, Coverage.BRIEF, NEUTRAL), standing(2, (), INNER, NEUTRAL, placeholder=True)],
            {Check.KEY_PLAYERS_SUPPORT_KNOWN},
        ),
    ],
)
def test_key_players_must_be_there_known_and_covered(
    standings: list[Standing], expected: set[CompletenessCheck]
) -> None:
    assert checks(*standings) == expected


# ── coverage ──


@pytest.mark.parametrize(
    ("total", "in_person", "expected"),
    [
        (0, 0, Coverage.NONE),
        (1, 0, Coverage.BRIEF),
        (2, 2, Coverage.BRIEF),
        (3, 3, Coverage.MULTIPLE),
        (9, 9, Coverage.MULTIPLE),
        (10, 2, Coverage.MULTIPLE),
        (10, 3, Coverage.IN_DEPTH),
        (99, 2, Coverage.MULTIPLE),
        (99, 99, Coverage.IN_DEPTH),
    ],
)
def test_coverage_computed_from_interactions(total: int, in_person: int, expected: Coverage) -> None:
    assert computed_coverage(ContactCount(total, in_person)) == expected


@pytest.mark.parametrize(
    ("age", "source"),
    [
        (timedelta(0), ReadingSource.STATED),
        (timedelta(days=364), ReadingSource.STATED),
        (timedelta(days=365) - TICK, ReadingSource.STATED),
        # "The last 365 days" is (t − 365 × 24 h, t].
        (timedelta(days=365), ReadingSource.COMPUTED),
        (timedelta(days=366), ReadingSource.COMPUTED),
    ],
)
def test_a_stated_coverage_counts_for_365_days(age: timedelta, source: ReadingSource) -> None:
    one = placed(stated=StatedCoverage(Coverage.IN_DEPTH, NOW - age))
    value = Coverage.IN_DEPTH if source is ReadingSource.STATED else Coverage.BRIEF
    graph = graph_of(one, contacts={person(1): ContactCount(2, 0), person(9): ContactCount(99, 99)})
    assert coverage(one, graph) == CoverageReading(value, source, 2)


def test_a_coverage_never_stated_is_computed() -> None:
    assert coverage(placed(), graph_of(placed())) == CoverageReading(Coverage.NONE, ReadingSource.COMPUTED, 0)


def test_a_placeholder_has_none_computed_whatever_was_stated() -> None:
    one = placed(placeholder=True, stated=StatedCoverage(Coverage.IN_DEPTH, NOW))
    assert coverage(one, graph_of(one)) == CoverageReading(Coverage.NONE, ReadingSource.COMPUTED, 0)


def test_contacts_are_counted_by_person_and_those_in_person_apart() -> None:
    ann, bob = person(1), person(2)
    found = count_contacts([(ann, kind) for kind in InteractionKind] + [(bob, InteractionKind.CALL)])
    assert found == {ann: ContactCount(9, 2), bob: ContactCount(1, 0)}
    assert count_contacts([(ann, InteractionKind.MEETING), (ann, InteractionKind.SITE_VISIT)])[ann].in_person == 2


# ── the map ──


def test_who_has_left_counts_nowhere() -> None:
    gone = placed(1, (A, D, E, U), INNER, SPONSOR, stated=StatedCoverage(Coverage.IN_DEPTH, NOW))
    stays = placed(2, (), OUTSIDE, NEUTRAL)
    both = build_decision_map(graph_of(gone, stays, gone=[1]))
    alone = build_decision_map(graph_of(stays))
    assert both.support_score.value == alone.support_score.value == 0
    assert [t.standing.stakeholder for t in both.support_score.terms] == [stays]
    assert both.status == alone.status == RED
    assert both.completeness == alone.completeness
    left = {s.stakeholder.id: (s.left_at, s.counts) for s in both.standings}
    assert left == {gone.id: (day(300), False), stays.id: (None, True)}


@pytest.mark.parametrize("employer", [None, account(2)], ids=["none", "another"])
def test_a_consultant_counts(employer: object) -> None:
    one = placed(1, (D,), INNER, SUPPORTER)
    work = (Employment(account(2), None, None, None),) if employer else ()
    graph = replace(graph_of(one), people={person(1): replace(employee(1), employments=work)})
    found = build_decision_map(graph)
    assert (found.support_score.value, found.status) == (50.0, GREEN)


def test_stakeholders_are_in_the_order_of_their_labels_then_ids() -> None:
    first, second = placed(2), placed(1)
    hidden = placed(3, placeholder=True)
    graph = graph_of(first, hidden, second)
    graph = replace(graph, people={person(1): employee(1, name="Bob"), person(2): employee(2, name="Bob")})
    found = build_decision_map(graph)
    assert [(s.label, s.stakeholder) for s in found.standings] == [
        ("Bob", second),
        ("Bob", first),
        ("somebody", hidden),
    ]


@pytest.mark.parametrize("influence", INFLUENCES)
def test_a_key_player_is_of_the_inner_circle_or_the_political_structure(influence: Influence | None) -> None:
    assert standing(1, (), influence).key_player == (influence in (INNER, POLITICAL))
