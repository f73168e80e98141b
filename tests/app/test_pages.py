"""The pages: one for every address of theirs, files kept for a year, and a policy that lets in nothing else."""

import gzip
import json
import re
from pathlib import Path
from typing import Any

import httpx
import pytest

from app import pages
from app.settings import Environment
from app.tokens import write_tokens
from tests.app.conftest import Serve

FIRST_VIEW = 220 * 1024
"""How many bytes the first view may take on its way, packed (ui.md)."""

built = pytest.mark.skipif(not pages.FOLDER.is_dir(), reason="the pages are not built: make app/static/ui/.built")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Pages that are none, so that they need not be built."""
    folder = tmp_path / "ui"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<title>page</title>", encoding="utf-8")
    (folder / "icon.svg").write_text("<svg/>", encoding="utf-8")
    (folder / "assets" / "page-1a2b.js").write_text("run()", encoding="utf-8")
    (folder / "assets" / "page-1a2b.js.gz").write_bytes(gzip.compress(b"run()"))
    (folder / "assets" / "small-3c.css").write_text("a{}", encoding="utf-8")
    monkeypatch.setattr(pages, "FOLDER", folder)
    return folder


@pytest.mark.parametrize(
    "path", ["/", "/insights", "/a/account_1/map", "/a/nothing/of/the/kind", "/p/person_1", "/a/x?at=2026-06-30"]
)
async def test_every_address_is_answered_with_the_page(folder: Path, serve: Serve, path: str):
    async with serve() as client:
        answer = await client.get(path)
    assert (answer.status_code, answer.text) == (200, "<title>page</title>")
    assert answer.headers["cache-control"] == "no-cache"
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "default-src 'none'" in policy
    assert answer.headers["x-frame-options"] == "DENY"


async def test_files_are_kept_for_a_year_and_sent_packed_to_whoever_takes_that(folder: Path, serve: Serve):
    async with serve() as client:
        for encoding, packed in (("gzip, br", "gzip"), ("identity", None)):
            answer = await client.get("/assets/page-1a2b.js", headers={"Accept-Encoding": encoding})
            assert answer.text == "run()"
            assert answer.headers.get("content-encoding") == packed
            assert "javascript" in answer.headers["content-type"]
            assert answer.headers["vary"] == "Accept-Encoding"
            assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        plain = await client.get("/assets/small-3c.css")
        assert (plain.text, plain.headers["content-type"]) == ("a{}", "text/css; charset=utf-8")
        assert (await client.get("/icon.svg")).headers["content-type"] == "image/svg+xml"


@pytest.mark.parametrize(
    "path", ["/assets/nothing.js", "/assets/../index.html", "/assets/%2e%2e/index.html", "/nowhere", "/graph"]
)
async def test_no_other_file_is_served(folder: Path, serve: Serve, path: str):
    async with serve() as client:
        assert (await client.get(path)).status_code == 404


async def test_where_they_are_not_built_the_ide_is_shown_or_what_is_missing(
    serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(pages, "FOLDER", tmp_path / "nowhere")
    async with serve() as client:
        shown = await client.get("/")
        assert (shown.status_code, shown.headers["location"]) == (303, "/graphiql")
        deep = await client.get("/a/account_1/map")
        assert deep.status_code == 503
        assert "make run" in deep.text
        assert (await client.get("/icon.svg")).status_code == 404
    tokens = tmp_path / "tokens.json"
    write_tokens(tokens, [])
    async with serve(tokens_file=tokens, environment=Environment.PRODUCTION) as client:
        assert (await client.get("/")).status_code == 503


async def test_production_has_the_pages(folder: Path, serve: Serve, tmp_path: Path):
    tokens = tmp_path / "tokens.json"
    write_tokens(tokens, [])
    async with serve(tokens_file=tokens, environment=Environment.PRODUCTION) as client:
        assert (await client.get("/")).status_code == 200


# ── what ui/ is built into ──


def _first_view() -> list[str]:
    """The files that the page loads before anything is clicked, by the manifest of the build."""
    manifest: dict[str, Any] = json.loads((pages.FOLDER / "manifest.json").read_text(encoding="utf-8"))
    wanted, files = ["index.html"], list[str]()
    while wanted:
        chunk = manifest[wanted.pop()]
        files += [chunk["file"], *chunk.get("css", ())]
        wanted += [name for name in chunk.get("imports", ()) if manifest[name]["file"] not in files]
    return files


@built
async def test_the_part_of_an_address_is_loaded_with_the_page(client: httpx.AsyncClient):
    manifest: dict[str, Any] = json.loads((pages.FOLDER / "manifest.json").read_text(encoding="utf-8"))
    parts = {name for name, chunk in manifest.items() if chunk.get("isDynamicEntry") and name.endswith("Page.tsx")}
    assert {f"src/{part}.tsx" for part in pages.PAGES.values() if part is not None} == parts
    for path, part in pages.PAGES.items():
        answer = await client.get(re.sub(r"\{.*?\}", "x/y" if "path" in path else "x", path))
        links = re.findall(
            r"<(/assets/[^>]+)>; rel=(modulepreload|preload; as=style; crossorigin)", answer.headers.get("link", "")
        )
        if part is None:
            assert links == []
            continue
        files = dict(links)
        assert files.pop("/" + manifest[f"src/{part}.tsx"]["file"]) == "modulepreload"
        assert all((kind == "modulepreload") is file.endswith(".js") for file, kind in files.items())
        assert not files.keys() & {f"/{name}" for name in _first_view()}
        for file in files:
            assert (await client.get(file)).status_code == 200


@built
def test_the_first_view_is_small_and_has_no_map_in_it():
    packed = {name: (pages.FOLDER / f"{name}.gz").stat().st_size for name in _first_view()}
    assert sum(packed.values()) <= FIRST_VIEW, packed
    assert not [name for name in packed if "react-flow" in (pages.FOLDER / name).read_text(encoding="utf-8")]


@built
async def test_the_page_loads_nothing_from_elsewhere_and_has_no_script_inside(client: httpx.AsyncClient):
    page = (await client.get("/")).text
    loaded = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert loaded
    assert all(address.startswith("/") and not address.startswith("//") for address in loaded)
    assert re.findall(r"<script(?![^>]*\ssrc=)", page) == []
    assert re.findall(r"<style|\sstyle=", page) == []
    for address in loaded:
        assert (await client.get(address)).status_code == 200


@built
def test_style_sheets_fetch_nothing_from_elsewhere():
    for sheet in (pages.FOLDER / "assets").glob("*.css"):
        assert not re.search(r"(url\(|@import)\s*['\"]?(https?:)?//", sheet.read_text(encoding="utf-8")), sheet.name
