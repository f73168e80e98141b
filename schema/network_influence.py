"""Network influence: what the ties among the people of a map say of each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import strawberry

from domain.codes import TieKind
from domain.tie import ReportsTo
from schema.tie import Tie

if TYPE_CHECKING:
    import domain.network_influence
    from domain.network_influence import InfluenceTie
    from schema.decision_map import DecisionMap
    from schema.stakeholder import Stakeholder


@strawberry.type(
    description="A person's figures over the ties among the people of the map: reporting and positive influence. "
    "Placeholders and those who have left are left out."
)
class NetworkInfluence:
    rank: int = strawberry.field(description="The place by PageRank, from 1; equals by name.")
    page_rank: float = strawberry.field(
        description="PageRank, damping 0.85, a share: all of the map sum to 1. An influence leads to who has it and "
        "weighs its strength; reporting leads to the manager and weighs 3."
    )
    betweenness: float = strawberry.field(
        description="The share of the shortest ways between two others that pass this person, 0 to 1."
    )
    constraint: float | None = strawberry.field(
        description="Burt's constraint: how much the person's ties lead to the same people; null without ties."
    )
    hidden: bool = strawberry.field(
        description="A hidden influencer: stated influence OUTSIDE or unknown, with a tie towards them, and in the "
        "top fifth by PageRank."
    )
    cut: bool = strawberry.field(description="A cut person: we reach some other key player only through them.")
    cut_known: bool = strawberry.field(
        description="Whether all people around could be looked at; false beyond 10,000 of them: `cut` is false then."
    )
    ties: list[Tie] = strawberry.field(description="The person's ties that the figures were made from.")
    cuts_off: list[Annotated[Stakeholder, strawberry.lazy("schema.stakeholder")]] = strawberry.field(
        description="The other key players whom we reach only through this person."
    )

    @classmethod
    def from_domain(cls, found: domain.network_influence.NetworkInfluence, of: DecisionMap) -> NetworkInfluence:
        return cls(
            rank=found.rank,
            page_rank=found.page_rank,
            betweenness=found.betweenness,
            constraint=found.constraint,
            hidden=found.hidden,
            cut=found.cut,
            cut_known=found.cut_known,
            ties=[of.ties_by_ends[_ends(tie)] for tie in found.ties],
            cuts_off=[of.places[id_] for id_ in found.cuts_off],
        )


def _ends(tie: InfluenceTie) -> tuple[TieKind, str, str | None]:
    if isinstance(tie, ReportsTo):
        return TieKind.REPORTS_TO, tie.person_id, tie.manager_id
    return TieKind.INFLUENCES, tie.source, tie.target
