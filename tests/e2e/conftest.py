"""A real browser on the real server with demo data; every page is watched for what a page must never do."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Coroutine, Generator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self, TypeVar

import pytest

from app import pages
from tests.server import ForkedServer, Server, await_ready, rapport
from tools.need import find_chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

INSURER = "某大型保险公司"
"""The worked example of the user guide: ten people, of whom one has no name yet."""
_FIND = "query ($name: String!) { accounts(filter: {name: {contains: $name}}) { edges { node { id } } } }"

T = TypeVar("T")

# As root there is no sandbox to be had. 3D is off, since many desktops have none, and without a graphics card it takes
# a third longer to let one be simulated.
_ARGUMENTS = ["--no-sandbox", "--disable-3d-apis", "--disable-gpu-compositing"]

PATIENCE = 20_000
"""Milliseconds after which something counts as missing: a bound for a busy machine, not a measure of speed."""

Open = Callable[..., "Page"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.slow)
            # What needs Neo4j runs where the one Neo4j of the run is.
            if item.get_closest_marker("neo4j") is None:
                item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the demo, to be copied."""
    folder = tmp_path_factory.mktemp("demo")
    made = rapport("demo", cwd=folder, store_url=f"sqlite:///{folder}/rapport.db")
    assert made.returncode == 0, made.stderr
    return folder / "rapport.db"


@pytest.fixture(scope="module")
def browser() -> Generator[Browser]:
    # Its loop must be gone before asynchronous tests of other modules want theirs: hence no longer than a module.
    program = find_chromium(headless=True)
    if program is None:
        pytest.skip("Chromium is not installed: make need")
    if not pages.FOLDER.is_dir():
        pytest.skip("the pages are not built: make app/static/ui/.built")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def reading(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Generator[Server]:
    """A server with the demo, for tests that write nothing."""
    with _serve(demo_file, tmp_path_factory.mktemp("reading")) as server:
        yield server


@pytest.fixture
def writing(demo_file: Path, tmp_path: Path) -> Generator[Server]:
    """A server with a copy of the demo that is the test's own."""
    with _serve(demo_file, tmp_path) as server:
        yield server


def _serve(demo_file: Path, folder: Path) -> Server:
    shutil.copy(demo_file, folder / "rapport.db")
    server = Server(folder, {"store_url": f"sqlite:///{folder}/rapport.db"})
    return _Ready(folder, server.variables)


class _Ready(ForkedServer):
    def __enter__(self) -> Self:
        self.start()
        await_ready(self.url)
        return self


def aside(make: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Run something asynchronous in a thread: in this one, the browser's loop goes on."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(make())).result()


def insurer(server: Server) -> str:
    """Return the id of the worked example's account: each demo has its own."""
    (edge,) = server.query(_FIND, {"name": INSURER})["accounts"]["edges"]
    return edge["node"]["id"]


@pytest.fixture
def open_page(browser: Browser) -> Generator[Open]:
    """Open an address in a window of its own; `MAP` is the worked example's.

    At the end, no window may have complained or asked elsewhere.
    """
    complaints: list[str] = []
    contexts = []

    def opening(
        server: Server,
        path: str,
        *,
        language: str = "en",
        theme: str = "light",
        size: tuple[int, int] = (1600, 950),
        forgive: str = "",
        forced_colors: Literal["active", "none"] = "none",
    ) -> Page:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            locale="zh-CN" if language == "zh" else "en-GB",
            color_scheme="dark" if theme == "dark" else "light",
            reduced_motion="reduce",
            forced_colors=forced_colors,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on(
            "console",
            lambda said: (
                complaints.append(said.text)
                if said.type in {"error", "warning"} and not (forgive and forgive in said.text)
                else None
            ),
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "request",
            lambda asked: complaints.append(asked.url) if not asked.url.startswith((server.url, "data:")) else None,
        )
        if path.startswith("MAP"):
            path = path.replace("MAP", f"/a/{insurer(server)}/map")
        page.goto(f"{server.url}{path}")
        return page

    yield opening
    for context in contexts:
        context.close()
    assert complaints == []
