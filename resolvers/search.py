"""Search."""

from __future__ import annotations

from typing import Annotated

import strawberry

from domain.errors import LimitError
from domain.search_text import query_phrase
from domain.text import MAX_NAME, Text
from schema.arguments import First
from schema.connection import DEFAULT_FIRST, read_first
from schema.context import Info
from schema.node import Party
from schema.party import party_of

SearchText = Annotated[
    str,
    strawberry.argument(
        description="The beginning of a name, a title, an e-mail address or a number; Chinese from one character on, "
        "by characters or by pinyin (`wangwei`, `ww`)."
    ),
]


async def resolve_search(info: Info, text: SearchText, first: First = DEFAULT_FIRST) -> list[Party]:
    most = read_first(first)
    if len(text) > MAX_NAME:
        raise LimitError(
            Text(f"At most {MAX_NAME} characters are looked for.", f"最多搜索 {MAX_NAME} 个字符。"), field="text"
        )
    phrase = query_phrase(text)
    found = await info.context.store.search(phrase, most) if phrase else []
    return [party for party in map(party_of, found) if party is not None]
