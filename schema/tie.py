"""Ties between people: who reports to, moves and knows whom."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Annotated

import strawberry

from domain.codes import Circle, Polarity, TieKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    import domain.decision_map
    import domain.tie
    from schema.stakeholder import Stakeholder


@strawberry.type(description="A tie between two people of one map.")
class Tie:
    id: strawberry.ID = strawberry.field(description="An id of its own, the same as long as the two are in the map.")
    kind: TieKind = strawberry.field(description="What it says.")
    source: Annotated[Stakeholder, strawberry.lazy("schema.stakeholder")] = strawberry.field(
        description="Who reports, moves or knows."
    )
    target: Annotated[Stakeholder, strawberry.lazy("schema.stakeholder")] = strawberry.field(
        description="Who is reported to, moved or known."
    )
    strength: float | None = strawberry.field(description="INFLUENCES: 1 to 5; KNOWS: 0 to 1, null where unstated.")
    polarity: Polarity | None = strawberry.field(description="INFLUENCES: whether it is followed or resisted.")
    circle: Circle | None = strawberry.field(description="KNOWS: where from, read from the source's side.")


def ties_of(graph: domain.decision_map.MapGraph, places: Mapping[str, Stakeholder]) -> list[Tie]:
    """Return a map's ties, by kind, source and target; `places` are the stakeholders by their person's id."""
    # Sorted here, because folded ties come in the order of their facts.
    return [
        *(
            _tie(TieKind.REPORTS_TO, places[tie.person_id], places[tie.manager_id])
            for tie in sorted(graph.reports, key=lambda tie: (tie.person_id, tie.manager_id or ""))
            if tie.manager_id is not None
        ),
        *(
            _tie(TieKind.INFLUENCES, places[tie.source], places[tie.target], tie.strength, polarity=tie.polarity)
            for tie in sorted(graph.influences, key=_ends)
        ),
        *(
            _tie(TieKind.KNOWS, places[tie.source], places[tie.target], tie.strength, circle=tie.circle)
            for tie in sorted(graph.acquaintances, key=_ends)
        ),
    ]


def _ends(tie: domain.tie.Influences | domain.tie.Knows) -> tuple[str, str]:
    return tie.source, tie.target


def _tie(
    kind: TieKind,
    source: Stakeholder,
    target: Stakeholder,
    strength: float | None = None,
    *,
    polarity: Polarity | None = None,
    circle: Circle | None = None,
) -> Tie:
    named = hashlib.blake2b(f"{kind}/{source.id}/{target.id}".encode(), digest_size=16)
    return Tie(
        id=strawberry.ID(f"tie_{named.hexdigest()}"),
        kind=kind,
        source=source,
        target=target,
        strength=strength,
        polarity=polarity,
        circle=circle,
    )
