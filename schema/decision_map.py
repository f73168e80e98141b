"""Decision maps: who decides, how much weight they carry, where they stand."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Final

import strawberry

import domain.decision_map
import domain.person
from domain.codes import CompletenessCheck, MapStatus, TieKind, TrendStep
from domain.decision_map import read_standing
from domain.ids import MapId, id_type
from domain.map_change import changes_between, moments_of
from graph.analytics import too_large
from graph.map_trend import load_trend
from schema.account import Account
from schema.arguments import First, IncludeDismissed
from schema.connection import DEFAULT_FIRST, read_first
from schema.contact import ContactCell, ContactOverlap, show_cells, show_overlaps
from schema.context import Info
from schema.loaders import NOW, Moments, ShownMap
from schema.node import Node
from schema.opportunity import Opportunity
from schema.stakeholder import Stakeholder
from schema.text import Text
from schema.tie import Tie, ties_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import domain.stakeholder
    from schema.insight import Insight, InsightEpisode
    from schema.map_history import MapChange, TrendPoint

_TICK: Final = timedelta(microseconds=1)


@strawberry.type(description="One stakeholder's part in the support score: weight × support.")
class SupportTerm:
    stakeholder: Stakeholder = strawberry.field(description="Whose part it is.")
    weight: float = strawberry.field(description="The stakeholder's weight.")
    support: int = strawberry.field(description="The support as a number: SPONSOR 2, SUPPORTER 1, … OPPONENT −2.")


@strawberry.type(description="How the weight of a decision leans, with what it was made from.")
class SupportScore:
    value: float | None = strawberry.field(
        description="100 × Σ(weight × support) ÷ Σ(weight × 2), −100 to 100; null where no support is known."
    )
    terms: list[SupportTerm] = strawberry.field(description="One for each stakeholder whose support is known.")


@strawberry.type(description="One thing that a map must tell.")
class CompletenessItem:
    check: CompletenessCheck = strawberry.field(description="What it must tell.")
    done: bool = strawberry.field(description="Whether it does.")


@strawberry.type(description="How much of what a map must tell it tells.")
class Completeness:
    value: float = strawberry.field(description="How many of the seven items are done, as a share, 0 to 1.")
    items: list[CompletenessItem] = strawberry.field(description="The seven, in order.")


@strawberry.type(
    description="Who decides in one deal, or at an account altogether. A map is never created: every account and every "
    "opportunity has one."
)
class DecisionMap(Node):
    account: Account = strawberry.field(description="The account.")
    opportunity: Opportunity | None = strawberry.field(description="The deal; null for the account's standing map.")
    as_of: datetime | None = strawberry.field(description="The moment it is shown as of; null: now.")
    stakeholders: list[Stakeholder] = strawberry.field(description="Who is part of it, by label.")
    ties: list[Tie] = strawberry.field(description="The ties among its people, by kind.")
    support_score: SupportScore = strawberry.field(description="How the weight of the decision leans.")
    status: MapStatus = strawberry.field(
        description="GREEN: a key player who approves or decides is for us; else AMBER: some key player is; else RED."
    )
    completeness: Completeness = strawberry.field(description="How much of what it must tell it tells.")
    shown: strawberry.Private[ShownMap]

    @strawberry.field(description="What is left out because the map is too large for it, in words; most often nothing.")
    def left_out(self) -> list[Text]:
        told = too_large(self.shown.found)
        return [Text.from_domain(told)] if told is not None else []

    @cached_property
    def places(self) -> dict[str, Stakeholder]:
        """The stakeholders by id."""
        return {place.id: place for place in self.stakeholders}

    @cached_property
    def ties_by_ends(self) -> dict[tuple[TieKind, str, str | None], Tie]:
        """The ties by kind and the ids of the two people."""
        ids = {place.id: place.person.id for place in self.stakeholders if place.person is not None}
        return {(tie.kind, ids[tie.source.id], ids[tie.target.id]): tie for tie in self.ties}

    @strawberry.field(
        description="What the rules find in it: by severity, then since when. What concerns the account as a whole is "
        "among the account's own insights."
    )
    async def insights(
        self, info: Info, include_dismissed: IncludeDismissed = None
    ) -> list[Annotated[Insight, strawberry.lazy("schema.insight")]]:
        from schema.insight import show_insights

        found = await info.context.loaders.findings.load(self.shown)
        return await show_insights(info, found, bool(include_dismissed), self, self.shown.moments)

    @strawberry.field(
        description="What changed in it in [since, until), the earliest first; without `until` up to the moment it is "
        "shown as of. What is taken back or corrected, as far as is known, did not happen."
    )
    async def changes(
        self,
        info: Info,
        since: Annotated[datetime, strawberry.argument(description="From this moment on.")],
        until: Annotated[datetime | None, strawberry.argument(description="Before this moment.")] = None,
    ) -> list[Annotated[MapChange, strawberry.lazy("schema.map_history")]]:
        from schema.map_history import MapChange

        found = await info.context.loaders.map_changes.load((self.id, self.shown.moments))
        now = self.as_of or info.context.now
        return [MapChange.from_domain(one, self) for one in changes_between(found, since, until, now=now)]

    @strawberry.field(description="The moments at which something in it changed, the earliest first.")
    async def timeline(self, info: Info) -> list[datetime]:
        return moments_of(await info.context.loaders.map_changes.load((self.id, self.shown.moments)))

    @strawberry.field(description="Its figures at `from`, at each step from there, and at `to`; 600 points at most.")
    async def trend(
        self,
        info: Info,
        begin: Annotated[datetime, strawberry.argument(name="from", description="The first moment.")],
        every: Annotated[TrendStep, strawberry.argument(description="From one point to the next.")],
        end: Annotated[
            datetime | None,
            strawberry.argument(name="to", description="The last moment; the one it is shown as of unless given."),
        ] = None,
    ) -> list[Annotated[TrendPoint, strawberry.lazy("schema.map_history")]]:
        from schema.map_history import TrendPoint

        context, moments = info.context, self.shown.moments
        history = await context.loaders.map_histories.load((self.id, moments.known_at))
        if history is None:
            return []
        found = await load_trend(
            context.store,
            MapId(self.id),
            history,
            begin,
            end,
            every,
            now=self.as_of or context.now,
            known_at=moments.known_at,
        )
        return [TrendPoint.from_domain(one) for one in found]

    @strawberry.field(
        description="The contacts matrix: everybody of us who owns the account, is on its team or has met one of the "
        "people of the map, by name, against every stakeholder who is a person. In a what-if, with the meetings "
        "that are supposed."
    )
    async def contacts(self, info: Info) -> list[ContactCell]:
        return show_cells(await info.context.loaders.contacts.load(self.shown), self.places)

    @strawberry.field(description="Whom several of us work, perhaps without knowing of each other.")
    async def overlaps(self, info: Info) -> list[ContactOverlap]:
        return show_overlaps(await info.context.loaders.contacts.load(self.shown), self.places)

    @strawberry.field(
        description="When what the rules find in it, and found, began and was resolved: the latest begun first. Of a "
        "long history, at the latest 500 moments at which something changed; without what depends on whom we know "
        "outside the map."
    )
    async def insight_history(
        self, info: Info, first: First = DEFAULT_FIRST
    ) -> list[Annotated[InsightEpisode, strawberry.lazy("schema.insight")]]:
        from schema.insight import InsightEpisode

        most = read_first(first)
        found = await info.context.loaders.episodes.load((self.id, self.shown.moments))
        return [InsightEpisode.from_domain(one) for one in found[:most]]

    @classmethod
    def from_domain(
        cls, found: domain.decision_map.DecisionMap, moments: Moments = NOW, shown: ShownMap | None = None
    ) -> DecisionMap:
        """Show a map; a supposed one as `shown` says."""
        graph = found.graph
        made = cls(
            id=strawberry.ID(graph.map_id),
            account=Account.from_domain(graph.account),
            opportunity=Opportunity.from_domain(graph.opportunity) if graph.opportunity is not None else None,
            as_of=moments.as_of,
            stakeholders=[],
            ties=[],
            support_score=SupportScore(value=found.support_score.value, terms=[]),
            status=found.status,
            completeness=_completeness(found.completeness),
            shown=shown or ShownMap(found, moments),
        )
        made.stakeholders = [Stakeholder.from_domain(standing, made, moments) for standing in found.standings]
        made.ties = ties_of(graph, {place.person.id: place for place in made.stakeholders if place.person is not None})
        made.support_score.terms = _terms(found.support_score, {place.id: place for place in made.stakeholders})
        return made


def _terms(found: domain.decision_map.SupportScore, places: dict[str, Stakeholder]) -> list[SupportTerm]:
    return [
        SupportTerm(stakeholder=places[term.standing.stakeholder.id], weight=term.weight, support=term.support)
        for term in found.terms
    ]


def _completeness(found: domain.decision_map.Completeness) -> Completeness:
    return Completeness(
        value=found.value, items=[CompletenessItem(check=check, done=done) for check, done in found.items]
    )


async def find_map(info: Info, map_id: str, moments: Moments = NOW) -> DecisionMap | None:
    """Return a map by id, batched with others; null where there is none or it may not be seen."""
    if id_type(map_id) != "map":
        return None
    found = await info.context.loaders.maps.load((map_id, moments))
    return _show(info, found, moments) if found is not None else None


def _show(info: Info, found: domain.decision_map.DecisionMap, moments: Moments) -> DecisionMap:
    """Show a map, once in a request."""
    shown, key = info.context.loaders.shown_maps, (found.graph.map_id, moments)
    if key not in shown:
        shown[key] = DecisionMap.from_domain(found, moments)
    return shown[key]


async def show_stakeholders(info: Info, found: Sequence[domain.stakeholder.Stakeholder]) -> list[Stakeholder]:
    """Return stakeholders as they are in their maps now; one that was removed, as it was last."""
    maps = await info.context.loaders.maps.load_many([(one.map_id, NOW) for one in found])
    shown: list[Stakeholder] = []
    for one, known in zip(found, maps, strict=True):
        if known is None:
            continue
        of = _show(info, known, NOW)
        shown.append(of.places.get(one.id) or Stakeholder.from_domain(await _last_standing(info, one, known), of))
    return shown


async def _last_standing(
    info: Info, removed: domain.stakeholder.Stakeholder, of: domain.decision_map.DecisionMap
) -> domain.decision_map.Standing:
    """Read a removed stakeholder just before it was removed."""
    if removed.until is not None:
        before = Moments(as_of=removed.until - _TICK)
        last = await info.context.loaders.maps.load((removed.map_id, before))
        for standing in last.standings if last is not None else ():
            if standing.stakeholder.id == removed.id:
                return replace(standing, stakeholder=removed)
    # Removed at the very moment it was added: it was never in the map.
    person = await info.context.loaders.nodes.load(removed.person_id) if removed.person_id is not None else None
    people = {person.id: person} if isinstance(person, domain.person.Person) else {}
    return read_standing(replace(of.graph, people=people), removed)
