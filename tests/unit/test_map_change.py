"""What changed in a map between two moments: one table of histories for each kind, and the sentences."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.assessment import DIMENSIONS, Assessed
from domain.codes import (
    Adaptability,
    BuyingRole,
    ChangeKind,
    Circle,
    Coverage,
    DecisionOrientation,
    Influence,
    Polarity,
    Support,
)
from domain.errors import InvalidError
from domain.fact import ALWAYS, Fact, Stated
from domain.fold import fold
from domain.ids import MapId, map_of
from domain.map_change import MapChange, changes_between, moments_of
from domain.map_change_wording import sentence
from domain.map_walk import map_changes
from domain.person import EmployedAt, PersonDescribed
from domain.stakeholder import RoleGiven, StakeholderAdded, StakeholderNamed, StakeholderPlaced, StakeholderRemoved
from domain.text import Text
from domain.tie import Influences, Knows, ReportsTo
from tests.histories import Step, histories
from tests.worlds import (
    TICK,
    History,
    account,
    assessment,
    day,
    new_account,
    new_person,
    on,
    opportunity,
    person,
    seller,
    stakeholder,
)

AT = account(1)
MAP = map_of(AT)
CHEN = seller(7)
A, D, E, U = BuyingRole
J, N, L, R, S, M, T = ChangeKind
END = day(100)


def added(number: int, who: int | None, roles: Any = (), in_map: MapId = MAP) -> StakeholderAdded:
    label = None if who else "A decider"
    return StakeholderAdded(stakeholder(number), in_map, AT, person(who) if who else None, label, roles)


def roles(number: int, *given: BuyingRole) -> RoleGiven:
    return RoleGiven(stakeholder(number), AT, given)


def assessed(of: int, number: int = 1, **given: Any) -> Assessed:
    return Assessed(assessment(number), stakeholder(of), AT, **given)


def employed(who: int, where: int | None) -> EmployedAt:
    return EmployedAt(person(who), account(where) if where else None)


def reports(who: int, to: int | None, where: int = 1) -> ReportsTo:
    return ReportsTo(account(where), person(who), person(to) if to else None)


def influences(one: int, two: int, strength: int | None, polarity: Polarity = Polarity.POSITIVE) -> Influences:
    return Influences(person(one), person(two), strength, polarity)


def knows(one: int, two: int, strength: float | None, circle: Circle | None = None) -> Knows:
    return Knows(person(one), person(two), strength, circle)


def removed(number: int) -> StakeholderRemoved:
    return StakeholderRemoved(stakeholder(number), AT)


def named(number: int, who: int) -> StakeholderNamed:
    return StakeholderNamed(stakeholder(number), AT, person(who))


def history(*said: list[Stated]) -> History:
    """Return an account with Ann, Bob and Cid, and Dee who works elsewhere; each of the statements is a change."""
    made = History()
    made.record(
        new_account(1, "Acme"),
        new_account(2, "Other"),
        *(new_person(number, name, 1) for number, name in enumerate(("Ann", "Bob", "Cid"), start=1)),
        new_person(4, "Dee", 2),
        by=seller(1),
    )
    for one in said:
        made.record(one, by=CHEN)
    return made


def changes(*said: list[Stated]) -> list[MapChange]:
    return list(map_changes(history(*said).facts, MAP, AT, as_of=END))


def told(*said: list[Stated]) -> list[tuple[Any, ...]]:
    """Return each change as (day, kind, label, field, before, after)."""
    return [((c.at - day(0)).days, c.kind, c.label, c.field, c.before, c.after) for c in changes(*said)]


HERE = (on(1, added(1, 1), added(2, 2)),)
"""Ann and Bob are in the map from day 1."""
JOINED = [(1, J, "Ann", "place", None, None), (1, J, "Bob", "place", None, None)]

CASES: dict[str, tuple[tuple[list[Stated], ...], list[tuple[Any, ...]]]] = {
    "joined": ((on(1, added(1, 1)),), [(1, J, "Ann", "place", None, None)]),
    "joined-with-roles": ((on(1, added(1, 1, (A, U))),), [(1, J, "Ann", "place", None, "APPROVER,USER")]),
    "joined-as-placeholder": ((on(1, added(1, None, (D,))),), [(1, J, "A decider", "place", None, "DECIDER")]),
    "joined-another-map": ((on(1, added(1, 1, in_map=map_of(opportunity(1)))),), []),
    "joined-and-removed-at-once": ((on(1, added(1, 1), removed(1)),), []),
    "joined-then-given-roles-at-once": (
        (on(1, added(1, 1, (A,))), on(1, roles(1, D))),
        [(1, J, "Ann", "place", None, "DECIDER")],
    ),
    "joined-again-as-another": (
        (on(1, added(1, 1)), on(3, removed(1)), on(5, added(2, 1))),
        [(1, J, "Ann", "place", None, None), (3, L, "Ann", "place", None, None), (5, J, "Ann", "place", None, None)],
    ),
    "assessed-before-joining": (
        (on(3, added(1, 1)), on(2, assessed(1, support=Support.NEUTRAL))),
        [(3, J, "Ann", "place", None, None), (3, S, "Ann", "support", None, "NEUTRAL")],
    ),
    "named": (
        (on(1, added(1, None)), on(4, named(1, 1))),
        [(1, J, "A decider", "place", None, None), (4, N, "Ann", "person", "A decider", "Ann")],
    ),
    "named-and-removed": (
        (on(1, added(1, None)), on(4, named(1, 1)), on(5, removed(1))),
        [
            (1, J, "A decider", "place", None, None),
            (4, N, "Ann", "person", "A decider", "Ann"),
            (5, L, "Ann", "place", None, None),
        ],
    ),
    "removed": ((*HERE, on(6, removed(2))), [*JOINED, (6, L, "Bob", "place", None, None)]),
    "left-for-another-employer": ((*HERE, on(6, employed(2, 2))), [*JOINED, (6, L, "Bob", "employment", None, None)]),
    "left-for-nobody-knows-where": (
        (*HERE, on(6, employed(2, None))),
        [*JOINED, (6, L, "Bob", "employment", None, None)],
    ),
    "left-and-came-back": (
        (*HERE, on(6, employed(2, 2)), on(8, employed(2, 1))),
        [*JOINED, (6, L, "Bob", "employment", None, None), (8, J, "Bob", "employment", None, None)],
    ),
    "left-and-removed": (
        (*HERE, on(6, employed(2, 2)), on(8, removed(2))),
        [*JOINED, (6, L, "Bob", "employment", None, None), (8, L, "Bob", "place", None, None)],
    ),
    "another-title-is-no-leaving": ((*HERE, on(6, employed(2, 1))), JOINED),
    "somebody-never-employed-there": (
        (on(1, added(1, 4)), on(6, employed(4, None))),
        [(1, J, "Dee", "place", None, None)],
    ),
    "who-is-not-in-the-map-leaves": ((*HERE, on(6, employed(3, 2))), JOINED),
    "roles": (
        (*HERE, on(2, roles(1, A, D)), on(3, roles(1))),
        [
            *JOINED,
            (2, R, "Ann", "roles", None, "APPROVER,DECIDER"),
            (3, R, "Ann", "roles", "APPROVER,DECIDER", None),
        ],
    ),
    "the-same-roles-again": (
        (on(1, added(1, 1, (A,))), on(2, roles(1, A))),
        [(1, J, "Ann", "place", None, "APPROVER")],
    ),
    "roles-stated-late": (
        (on(1, added(1, 1)), on(9, roles(1, A)), on(4, roles(1, D))),
        [
            (1, J, "Ann", "place", None, None),
            (4, R, "Ann", "roles", None, "DECIDER"),
            (9, R, "Ann", "roles", "DECIDER", "APPROVER"),
        ],
    ),
    "every-dimension": (
        (
            on(1, added(1, 1)),
            on(
                2,
                assessed(
                    1,
                    support=Support.SPONSOR,
                    influence=Influence.OUTSIDE,
                    adaptability=Adaptability.LAGGARD,
                    coverage=Coverage.BRIEF,
                    orientation=DecisionOrientation.BUSINESS,
                ),
            ),
        ),
        [
            (1, J, "Ann", "place", None, None),
            (2, S, "Ann", "support", None, "SPONSOR"),
            (2, S, "Ann", "influence", None, "OUTSIDE"),
            (2, S, "Ann", "adaptability", None, "LAGGARD"),
            (2, S, "Ann", "coverage", None, "BRIEF"),
            (2, S, "Ann", "orientation", None, "BUSINESS"),
        ],
    ),
    "only-what-is-another-value": (
        (
            on(1, added(1, 1)),
            on(2, assessed(1, 1, support=Support.NEUTRAL, coverage=Coverage.BRIEF)),
            on(3, assessed(1, 2, support=Support.SUPPORTER, coverage=Coverage.BRIEF)),
            on(4, assessed(1, 3, support=Support.SUPPORTER)),
        ),
        [
            (1, J, "Ann", "place", None, None),
            (2, S, "Ann", "support", None, "NEUTRAL"),
            (2, S, "Ann", "coverage", None, "BRIEF"),
            (3, S, "Ann", "support", "NEUTRAL", "SUPPORTER"),
        ],
    ),
    "assessed-after-leaving": (
        (*HERE, on(6, employed(2, 2)), on(7, assessed(2, support=Support.OPPONENT))),
        [*JOINED, (6, L, "Bob", "employment", None, None), (7, S, "Bob", "support", None, "OPPONENT")],
    ),
    "assessed-after-removal": (
        (*HERE, on(6, removed(2)), on(7, assessed(2, support=Support.OPPONENT))),
        [
            *JOINED,
            (6, L, "Bob", "place", None, None),
        ],
    ),
    "placed-on-the-canvas": ((*HERE, on(6, StakeholderPlaced(stakeholder(1), AT, None))), JOINED),
    "manager": ((*HERE, on(2, reports(2, 1))), [*JOINED, (2, M, "Bob", "manager", None, "Ann")]),
    "the-same-manager-again": (
        (*HERE, on(2, reports(2, 1)), on(3, reports(2, 1))),
        [*JOINED, (2, M, "Bob", "manager", None, "Ann")],
    ),
    "another-manager": (
        (
            on(1, added(1, 1), added(2, 2), added(3, 3)),
            on(2, reports(2, 1)),
            on(3, reports(2, 3)),
            on(4, reports(2, None)),
        ),
        [
            *JOINED,
            (1, J, "Cid", "place", None, None),
            (2, M, "Bob", "manager", None, "Ann"),
            (3, M, "Bob", "manager", "Ann", "Cid"),
            (4, M, "Bob", "manager", "Cid", None),
        ],
    ),
    "a-manager-who-is-not-in-the-map": ((*HERE, on(2, reports(2, 3))), JOINED),
    "a-manager-at-another-account": ((*HERE, on(2, reports(2, 1, where=2))), JOINED),
    "a-manager-after-the-former-left": (
        (
            on(1, added(1, 1), added(2, 2), added(3, 3)),
            on(2, reports(2, 1)),
            on(3, employed(1, 2)),
            on(4, reports(2, 3)),
        ),
        [
            *JOINED,
            (1, J, "Cid", "place", None, None),
            (2, M, "Bob", "manager", None, "Ann"),
            (3, L, "Ann", "employment", None, None),
            (4, M, "Bob", "manager", None, "Cid"),
        ],
    ),
    "influence": (
        (
            *HERE,
            on(2, influences(1, 2, 4)),
            on(3, influences(1, 2, 4)),
            on(4, influences(1, 2, 2, Polarity.NEGATIVE)),
            on(5, influences(1, 2, None)),
        ),
        [
            *JOINED,
            (2, T, "Ann", "INFLUENCES", None, "POSITIVE 4"),
            (4, T, "Ann", "INFLUENCES", "POSITIVE 4", "NEGATIVE 2"),
            (5, T, "Ann", "INFLUENCES", "NEGATIVE 2", None),
        ],
    ),
    "influence-on-somebody-elsewhere": ((*HERE, on(2, influences(1, 3, 4))), JOINED),
    "acquaintance": (
        (
            *HERE,
            on(2, knows(1, 2, None)),
            on(3, knows(2, 1, None)),
            on(4, knows(1, 2, 0.75, Circle.ALUMNI)),
            on(5, knows(2, 1, 0)),
        ),
        [
            *JOINED,
            (2, T, "Ann", "KNOWS", None, "UNSTATED"),
            (4, T, "Ann", "KNOWS", "UNSTATED", "0.75 ALUMNI"),
            (5, T, "Bob", "KNOWS", "0.75 ALUMNI", None),
        ],
    ),
    "a-circle-read-from-the-other-side": (
        (*HERE, on(2, knows(1, 2, 1, Circle.SUPERIOR)), on(3, knows(2, 1, 1, Circle.SUPERIOR))),
        [
            *JOINED,
            (2, T, "Ann", "KNOWS", None, "1 SUPERIOR"),
            (3, T, "Bob", "KNOWS", "1 SUPERIOR", "1 SUPERIOR"),
        ],
    ),
    "acquaintance-with-one-of-us": ((*HERE, on(2, Knows(CHEN, person(1), 1))), JOINED),
    "the-tie-of-who-joined-later": (
        (on(1, added(1, 1)), on(2, influences(1, 2, 4)), on(3, added(2, 2)), on(4, influences(1, 2, 5))),
        [
            (1, J, "Ann", "place", None, None),
            (3, J, "Bob", "place", None, None),
            (4, T, "Ann", "INFLUENCES", "POSITIVE 4", "POSITIVE 5"),
        ],
    ),
    "joined-with-a-tie": (
        (on(1, influences(1, 2, 4), added(1, 1), added(2, 2)),),
        [*JOINED, (1, T, "Ann", "INFLUENCES", None, "POSITIVE 4")],
    ),
}


@pytest.mark.parametrize(("said", "expected"), CASES.values(), ids=CASES.keys())
def test_what_changed(said: tuple[list[Stated], ...], expected: list[tuple[Any, ...]]) -> None:
    assert told(*said) == expected


def test_every_change_says_who_said_so_and_an_assessment_why() -> None:
    made = history(*HERE)
    made.record([Stated(assessed(1, support=Support.NEUTRAL, evidence="asked for a pilot"), day(2), by=seller(9))])
    found = map_changes(made.facts, MAP, AT, as_of=END)
    assert [(one.by, one.evidence) for one in found] == [
        (CHEN, None),
        (CHEN, None),
        (seller(9), "asked for a pilot"),
    ]


def test_a_change_of_a_tie_says_with_whom() -> None:
    found = changes(*HERE, on(2, influences(1, 2, 4)), on(3, reports(2, 1)), on(4, reports(2, None)))
    assert [(one.other_id, one.other_label) for one in found[2:]] == [
        (person(2), "Bob"),
        (person(1), "Ann"),
        (person(1), "Ann"),
    ]


def test_people_are_called_as_they_are_at_the_moment_of_the_map() -> None:
    made = history(*HERE)
    made.record(on(5, PersonDescribed(person(1), name="Ann Lee")))
    assert [c.label for c in map_changes(made.facts, MAP, AT, as_of=day(5) - TICK)] == ["Ann", "Bob"]
    assert [c.label for c in map_changes(made.facts, MAP, AT, as_of=day(5))] == ["Ann Lee", "Bob"]


def test_what_is_undone_corrected_or_not_known_yet_did_not_change() -> None:
    made = history(*HERE)
    wrong = made.record(on(3, assessed(1, 1, support=Support.OPPONENT)))
    taken = made.record(on(4, roles(1, A)))
    before = made.changes[-1].recorded_at
    corrected = made.correct(wrong.facts[0])
    made.undo(taken)

    def kinds(known_at: datetime | None) -> list[ChangeKind]:
        return [one.kind for one in map_changes(made.facts, MAP, AT, as_of=END, known_at=known_at)]

    assert kinds(before) == [J, J, S, R]
    assert kinds(corrected.recorded_at) == [J, J, R]
    assert kinds(None) == [J, J]


# ── periods and moments ──

SOME = changes(*HERE, on(3, roles(1, A)), on(3, roles(2, A)), on(7, roles(1, D)))


@pytest.mark.parametrize(
    ("since", "until", "days"),
    [
        (0, None, [1, 1, 3, 3, 7]),
        (3, 7, [3, 3]),
        (3, None, [3, 3, 7]),
        (7, 7, []),
        (1, 3, [1, 1]),
        (8, 90, []),
        (8, None, []),
    ],
)
def test_a_period_has_its_beginning_and_not_its_end(since: int, until: int | None, days: list[int]) -> None:
    found = changes_between(SOME, day(since), None if until is None else day(until), now=END)
    assert [(one.at - day(0)).days for one in found] == days


@pytest.mark.parametrize(
    ("since", "until", "field"), [(day(5), day(4), "until"), (END + TICK, None, "since"), (END + TICK, END, "until")]
)
def test_a_period_that_is_none_is_refused(since: datetime, until: datetime | None, field: str) -> None:
    with pytest.raises(InvalidError) as refused:
        changes_between(SOME, since, until, now=END)
    assert refused.value.field == (field,)


def test_the_moments_are_each_there_once() -> None:
    assert moments_of(SOME) == [day(1), day(3), day(7)]
    assert moments_of([]) == []


# ── the changes of a period lead from its beginning to its end ──


def facts_of(steps: tuple[Step, ...]) -> list[Fact]:
    return [fact for step in steps if not step.refused for fact in step.drafted.facts]


def shown(facts: list[Fact], at: datetime) -> dict[str, dict[str, str | None]]:
    """Return who is in the first account's standing map before what happens at a moment, with what is said of them."""
    world = fold(facts, as_of=at - TICK)
    live = (one for one in world.stakeholders.values() if one.map_id == MAP and one.until is None)
    return {
        one.id: {
            "person": one.person_id,
            "roles": ",".join(one.roles) or None,
            "coverage": one.coverage.value if one.coverage else None,
        }
        | {name: getattr(one, name) for name in DIMENSIONS if name != "coverage"}
        for one in live
    }


