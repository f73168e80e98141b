"""Sellers."""

from __future__ import annotations

from typing import Final

import graph.seller
from resolvers.writing import perform
from schema.arguments import After, First, Given
from schema.connection import DEFAULT_FIRST, Connection, connect, read_page
from schema.context import Info
from schema.cursor import Ordering
from schema.seller import (
    CreateSellerInput,
    CreateSellerPayload,
    Seller,
    UpdateSellerInput,
    UpdateSellerPayload,
    load_seller,
)

_SELLERS: Final = Ordering("sellers", str)


async def resolve_viewer(info: Info) -> Seller | None:
    return await load_seller(info, info.context.viewer.id)


async def resolve_sellers(info: Info, first: First = DEFAULT_FIRST, after: After = None) -> Connection[Seller]:
    page = read_page(_SELLERS, first, after)
    found = await info.context.store.page_sellers(page)
    return connect(found, _SELLERS, page, Seller.from_domain, info.context.store.count_sellers)


async def create_seller(info: Info, input: Given[CreateSellerInput]) -> CreateSellerPayload:
    return await perform(info, input, graph.seller.create_seller, CreateSellerPayload)


async def update_seller(info: Info, input: Given[UpdateSellerInput]) -> UpdateSellerPayload:
    return await perform(info, input, graph.seller.update_seller, UpdateSellerPayload)
