"""The whole demo, and bringing it into a store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from graph.demo.cast import introduce
from graph.demo.dealings import deal_with
from graph.demo.decisions import decide
from graph.demo.highlights import show
from graph.demo.insurer import stage_insurer
from graph.demo.mistakes import err
from graph.demo.moves import change_employers
from graph.demo.referrals import recommend
from graph.demo.script import Script
from graph.demo.stages import climb

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from domain.fact import Change
    from graph.demo.insurer import Insurer
    from graph.demo.referrals import Shapes
    from graph.store import Store

_BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class Demo:
    """The demo as changes, and where the parts are that documents and tests speak of."""

    changes: tuple[Change, ...]
    insurer: Insurer
    shapes: Shapes


def build_demo(today: date) -> Demo:
    """Make up the demo for a day: its history ends the day before."""
    script = Script(today)
    cast = introduce(script)
    change_employers(script, cast)
    deals = decide(script, cast)
    deal_with(script, cast, deals)
    climb(script, cast)
    shapes = recommend(script, cast)
    insurer = stage_insurer(script, cast)
    err(script, cast)
    show(script, cast)
    return Demo(tuple(script.changes()), insurer, shapes)


async def list_missing(store: Store, today: date) -> tuple[Change, ...]:
    """Return what a store lacks of a demo: all where it is empty, the rest where loading was cut off, on whatever day.

    None where it holds a whole demo, or anything else.
    """
    changes = build_demo(today).changes
    position = await store.load_position()
    if position == 0:
        return changes
    (first,) = await store.list_changes(0, 1)
    if first.recorded_at != changes[0].recorded_at:
        changes = build_demo(today + (first.recorded_at - changes[0].recorded_at)).changes
    loaded = changes[:position]
    return changes[position:] if await store.list_changes(position - 1, 1) == [loaded[-1]] else ()


async def load_demo(store: Store, changes: Sequence[Change], told: Callable[[int], object] = lambda _: None) -> None:
    """Write the demo, or what is missing of it; `told` is called with how many changes are written after each batch."""
    for start in range(0, len(changes), _BATCH):
        batch = changes[start : start + _BATCH]
        await store.append_recorded(batch)
        told(start + len(batch))
