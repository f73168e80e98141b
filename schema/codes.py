"""The value lists as data, so that every front end shows the same words."""

from __future__ import annotations

from functools import cache

import strawberry

import domain.codes
from domain.codes import CODE_LISTS
from schema.text import Text


@strawberry.type(description="One value of a list, with what people call it.")
class Code:
    code: str = strawberry.field(description="The value of the enum.")
    label: Text = strawberry.field(description="What people call it.")
    symbol: str | None = strawberry.field(description="Its symbol on a map, where the list has symbols.")

    @classmethod
    def from_domain(cls, found: domain.codes.Code) -> Code:
        return cls(code=found.code, label=Text.from_domain(found.label), symbol=found.symbol)


@strawberry.type(description="One of the closed value lists, so that every front end shows the same words.")
class CodeList:
    name: str = strawberry.field(description="The enum's name in this schema.")
    values: list[Code] = strawberry.field(description="Its values, in order.")

    @classmethod
    def from_domain(cls, found: domain.codes.CodeList) -> CodeList:
        return cls(name=found.name, values=[Code.from_domain(value) for value in found.values])


@cache
def code_lists() -> list[CodeList]:
    """Return every list with labels."""
    return [CodeList.from_domain(found) for found in CODE_LISTS]
