"""GraphQL over HTTP: what a request asks for, and how an answer is written.

After the draft specification “GraphQL over HTTP”: an answer of the type `application/graphql-response+json`
tells by its status whether the request could be executed; with the older `application/json` a well-formed
request is always answered with 200.
"""

from __future__ import annotations

import asyncio
import gzip
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, cast

import orjson
from starlette.responses import Response

from domain.text import Text
from schema.language import quality, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from schema.language import Language

MAX_BODY: Final = 1 << 20
"""Largest body of a request, in bytes."""

PACKED_FROM: Final = 1 << 16
"""Answers of so many bytes are sent packed to whoever takes that: what is smaller arrives as soon as it is."""

GRAPHQL_JSON: Final = "application/graphql-response+json"
JSON: Final = "application/json"


class HttpError(Exception):
    """A request that is refused before anything of it is executed."""

    def __init__(self, status: int, code: str, message: Text, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message.en)
        self.status = status
        self.code = code
        self.message = message
        self.headers = headers or {}


@dataclass(frozen=True, slots=True)
class Operation:
    """What a request asks to be executed; `read_only`: it came by GET, which must change nothing."""

    query: str
    variables: dict[str, Any] = field(default_factory=dict[str, Any])
    name: str | None = None
    read_only: bool = False


def media_type(accept: str | None) -> str:
    """Return the media type to answer with; raises HttpError 406 where the client takes neither."""
    if not accept or not accept.strip():
        return JSON
    taken: dict[str, float] = {}
    for part in accept.split(","):
        name, _, parameters = part.strip().partition(";")
        taken[name.strip().lower()] = quality(parameters)
    anything = max(taken.get("*/*", 0.0), taken.get("application/*", 0.0))
    modern, plain = taken.get(GRAPHQL_JSON, 0.0), taken.get(JSON, anything)
    if modern == plain == 0.0:
        raise HttpError(
            406,
            "NOT_ACCEPTABLE",
            Text(f"The answer is {GRAPHQL_JSON} or {JSON}.", f"响应类型为 {GRAPHQL_JSON} 或 {JSON}。"),
        )
    return GRAPHQL_JSON if modern >= plain else JSON


def takes_gzip(accept_encoding: str | None) -> bool:
    """Whether a client takes packed answers."""
    parts = [part.partition(";") for part in (accept_encoding or "").lower().split(",")]
    taken = {name.strip(): quality(parameters) for name, _, parameters in parts}
    return taken.get("gzip", taken.get("*", 0.0)) > 0.0


async def read_operation(request: Request) -> Operation:
    """Read what a request asks for; raises HttpError where it is no GraphQL request."""
    if request.method == "GET":
        return _from_query_string(request.query_params)
    if request.method != "POST":
        raise HttpError(
            405,
            "METHOD_NOT_ALLOWED",
            Text("Use POST, or GET for queries.", "请使用 POST，查询也可用 GET。"),
            {"Allow": "GET, POST"},
        )
    _check_media_type(request.headers)
    return _from_body(await _read_body(request))


def _check_media_type(headers: Mapping[str, str]) -> None:
    # A form of another site can send neither this type nor an encoding without asking first (CORS), so that
    # it can never run a mutation with the rights of whoever looks at it.
    name, _, parameters = headers.get("content-type", "").partition(";")
    charset = parameters.strip().lower().removeprefix("charset=").strip('"')
    if name.strip().lower() != JSON or charset not in {"", "utf-8", "utf8"}:
        raise HttpError(
            415,
            "UNSUPPORTED_MEDIA_TYPE",
            Text(f"Send the request as {JSON}, in UTF-8.", f"请以 UTF-8 编码的 {JSON} 发送请求。"),
        )
    check_uncompressed(headers)


def check_uncompressed(headers: Mapping[str, str]) -> None:
    """Raise HttpError 415 for a body that would have to be unpacked."""
    if headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise HttpError(415, "UNSUPPORTED_MEDIA_TYPE", Text("Send the request uncompressed.", "请发送未压缩的请求。"))


