"""Best moves: which single changes would improve a map most."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import strawberry

import domain.best_move
from domain.codes import MoveKind
from domain.insight_ranking import Found, rank
from schema.decision_map import DecisionMap
from schema.insight import Insight, Play
from schema.loaders import NOW, ShownMap
from schema.stakeholder import Stakeholder
from schema.text import Text

if TYPE_CHECKING:
    from domain.insight import Finding


@strawberry.type(
    description="One change that would improve a map. The measure: support score (unknown: 0), + 50 for AMBER, + 100 "
    "for GREEN, + 100 × completeness, + 50 × the share of key players who are covered, − 20 for each critical insight, "
    "− 10 for each warning, − 2 for each piece of information."
)
class BestMove:
    kind: MoveKind = strawberry.field(description="What is to be done.")
    stakeholder: Stakeholder = strawberry.field(description="With whom, as the map is.")
    effect: float = strawberry.field(description="By how much the measure rises; more than 0.")
    why: Text = strawberry.field(description="What the effect is the sum of.")

    @strawberry.field(description="The map as it would be.")
    def after(self) -> DecisionMap:
        return self._supposed

    @strawberry.field(description="The insights that would be resolved.")
    def insights_gone(self) -> list[Insight]:
        return self._shown(self.known.gone, self.shown_in)

    @strawberry.field(description="The insights that would come up.")
    def insights_new(self) -> list[Insight]:
        return self._shown(self.known.new, self._supposed) if self.known.new else []

    steps: int = strawberry.field(
        description="How many steps of support the person stands below SUPPORTER; 0 from there on, where it is "
        "unknown, and for a placeholder."
    )
    contact_strength: float = strawberry.field(
        description="How strong our strongest contact to the person is, 0 to 100; 0: none of us met them."
    )
    play: Play = strawberry.field(description="The step to take: who of us, whom, and through whom.")

    known: strawberry.Private[domain.best_move.BestMove]
    shown_in: strawberry.Private[DecisionMap]

    @cached_property
    def _supposed(self) -> DecisionMap:
        """The map as it would be: a whole map for each move, if it is asked for."""
        found, supposed = self.known.after.map, domain.best_move.supposed_in(self.known)
        return DecisionMap.from_domain(
            found, shown=ShownMap(found, NOW, instead_of=self.shown_in.shown.found, supposed=supposed)
        )

    def _shown(self, findings: tuple[Finding, ...], of: DecisionMap) -> list[Insight]:
        return [Insight.from_domain(one, of) for one in rank([Found(findings, self.known.after.at_stake)])]

    @classmethod
    def from_domain(cls, found: domain.best_move.BestMove, of: DecisionMap) -> BestMove:
        return cls(
            kind=found.kind,
            stakeholder=of.places[found.standing.stakeholder.id],
            effect=found.effect,
            why=Text.from_domain(found.why),
            steps=found.steps,
            contact_strength=found.contact.value if found.contact is not None else 0.0,
            play=Play.from_domain(found.play),
            known=found,
            shown_in=of,
        )
