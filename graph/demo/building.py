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


async def load_demo(store: Store, changes: Sequence[Change], told: Callable[[int], object] = lambda _: None) -> None:
    """Write the demo into an empty store; `told` is called with how many changes are in after each batch."""
    for start in range(0, len(changes), _BATCH):
        batch = changes[start : start + _BATCH]
        await store.append_recorded(batch)
        told(start + len(batch))