async def _read_body(request: Request) -> bytes:
    body = bytearray()
    length = request.headers.get("content-length", "0")
    if length.isdigit() and int(length) > MAX_BODY:
        raise _too_large()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            raise _too_large()
    return bytes(body)


def _too_large() -> HttpError:
    return HttpError(
        413,
        "TOO_LARGE",
        Text(f"A request has at most {MAX_BODY:,} bytes.", f"请求最多 {MAX_BODY:,} 字节。"),
        {"Connection": "close"},
    )


def _from_body(body: bytes) -> Operation:
    parameters = _json_object(body, Text("The body", "请求正文"))
    return _operation(parameters)


def _from_query_string(given: Mapping[str, str]) -> Operation:
    parameters: dict[str, Any] = dict(given)
    for name in ("variables", "extensions"):
        if given.get(name):
            parameters[name] = _json_object(given[name].encode("utf-8", "replace"), Text(f"`{name}`", f"`{name}` "))
        else:
            parameters.pop(name, None)
    return _operation(parameters, read_only=True)


def _json_object(text: bytes, what: Text) -> dict[str, Any]:
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise _bad_request(
            Text(f"{what.en} is not JSON ({error.msg}).", f"{what.zh}不是有效的 JSON（{error.msg}）。")
        ) from error
    if isinstance(value, list):
        raise _bad_request(
            Text(
                f"{what.en} must be one JSON object; batches are not taken.",
                f"{what.zh}必须是一个 JSON 对象，不支持批量请求。",
            )
        )
    if not isinstance(value, dict):
        raise _bad_request(Text(f"{what.en} must be a JSON object.", f"{what.zh}必须是 JSON 对象。"))
    return cast("dict[str, Any]", value)


def _operation(parameters: Mapping[str, Any], *, read_only: bool = False) -> Operation:
    query, variables = parameters.get("query"), parameters.get("variables")
    name, extensions = parameters.get("operationName"), parameters.get("extensions")
    if not isinstance(query, str) or not query.strip():
        raise _bad_request(Text("`query` must be a GraphQL document.", "`query` 必须是 GraphQL 文档。"))
    if variables is not None and not isinstance(variables, dict):
        raise _bad_request(Text("`variables` must be an object.", "`variables` 必须是对象。"))
    if name is not None and not isinstance(name, str):
        raise _bad_request(Text("`operationName` must be a string.", "`operationName` 必须是字符串。"))
    if extensions is not None and not isinstance(extensions, dict):
        raise _bad_request(Text("`extensions` must be an object.", "`extensions` 必须是对象。"))
    return Operation(query, cast("dict[str, Any]", variables or {}), name or None, read_only)


def _bad_request(message: Text) -> HttpError:
    return HttpError(400, "BAD_REQUEST", message)


def write_answer(
    content: Mapping[str, Any], status: int, type_: str, headers: Mapping[str, str] | None = None
) -> Response:
    """Write an answer; what a viewer may see is kept by no cache."""
    return Response(
        orjson.dumps(content),
        status,
        {
            "Cache-Control": "no-store",
            "Vary": "Accept, Accept-Encoding, Accept-Language, Authorization",
            **(headers or {}),
        },
        media_type=f"{type_}; charset=utf-8",
    )


def write_refusal(error: HttpError, type_: str, language: Language) -> Response:
    """Write a refusal as a GraphQL answer without data."""
    content = {"errors": [{"message": say(error.message, language), "extensions": {"code": error.code}}]}
    return write_answer(content, error.status, type_, error.headers)


async def pack(response: Response, accept_encoding: str | None) -> None:
    """Pack a large answer for a client that takes that, in a thread: it takes some milliseconds."""
    if len(response.body) < PACKED_FROM or not takes_gzip(accept_encoding):
        return
    response.body = await asyncio.to_thread(gzip.compress, response.body, 1)
    response.headers["Content-Encoding"] = "gzip"
    response.headers["Content-Length"] = str(len(response.body))
