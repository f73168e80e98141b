"""When what the rules find in a map was first seen, and when it was resolved, from the map's history.

The rules are applied at every moment at which something about the map changed or a time limit ran out. What
depends on whom we know outside the map (`single-thread`) is looked at only where facts about that are given.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from domain.assessment import Assessed
from domain.decision_map import COVERAGE_WINDOW, build_decision_map, count_contacts
from domain.fact import ALWAYS
from domain.fold import fold_at
from domain.ids import SellerId
from domain.interaction import Interacted
from domain.map_at import graph_in
from domain.network_at import surroundings_in
from domain.rules import DEFAULTS, RULES, find
from domain.rules.contacts import DARK_DAYS
from domain.rules.knowledge import HIDDEN_INFLUENCER, STALE_DAYS
from domain.situation import Situation
from domain.strength import Strength

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from domain.account import Account
    from domain.assessment import Assessment
    from domain.codes import InteractionKind
    from domain.decision_map import DecisionMap
    from domain.fact import Fact
    from domain.ids import MapId, PersonId, StakeholderId
    from domain.insight import Finding
    from domain.opportunity import Opportunity
    from domain.rule import RuleSettings
    from domain.what_if import FindHidden
    from domain.world import World

MOST_MOMENTS: Final = 500
"""At how many moments, the latest ones, the rules are applied."""

_SOMEBODY: Final = SellerId("")


@dataclass(frozen=True, slots=True)
class Episode:
    """A finding in brief, as it was when it began to hold.

    `seen_at` is null where that was before all that is looked at; `resolved_at`, while it holds.
    """

    finding: Finding
    seen_at: datetime | None
    resolved_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class MapPast:
    """What made a map, at any time: its facts, when and how its people were met, and what was said of the deals.

    The deals are the account's opportunities. `around`: what was said of whom we know around its people; null where
    that is not looked at.
    """

    map_id: MapId
    account: Account
    opportunity: Opportunity | None
    facts: tuple[Fact, ...]
    contacts: Mapping[PersonId, Sequence[tuple[datetime, InteractionKind]]]
    deals: tuple[Fact, ...] = ()
    around: tuple[Fact, ...] | None = None

    @property
    def every_fact(self) -> tuple[Fact, ...]:
        """All of these facts, each once."""
        if not self.around:
            return (*self.facts, *self.deals)
        return tuple({fact.id: fact for fact in (*self.facts, *self.deals, *self.around)}.values())


@dataclass(frozen=True, slots=True)
class Look:
    """What of a map's past is looked at: what these rules found (null: all), and nothing from before `after`."""

    after: datetime = ALWAYS
    rules: frozenset[str] | None = None

    def at(self, rule: str) -> bool:
        """Whether it is looked at what a rule found."""
        return self.rules is None or rule in self.rules


EVERYTHING: Final = Look()


def episodes(
    past: MapPast,
    now: datetime,
    find_hidden: FindHidden,
    settings: RuleSettings = DEFAULTS,
    look: Look = EVERYTHING,
) -> tuple[Episode, ...]:
    """Return every time that something was found in a map up to now, the latest begun first, then by id."""
    every = _moments(past, now, settings, look)
    moments = every[max(bisect_left(every, look.after), len(every) - MOST_MOMENTS) :]
    cut = len(moments) < len(every) or look.after > ALWAYS
    hidden = find_hidden if look.at(HIDDEN_INFLUENCER) else _nobody_hidden
    open_: dict[str, Episode] = {}
    ended: list[Episode] = []
    for number, (at, world) in enumerate(zip(moments, fold_at(past.every_fact, moments), strict=True)):
        situation = _situation(past, world, at, hidden)
        found = {one.id: one for one in find(situation, settings, look.rules) if one.map_id}
        for id_ in open_.keys() - found.keys():
            one = open_.pop(id_)
            ended.append(Episode(one.finding, one.seen_at, at))
        for id_ in found.keys() - open_.keys():
            open_[id_] = Episode(found[id_].in_brief(), None if cut and number == 0 else at)
    episodes_ = sorted((*ended, *open_.values()), key=lambda one: one.finding.id)
    return tuple(sorted(episodes_, key=lambda one: one.seen_at or ALWAYS, reverse=True))


def _nobody_hidden(_map: DecisionMap) -> frozenset[StakeholderId]:
    return frozenset()


def _moments(past: MapPast, now: datetime, settings: RuleSettings, look: Look) -> list[datetime]:
    """Return every moment up to now at which what the rules find may change, in order."""
    stated = [fact.observed_at for fact in past.facts if fact.observed_at > ALWAYS]
    begun = min(stated, default=now)
    found = {now, *stated}
    if not all(rule.stated for rule in RULES if look.at(rule.id)):
        found |= _passing(past, settings, stated)
    return sorted(at for at in found if begun <= at <= now)


def _passing(past: MapPast, settings: RuleSettings, stated: Iterable[datetime]) -> set[datetime]:
    """Return when somebody was met, a deal opened or closed, or a time limit ran out."""
    dark, stale = (timedelta(days=settings.of(one)) for one in (DARK_DAYS, STALE_DAYS))
    met = [at for times in past.contacts.values() for at, _ in times]
    assessed = [fact.observed_at for fact in past.facts if isinstance(fact.statement, Assessed)]
    found = {*met, *(fact.observed_at for fact in past.deals)}
    found |= {at + dark for at in (*met, *stated)} | {at + stale for at in assessed}
    found |= {at + COVERAGE_WINDOW for at in (*met, *assessed)}
    for fact in past.around or ():
        found.add(fact.observed_at)
        if isinstance(fact.statement, Interacted):
            found.add(fact.observed_at + COVERAGE_WINDOW)
    return found


def _situation(past: MapPast, world: World, at: datetime, find_hidden: FindHidden) -> Situation:
    recent: list[tuple[PersonId, InteractionKind]] = []
    last: dict[PersonId, datetime] = {}
    for person_id, times in past.contacts.items():
        until = bisect_right(times, at, key=lambda one: one[0])
        after = bisect_right(times, at - COVERAGE_WINDOW, key=lambda one: one[0])
        recent += [(person_id, kind) for _, kind in times[after:until]]
        if until:
            last[person_id] = times[until - 1][0]
    map_ = build_decision_map(graph_in(world, past.map_id, at, past.account, past.opportunity, count_contacts(recent)))
    return Situation(
        map_,
        at,
        hidden=find_hidden(map_),
        # Who of us it was matters for what to do, not for whether there is something to be done.
        strengths={id_: (Strength(_SOMEBODY, id_, 1.0, when, ()),) for id_, when in last.items()},
        assessments=_latest_first(world.assessments.values()),
        surroundings=surroundings_in(world, at) if past.around is not None else None,
        open_opportunities=tuple(one for one in world.opportunities.values() if one.is_open_at(at)),
    )


def _latest_first(assessments: Iterable[Assessment]) -> dict[StakeholderId, tuple[Assessment, ...]]:
    found: defaultdict[StakeholderId, list[Assessment]] = defaultdict(list)
    for one in sorted(assessments, key=lambda one: one.id):
        found[one.stakeholder_id].append(one)
    return {id_: _sorted(some) for id_, some in found.items()}


def _sorted(some: Iterable[Assessment]) -> tuple[Assessment, ...]:
    return tuple(sorted(some, key=lambda one: (one.observed_at, one.recorded_at), reverse=True))
