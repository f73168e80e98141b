"""Best moves: which single changes would improve a map most."""

from __future__ import annotations

import strawberry

import domain.best_move
from domain.codes import MoveKind
from domain.insight_ranking import Found, rank
from schema.decision_map import DecisionMap
from schema.insight import Insight, Play
from schema.loaders import NOW, ShownMap
from schema.stakeholder import Stakeholder
from schema.text import Text


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
    after: DecisionMap = strawberry.field(description="The map as it would be.")
    insights_gone: list[Insight] = strawberry.field(description="The insights that would be resolved.")
    insights_new: list[Insight] = strawberry.field(description="The insights that would come up.")
    steps: int = strawberry.field(
        description="How many steps of support the person stands below SUPPORTER; 0 from there on, where it is "
        "unknown, and for a placeholder."
    )
    contact_strength: float = strawberry.field(
        description="How strong our strongest contact to the person is, 0 to 100; 0: none of us met them."
    )
    play: Play = strawberry.field(description="The step to take: who of us, whom, and through whom.")

    @classmethod
    def from_domain(cls, found: domain.best_move.BestMove, of: DecisionMap) -> BestMove:
        supposed = domain.best_move.supposed_in(found)
        shown = ShownMap(found.after.map, NOW, instead_of=of.shown.found, supposed=supposed)
        after = DecisionMap.from_domain(found.after.map, shown=shown)
        return cls(
            kind=found.kind,
            stakeholder=of.places[found.standing.stakeholder.id],
            effect=found.effect,
            why=Text.from_domain(found.why),
            after=after,
            insights_gone=[Insight.from_domain(one, of) for one in rank([Found(found.gone, found.after.at_stake)])],
            insights_new=[Insight.from_domain(one, after) for one in rank([Found(found.new, found.after.at_stake)])],
            steps=found.steps,
            contact_strength=found.contact.value if found.contact is not None else 0.0,
            play=Play.from_domain(found.play),
        )
