"""The contacts matrix (domain.md §4, §13): who is in it, who owns a relation, and whom several of us work."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.codes import Direction, InteractionKind, RelationshipLevel
from domain.contact import ContactOverlap, Contacts, contacts_of
from domain.contact_level import ContactLevel
from domain.ids import PersonId, SellerId, StakeholderId
from domain.interaction import Interaction
from domain.seller import Seller
from domain.strength import count_dealings
from tests.situations import NOW, scene
from tests.situations import Who as Member
from tests.worlds import RECORDED, TICK, account, interaction, person, seller, stakeholder

ANN, BOB, EVE = (person(number) for number in (1, 2, 99))
NAMES = ("Amy", "Bo", "Cy", "Dee")
AMY, BO, CY, DEE = (Seller(seller(number), 1, RECORDED, name) for number, name in enumerate(NAMES, 1))
SELLERS = {one.id: one for one in (AMY, BO, CY, DEE)}
MAP = scene(Member("Ann"), Member("Bob"), Member(None)).situation().map
VENDOR, CREDIBLE, SOLVER, ADVISOR = RelationshipLevel


def met(
    whom: PersonId,
    *by: Seller,
    ago: float | timedelta = 10,
    kind: InteractionKind = InteractionKind.CALL,
) -> Interaction:
    at = NOW - (ago if isinstance(ago, timedelta) else timedelta(days=ago))
    ids = tuple(one.id for one in by)
    return Interaction(interaction(1), account(1), kind, at, Direction.OUTBOUND, ids, (whom,))


def matrix(
    *interactions: Interaction,
    staff: Iterable[SellerId] = (),
    levels: dict[tuple[SellerId, StakeholderId], ContactLevel] | None = None,
    sellers: dict[SellerId, Seller] = SELLERS,
) -> Contacts:
    return contacts_of(MAP, staff, count_dealings(interactions, NOW), sellers, levels or {})


def rows(found: Contacts) -> list[tuple[str, str, float]]:
    return [(cell.seller.name, cell.standing.label, round(cell.strength.value, 2)) for cell in found.cells]


def owners(found: Contacts) -> list[tuple[str, str]]:
    return [(cell.seller.name, cell.standing.label) for cell in found.cells if cell.owns_relation]


def test_nobody_of_us_is_there() -> None:
    assert matrix() == Contacts((), ())


def test_staff_are_there_even_without_contact_and_placeholders_are_not() -> None:
    found = matrix(staff=(BO.id, AMY.id, BO.id))
    assert rows(found) == [("Amy", "Ann", 0), ("Amy", "Bob", 0), ("Bo", "Ann", 0), ("Bo", "Bob", 0)]
    assert {cell.strength.last_at for cell in found.cells} == {None}
    assert owners(found) == []


def test_whoever_met_somebody_of_the_map_is_there_however_long_ago() -> None:
    found = matrix(met(BOB, CY, ago=4000), met(EVE, DEE), staff=(AMY.id,))
    assert [one[:2] for one in rows(found)] == [("Amy", "Ann"), ("Amy", "Bob"), ("Cy", "Ann"), ("Cy", "Bob")]
    assert [one[2] for one in rows(found)] == [0, 0, 0, 0]
    # Hardly anything is left of it, but nobody else has more.
    assert owners(found) == [("Cy", "Bob")]


def test_the_strongest_owns_the_relation_and_ties_go_to_the_name() -> None:
    assert owners(matrix(met(ANN, BO, ago=3), met(ANN, AMY, ago=4), met(BOB, CY, AMY))) == [
        ("Amy", "Bob"),
        ("Bo", "Ann"),
    ]
    same_name = replace(DEE, name="Amy")
    found = matrix(met(ANN, DEE, AMY), sellers=SELLERS | {DEE.id: same_name})
    assert [cell.seller.id for cell in found.cells if cell.owns_relation] == [AMY.id]


def test_a_seller_who_is_no_more_is_left_out() -> None:
    only = {BO.id: BO}
    assert rows(matrix(met(ANN, AMY), staff=(CY.id, BO.id), sellers=only)) == [("Bo", "Ann", 0), ("Bo", "Bob", 0)]


LEVELS = [
    (None, None, None),
    (VENDOR, None, None),
    (None, ADVISOR, None),
    *((current, desired, desired_at - current_at)
      for current_at, current in enumerate(RelationshipLevel)
      for desired_at, desired in enumerate(RelationshipLevel)),
]  # fmt: skip


@pytest.mark.parametrize(("current", "desired", "gap"), LEVELS, ids=[str(number) for number in range(len(LEVELS))])
def test_the_gap_between_what_is_and_what_should_be(
    current: RelationshipLevel | None, desired: RelationshipLevel | None, gap: int | None
) -> None:
    found = matrix(
        staff=(AMY.id,),
        levels={(AMY.id, stakeholder(2)): ContactLevel(AMY.id, stakeholder(2), account(1), current, desired)},
    )
    assert [(cell.current, cell.desired, cell.gap) for cell in found.cells] == [
        (None, None, None),
        (current, desired, gap),
    ]


NINETY = timedelta(days=90)
OVERLAPS = [
    ("one of us", [met(ANN, AMY), met(ANN, AMY)], None),
    ("two apart", [met(ANN, AMY), met(ANN, BO)], ("Amy Bo", "Amy Bo")),
    ("always together", [met(ANN, AMY, BO), met(ANN, AMY, BO)], None),
    ("once together, then apart", [met(ANN, AMY, BO), met(ANN, AMY), met(ANN, BO)], None),
    ("two together, one apart", [met(ANN, BO, CY), met(ANN, AMY)], ("Amy Bo Cy", "Amy")),
    ("each with another", [met(ANN, BO, CY), met(ANN, CY, AMY)], None),
    ("just within", [met(ANN, AMY, ago=NINETY - TICK), met(ANN, BO)], ("Amy Bo", "Amy Bo")),
    ("just before", [met(ANN, AMY, ago=NINETY), met(ANN, BO)], None),
    ("together long ago", [met(ANN, AMY, BO, ago=NINETY), met(ANN, BO), met(ANN, AMY)], ("Amy Bo", "Amy Bo")),
    ("of another", [met(ANN, AMY), met(BOB, BO)], None),
    ("not in the map", [met(EVE, AMY), met(EVE, BO)], None),
    ("later", [met(ANN, AMY, ago=-1), met(ANN, BO)], None),
]


@pytest.mark.parametrize(("interactions", "expected"), [one[1:] for one in OVERLAPS], ids=[one[0] for one in OVERLAPS])
def test_whom_several_of_us_work(interactions: Sequence[Interaction], expected: tuple[str, str] | None) -> None:
    found = matrix(*interactions).overlaps
    said = [tuple(" ".join(one.name for one in some) for some in (o.sellers, o.alone)) for o in found]
    assert said == ([expected] if expected is not None else [])
    assert all(overlap.standing.label == "Ann" for overlap in found)


def test_overlaps_come_in_the_order_of_the_map() -> None:
    found = matrix(*(met(who, one) for who in (BOB, ANN) for one in (CY, BO))).overlaps
    assert [one.standing.label for one in found] == ["Ann", "Bob"]
    assert isinstance(found[0], ContactOverlap)


interactions_ = st.builds(
    lambda whom, by, ago: met(whom, *by, ago=ago),
    st.sampled_from([ANN, BOB, EVE]),
    st.lists(st.sampled_from([AMY, BO, CY, DEE]), max_size=3, unique_by=lambda one: one.id),
    st.timedeltas(timedelta(0), timedelta(days=400)),
)


@given(st.lists(interactions_, max_size=15), st.sets(st.sampled_from([AMY.id, BO.id, CY.id])))
def test_the_matrix_is_whole(interactions: list[Interaction], staff: set[SellerId]) -> None:
    found = matrix(*interactions, staff=staff)
    ours = staff | {id_ for one in interactions if set(one.person_ids) & {ANN, BOB} for id_ in one.seller_ids}
    expected = [(SELLERS[id_].name, label) for id_ in sorted(ours) for label in ("Ann", "Bob")]
    assert [one[:2] for one in rows(found)] == expected
    for who in ("Ann", "Bob"):
        column = [cell for cell in found.cells if cell.standing.label == who]
        owner = [cell for cell in column if cell.owns_relation]
        best = max((cell.strength.value for cell in column), default=0)
        assert [cell.strength.value for cell in owner] == ([best] if best else [])
