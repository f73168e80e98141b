"""The graph UI: one page for every address it has, and the files that ui/ is built into."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from starlette.datastructures import Headers
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from app.shield import UI_POLICY

if TYPE_CHECKING:
    from os import PathLike, stat_result

    from starlette.requests import Request
    from starlette.types import Scope

FOLDER: Final = Path(__file__).parent / "static" / "ui"
PAGES: Final = {
    "/": None,
    "/insights": "insights/InsightsPage",
    "/import": "importing/ImportPage",
    "/p/{id}": "person/PersonPage",
    "/a/{id}/map": "map/MapPage",
    "/a/{id}/picture": "picture/PicturePage",
    "/a/{id}/what-if": "whatif/WhatIfPage",
    "/a/{id}/review": "review/ReviewPage",
    "/a/{rest:path}": None,
    "/p/{rest:path}": None,
}
"""The addresses that the page reads for itself, each with the part of it in ui/src that it loads only there."""
_YEAR: Final = "public, max-age=31536000, immutable"


def page_routes(*, ide: bool) -> list[BaseRoute]:
    """Return the routes of the pages and of their files; `ide`: there is an IDE to show where they are not built."""

    async def show_page(part: str | None, request: Request) -> Response:
        page = FOLDER / "index.html"
        if page.is_file():
            headers = {"Content-Security-Policy": UI_POLICY, "Cache-Control": "no-cache"}
            return FileResponse(page, headers=headers | _preloading(part))
        if ide and request.url.path == "/":
            return RedirectResponse("/graphiql", 303)
        return Response("The pages are not here: `make run` builds them.\n", 503, media_type="text/plain")

    return [
        *(Route(path, partial(show_page, part)) for path, part in PAGES.items()),
        Mount("/assets", HashedFiles(directory=FOLDER / "assets", check_dir=False)),
        Route("/icon.svg", _show_icon),
    ]


def _preloading(part: str | None) -> dict[str, str]:
    """Return the header by which a browser loads a part of the page at once, not only when the page asks for it."""
    manifest = FOLDER / "manifest.json"
    if part is None or not manifest.is_file():
        return {}
    built = json.loads(manifest.read_text(encoding="utf-8"))
    # What the page itself names is loaded anyway.
    files = _files(built, f"src/{part}.tsx") - _files(built, "index.html")
    kinds = {True: "modulepreload", False: "preload; as=style; crossorigin"}
    links = [f"</{file}>; rel={kinds[file.endswith('.js')]}" for file in sorted(files)]
    return {"Link": ", ".join(links)} if links else {}


def _files(built: dict[str, Any], entry: str) -> set[str]:
    """Return the scripts and style sheets that a part loads, by the manifest of the build."""
    seen, wanted = set[str](), [entry]
    while wanted:
        name = wanted.pop()
        if name not in seen:
            seen.add(name)
            wanted += built.get(name, {}).get("imports", ())
    chunks = [built[name] for name in seen if name in built]
    return {file for chunk in chunks for file in (chunk["file"], *chunk.get("css", ()))}


async def _show_icon(_request: Request) -> Response:
    icon = FOLDER / "icon.svg"
    return FileResponse(icon) if icon.is_file() else Response(status_code=404)


class HashedFiles(StaticFiles):
    """Files whose names tell what is in them, so that they are kept for a year; packed for whoever takes that."""

    def file_response(
        self, full_path: str | PathLike[str], stat_result: stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        packed = Path(f"{full_path}.gz")
        type_ = FileResponse(full_path).media_type
        headers = {"Cache-Control": _YEAR}
        if packed.is_file():
            headers["Vary"] = "Accept-Encoding"
            if "gzip" in Headers(scope=scope).get("accept-encoding", ""):
                return FileResponse(packed, status_code, {**headers, "Content-Encoding": "gzip"}, type_)
        return FileResponse(full_path, status_code, headers, type_)
