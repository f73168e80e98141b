"""The decision map in a real browser: opened, moved, edited; beside it, React Flow with as many plain nodes.

Without a screen and a graphics card: what a frame takes here, a desktop does in less.
"""

from __future__ import annotations

import asyncio
import shutil
import statistics
import subprocess
import tempfile
import threading
import time
from contextlib import ExitStack, contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from app import pages
from bench.measure import Ratio
from bench.worlds import admin_of, map_of_people
from graph.sqlite import open_sqlite
from tests.server import Server, await_ready
from tools.need import find_chromium

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

_UI: Final = Path(__file__).parents[1] / "ui"
_MANY: Final = 200
"""How many maps of 20 there are, to be opened one after the other."""
_BUILD: Final = (
    "import { build } from 'vite';"
    "await build({ root: 'bench', configFile: false, logLevel: 'error',"
    " build: { outDir: process.argv[1], emptyOutDir: true } });"
)
# Counts frames, and notes what kept the page from answering for over 50 ms, and when the first card was there.
_WATCH: Final = """
window.watched = { frames: [], tasks: [], first: 0, edits: [] };
new PerformanceObserver(list => watched.tasks.push(...list.getEntries().map(e => [e.startTime, e.duration])))
  .observe({ type: "longtask", buffered: true });
const frame = now => {
  watched.frames.push(now);
  if (!watched.first && document.querySelector(".react-flow__node, [data-overview]")) watched.first = performance.now();
  requestAnimationFrame(frame);
};
requestAnimationFrame(frame);
"""
# From the key to the frame after the card has changed.
_EDIT: Final = """support => new Promise(done => {
  const card = document.querySelector("[id^=card-][data-selected]");
  addEventListener("keydown", ({ timeStamp }) => {
    new MutationObserver((_, seen) => {
      if (card.dataset.support !== support) return;
      seen.disconnect();
      requestAnimationFrame(() => setTimeout(() => { watched.edits.push(performance.now() - timeStamp); }));
    }).observe(card, { attributes: true });
  }, { capture: true, once: true });
  done();
})"""
_NODES: Final = ".react-flow__node, [data-overview]"


def run() -> list[Ratio]:
    """Serve maps of 20, 200 and 2,000 people, and open them."""
    from playwright.sync_api import sync_playwright

    program = find_chromium()
    if program is None or not pages.FOLDER.is_dir():
        raise SystemExit("The browser or the pages are missing: make need app/static/ui/.built")
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        maps = asyncio.run(_make(Path(folder, "bench.db")))
        server = stack.enter_context(Server(Path(folder), {"store_url": f"sqlite:///{folder}/bench.db"}))
        await_ready(server.url)
        plain = stack.enter_context(_plain(Path(folder, "plain")))
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-3d-apis"])
        stack.callback(browser.close)
        address = {size: f"{server.url}/a/{ids[0]}/map" for size, ids in maps.items()}
        return [
            _weight(browser, server.url),
            *_opening(browser, address[20], f"{plain}/?people=20", 20, 1),
            *_moving(browser, address[200], f"{plain}/?people=200", 200, 50),
            _editing(browser, address[200], 200),
            *_opening(browser, address[2000], f"{plain}/?people=2000", 2000, 3),
            *_moving(browser, address[2000], f"{plain}/?people=2000", 2000, 30),
            _editing(browser, address[2000], 2000),
            _keeping(browser, server.url, maps[20]),
        ]


async def _make(path: Path) -> dict[int, list[str]]:
    """Return the accounts by the size of their map."""
    store = await open_sqlite(path)
    try:
        admin = await admin_of(store)
        sizes = [20] * _MANY + [200, 2000]
        maps: dict[int, list[str]] = {}
        for number, size in enumerate(sizes):
            made = await map_of_people(admin, size, f"Firm {number}", 3 if size == 20 else 7)
            maps.setdefault(size, []).append(made.removeprefix("map_"))
        return maps
    finally:
        await store.close()


@contextmanager
def _plain(folder: Path) -> Iterator[str]:
    node = shutil.which("node") or "node"
    subprocess.run([node, "--input-type=module", "-e", _BUILD, str(folder)], cwd=_UI, check=True)
    quiet = type("Quiet", (SimpleHTTPRequestHandler,), {"log_message": lambda *_: None})
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@contextmanager
def _opened(browser: Browser, address: str) -> Iterator[Page]:
    """Open an address in a window with nothing kept from before."""
    with browser.new_context(viewport={"width": 1600, "height": 950}) as context:
        page = context.new_page()
        page.add_init_script(_WATCH)
        page.goto(address)
        page.locator(_NODES).first.wait_for(timeout=60_000)
        yield page


