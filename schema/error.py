"""What of a write the caller has to mend."""

from __future__ import annotations

from typing import TYPE_CHECKING

import strawberry

from domain.errors import DomainError, ErrorCode
from schema.language import say

if TYPE_CHECKING:
    from schema.language import Language


@strawberry.type(description="Why a write was refused, and what would be right.")
class UserError:
    code: ErrorCode = strawberry.field(description="What kind of refusal it is.")
    field: list[str] | None = strawberry.field(description="The path in the input that it is about; null: the whole.")
    message: str = strawberry.field(description="It in words, in English, or in Chinese by `Accept-Language`.")
    expected: str | None = strawberry.field(description="On CONFLICT, what the caller supposed.")
    actual: str | None = strawberry.field(description="On CONFLICT, what is there.")

    @classmethod
    def from_domain(cls, error: DomainError, language: Language) -> UserError:
        return cls(
            code=error.code,
            field=list(error.field) or None,
            message=say(error.message, language),
            expected=error.expected,
            actual=error.actual,
        )
