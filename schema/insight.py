"""Insights: what the rules find, why, and what to do next."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

import domain.finding_note
import domain.insight
import domain.insight_history
import domain.insight_ranking
from domain.codes import Severity
from domain.rules.thread import SINGLE_THREAD
from graph.situation import off_the_loop
from schema.context import Info
from schema.decision_map import DecisionMap, find_map
from schema.loaders import NOW, Moments
from schema.money import Money
from schema.node import Node, Party
from schema.party import load_party
from schema.playbook import PlaybookEntry
from schema.related import load_account, load_people
from schema.seller import Seller, load_seller
from schema.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.rule import Rule
    from schema.account import Account
    from schema.person import Person


@strawberry.type(description="One fact that speaks for an insight.")
class Evidence:
    text: Text = strawberry.field(description="The fact, in words.")
    at: datetime | None = strawberry.field(description="Since when it holds, or when it was so.")
    node_id: strawberry.Private[str | None]
    place: strawberry.Private[Node | None]

    @strawberry.field(description="What it is about: a stakeholder, an assessment, a person, a referral …")
    async def node(self, info: Info) -> Node | None:
        from schema.objects import find_object

        if self.place is not None or self.node_id is None:
            return self.place
        return await find_object(info, self.node_id)


@strawberry.type(description="One concrete next step: who, whom, and through whom.")
class Play:
    text: Text = strawberry.field(description="What to do, in words, with who does it and through whom.")
    playbook_id: strawberry.ID | None = strawberry.field(description="Where the playbook says more.")
    known: strawberry.Private[domain.insight.Play]

    @strawberry.field(description="Who of us.")
    async def seller(self, info: Info) -> Seller | None:
        return await load_seller(info, self.known.seller_id)

    @strawberry.field(description="Towards whom.")
    async def target(self, info: Info) -> Party | None:
        return await load_party(info, self.known.target_id) if self.known.target_id is not None else None

    @strawberry.field(
        description="Through whom: somebody whom one of us knows best of those who influence or manage the target, "
        "against us only where there is nobody else, which the text says; null where the way is direct."
    )
    async def through(self, info: Info) -> Annotated[Person, strawberry.lazy("schema.person")] | None:
        if self.known.through_id is None:
            return None
        return next(iter(await load_people(info, [self.known.through_id])), None)

    @classmethod
    def from_domain(cls, found: domain.insight.Play) -> Play:
        read = strawberry.ID(found.playbook_id) if found.playbook_id is not None else None
        return cls(text=Text.from_domain(found.text), playbook_id=read, known=found)


@strawberry.type(
    description="An insight needs no attention for now: until it is gone, or its evidence is another than it was."
)
class InsightDismissal:
    at: datetime = strawberry.field(description="When it was dismissed.")
    reason: str = strawberry.field(description="Why.")
    until: date | None = strawberry.field(description="The day on which it comes back; null: none was named.")
    by_id: strawberry.Private[str | None]

    @strawberry.field(description="By whom.")
    async def by(self, info: Info) -> Seller | None:
        return await load_seller(info, self.by_id)


@strawberry.type(
    description="What an insight asks for is done; it comes back when its evidence changes, and "
    "when it has been gone in between."
)
class InsightCompletion:
    at: datetime = strawberry.field(description="When it was marked done.")
    note: str | None = strawberry.field(description="What was said to it.")
    by_id: strawberry.Private[str | None]

    @strawberry.field(description="By whom.")
    async def by(self, info: Info) -> Seller | None:
        return await load_seller(info, self.by_id)


@strawberry.type(
    description="What a rule finds in a map or at an account: message, evidence and at least one next step. The id is "
    "that of the rule and whom it is about, the same for as long as it holds and when it comes back."
)
class Insight:
    id: strawberry.ID = strawberry.field(description="An opaque id, the same at any time.")
    rule: str = strawberry.field(description="The rule's id, like `no-sponsor`.")
    severity: Severity = strawberry.field(description="How much it matters.")
    message: Text = strawberry.field(description="What is so.")
    advice: Text = strawberry.field(description="What the rule advises.")
    since: datetime | None = strawberry.field(
        description="Since when it holds, where the facts at hand say so exactly."
    )
    evidence: list[Evidence] = strawberry.field(description="What speaks for it.")
    plays: list[Play] = strawberry.field(description="What to do next; at least one step.")
    value_at_stake: list[Money] = strawberry.field(
        description="What the account's open opportunities sum to, by currency."
    )
    why: Text = strawberry.field(
        description="Why it stands where it does in its list: severity, then value at stake, then since when."
    )
    note: strawberry.Private[domain.finding_note.FindingNote | None]
    known: strawberry.Private[domain.insight.Finding]
    shown_in: strawberry.Private[DecisionMap | None]
    moments: strawberry.Private[Moments]

    @strawberry.field(
        description="When it first held, from the history of the map; null where that was before all that is looked "
        "at, and of a single thread around which there are too many people. Of at most 100 maps in one request."
    )
    async def first_seen_at(self, info: Info) -> datetime | None:
        if self.known.map_id is None:
            return self.known.since
        loaders = info.context.loaders
        past = loaders.thread_episodes if self.known.rule == SINGLE_THREAD else loaders.episodes
        episodes = await past.load((self.known.map_id, self.moments))
        own = [one for one in episodes if one.finding.id == self.known.id]
        return own[-1].seen_at if own else None

    @strawberry.field(
        description="That it needs no attention; such insights are listed only where `includeDismissed` says so. Null "
        "from the day on which it comes back, and when its evidence has changed since, or when it was gone in between."
    )
    def dismissed(self, info: Info) -> InsightDismissal | None:
        found = self.note.dismissed if self.note is not None else None
        holds = found is not None and found.holds(self.known.evidence_hash, self.known.since, info.context.now)
        return _dismissal(found) if found is not None and holds else None

    @strawberry.field(
        description="That it is done; such insights are listed only where `includeDismissed` says so. Null when its "
        "evidence has changed since, or when it was gone in between."
    )
    def done(self) -> InsightCompletion | None:
        found = self.note.done if self.note is not None else None
        holds = found is not None and found.holds(self.known.evidence_hash, self.known.since)
        return _completion(found) if found is not None and holds else None

    @strawberry.field(description="What the playbook advises on its rule: what ships, then your own.")
    async def playbook(self, info: Info) -> list[PlaybookEntry]:
        found = await info.context.loaders.rule_plays.load(self.rule)
        return [PlaybookEntry.from_domain(one) for one in found]

    @strawberry.field(description="Who of us is to see to it.")
    async def assignee(self, info: Info) -> Seller | None:
        return await load_seller(info, self.note.assignee_id if self.note is not None else None)

    @strawberry.field(description="At which account.")
    async def account(self, info: Info) -> Annotated[Account, strawberry.lazy("schema.account")]:
        return await load_account(info, self.known.account_id)

    @strawberry.field(description="In which map; null for what is about the account as a whole.")
    async def map(self, info: Info) -> DecisionMap | None:
        if self.shown_in is not None or self.known.map_id is None:
            return self.shown_in
        return await find_map(info, self.known.map_id, self.moments)

    @classmethod
    def from_domain(
        cls, found: domain.insight_ranking.Ranked, shown_in: DecisionMap | None = None, moments: Moments = NOW
    ) -> Insight:
        known = found.finding
        places = shown_in.places if shown_in is not None else {}
        return cls(
            id=strawberry.ID(known.id),
            rule=known.rule,
            severity=known.severity,
            message=Text.from_domain(known.message),
            advice=Text.from_domain(known.advice),
            since=known.since,
            evidence=[_evidence(one, places) for one in known.evidence],
            plays=[Play.from_domain(one) for one in known.plays],
            value_at_stake=[Money.from_domain(one) for one in found.at_stake],
            why=Text.from_domain(found.why),
            note=found.note,
            # The map that it was found in is let go, but where a note is compared with what speaks for it.
            known=known if found.note is not None else known.in_brief(),
            shown_in=shown_in,
            moments=moments,
        )


async def show_insights(
    info: Info,
    found: domain.insight_ranking.Found,
    every: bool,
    shown_in: DecisionMap | None = None,
    moments: Moments = NOW,
) -> list[Insight]:
    """Return what was found in one map or at one account, ranked; what is dismissed or done only if `every`."""
    now = info.context.now

    def show() -> list[Insight]:
        ranked = domain.insight_ranking.rank([found])
        return [Insight.from_domain(one, shown_in, moments) for one in ranked if every or one.is_open(now)]

    return await off_the_loop(show, len(found.findings))


@strawberry.type(description="A rule that looks at maps and accounts.")
class InsightRule:
    id: strawberry.ID = strawberry.field(description="Its id, like `no-sponsor`; `insights(rule:)` takes it.")
    title: Text = strawberry.field(description="What it is called.")
    severity: Severity = strawberry.field(description="How much what it finds matters.")

    @classmethod
    def from_domain(cls, known: Rule) -> InsightRule:
        return cls(id=strawberry.ID(known.id), title=Text.from_domain(known.title), severity=known.severity)


@strawberry.type(description="One time for which a rule found something in a map.")
class InsightEpisode:
    id: strawberry.ID = strawberry.field(description="The insight's id.")
    rule: str = strawberry.field(description="The rule's id.")
    severity: Severity = strawberry.field(description="How much it matters.")
    message: Text = strawberry.field(description="What was so when it began.")
    first_seen_at: datetime | None = strawberry.field(
        description="When it began; null where that was before all that is looked at."
    )
    resolved_at: datetime | None = strawberry.field(description="When it was gone; null while it holds.")

    @classmethod
    def from_domain(cls, found: domain.insight_history.Episode) -> InsightEpisode:
        return cls(
            id=strawberry.ID(found.finding.id),
            rule=found.finding.rule,
            severity=found.finding.severity,
            message=Text.from_domain(found.finding.message),
            first_seen_at=found.seen_at,
            resolved_at=found.resolved_at,
        )


def _dismissal(found: domain.finding_note.Dismissal) -> InsightDismissal:
    return InsightDismissal(at=found.at, reason=found.reason, until=found.until, by_id=found.by)


def _completion(found: domain.finding_note.Completion) -> InsightCompletion:
    return InsightCompletion(at=found.at, note=found.note, by_id=found.by)


def _evidence(found: domain.insight.Evidence, places: Mapping[str, Node]) -> Evidence:
    place = places.get(found.node_id) if found.node_id is not None else None
    return Evidence(text=Text.from_domain(found.text), at=found.at, node_id=found.node_id, place=place)
