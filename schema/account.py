"""Accounts: customer organisations and individual customers."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Annotated, Final

import strawberry

import domain.account
from domain.codes import AccountKind, Attribution, ChannelPosition, CommitmentStatus, Tier
from domain.ids import AccountId, OpportunityId, map_of
from domain.insight_ranking import rank
from graph.access import not_found
from graph.codec import to_micros
from graph.situation import off_the_loop
from schema.arguments import After, AsOf, AttributedBy, Discount, First, IncludeDismissed, KnownAt, LadderKey
from schema.commitment import Commitment
from schema.connection import DEFAULT_FIRST, Connection, connect, counted, cut, read_page
from schema.context import Info
from schema.cursor import Ordering
from schema.interaction import INTERACTIONS, Interaction
from schema.loaders import NOW, Moments
from schema.money import Money
from schema.node import Party
from schema.opportunity import Opportunity, load_opportunity
from schema.person import Person
from schema.referral_figures import ReferralFigures, figure_terms, load_figures
from schema.related import find_account, find_map
from schema.seller import Seller, load_seller, load_sellers
from schema.stage import StageStanding, StageTransition

if TYPE_CHECKING:
    from schema.decision_map import DecisionMap
    from schema.insight import Insight

PEOPLE: Final = Ordering("people", str)
OPPORTUNITIES: Final = Ordering("opportunities", int)
COMMITMENTS: Final = Ordering("commitments", int)

MapOwner = Annotated[
    strawberry.ID | None,
    strawberry.argument(description="One of the account's opportunities, for its map; unless given, the standing map."),
]


OfStatus = Annotated[CommitmentStatus | None, strawberry.argument(description="Only those of this status.")]


@strawberry.type(description="A customer: an organisation, or an individual.")
class Account(Party):
    version: int = strawberry.field(description="Counts the changes of the account's own fields and stages.")
    external_id: str | None = strawberry.field(description="The id it has in a system of yours.")
    kind: AccountKind = strawberry.field(description="Its nature.")
    channel_position: ChannelPosition | None = strawberry.field(description="Where it stands between us and the users.")
    industry: str | None = strawberry.field(description="Its industry.")
    region: str | None = strawberry.field(description="Its region.")
    tier: Tier | None = strawberry.field(description="How much attention it is given.")
    tags: list[str] = strawberry.field(description="Words of yours for it, in order.")
    open: bool = strawberry.field(description="Whether everybody may read it.")
    archived: bool = strawberry.field(description="Whether it was put away.")
    known: strawberry.Private[domain.account.Account]

    @strawberry.field(description="The account above it.")
    async def parent(self, info: Info) -> Annotated[Account, strawberry.lazy("schema.account")] | None:
        return await find_account(info, self.known.parent_id)

    @strawberry.field(description="Who looks after it.")
    async def owner(self, info: Info) -> Seller | None:
        return await load_seller(info, self.known.owner_id)

    @strawberry.field(description="Who else works on it.")
    async def team(self, info: Info) -> list[Seller]:
        return await load_sellers(info, self.known.team_ids)

    @strawberry.field(description="Who is employed there now, by name.")
    async def people(self, info: Info, first: First = DEFAULT_FIRST, after: After = None) -> Connection[Person]:
        page = read_page(PEOPLE, first, after)
        loaders = info.context.loaders
        found = await loaders.people.load((self.id, page))
        return connect(found, PEOPLE, page, Person.from_domain, partial(loaders.people_counts.load, self.id))

    @strawberry.field(description="Its deals, the latest opened first.")
    async def opportunities(
        self, info: Info, first: First = DEFAULT_FIRST, after: After = None
    ) -> Connection[Opportunity]:
        page = read_page(OPPORTUNITIES, first, after)
        loaders = info.context.loaders
        found = await loaders.opportunities.load((self.id, page))
        count = partial(loaders.opportunity_counts.load, self.id)
        return connect(found, OPPORTUNITIES, page, Opportunity.from_domain, count)

    @strawberry.field(description="Contacts with it, the latest first.")
    async def interactions(
        self, info: Info, first: First = DEFAULT_FIRST, after: After = None
    ) -> Connection[Interaction]:
        page = read_page(INTERACTIONS, first, after)
        loaders = info.context.loaders
        found = await loaders.interactions.load((self.id, page))
        count = partial(loaders.interaction_counts.load, self.id)
        return connect(found, INTERACTIONS, page, Interaction.from_domain, count)

    @strawberry.field(description="What we and they promised each other, the latest first: now, or as of a time.")
    async def commitments(
        self,
        info: Info,
        first: First = DEFAULT_FIRST,
        after: After = None,
        status: OfStatus = None,
        as_of: AsOf = None,
        known_at: KnownAt = None,
    ) -> Connection[Commitment]:
        page = read_page(COMMITMENTS, first, after)
        loaders, moments = info.context.loaders, Moments(as_of, known_at)
        if not moments.is_now:
            known = await loaders.past_commitments.load((self.id, moments))
            keyed = [(one, (to_micros(one.made_at), one.id)) for one in known if status in (None, one.status)]
            past = cut(keyed, page, descending=True)
            shown = partial(Commitment.from_domain, at=as_of)
            return connect(past, COMMITMENTS, page, shown, partial(counted, len(keyed)))
        found = await loaders.commitments.load((self.id, (status, page)))
        count = partial(loaders.commitment_counts.load, (self.id, status))
        return connect(found, COMMITMENTS, page, Commitment.from_domain, count)

    @strawberry.field(
        description="Who decides there: its standing map, or the map of one of its opportunities. Of at most 100 "
        "accounts of a list as of a time."
    )
    async def decision_map(
        self, info: Info, opportunity_id: MapOwner = None, as_of: AsOf = None, known_at: KnownAt = None
    ) -> Annotated[DecisionMap, strawberry.lazy("schema.decision_map")]:
        map_id = map_of(AccountId(self.id))
        if opportunity_id is not None:
            opportunity = await load_opportunity(info, opportunity_id)
            if opportunity is None or opportunity.account_id != self.id:
                raise not_found("opportunityId")
            map_id = map_of(OpportunityId(opportunity.id))
        found = await find_map(info, map_id, Moments(as_of, known_at))
        if found is None:
            raise not_found("opportunityId")
        return found

    @strawberry.field(description="What is at stake in its open opportunities, by currency.")
    async def value_at_stake(self, info: Info) -> list[Money]:
        found = await info.context.loaders.open_amounts.load(self.id)
        return [Money.from_domain(one) for one in found]

    @strawberry.field(description="When the latest interaction with it was; null: never.")
    async def last_contact_at(self, info: Info) -> datetime | None:
        return await info.context.loaders.last_contacts.load(self.id)

    @strawberry.field(
        description="When one of its maps changed last: who is in it, in which role, standing where, reporting to "
        "whom; null: nobody was ever in them."
    )
    async def moved_at(self, info: Info) -> datetime | None:
        return await info.context.loaders.moved.load(self.id)

    @strawberry.field(description="Where it stands on each ladder it is on, in the order of the ladders.")
    async def stages(self, info: Info, as_of: AsOf = None, known_at: KnownAt = None) -> list[StageStanding]:
        moments = Moments(as_of, known_at)
        found = await info.context.loaders.stages.load((self.id, moments))
        return [StageStanding.from_domain(one, info.context.now, moments) for one in found]

    @strawberry.field(description="Its moves on a ladder, the earliest first.")
    async def stage_history(
        self, info: Info, ladder: LadderKey, as_of: AsOf = None, known_at: KnownAt = None
    ) -> list[StageTransition]:
        found = await info.context.loaders.stage_histories.load((self.id, (ladder, Moments(as_of, known_at))))
        return [StageTransition.from_domain(one) for one in found]

    @strawberry.field(
        description="What the rules find there, in its standing map, in those of its open opportunities, and as a "
        "whole: by severity, then since when. What was dismissed or done is about the present."
    )
    async def insights(
        self, info: Info, include_dismissed: IncludeDismissed = None, as_of: AsOf = None, known_at: KnownAt = None
    ) -> list[Annotated[Insight, strawberry.lazy("schema.insight")]]:
        from schema.insight import show_insights

        moments = Moments(as_of, known_at)
        found = await info.context.loaders.account_findings.load((self.id, moments))
        return await show_insights(info, found, bool(include_dismissed), moments=moments)

    @strawberry.field(description="The first of its open insights, the one that matters most; null without any.")
    async def top_insight(self, info: Info) -> Annotated[Insight, strawberry.lazy("schema.insight")] | None:
        from schema.insight import Insight

        found = await info.context.loaders.account_findings.load((self.id, NOW))
        ranked = await off_the_loop(lambda: rank([found]), len(found.findings))
        first = next((one for one in ranked if one.is_open(info.context.now)), None)
        return Insight.from_domain(first) if first is not None else None

    @strawberry.field(description="What its referrals brought.")
    async def referral_figures(
        self,
        info: Info,
        discount: Discount = 0.5,
        attribution: AttributedBy = Attribution.RECORDED,
        as_of: AsOf = None,
        known_at: KnownAt = None,
    ) -> ReferralFigures:
        return await load_figures(info, self.id, figure_terms(discount, attribution, Moments(as_of, known_at)))

    @classmethod
    def from_domain(cls, found: domain.account.Account) -> Account:
        return cls(
            id=strawberry.ID(found.id),
            name=found.name,
            version=found.version,
            external_id=found.external_id,
            kind=found.kind,
            channel_position=found.channel_position,
            industry=found.industry,
            region=found.region,
            tier=found.tier,
            tags=list(found.tags),
            open=found.open,
            archived=found.archived,
            known=found,
        )
