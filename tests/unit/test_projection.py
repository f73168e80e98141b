"""What `project` tells a store to write makes the current graph equal to the fold of all facts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from typing import Any

from hypothesis import given

from domain.change import Corrected, Undone, standing_facts
from domain.decision_map import map_status
from domain.fact import Fact
from domain.fold import fold
from domain.world import World
from graph.projection import Rows, project
from graph.store import Selection
from tests.examples import examples
from tests.histories import Step, histories


class Model:
    """The simplest store there could be: a list of facts, and a world written row by row."""

    def __init__(self) -> None:
        self.facts: list[Fact] = []
        self.world = World()

    def append(self, facts: Sequence[Fact]) -> None:
        known = {fact.statement.stream for fact in self.facts}
        self.facts += facts
        new = frozenset(fact.statement.stream for fact in facts) - known
        work = project(facts, new)
        try:
            asked = next(work)
            while True:
                asked = work.send(self.select(asked))
        except StopIteration as done:
            self.write(done.value)

    def select(self, selections: Iterable[Selection]) -> list[Fact]:
        found: dict[str, Fact] = {fact.id: fact for one in selections for fact in self.facts if selected(one, fact)}
        return list(with_takings(found, self.facts).values())

    def write(self, rows: Rows) -> None:
        for table, touched in rows.touched.items():
            if table == "standings":
                gone = [id_ for id_, t in self.world.transitions.items() if f"{t.ladder}/{t.account_id}" in touched]
                replace_rows(self.world.transitions, gone, rows.world.transitions)
            else:
                current = getattr(self.world, table)
                gone = [key for key in current if subject_of(key) in touched]
                replace_rows(current, gone, getattr(rows.world, table))
            if table == "stakeholders":
                gone = [id_ for id_, a in self.world.assessments.items() if a.stakeholder_id in touched]
                replace_rows(self.world.assessments, gone, rows.world.assessments)
        for map_id in rows.maps:
            placed = [s for s in self.world.stakeholders.values() if s.map_id == map_id]
            self.world.statuses.pop(map_id, None)
            if placed:
                live = [s for s in placed if s.until is None]
                self.world.statuses[map_id] = map_status(live, self.world.people)


def subject_of(key: Any) -> str:
    return "/".join(key) if isinstance(key, tuple) else key


def replace_rows(current: dict[Any, Any], gone: Iterable[Any], written: dict[Any, Any]) -> None:
    for key in gone:
        del current[key]
    current |= written


def selected(selection: Selection, fact: Fact) -> bool:
    said = fact.statement
    if selection.kinds and not isinstance(said, selection.kinds):
        return False
    tests = (
        (selection.streams, {said.stream}),
        (selection.subjects, {said.subject}),
        (selection.mentioning, set(said.mentions)),
        (selection.changes, {fact.change}),
        (selection.ids, {fact.id}),
    )
    return all(wanted is None or found & set(wanted) for wanted, found in tests)


def with_takings(found: dict[str, Fact], facts: Iterable[Fact]) -> dict[str, Fact]:
    """Add the undos and corrections that name a fact or its change, and those that name these."""
    takings = [fact for fact in facts if isinstance(fact.statement, Undone | Corrected)]
    found = dict(found)
    while True:
        named = {fact.change for fact in found.values()} | set(found)
        more = {fact.id: fact for fact in takings if fact.statement.subject in named and fact.id not in found}
        if not more:
            return found
        found |= more


def run(steps: Iterable[Step]) -> Iterable[tuple[Model, Step]]:
    model = Model()
    for step in steps:
        if not step.refused:
            model.append(step.drafted.facts)
            yield model, step


@examples(150)
@given(histories())
def test_the_rows_written_are_the_fold_of_everything(steps: tuple[Step, ...]) -> None:
    for model, _ in run(steps):
        expected = fold(model.facts)
        for table in fields(World):
            assert getattr(model.world, table.name) == getattr(expected, table.name), table.name


@examples(50)
@given(histories())
def test_a_fold_does_not_depend_on_the_order_in_which_facts_come(steps: tuple[Step, ...]) -> None:
    facts = [fact for step in steps if not step.refused for fact in step.drafted.facts]
    assert fold(facts) == fold(reversed(facts)) == fold(sorted(facts, key=lambda f: f.statement.subject))


@examples(50)
@given(histories())
def test_versions_never_go_down(steps: tuple[Step, ...]) -> None:
    seen: dict[str, int] = {}
    for model, _ in run(steps):
        world = fold(model.facts)
        for table in ("accounts", "people", "sellers", "opportunities", "stakeholders", "referrals"):
            for id_, row in getattr(world, table).items():
                assert row.version >= seen.get(id_, 1)
                seen[id_] = row.version


@examples(50)
@given(histories())
def test_what_stands_is_what_was_never_taken_back(steps: tuple[Step, ...]) -> None:
    """The world without the takings-back is the world of the facts that stand, but for versions."""
    facts = [fact for step in steps if not step.refused for fact in step.drafted.facts]
    standing = [fact for fact in standing_facts(facts) if not isinstance(fact.statement, Undone | Corrected)]
    assert _unversioned(fold(standing)) == _unversioned(fold(facts))


def _unversioned(world: World) -> dict[str, dict[Any, Any]]:
    return {
        table.name: {
            key: replace(row, version=0) if hasattr(row, "version") else row
            for key, row in getattr(world, table.name).items()
        }
        for table in fields(World)
    }
