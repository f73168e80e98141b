"""What one of us is to one of them."""

from __future__ import annotations

import domain.stakeholder
from domain.ids import SellerId, StakeholderId
from graph.contact import load_contact
from graph.contact_level import set_contact_level as stated
from resolvers.writing import perform
from schema.arguments import Given
from schema.contact import ContactCell, show_cell
from schema.contact_writing import SetContactLevelInput, SetContactLevelPayload
from schema.context import Info
from schema.loaders import NOW
from schema.related import load_stakeholder


async def set_contact_level(info: Info, input: Given[SetContactLevelInput]) -> SetContactLevelPayload:
    return await perform(info, input, stated, SetContactLevelPayload, _find)


async def _find(info: Info, pair: str) -> ContactCell | None:
    seller_id, _, stakeholder_id = pair.partition("/")
    loaders = info.context.loaders
    known = await loaders.nodes.load(stakeholder_id)
    if not isinstance(known, domain.stakeholder.Stakeholder):
        return None
    map_ = await loaders.maps.load((known.map_id, NOW))
    if map_ is None:
        return None
    context = info.context
    cell = await load_contact(context.store, map_, SellerId(seller_id), StakeholderId(stakeholder_id), now=context.now)
    place = await load_stakeholder(info, stakeholder_id)
    return show_cell(cell, place, place.person) if cell is not None and place.person is not None else None
