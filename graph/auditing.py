"""Whether a store is sound: whether its current graph is what its facts make."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Final

from domain.fold import fold

if TYPE_CHECKING:
    from domain.fact import Fact
    from graph.store import Store

_BATCH: Final = 1000
_SHOWN: Final = 10
_TRIES: Final = 100


@dataclass(frozen=True, slots=True)
class Audit:
    """The changes and facts read, and the first rows that are not what the facts make, as `part/key`."""

    changes: int
    facts: int
    differing: tuple[str, ...]


async def audit(store: Store) -> Audit:
    """Fold every fact of a store and compare the result with its current graph.

    What is written meanwhile is read too, unless somebody writes without a pause.
    """
    facts: list[Fact] = []
    changes, tries = 0, 0
    while True:
        while batch := await store.list_changes(changes, _BATCH):
            changes = batch[-1].position
            facts += [fact for change in batch for fact in change.facts]
        found = await store.load_world()
        tries += 1
        if tries == _TRIES or await store.load_position() == changes:
            break
    expected = fold(facts)
    differing = [
        f"{field.name}/{key}"
        for field in fields(expected)
        for key in _differing(getattr(expected, field.name), getattr(found, field.name))
    ]
    return Audit(changes, len(facts), tuple(differing[:_SHOWN]))


def _differing(expected: dict[Any, Any], found: dict[Any, Any]) -> list[Any]:
    return sorted(key for key in expected.keys() | found.keys() if expected.get(key) != found.get(key))
