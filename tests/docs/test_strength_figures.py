"""The worked numbers of strength and coverage in docs/figures.md are what the program computes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from domain.codes import Coverage, Direction, InteractionKind, StrengthComponent
from domain.decision_map import ContactCount, computed_coverage
from domain.fold import fold
from domain.interaction import Interaction
from domain.strength import KIND_WEIGHT, count_dealings, strength
from graph.demo.building import Demo
from tests.guide import FIGURES, read_tables
from tests.worlds import account, interaction, person, seller

AT = datetime(2026, 6, 30, tzinfo=UTC)


def test_the_parts_are_as_large_as_said() -> None:
    (rows,) = read_tables("Strength of a contact", FIGURES)
    met = Interaction(
        interaction(1), account(1), InteractionKind.CALL, AT, Direction.MUTUAL, (seller(1),), (person(1),)
    )
    (dealings,) = count_dealings([met], AT)
    parts = {part.name.value: part.max for part in strength(dealings, AT).parts}
    assert {row["Part"]: float(row["Most"]) for row in rows} == parts


def test_the_weights_are_those_said() -> None:
    (rows,) = read_tables("Weights of kinds", FIGURES)
    said = {kind: float(row["Weight"]) for row in rows for kind in row["Kinds"].split(", ")}
    assert said == {kind.value: weight for kind, weight in KIND_WEIGHT.items()}


def test_a_strength_by_hand() -> None:
    contacts, parts = read_tables("Strength by hand", FIGURES)
    met = [
        Interaction(
            interaction(number),
            account(1),
            InteractionKind(row["Kind"]),
            datetime.fromisoformat(row["When"]).replace(tzinfo=UTC),
            Direction(row["Direction"]),
            (seller(1),),
            (person(1),),
        )
        for number, row in enumerate(contacts)
    ]
    for row, one in zip(contacts, met, strict=True):
        for days in (180, 365):
            assert row[f"Within {days} days"] == ("yes" if AT - one.at < timedelta(days=days) else "no")
    (dealings,) = count_dealings(met, AT)
    found = strength(dealings, AT)
    worked = [*((part.name.value, part.value) for part in found.parts), ("all", found.value)]
    assert [(row["Part"], row["Value"]) for row in parts] == [(name, f"{value:.2f}") for name, value in worked]


def test_the_example_of_the_demo(demo: Demo) -> None:
    now = datetime.now(UTC)
    facts = [fact for change in demo.changes for fact in change.facts]
    world = fold(facts, as_of=now)
    (who,) = (one.id for one in world.people.values() if one.name == "顾长汀")
    (dealings,) = (one for one in count_dealings(world.interactions.values(), now) if one.person_id == who)
    assert world.sellers[dealings.seller_id].name == "顾南枝"
    assert (dealings.recent, dealings.kinds) == (12, {InteractionKind.MEETING: 4, InteractionKind.EMAIL: 8})
    parts = {part.name: part.value for part in strength(dealings, now).parts}
    assert parts[StrengthComponent.FREQUENCY] == 25
    assert parts[StrengthComponent.RECIPROCITY] == 5
    assert round(parts[StrengthComponent.DEPTH], 9) == 8


def test_coverage_is_computed_as_said() -> None:
    (rows,) = read_tables("Coverage", FIGURES)
    for row in rows:
        count = ContactCount(int(row["Interactions"]), int(row["In person (MEETING, SITE_VISIT)"]))
        assert computed_coverage(count) is Coverage(row["Coverage"])
