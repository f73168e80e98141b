"""/graphql: from a request to an executed operation to an answer."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from strawberry.exceptions import MissingQueryError
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types.graphql import OperationType

from app.authentication import UnauthenticatedError
from app.failures import LOG, UNAVAILABLE, Asker, log_once, say_internal, tell
from app.http import (
    GRAPHQL_JSON,
    JSON,
    HttpError,
    media_type,
    read_operation,
    write_answer,
    write_refusal,
)
from app.tokens import TokensFileError
from domain.text import Text
from graph.store import StoreUnavailableError
from schema.context import make_context
from schema.language import language_of

if TYPE_CHECKING:
    import strawberry
    from starlette.types import Receive, Scope, Send
    from strawberry.types import ExecutionResult

    from app.authentication import Authentication
    from app.http import Operation
    from domain.viewer import Viewer
    from graph.store import Store
    from schema.language import Language

_READING: Final = (OperationType.QUERY,)
_ALL: Final = (OperationType.QUERY, OperationType.MUTATION)


class GraphQLEndpoint:
    """The ASGI endpoint that executes one operation for each request."""

    def __init__(self, schema: strawberry.Schema, authentication: Authentication) -> None:
        self._schema = schema
        self._authentication = authentication

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        response = await self._answer(request)
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        if _is_browser_visit(request):
            return RedirectResponse("/graphiql", 303)
        language = language_of(request.headers.get("accept-language"))
        type_ = JSON
        try:
            type_ = media_type(request.headers.get("accept"))
            operation = await read_operation(request)
            viewer = await self._find_viewer(request)
            return await self._execute(request, operation, viewer, type_, language)
        except HttpError as error:
            return write_refusal(error, type_, language)
        except ClientDisconnect:
            return Response(status_code=400)
        except Exception as error:  # noqa: BLE001 - nothing unexpected may be told in its own words
            asker = Asker(request.state.request_id, None, "-", language)
            return write_answer({"errors": [say_internal(log_once(error, asker, {}), asker)]}, 500, type_)

    async def _find_viewer(self, request: Request) -> Viewer:
        store: Store = request.app.state.store
        try:
            return await self._authentication.find_viewer(request.headers, store)
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

    async def _execute(
        self, request: Request, operation: Operation, viewer: Viewer, type_: str, language: Language
    ) -> Response:
        asker = Asker(request.state.request_id, operation.name, viewer.id, language)
        result = await self._run(request, operation, viewer)
        return _write_result(result, asker, type_)

    async def _run(self, request: Request, operation: Operation, viewer: Viewer) -> ExecutionResult:
        context = make_context(
            request.app.state.store, viewer, datetime.now(UTC), request.headers.get("accept-language")
        )
        try:
            return await self._schema.execute(
                operation.query,
                variable_values=operation.variables,
                context_value=context,
                operation_name=operation.name,
                allowed_operation_types=_READING if operation.read_only else _ALL,
            )
        except InvalidOperationTypeError as error:
            raise _not_allowed(error.operation_type) from error
        except (CannotGetOperationTypeError, MissingQueryError) as error:
            raise HttpError(400, "BAD_REQUEST", _no_operation(operation)) from error


def _is_browser_visit(request: Request) -> bool:
    asked = "query" in request.query_params
    return request.method == "GET" and not asked and "text/html" in request.headers.get("accept", "")


def _not_allowed(type_: OperationType) -> HttpError:
    if type_ is OperationType.SUBSCRIPTION:
        return HttpError(
            400, "BAD_REQUEST", Text("Subscriptions cannot be run by a plain request.", "普通请求不支持订阅。")
        )
    return HttpError(
        405, "METHOD_NOT_ALLOWED", Text("Mutations are sent by POST.", "变更操作请用 POST 发送。"), {"Allow": "POST"}
    )


def _no_operation(operation: Operation) -> Text:
    if operation.name is None:
        return Text(
            "The document has several operations, or none: name one by `operationName`.",
            "文档含有多个操作或没有操作，请用 `operationName` 指定一个。",
        )
    shown = operation.name[:100]
    return Text(f"The document has no operation “{shown}”.", f"文档中没有名为“{shown}”的操作。")


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
