"""Objects of any type, by id."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated, Any, Final

import strawberry

import domain.assessment
import domain.interaction
import domain.opportunity
import domain.order
import domain.referral
import domain.stage
import domain.stakeholder
from domain.errors import LimitError
from domain.ids import id_type
from domain.text import Text
from schema.assessment import Assessment
from schema.connection import MAX_FIRST
from schema.context import Info
from schema.decision_map import find_map, show_stakeholders
from schema.interaction import Interaction
from schema.node import Node
from schema.opportunity import Opportunity
from schema.order import Order
from schema.party import party_of
from schema.referral import Referral
from schema.stage import StageTransition

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

NodeId = Annotated[strawberry.ID, strawberry.argument(description="The id, as an object answered it.")]
NodeIds = Annotated[list[strawberry.ID], strawberry.argument(description="At most 1,000 ids.")]

_SHOWN: Final[Mapping[type, Callable[[Any], Node]]] = {
    domain.assessment.Assessment: Assessment.from_domain,
    domain.interaction.Interaction: Interaction.from_domain,
    domain.opportunity.Opportunity: Opportunity.from_domain,
    domain.order.Order: Order.from_domain,
    domain.referral.Referral: Referral.from_domain,
    domain.stage.Transition: StageTransition.from_domain,
}


async def find_object(info: Info, id_: str) -> Node | None:
    """Return whatever has the id; null where there is nothing, or the viewer may not see it."""
    if id_type(id_) == "map":
        return await find_map(info, id_)
    found: Any = await info.context.loaders.nodes.load(id_)
    if isinstance(found, domain.stakeholder.Stakeholder):
        return next(iter(await show_stakeholders(info, [found])), None)
    show = _SHOWN.get(type(found))  # pyright: ignore[reportUnknownArgumentType] - of whatever type it is
    return show(found) if show is not None else party_of(found)


async def resolve_node(info: Info, id: NodeId) -> Node | None:
    return await find_object(info, id)


async def resolve_nodes(info: Info, ids: NodeIds) -> list[Node | None]:
    if len(ids) > MAX_FIRST:
        raise LimitError(
            Text(
                f"There are {len(ids)} ids; at most {MAX_FIRST} are possible.",
                f"共 {len(ids)} 个 ID，最多 {MAX_FIRST} 个。",
            ),
            field="ids",
        )
    return await asyncio.gather(*(find_object(info, id_) for id_ in ids))
