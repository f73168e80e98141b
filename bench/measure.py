"""Measuring two ways of doing one thing, turn by turn, so that both meet the same machine."""

from __future__ import annotations

import asyncio
import os
import platform
import statistics
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


@dataclass(frozen=True)
class Ratio:
    """What was compared, both medians in seconds (or another unit), and the goal for ours ÷ base."""

    name: str
    ours: float
    base: float
    goal: str
    unit: str = "ms"

    @property
    def value(self) -> float:
        """Ours ÷ base."""
        return self.ours / self.base

    def row(self) -> str:
        """Return the line of the results table."""
        scale = 1000 if self.unit == "ms" else 1
        return (
            f"| {self.name} | {self.ours * scale:.3f} {self.unit} | {self.base * scale:.3f} {self.unit} "
            f"| {self.value:.2f} | {self.goal} |"
        )


async def compare(
    ours: Callable[[], Awaitable[object]],
    base: Callable[[], Awaitable[object]],
    *,
    rounds: int,
    warm: int = 20,
    clock: Callable[[], float] = time.perf_counter,
) -> tuple[float, float]:
    """Return the medians, in seconds of the clock, of `rounds` turns of each."""
    for _ in range(warm):
        await ours()
        await base()
    mine: list[float] = []
    theirs: list[float] = []
    for _ in range(rounds):
        mine.append(await _timed(ours, clock))
        theirs.append(await _timed(base, clock))
    return statistics.median(mine), statistics.median(theirs)


async def _timed(action: Callable[[], Awaitable[object]], clock: Callable[[], float]) -> float:
    begun = clock()
    await action()
    return clock() - begun


def timed(action: Callable[[], object]) -> float:
    """Return how many seconds one call takes."""
    begun = time.perf_counter()
    action()
    return time.perf_counter() - begun


async def in_thread(action: Callable[[], object]) -> object:
    """Run a blocking baseline off the event loop, as a server must."""
    return await asyncio.to_thread(action)


def machine() -> str:
    """Describe the machine in one line."""
    model = "unknown processor"
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [
            line.partition(":")[2].strip() for line in info.read_text().splitlines() if line.startswith("model name")
        ]
        model = names[0] if names else model
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores ({model}), {memory:.0f} GiB, {platform.system()}, Python {platform.python_version()}"
    )