@given(histories(least=6, most=20), st.integers(0, 7), st.integers(0, 7))
def test_the_changes_of_a_period_make_its_end_of_its_beginning(
    steps: tuple[Step, ...], first: int, second: int
) -> None:
    facts = facts_of(steps)
    since, until = day(min(first, second)), day(max(first, second))
    found = changes_between(map_changes(facts, MAP, AT, as_of=END), since, until, now=END)
    places = {
        step.statement.stakeholder_id: step.statement for step in facts if isinstance(step.statement, StakeholderAdded)
    }
    state = shown(facts, since)
    for one in found:
        if one.field == "place" and one.kind is J:
            state[one.stakeholder_id] = dict.fromkeys(DIMENSIONS) | {
                "person": places[one.stakeholder_id].person_id,
                "roles": one.after,
            }
        elif one.field == "place":
            del state[one.stakeholder_id]
        elif one.field in ("roles", *DIMENSIONS):
            assert state[one.stakeholder_id][one.field] == one.before
            state[one.stakeholder_id][one.field] = one.after
        elif one.kind is N:
            state[one.stakeholder_id]["person"] = None
    expected = shown(facts, until)
    for id_ in {one.stakeholder_id for one in found if one.kind is N} & expected.keys():
        state[id_]["person"] = expected[id_]["person"]
    assert state == expected


