"""The graph UI: one page for every address it has, and the files that ui/ is built into."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

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
PAGES: Final = ("/", "/insights", "/import", "/a/{rest:path}", "/p/{rest:path}")
"""The addresses that the page reads for itself: the accounts, what to do, an import, one account, one person."""
_YEAR: Final = "public, max-age=31536000, immutable"


def page_routes(*, ide: bool) -> list[BaseRoute]:
    """Return the routes of the pages and of their files; `ide`: there is an IDE to show where they are not built."""

    async def show_page(request: Request) -> Response:
        page = FOLDER / "index.html"
        if page.is_file():
            return FileResponse(page, headers={"Content-Security-Policy": UI_POLICY, "Cache-Control": "no-cache"})
        if ide and request.url.path == "/":
            return RedirectResponse("/graphiql", 303)
        return Response("The pages are not here: `make run` builds them.\n", 503, media_type="text/plain")

    return [
        *(Route(path, show_page) for path in PAGES),
        Mount("/assets", HashedFiles(directory=FOLDER / "assets", check_dir=False)),
        Route("/icon.svg", _show_icon),
    ]


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
