"""Run the benchmarks: `python -m bench [NAME…] [--write]`; `--write` keeps the results in bench/RESULTS.md."""

from __future__ import annotations

import argparse
import asyncio
import importlib
import inspect
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from app.memory import collect_rarely
from app.turns import take_short_turns
from bench.measure import machine

if TYPE_CHECKING:
    from bench.measure import Ratio

NAMES = (
    "map_sqlite",
    "map_neo4j",
    "map_http",
    "importing",
    "cold_start",
    "as_of",
    "map_trend",
    "tree",
    "portfolio",
    "network",
    "strength",
    "thinking",
    "thinking_neo4j",
    "stall",
    "ui",
    "lighthouse",
)
RESULTS = Path(__file__).with_name("RESULTS.md")
HEAD = "| Measured | Ours | Base | Ratio | Goal |\n|---|---|---|---|---|"


def main() -> None:
    """Run what is named, all if nothing is."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--write", action="store_true", help="keep the results in bench/RESULTS.md")
    asked = parser.parse_args()
    if unknown := set(asked.names) - set(NAMES):
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}")
    # As the server does.
    collect_rarely()
    take_short_turns()
    rows: list[str] = []
    for name in asked.names or NAMES:
        for ratio in _run(name):
            rows.append(ratio.row())
            sys.stdout.write(rows[-1] + "\n")
            sys.stdout.flush()
    if asked.write:
        RESULTS.write_text(_report(rows), encoding="utf-8")


def _run(name: str) -> list[Ratio]:
    found = importlib.import_module(f"bench.{name}").run
    return asyncio.run(found()) if inspect.iscoroutinefunction(found) else found()


def _report(rows: list[str]) -> str:
    lines = [
        "# Results",
        "",
        f"`make bench` on {machine()}, {datetime.now(UTC).date().isoformat()}.",
        "Both sides of a row were measured in one run, turn by turn; the figures are medians.",
        "",
        HEAD,
        *rows,
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
