"""Value lists and ladders."""

from __future__ import annotations

from domain.ladder import LADDERS
from schema.codes import CodeList, code_lists
from schema.ladder import Ladder, ladder_of


def resolve_code_lists() -> list[CodeList]:
    return code_lists()


def resolve_ladders() -> list[Ladder]:
    return [ladder_of(key) for key in LADDERS]
