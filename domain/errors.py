"""Failures that a caller can mend. Each says its code, the input field it concerns, and what would be right."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from domain.text import Text


class ErrorCode(StrEnum):
    """The closed list of codes that a front end may rely on."""

    NOT_FOUND = "NOT_FOUND"
    INVALID = "INVALID"
    DUPLICATE = "DUPLICATE"
    CONFLICT = "CONFLICT"
    CYCLE = "CYCLE"
    FORBIDDEN = "FORBIDDEN"
    LIMIT = "LIMIT"


class DomainError(Exception):
    """A refused statement or question.

    `field` is the path in the input or the argument, in the API's spelling (`referredId`); `expected` and
    `actual` are given on CONFLICT: what the caller supposed and what is there.
    """

    code: ClassVar[ErrorCode]

    def __init__(
        self,
        message: Text,
        *,
        field: str | tuple[str, ...] | None = None,
        expected: str | None = None,
        actual: str | None = None,
    ) -> None:
        """Keep the message in both languages; the exception's own text is the English one."""
        super().__init__(message.en)
        self.message = message
        self.field: tuple[str, ...] = (field,) if isinstance(field, str) else field or ()
        self.expected = expected
        self.actual = actual


class NotFoundError(DomainError):
    """There is no such object, or the viewer may not see it: the two are told alike."""

    code = ErrorCode.NOT_FOUND


class InvalidError(DomainError):
    """A value that breaks a rule by itself or with what is already known."""

    code = ErrorCode.INVALID


class DuplicateError(DomainError):
    """The same thing is there already."""

    code = ErrorCode.DUPLICATE


class ConflictError(DomainError):
    """The caller decided on a state that has changed since, or something was built on it."""

    code = ErrorCode.CONFLICT


class CycleError(DomainError):
    """A hierarchy would close on itself."""

    code = ErrorCode.CYCLE


class ForbiddenError(DomainError):
    """The viewer may see the object but not do this to it."""

    code = ErrorCode.FORBIDDEN


class LimitError(DomainError):
    """More was asked for than one request may have."""

    code = ErrorCode.LIMIT
