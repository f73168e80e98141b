"""/graphql: from a request to an executed operation to an answer."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response

from app.authentication import UnauthenticatedError
from app.execution import Executor, OperationError
from app.failures import LOG, UNAVAILABLE, Asker, log_once, say_internal, tell
from app.http import (
    GRAPHQL_JSON,
    JSON,
    HttpError,
    media_type,
    pack,
    read_operation,
    write_answer,
    write_refusal,
)
from app.tokens import TokensFileError
from domain.text import Text
from graph.deadline import time_limit
from graph.store import StoreUnavailableError
from schema.context import make_context
from schema.language import language_of

if TYPE_CHECKING:
    import strawberry
    from graphql import ExecutionResult
    from starlette.types import Receive, Scope, Send

    from app.authentication import Authentication
    from app.http import Operation
    from domain.viewer import Viewer
    from graph.store import Store
    from schema.language import Language


class GraphQLEndpoint:
    """The ASGI endpoint that executes one operation for each request, which may take so many seconds."""

    def __init__(
        self, schema: strawberry.Schema, authentication: Authentication, *, open_: bool = True, seconds: float = 30.0
    ) -> None:
        self._executor = Executor(schema, open_=open_)
        self._authentication = authentication
        self._seconds = seconds
        # Strawberry logs each error with its message, which can quote what somebody typed; app/failures.py does not.
        logging.getLogger("strawberry").setLevel(logging.CRITICAL)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        response = await self._answer(request)
        # What was just written is let go of before it is sent.
        await asyncio.sleep(0)
        await pack(response, request.headers.get("accept-encoding"))
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        if _is_browser_visit(request):
            return RedirectResponse("/graphiql", 303)
        language = language_of(request.headers.get("accept-language"))
        type_ = JSON
        try:
            type_ = media_type(request.headers.get("accept"))
            operation = await read_operation(request)
            viewer = await find_viewer(request, self._authentication)
            return await self._execute(request, operation, viewer, type_, language)
        except HttpError as error:
            return write_refusal(error, type_, language)
        except ClientDisconnect:
            return Response(status_code=400)
        except Exception as error:  # noqa: BLE001 - nothing unexpected may be told in its own words
            asker = Asker(request.state.request_id, None, "-", language)
            return write_answer({"errors": [say_internal(log_once(error, asker, {}), asker)]}, 500, type_)

    async def _execute(
        self, request: Request, operation: Operation, viewer: Viewer, type_: str, language: Language
    ) -> Response:
        asker = Asker(request.state.request_id, operation.name, viewer.id, language)
        result = await self._run(request, operation, viewer)
        # What was read for it has just been let go of; writing a long answer takes as long again.
        await asyncio.sleep(0)
        return _write_result(result, asker, type_)

    async def _run(self, request: Request, operation: Operation, viewer: Viewer) -> ExecutionResult:
        state, language = request.app.state, request.headers.get("accept-language")
        context = make_context(state.store, viewer, datetime.now(UTC), language, state.rules, state.uploads)
        try:
            with time_limit(self._seconds):
                return await self._executor.run(operation, context)
        except OperationError as error:
            if error.mutation:
                raise HttpError(405, "METHOD_NOT_ALLOWED", error.message, {"Allow": "POST"}) from error
            raise HttpError(400, "BAD_REQUEST", error.message) from error


async def find_viewer(request: Request, authentication: Authentication) -> Viewer:
    """Return who sends a request; raises HttpError where nobody may come in so, or nobody can be looked up."""
    store: Store = request.app.state.store
    try:
        return await authentication.find_viewer(request.headers, store)
    except UnauthenticatedError as error:
        raise HttpError(401, "UNAUTHENTICATED", error.message, {"WWW-Authenticate": error.challenge}) from error
    except StoreUnavailableError as error:
        LOG.error("store unavailable: %s request=%s", error, request.state.request_id)
        raise HttpError(503, "UNAVAILABLE", UNAVAILABLE, {"Retry-After": "5"}) from error
    except TokensFileError as error:
        LOG.error("%s request=%s", error, request.state.request_id)
        raise HttpError(
            503,
            "UNAVAILABLE",
            Text("Nobody can be let in now; the log says why.", "暂时无法登录，原因见日志。"),
        ) from error


def _is_browser_visit(request: Request) -> bool:
    asked = "query" in request.query_params
    return request.method == "GET" and not asked and "text/html" in request.headers.get("accept", "")


def _write_result(result: ExecutionResult, asker: Asker, type_: str) -> Response:
    if not result.errors:
        return write_answer({"data": result.data}, 200, type_)
    told = tell(result.errors, asker)
    content: dict[str, Any] = {"errors": told.errors}
    if told.executed or result.data is not None:
        content["data"] = result.data
    if told.unavailable:
        return write_answer(content, 503, type_, {"Retry-After": "5"})
    refused = "data" not in content and type_ == GRAPHQL_JSON
    return write_answer(content, 400 if refused else 200, type_)
