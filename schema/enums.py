"""The enums of the schema: those of `domain`, with their labels as descriptions. Imported before any type is made."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any, Final

import strawberry

from domain.codes import CODE_LISTS, AccountOrder, Labelled, PortfolioOrder
from domain.errors import ErrorCode
from graph.importing.encoding import SaidEncoding
from graph.importing.jobs import ImportState

if TYPE_CHECKING:
    from collections.abc import Mapping
    from enum import StrEnum

_ERROR_CODES: Final[Mapping[str, str]] = {
    ErrorCode.NOT_FOUND: "There is no such object, or you may not see it.",
    ErrorCode.INVALID: "A value breaks a rule, by itself or with what is already known.",
    ErrorCode.DUPLICATE: "The same thing is there already.",
    ErrorCode.CONFLICT: "What was decided on has changed since, or something was built on it.",
    ErrorCode.CYCLE: "A hierarchy would close on itself.",
    ErrorCode.FORBIDDEN: "You may read this but not change it.",
    ErrorCode.LIMIT: "More was asked for than one request may have.",
}
_ORDERS: Final[Mapping[str, str]] = {
    AccountOrder.NAME_ASC: "By name, from the first code point on.",
    AccountOrder.NAME_DESC: "By name, from the last code point back.",
    AccountOrder.CREATED_ASC: "By when they were recorded, the earliest first.",
    AccountOrder.CREATED_DESC: "By when they were recorded, the latest first.",
}

_PORTFOLIO_ORDERS: Final[Mapping[str, str]] = {
    PortfolioOrder.NAME: "By name, by code point.",
    PortfolioOrder.STATUS: "By the status of the standing map: RED, AMBER, GREEN.",
    PortfolioOrder.SCORE: "By the support score of the standing map.",
    PortfolioOrder.COMPLETENESS: "By how much of what it must tell the standing map tells.",
    PortfolioOrder.VALUE_AT_STAKE: "By what is at stake in open opportunities, in one currency.",
    PortfolioOrder.TOP_INSIGHT: "By how severe the worst open insight is, then how many there are of that severity.",
    PortfolioOrder.MOVED: "By when one of the account's maps changed last.",
    PortfolioOrder.LAST_CONTACT: "By when the latest interaction was.",
}
_IMPORT_STATES: Final[Mapping[str, str]] = {
    ImportState.WAITING: "Another one goes on; imports take turns.",
    ImportState.RUNNING: "It goes on.",
    ImportState.DONE: "It has ended; `report` has what came of it.",
    ImportState.FAILED: "It failed and wrote nothing; `report` is an error that says why.",
}
_ENCODINGS: Final[Mapping[str, str]] = {
    SaidEncoding.UTF_8: "UTF-8.",
    SaidEncoding.UTF_16: "UTF-16, with a byte order mark.",
    SaidEncoding.GB18030: "GB18030, of which GBK and GB2312 are parts.",
    SaidEncoding.BIG5: "Big5.",
    SaidEncoding.WINDOWS_1252: "Windows-1252, of western Europe.",
}


def _publish(enum: type[StrEnum], descriptions: Mapping[str, str]) -> None:
    """Make an enum one of the schema: its docstring and these texts are what the schema says of it."""
    published: Any = strawberry.enum(enum, description=inspect.cleandoc(enum.__doc__ or ""))
    for value in published.__strawberry_definition__.values:
        value.description = descriptions[value.value]


def _labels(value: Labelled) -> str:
    symbol = f" ({value.symbol})" if value.symbol is not None else ""
    return f"{value.label.en}{symbol}; {value.label.zh}"


for _list in CODE_LISTS:
    _publish(_list.enum, {value: _labels(value) for value in _list.enum})
_publish(ErrorCode, _ERROR_CODES)
_publish(AccountOrder, _ORDERS)
_publish(PortfolioOrder, _PORTFOLIO_ORDERS)
_publish(ImportState, _IMPORT_STATES)
_publish(SaidEncoding, _ENCODINGS)
