"""When what the rules find in a map was first seen, and when it was resolved, from the map's history.

The rules are applied at every moment at which something about the map changed or a time limit ran out. What
depends on whom we know outside the map (`single-thread`) is not looked at.
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
from domain.map_at import graph_in
from domain.rules import DEFAULTS, find
from domain.rules.contacts import DARK_DAYS
from domain.rules.knowledge import STALE_DAYS
from domain.situation import Situation
from domain.strength import Strength

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from domain.account import Account
    from domain.assessment import Assessment
    from domain.codes import InteractionKind
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

    The deals are the account's opportunities.
    """

    map_id: MapId
    account: Account
    opportunity: Opportunity | None
    facts: tuple[Fact, ...]
    contacts: Mapping[PersonId, Sequence[tuple[datetime, InteractionKind]]]
    deals: tuple[Fact, ...] = ()


def episodes(
    past: MapPast,
    now: datetime,
    find_hidden: FindHidden,
    settings: RuleSettings = DEFAULTS,
    after: datetime = ALWAYS,
) -> tuple[Episode, ...]:
    """Return every time that something was found in a map up to now, the latest begun first, then by id.

    What was before `after` is not looked at.
    """
    every = _moments(past, now, settings)
    moments = every[max(bisect_left(every, after), len(every) - MOST_MOMENTS) :]
    cut = len(moments) < len(every) or after > ALWAYS
    open_: dict[str, Episode] = {}
    ended: list[Episode] = []
    for number, (at, world) in enumerate(zip(moments, fold_at((*past.facts, *past.deals), moments), strict=True)):
        found = {one.id: one for one in find(_situation(past, world, at, find_hidden), settings) if one.map_id}
        for id_ in open_.keys() - found.keys():
            one = open_.pop(id_)
            ended.append(Episode(one.finding, one.seen_at, at))
        for id_ in found.keys() - open_.keys():
            open_[id_] = Episode(found[id_].in_brief(), None if cut and number == 0 else at)
    episodes_ = sorted((*ended, *open_.values()), key=lambda one: one.finding.id)
    return tuple(sorted(episodes_, key=lambda one: one.seen_at or ALWAYS, reverse=True))


def _moments(past: MapPast, now: datetime, settings: RuleSettings) -> list[datetime]:
    """Return every moment up to now at which what the rules find may change, in order."""
    dark, stale = (timedelta(days=settings.of(one)) for one in (DARK_DAYS, STALE_DAYS))
    met = [at for times in past.contacts.values() for at, _ in times]
    stated = [fact.observed_at for fact in past.facts if fact.observed_at > ALWAYS]
    assessed = [fact.observed_at for fact in past.facts if isinstance(fact.statement, Assessed)]
    found = {now, *stated, *met, *(fact.observed_at for fact in past.deals)}
    found |= {at + dark for at in (*met, *stated)} | {at + stale for at in assessed}
    found |= {at + COVERAGE_WINDOW for at in (*met, *assessed)}
    begun = min(stated, default=now)
    return sorted(at for at in found if begun <= at <= now)


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
        open_opportunities=tuple(one for one in world.opportunities.values() if one.is_open_at(at)),
    )


def _latest_first(assessments: Iterable[Assessment]) -> dict[StakeholderId, tuple[Assessment, ...]]:
    found: defaultdict[StakeholderId, list[Assessment]] = defaultdict(list)
    for one in sorted(assessments, key=lambda one: one.id):
        found[one.stakeholder_id].append(one)
    return {id_: _sorted(some) for id_, some in found.items()}


def _sorted(some: Iterable[Assessment]) -> tuple[Assessment, ...]:
    return tuple(sorted(some, key=lambda one: (one.observed_at, one.recorded_at), reverse=True))
