"""/imports: files on their way in, to be imported by GraphQL, and their bad rows on the way out.

`POST /imports?file=accounts.csv` keeps the body and answers the id of an import; `&import=ID` adds a file to it.
`GET /imports/ID/bad-rows/NAME` is a file that the report of a check or an import names.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, Response

from app.endpoint import find_viewer
from app.failures import Asker, log_once, say_internal
from app.http import JSON, HttpError, check_uncompressed, write_answer, write_refusal
from domain.errors import DomainError, ErrorCode
from domain.text import Text
from graph.importing.uploads import check_may_import, too_much
from schema.language import language_of

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.types import Receive, Scope, Send

    from app.authentication import Authentication
    from graph.importing.uploads import Upload, Uploads

# A form of another site can send none of these without asking first (CORS).
_TYPES: Final = frozenset({"text/csv", "application/octet-stream"})
_STATUS: Final = {
    ErrorCode.FORBIDDEN: 403,
    ErrorCode.NOT_FOUND: 404,
    ErrorCode.CONFLICT: 409,
    ErrorCode.LIMIT: 413,
}
_READ_ON: Final = 1 << 30
_NO_SUCH_FILE: Final = Text("There is no such file.", "没有该文件。")


class UploadEndpoint:
    """The ASGI endpoint that takes one file for each request."""

    def __init__(self, authentication: Authentication) -> None:
        self._authentication = authentication

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        response = await self._answer(request)
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        language = language_of(request.headers.get("accept-language"))
        try:
            if "name" in request.path_params:
                return await self._download(request)
            return await self._upload(request)
        except HttpError as error:
            return write_refusal(error, JSON, language)
        except DomainError as error:
            status = _STATUS.get(error.code, 400)
            await _read_on(request)
            return write_refusal(HttpError(status, error.code, error.message), JSON, language)
        except ClientDisconnect:
            return Response(status_code=400)
        except Exception as error:  # noqa: BLE001 - nothing unexpected may be told in its own words
            asker = Asker(request.state.request_id, "upload", "-", language)
            return write_answer({"errors": [say_internal(log_once(error, asker, {}), asker)]}, 500, JSON)

    async def _upload(self, request: Request) -> Response:
        _check_method(request, "POST")
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() not in _TYPES:
            raise HttpError(
                415,
                "UNSUPPORTED_MEDIA_TYPE",
                Text(
                    f"Send the file as {' or '.join(sorted(_TYPES))}.", f"请以 {' 或 '.join(sorted(_TYPES))} 发送文件。"
                ),
            )
        check_uncompressed(request.headers)
        viewer = await find_viewer(request, self._authentication)
        check_may_import(viewer)
        uploads: Uploads = request.app.state.uploads
        length = request.headers.get("content-length", "0")
        if length.isdigit() and int(length) > uploads.limit:
            raise too_much(uploads.limit)
        given = request.query_params
        upload = await uploads.receive(viewer, given.get("file", ""), request.stream(), given.get("import"))
        return write_answer({"import": upload.id, "files": [*upload.files]}, 200, JSON)

    async def _download(self, request: Request) -> Response:
        _check_method(request, "GET")
        viewer = await find_viewer(request, self._authentication)
        uploads: Uploads = request.app.state.uploads
        upload = uploads.find(viewer, request.path_params["id"])
        path = next((path for path in _bad_files(upload) if path.name == request.path_params["name"]), None)
        if path is None:
            raise HttpError(404, ErrorCode.NOT_FOUND, _NO_SUCH_FILE)
        return FileResponse(path, headers={"Cache-Control": "no-store"}, media_type="text/csv", filename=path.name)


async def _read_on(request: Request) -> None:
    """Read what is still on its way: a browser that cannot send it to the end tells its user nothing of the answer."""
    read = 0
    with suppress(ClientDisconnect):
        async for chunk in request.stream():
            read += len(chunk)
            if read > _READ_ON:
                return


def _bad_files(upload: Upload) -> list[Path]:
    report = upload.job.report if upload.job else None
    return report.bad_files if report else []


def _check_method(request: Request, method: str) -> None:
    if request.method != method:
        raise HttpError(405, "METHOD_NOT_ALLOWED", Text(f"Use {method}.", f"请使用 {method}。"), {"Allow": method})