@given(histories(least=6, most=20), st.integers(0, 7))
def test_who_has_left_is_who_counts_nowhere(steps: tuple[Step, ...], moment: int) -> None:
    facts = facts_of(steps)
    at = day(moment)
    world = fold(facts, as_of=at)
    counted: dict[str, bool] = {
        one.id: person_.left_at(AT) is None
        for one in world.stakeholders.values()
        if one.map_id == MAP and one.until is None and one.person_id and (person_ := world.people[one.person_id])
    }
    last: dict[str, bool] = {}
    for one in map_changes(facts, MAP, AT, as_of=at):
        if one.field == "employment":
            last[one.stakeholder_id] = one.kind is J
    assert all(counted[id_] == back for id_, back in last.items() if id_ in counted)


# ── in words ──

WHEN = datetime(2026, 3, 12, 23, 59, tzinfo=day(0).tzinfo)


def change(kind: ChangeKind, field: str, before: str | None = None, after: str | None = None, **more: Any) -> MapChange:
    return MapChange(WHEN, kind, stakeholder(1), more.pop("label", "Li Wei"), field, before, after, **more)


WITH = {"other_id": person(2), "other_label": "Ann"}
SENTENCES: dict[str, tuple[MapChange, str, str]] = {
    "assessed-with-evidence": (
        change(S, "support", "NEUTRAL", "SUPPORTER", evidence="asked for a pilot"),
        "Li Wei: support from neutral to supporter, assessed by Chen on 12 March 2026: “asked for a pilot”",
        "Li Wei：支持力由中立者变为支持者，Chen于2026年3月12日评估：“asked for a pilot”",
    ),
    "assessed-first": (
        change(S, "influence", None, "INNER_CIRCLE"),
        "Li Wei: influence from unknown to inner circle, assessed by Chen on 12 March 2026",
        "Li Wei：影响力由未知变为核心圈，Chen于2026年3月12日评估",
    ),
    "assessed-adaptability": (
        change(S, "adaptability", "LAGGARD", "PRAGMATIST"),
        "Li Wei: adaptability from laggard to pragmatist, assessed by Chen on 12 March 2026",
        "Li Wei：变革适应度由落后者变为务实者，Chen于2026年3月12日评估",
    ),
    "assessed-coverage": (
        change(S, "coverage", "NONE", "IN_DEPTH"),
        "Li Wei: coverage from no contact to in-depth contact, assessed by Chen on 12 March 2026",
        "Li Wei：接触程度由未接触变为深入接触，Chen于2026年3月12日评估",
    ),
    "assessed-orientation": (
        change(S, "orientation", "FINANCIAL", "TECHNICAL"),
        "Li Wei: orientation from financial to technical, assessed by Chen on 12 March 2026",
        "Li Wei：决策导向由财务变为技术，Chen于2026年3月12日评估",
    ),
    "joined": (
        change(J, "place"),
        "Li Wei: joined the map on 12 March 2026 (recorded by Chen)",
        "Li Wei：2026年3月12日加入关系图（Chen记录）",
    ),
    "joined-as": (
        change(J, "place", None, "APPROVER,DECIDER"),
        "Li Wei: joined the map as approver, decider on 12 March 2026 (recorded by Chen)",
        "Li Wei：2026年3月12日加入关系图，角色为最终批准者、决策者（Chen记录）",
    ),
    "came-back": (
        change(J, "employment"),
        "Li Wei: came back to the account on 12 March 2026 (recorded by Chen)",
        "Li Wei：2026年3月12日回到该客户任职（Chen记录）",
    ),
    "named": (
        change(N, "person", "A decider", "Li Wei"),
        "A decider: was found to be Li Wei on 12 March 2026 (recorded by Chen)",
        "A decider：2026年3月12日明确为Li Wei（Chen记录）",
    ),
    "removed": (
        change(L, "place"),
        "Li Wei: was taken out of the map on 12 March 2026 (recorded by Chen)",
        "Li Wei：2026年3月12日移出关系图（Chen记录）",
    ),
    "left": (
        change(L, "employment"),
        "Li Wei: left the account on 12 March 2026 (recorded by Chen)",
        "Li Wei：2026年3月12日离开该客户（Chen记录）",
    ),
    "roles": (
        change(R, "roles", "USER", "APPROVER,USER"),
        "Li Wei: buying roles from user to approver, user on 12 March 2026 (recorded by Chen)",
        "Li Wei：2026年3月12日购买角色由使用者变为最终批准者、使用者（Chen记录）",
    ),
    "roles-emptied": (
        change(R, "roles", "USER", None),
        "Li Wei: buying roles from user to none on 12 March 2026 (recorded by Chen)",
        "Li Wei：2026年3月12日购买角色由使用者变为无（Chen记录）",
    ),
    "manager": (
        change(M, "manager", None, "Ann", **WITH),
        "Li Wei: reports to Ann from 12 March 2026 on (recorded by Chen)",
        "Li Wei：自2026年3月12日起向Ann汇报（Chen记录）",
    ),
    "another-manager": (
        change(M, "manager", "Bob", "Ann", **WITH),
        "Li Wei: manager from Bob to Ann on 12 March 2026 (recorded by Chen)",
        "Li Wei：2026年3月12日上级由Bob变为Ann（Chen记录）",
    ),
    "no-manager": (
        change(M, "manager", "Ann", None, **WITH),
        "Li Wei: no longer reports to Ann from 12 March 2026 on (recorded by Chen)",
        "Li Wei：自2026年3月12日起不再向Ann汇报（Chen记录）",
    ),
    "influences": (
        change(T, "INFLUENCES", None, "POSITIVE 4", **WITH),
        "Li Wei: influences Ann from 12 March 2026 on, positive 4 (recorded by Chen)",
        "Li Wei：自2026年3月12日起影响Ann，正向 4（Chen记录）",
    ),
    "influences-otherwise": (
        change(T, "INFLUENCES", "POSITIVE 4", "NEGATIVE 2", **WITH),
        "Li Wei: influence on Ann from positive 4 to negative 2 on 12 March 2026 (recorded by Chen)",
        "Li Wei：2026年3月12日对Ann的影响由正向 4变为负向 2（Chen记录）",
    ),
    "influences-no-more": (
        change(T, "INFLUENCES", "POSITIVE 4", None, **WITH),
        "Li Wei: no longer influences Ann from 12 March 2026 on (recorded by Chen)",
        "Li Wei：自2026年3月12日起不再影响Ann（Chen记录）",
    ),
    "knows": (
        change(T, "KNOWS", None, "0.75 ALUMNI", **WITH),
        "Li Wei: knows Ann from 12 March 2026 on, strength 0.75, alumni (recorded by Chen)",
        "Li Wei：自2026年3月12日起与Ann相识，强度 0.75，同学校友（Chen记录）",
    ),
    "knows-otherwise": (
        change(T, "KNOWS", "1", "UNSTATED", **WITH),
        "Li Wei: acquaintance with Ann from strength 1 to strength unstated on 12 March 2026 (recorded by Chen)",
        "Li Wei：2026年3月12日与Ann的关系由强度 1变为强度未说明（Chen记录）",
    ),
    "knows-no-more": (
        change(T, "KNOWS", "UNSTATED", None, **WITH),
        "Li Wei: no longer knows Ann from 12 March 2026 on (recorded by Chen)",
        "Li Wei：自2026年3月12日起与Ann不再相识（Chen记录）",
    ),
}


@pytest.mark.parametrize(("one", "en", "zh"), SENTENCES.values(), ids=SENTENCES.keys())
def test_in_words(one: MapChange, en: str, zh: str) -> None:
    assert sentence(one, "Chen") == Text(en, zh)


def test_in_words_where_nobody_is_named() -> None:
    assert sentence(change(S, "support", None, "NEUTRAL"), None) == Text(
        "Li Wei: support from unknown to neutral, assessed on 12 March 2026",
        "Li Wei：支持力由未知变为中立者，2026年3月12日评估",
    )
    assert sentence(change(L, "place"), None) == Text(
        "Li Wei: was taken out of the map on 12 March 2026", "Li Wei：2026年3月12日移出关系图"
    )


@given(histories(least=6, most=16))
def test_whatever_changed_can_be_said(steps: tuple[Step, ...]) -> None:
    for one in map_changes(facts_of(steps), MAP, AT, as_of=END):
        said = sentence(one, "Chen")
        assert one.at >= ALWAYS
        assert one.label in said.en or one.kind is N
        assert "{" not in said.en + said.zh
