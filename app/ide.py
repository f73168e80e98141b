"""The GraphQL IDE (GraphiQL), from our own files alone; made by tools/graphiql/build.mjs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from app.shield import IDE_POLICY

if TYPE_CHECKING:
    from starlette.requests import Request

FOLDER: Final = Path(__file__).parent / "static" / "graphiql"
_MISSING: Final = (
    "<!doctype html><title>Rapport</title><p>The files of the GraphQL IDE are not here. <code>make run</code> makes "
    "them, or <code>npm --prefix tools/graphiql ci &amp;&amp; npm --prefix tools/graphiql run build</code>. "
    "The API itself is at <code>/graphql</code>."
)


def ide_routes() -> list[BaseRoute]:
    """Return the routes of the IDE and of its files."""
    return [
        Route("/graphiql", show_ide),
        Mount("/graphiql", StaticFiles(directory=FOLDER, check_dir=False)),
    ]


async def show_ide(_request: Request) -> Response:
    """Answer the IDE's page."""
    headers = {"Content-Security-Policy": IDE_POLICY, "Cache-Control": "no-cache"}
    page = FOLDER / "index.html"
    if not page.is_file():
        return HTMLResponse(_MISSING, 503, headers)
    return FileResponse(page, headers=headers)
