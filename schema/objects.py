"""Objects of any type, by id."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import domain.assessment
import domain.commitment
import domain.interaction
import domain.opportunity
import domain.order
import domain.referral
import domain.stage
import domain.stakeholder
from domain.ids import id_type
from schema.assessment import Assessment
from schema.commitment import Commitment
from schema.decision_map import find_map, show_stakeholders
from schema.interaction import Interaction
from schema.opportunity import Opportunity
from schema.order import Order
from schema.party import party_of
from schema.referral import Referral
from schema.stage import StageTransition

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from schema.context import Info
    from schema.node import Node

_SHOWN: Final[Mapping[type, Callable[[Any], Node]]] = {
    domain.assessment.Assessment: Assessment.from_domain,
    domain.commitment.Commitment: Commitment.from_domain,
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
