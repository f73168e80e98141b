"""Hierarchies that rows state: parent accounts, managers of sellers. They must stay forests of at most 50 levels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.errors import CycleError, DomainError, InvalidError
from domain.text import Text
from graph.access import MAX_LEVELS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.importing.deciding import Place
    from graph.store import ViewerStore


async def check_hierarchy(
    store: ViewerStore,
    above: Mapping[str, str | None],
    stated: Mapping[str, Place],
    heading: str,
) -> list[tuple[Place, DomainError]]:
    """Return the rows that close a circle or go too deep.

    `above`: who is above whom once the run holds, of all that the run knows; `stated`: the rows that said so, by
    the id of the lower one.
    """
    known = dict(above)
    while missing := sorted({upper for upper in known.values() if upper is not None} - known.keys()):
        known |= dict.fromkeys(missing) | await store.load_above(missing)
    return [(place, error) for id_, place in stated.items() if (error := _fault(known, id_, heading)) is not None]


def _fault(known: Mapping[str, str | None], start: str, heading: str) -> DomainError | None:
    passed: set[str] = set()
    upper = known.get(start)
    while upper is not None and upper not in passed:
        if upper == start:
            return CycleError(Text("The lines upwards lead back to it.", "上级关系形成循环。"), field=heading)
        passed.add(upper)
        upper = known.get(upper)
    # A circle further up is the fault of the rows in it.
    if upper is None and len(passed) > MAX_LEVELS:
        return InvalidError(
            Text(f"At most {MAX_LEVELS} levels are allowed.", f"最多允许 {MAX_LEVELS} 级。"), field=heading
        )
    return None
