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
from schema.opportunity import Opportunity
from schema.party import party_of

SearchText = Annotated[
    str,
    strawberry.argument(
        description="The beginning of a name, a title, an e-mail address or a number; Chinese from one character on, "
        "by characters or by pinyin (`wangwei`, `ww`)."
    ),
]


OpportunityText = Annotated[
    str,
    strawberry.argument(
        description="The beginning of a name or of a word in it; Chinese from one character on, by characters or by "
        "pinyin."
    ),
]


async def resolve_search(info: Info, text: SearchText, first: First = DEFAULT_FIRST) -> list[Party]:
    found = await info.context.store.search(*_asked(text, first))
    return [party for party in map(party_of, found) if party is not None]


async def resolve_search_opportunities(
    info: Info, text: OpportunityText, first: First = DEFAULT_FIRST
) -> list[Opportunity]:
    found = await info.context.store.search_opportunities(*_asked(text, first))
    return [Opportunity.from_domain(one) for one in found]


def _asked(text: str, first: int | None) -> tuple[tuple[str, ...], int]:
    most = read_first(first)
    if len(text) > MAX_NAME:
        raise LimitError(
            Text(f"At most {MAX_NAME} characters are looked for.", f"最多搜索 {MAX_NAME} 个字符。"), field="text"
        )
    return query_phrase(text), most
