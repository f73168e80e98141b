"""What an execution's errors tell the caller: what they can mend in words, everything else as an id of the log."""

from __future__ import annotations

import logging
import re
import secrets
import traceback
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from domain.errors import DomainError
from domain.text import Text
from graph.deadline import OverdueError
from graph.store import StoreUnavailableError
from schema.language import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graphql import GraphQLError

    from schema.language import Language

LOG: Final = logging.getLogger("rapport")
OVERDUE: Final = Text(
    "The operation took too long and was stopped; what it had written before stays. Ask for less at a time.",
    "操作耗时过长，已被中止；此前已写入的内容保留。请减少单次请求的内容。",
)
UNAVAILABLE: Final = Text("The database cannot be reached now; try again soon.", "数据库暂时无法访问，请稍后重试。")

# GraphQL has it in its message alone.
_IN_VARIABLE: Final = re.compile(r"Variable '\$(?P<name>\w+)' has invalid value(?: at (?P<path>[\w.\[\]]+))?: ")


@dataclass(frozen=True, slots=True)
class Told:
    """Errors as the answer has them. `executed`: some field was; `unavailable`: the store was not."""

    errors: list[dict[str, Any]]
    executed: bool
    unavailable: bool


@dataclass(frozen=True, slots=True)
class Asker:
    """Whose request an entry of the log is about. Never what it was about: variables can hold notes."""

    request_id: str
    operation: str | None
    viewer_id: str
    language: Language


def tell(errors: Sequence[GraphQLError], asker: Asker) -> Told:
    """Turn errors into what may be told, and log those that nobody expected, each once."""
    logged: dict[int, str] = {}
    return Told(
        errors=[_tell_one(error, asker, logged) for error in errors],
        executed=any(error.path for error in errors),
        unavailable=any(isinstance(_cause(error), StoreUnavailableError) for error in errors),
    )


def _cause(error: GraphQLError) -> BaseException | None:
    """Return what a resolver raised; null for errors of GraphQL itself, which are fit to be read."""
    from graphql import GraphQLError

    cause: BaseException | None = error.original_error
    while isinstance(cause, GraphQLError):
        cause = cause.original_error
    return cause


def _tell_one(error: GraphQLError, asker: Asker, logged: dict[int, str]) -> dict[str, Any]:
    told: dict[str, Any] = dict(error.formatted)
    cause = _cause(error)
    if cause is None:
        return told if error.path else told | {"extensions": {"code": "INVALID", **_argument(error)}}
    if isinstance(cause, RecursionError) and not error.path:
        return told | _explain(Text("The document is nested too deeply.", "文档嵌套过深。"), "LIMIT", asker)
    if isinstance(cause, DomainError):
        argument = {"argument": ".".join(cause.field)} if any(cause.field) else _argument(error)
        return told | _explain(cause.message, cause.code.value, asker, **argument)
    if isinstance(cause, StoreUnavailableError | OverdueError):
        return told | _tell_stopped(cause, asker, logged)
    if told.get("extensions", {}).get("code"):
        return told
    return told | say_internal(log_once(cause, asker, logged), asker)


def _argument(error: GraphQLError) -> dict[str, str]:
    """Return which part of which variable an error is about, `input.amount`; nothing where it is about none."""
    found = _IN_VARIABLE.match(error.message)
    return {"argument": found["name"] + (found["path"] or "")} if found else {}


def say_internal(id_: str, asker: Asker) -> dict[str, Any]:
    """Say that something unexpected happened, by the id of its entry in the log."""
    return _explain(
        Text(f"Something went wrong on the server; its log has it as {id_}.", f"服务器出错，日志编号 {id_}。"),
        "INTERNAL",
        asker,
        id=id_,
    )


def _tell_stopped(cause: Exception, asker: Asker, logged: dict[int, str]) -> dict[str, Any]:
    overdue = isinstance(cause, OverdueError)
    if not logged.get(-1):
        # One outage fails every field of a request; it is one entry all the same.
        logged[-1] = "operation stopped, it took too long:" if overdue else f"store unavailable: {cause}"
        LOG.error("%s %s", logged[-1], _about(asker))
    return _explain(OVERDUE, "TIMEOUT", asker) if overdue else _explain(UNAVAILABLE, "UNAVAILABLE", asker)


def log_once(cause: BaseException, asker: Asker, logged: dict[int, str]) -> str:
    """Log an unexpected error with where it happened, and return the id of the entry.

    Its message is left out: it can quote what somebody typed.
    """
    if id(cause) not in logged:
        logged[id(cause)] = secrets.token_hex(6)
        frames = "".join(traceback.format_tb(cause.__traceback__))
        LOG.error("unexpected error %s: %s %s\n%s", logged[id(cause)], type(cause).__qualname__, _about(asker), frames)
    return logged[id(cause)]


def _about(asker: Asker) -> str:
    return f"request={asker.request_id} operation={asker.operation} viewer={asker.viewer_id}"


def _explain(message: Text, code: str, asker: Asker, **more: str) -> dict[str, Any]:
    return {
        "message": say(message, asker.language),
        "extensions": {"code": code, **more},
    }
