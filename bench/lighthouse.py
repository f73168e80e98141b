"""What Lighthouse says of the pages with the demo in them: https://github.com/GoogleChrome/lighthouse.

It is no part of this project: `npm install --global lighthouse@12`, or name the program in RAPPORT_LIGHTHOUSE.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from app import pages
from bench.measure import Ratio
from bench.worlds import NOW
from graph.demo.building import build_demo, load_demo
from graph.sqlite import open_sqlite
from tests.server import Server, await_ready
from tools.need import find_chromium

if TYPE_CHECKING:
    from domain.ids import AccountId, PersonId

GOAL: Final = 95
_TRIES: Final = 3
_CATEGORIES: Final = "performance,accessibility,best-practices"


def run() -> list[Ratio]:
    """Visit each page once, as on a desktop."""
    program, browser = shutil.which(os.environ.get("RAPPORT_LIGHTHOUSE", "lighthouse")), find_chromium()
    if program is None or browser is None or not pages.FOLDER.is_dir():
        print(f"Left out, since Lighthouse, the browser or the pages are missing.\n{__doc__}")
        return []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        account, person = asyncio.run(_make(folder / "bench.db"))
        addresses = {
            "the accounts": "",
            "a map": f"a/{account}/map",
            "its picture by influence and support": f"a/{account}/picture",
            "what-if": f"a/{account}/what-if",
            "a review": f"a/{account}/review",
            "a person": f"p/{person}",
            "my day": "insights",
            "an import": "import",
        }
        with Server(folder, {"store_url": f"sqlite:///{folder}/bench.db"}) as server:
            await_ready(server.url)
            return [
                Ratio(f"Lighthouse: {category} of {what}, against {GOAL}", 100 * score, GOAL, "≥ 1", "points")
                for what, path in addresses.items()
                for category, score in _visit(program, browser, f"{server.url}/{path}", folder / "report.json").items()
            ]


async def _make(path: Path) -> tuple[AccountId, PersonId]:
    """Return the worked example's account and somebody in its map."""
    demo = build_demo(NOW.date())
    store = await open_sqlite(path)
    try:
        await load_demo(store, demo.changes)
        admin = await store.find_admin()
        assert admin is not None
        (graph,) = await store.for_viewer(admin).list_map_graphs([demo.insurer.map_id], NOW)
        assert graph is not None
        return graph.account.id, min(graph.people)
    finally:
        await store.close()


def _visit(program: str, browser: str, address: str, report: Path) -> dict[str, float]:
    """Return the score of each category, 0–1. A visit of which the browser gave no trace is made again."""
    asked = [
        *(program, address, "--quiet", "--preset=desktop", f"--only-categories={_CATEGORIES}", "--output=json"),
        *(f"--output-path={report}", "--chrome-flags=--headless=new --no-sandbox"),
    ]
    environment = os.environ | {"CHROME_PATH": browser}
    for attempt in range(_TRIES):
        last = attempt == _TRIES - 1
        done = subprocess.run(asked, env=environment, check=last, stdin=subprocess.DEVNULL, timeout=300)
        if done.returncode == 0:
            break
    said: dict[str, Any] = json.loads(report.read_bytes())
    return {category["title"].lower(): category["score"] for category in said["categories"].values()}