def _weight(browser: Browser, url: str) -> Ratio:
    """Add up what the first view loads, packed as it comes."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(url, wait_until="networkidle")
        loaded: float = page.evaluate(
            """performance.getEntriesByType("resource").filter(({ name }) => /\\.(js|css)$/.test(name))
              .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)"""
        )
    return Ratio("first view, scripts and styles packed, against 220 kB", loaded / 1024, 220, "≤ 1", "kB")


def _opening(browser: Browser, address: str, plain: str, size: int, goal: float) -> list[Ratio]:
    took = {one: statistics.median(_first(browser, one) for _ in range(5)) for one in (address, plain)}
    name = f"map of {size:,}: from a cold load to the first card that can be clicked"
    return [
        Ratio(f"{name}, against {goal:g} s", took[address], goal, "≤ 1", "s"),
        Ratio(f"{name}, against plain nodes", took[address], took[plain], "reported", "s"),
    ]


def _first(browser: Browser, address: str) -> float:
    with _opened(browser, address) as page:
        return page.evaluate("watched.first") / 1000


def _moving(browser: Browser, address: str, plain: str, size: int, goal: float) -> list[Ratio]:
    ours, longest = _frames(browser, address)
    theirs, _ = _frames(browser, plain)
    name = f"map of {size:,}: frames a second while"
    rows = [Ratio(f"{name} it is {how}", ours[how], goal, "≥ 1", "/s") for how in ours]
    rows += [
        Ratio(f"{name} it is {how}, against plain nodes", ours[how], theirs[how], "reported", "/s") for how in ours
    ]
    longest_task = Ratio(f"map of {size:,}: longest task after the load", longest / 1000, 0.1, "≤ 1")
    return [*rows, longest_task]


def _frames(browser: Browser, address: str) -> tuple[dict[str, float], float]:
    """Return the frames a second by what is done, and the longest task meanwhile, in ms."""
    with _opened(browser, address) as page:
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(1000)
        loaded = page.evaluate("performance.now()")
        found = {
            "panned as a whole": _rate(page, partial(_drag, page)),
            "zoomed": _rate(page, partial(_zoom, page)),
            "panned close by": _rate(page, partial(_drag, page)),
        }
        tasks: list[list[float]] = page.evaluate("watched.tasks")
        return found, max((length for at, length in tasks if at > loaded), default=50)


def _rate(page: Page, move: Any) -> float:
    begun = page.evaluate("watched.frames.push(performance.now()), watched.frames.length")
    at = time.perf_counter()
    move()
    return (page.evaluate("watched.frames.length") - begun) / (time.perf_counter() - at)


def _drag(page: Page) -> None:
    """Take the canvas to the left and right, from a place where no card is."""
    x, y = page.evaluate(
        """() => { const box = document.querySelector(".react-flow__pane").getBoundingClientRect();
          for (let y = box.bottom - 110; y > box.top + 80; y -= 7)
            for (let x = box.left + 300; x < box.right - 300; x += 11)
              if (document.elementFromPoint(x, y).matches(".react-flow__pane")) return [x, y]; }"""
    )
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(120):
        page.mouse.move(x + 250 * (1 - abs(1 - step % 60 / 30)), y + step % 7)
    page.mouse.up()


def _zoom(page: Page) -> None:
    page.mouse.move(700, 450)
    for step in range(90):
        page.mouse.wheel(0, -30 if step < 60 else 30)
        page.wait_for_timeout(16)
    page.mouse.wheel(0, -2000)
    page.wait_for_timeout(300)


def _editing(browser: Browser, address: str, size: int) -> Ratio:
    with _opened(browser, address) as page:
        page.wait_for_load_state("networkidle")
        page.mouse.move(700, 450)
        for _ in range(20):
            page.mouse.wheel(0, -200)
            page.wait_for_timeout(30)
        page.locator("[data-map]").focus()
        page.keyboard.press("ArrowRight")
        page.locator("[id^=card-][data-selected]").wait_for()
        for key, support in [("x", "OPPONENT"), ("+", "SUPPORTER"), ("=", "NEUTRAL")] * 4:
            page.evaluate(_EDIT, support)
            page.keyboard.press(key)
            page.wait_for_timeout(700)
        took = statistics.median(page.evaluate("watched.edits")) / 1000
    return Ratio(f"map of {size:,}: from an edit's key to its being painted, against 0.1 s", took, 0.1, "≤ 1")


def _keeping(browser: Browser, url: str, accounts: list[str]) -> Ratio:
    """Open one map after the other in one window."""
    with _opened(browser, f"{url}/a/{accounts[0]}/map") as page:
        devtools = page.context.new_cdp_session(page)
        used: list[float] = []
        for number, account in enumerate(accounts):
            page.evaluate("address => history.pushState(null, '', address)", f"/a/{account}/map")
            page.get_by_role("heading", level=1, name=f"Firm {number}", exact=True).wait_for()
            page.locator("[id^=card-]").nth(19).wait_for()
            if number in {_MANY // 4, _MANY - 1}:
                # What was read is kept for twenty seconds, for whoever goes back.
                page.wait_for_timeout(25_000)
                devtools.send("HeapProfiler.collectGarbage")
                used.append(devtools.send("Runtime.getHeapUsage")["usedSize"] / 2**20)
    return Ratio(f"memory after {_MANY} opened maps, against after {_MANY // 4}", used[1], used[0], "≤ 1.2", "MB")
