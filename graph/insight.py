"""Reading what the rules find: in maps, and at accounts as a whole."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from domain.account import Account
from domain.decision_map import build_decision_map
from domain.errors import InvalidError
from domain.ids import map_of
from domain.insight_ranking import Found, Ranked, rank
from domain.rules import DEFAULTS, RULES, find
from domain.supposition import situation_after
from domain.text import Text
from domain.what_if import NOTHING_ELSE, Supposed
from graph.access import not_found
from graph.account import list_accounts
from graph.account_situation import StallLimits, load_matters
from graph.analytics import hidden_influencers
from graph.concerns import load_past_concerns
from graph.decision_map import load_decision_map
from graph.insight_history import reopen_returned
from graph.moment import check_moments
from graph.situation import When, build_situations, load_around, off_the_loop

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from domain.codes import Severity
    from domain.decision_map import DecisionMap, MapGraph
    from domain.ids import AccountId, MapId
    from domain.rule import RuleSettings
    from domain.situation import Situation
    from graph.around import Around
    from graph.store import ViewerStore

BATCH: Final = 100
"""Of how many accounts what rules look at is read at a time, so that memory does not grow with the portfolio."""


@dataclass(frozen=True, slots=True)
class AskedMap:
    """A map as it was read, or a supposed one, which stands for the one in `instead_of`.

    `supposed`: what is supposed and it does not show itself.
    """

    map: DecisionMap
    instead_of: DecisionMap | None = None
    supposed: Supposed = NOTHING_ELSE

    @property
    def real(self) -> DecisionMap:
        """The map as it was read."""
        return self.instead_of or self.map


async def load_map_findings(
    store: ViewerStore,
    maps: Sequence[AskedMap],
    *,
    now: datetime,
    as_of: datetime | None = None,
    known_at: datetime | None = None,
    rules: RuleSettings = DEFAULTS,
) -> list[Found]:
    """Return what the rules find in each of some maps, all read as of one time."""
    when = When(as_of if as_of is not None else now, now, as_of, known_at)
    # A supposed map is asked of together with the one that it stands for: what is around that is read once.
    real = {id(one.real): one.real for one in maps}
    around = await load_around(store, [*real.values()], when)
    situations = dict(zip(real, await build_situations(store, [*real.values()], when, around), strict=True))
    found = await _find([_as_asked(one, situations[id(one.real)]) for one in maps], rules)
    noted_on = [
        replace(one, notes=around.notes.get(of.map.graph.account.id, ())) for of, one in zip(maps, found, strict=True)
    ]
    return await reopen_returned(store, noted_on, now=now, rules=rules)


def _as_asked(asked: AskedMap, found: Situation) -> Situation:
    return found if asked.instead_of is None else situation_after(found, asked.map, asked.supposed, hidden_influencers)


async def load_account_findings(
    store: ViewerStore,
    account_ids: Sequence[AccountId],
    *,
    now: datetime,
    as_of: datetime | None = None,
    known_at: datetime | None = None,
    rules: RuleSettings = DEFAULTS,
    in_brief: bool = False,
) -> list[Found]:
    """Return what the rules find at each account: in its standing map, those of its open deals, and as a whole.

    At `as_of` (null: now) as known at `known_at` (null: now); what was noted is about the present. In the order of
    `find`, map by map: the standing one first, then the deals', the latest opened first. `in_brief`: without plays and
    evidence of what nobody has noted, for a whole portfolio at once.
    """
    check_moments(now, as_of, known_at)
    found: list[Found] = []
    when = When(as_of if as_of is not None else now, now, as_of, known_at)
    limits = StallLimits(store, when)
    for start in range(0, len(account_ids), BATCH):
        batch = await _load_batch(store, account_ids[start : start + BATCH], when, rules, limits)
        found += [one.in_brief() for one in batch] if in_brief else batch
    return found


async def load_insights(
    store: ViewerStore,
    *,
    now: datetime,
    rules: RuleSettings = DEFAULTS,
    mine: bool = False,
    account_id: str | None = None,
    severity: Severity | None = None,
    rule: str | None = None,
    assignee_id: str | None = None,
    every: bool = False,
    first: int | None = None,
) -> list[Ranked]:
    """Return what the rules find at all accounts that are not archived, or at one, ranked; the `first` of it, or all.

    `mine`: at what the viewer owns or is on the account team of, and what the viewer is to see to. `every`: also
    what was dismissed or is done. Raises NotFoundError for an unknown account, InvalidError for an unknown rule,
    and LimitError past 10,000 accounts.
    """
    if rule is not None and all(one.id != rule for one in RULES):
        raise _no_rule(rule)
    me = store.viewer.id
    accounts = await _accounts(store, account_id)
    if mine:
        noted = await store.list_finding_notes([one.id for one in accounts])
        given = {note.account_id for notes in noted for note in notes if note.assignee_id == me}
        accounts = [one for one in accounts if me in (one.owner_id, *one.team_ids) or one.id in given]
    own = {one.id for one in accounts if me in (one.owner_id, *one.team_ids)}
    in_brief = first is not None and len(accounts) > BATCH
    ids = [one.id for one in accounts]
    found = await load_account_findings(store, ids, now=now, rules=rules, in_brief=in_brief)

    def asked(one: Ranked) -> bool:
        finding, assignee = one.finding, one.note.assignee_id if one.note is not None else None
        return (
            severity in (None, finding.severity)
            and rule in (None, finding.rule)
            and assignee_id in (None, assignee)
            and (not mine or finding.account_id in own or assignee == me)
            and (every or one.is_open(now))
        )

    def choose() -> list[Ranked]:
        return [one for one in rank(found) if asked(one)][:first]

    chosen = await off_the_loop(choose, sum(len(one.findings) for one in found))
    return await _in_full(store, chosen, now, rules) if in_brief else chosen


async def _in_full(store: ViewerStore, chosen: Sequence[Ranked], now: datetime, rules: RuleSettings) -> list[Ranked]:
    """Read again what was found at these accounts: the few that are shown, with all that is said of them.

    What has been resolved in between is left out.
    """
    ids = list(dict.fromkeys(one.finding.account_id for one in chosen))
    found = await load_account_findings(store, ids, now=now, rules=rules)
    full = {finding.id: finding for one in found for finding in one.findings}
    return [replace(one, finding=full[id_]) for one in chosen if (id_ := one.finding.id) in full]


def _no_rule(rule: str) -> InvalidError:
    known = ", ".join(one.id for one in RULES)
    return InvalidError(
        Text(f"“{rule[:100]}” is no rule; there are {known}.", f"没有规则“{rule[:100]}”；现有规则：{known}。"),
        field="rule",
    )


async def _accounts(store: ViewerStore, account_id: str | None) -> list[Account]:
    if account_id is None:
        return [one for one in await list_accounts(store, None) if not one.archived]
    (found,) = await store.list_nodes([account_id])
    if not isinstance(found, Account):
        raise not_found("accountId")
    return [found]


def _find_in(situation: Situation, rules: RuleSettings) -> Found:
    return Found(find(situation, rules), situation.at_stake)


async def _load_batch(
    store: ViewerStore, account_ids: Sequence[AccountId], when: When, rules: RuleSettings, limits: StallLimits
) -> list[Found]:
    if when.is_now:
        read = await store.load_accounts_around(account_ids, when.at)
        concerns, around, maps = read.concerns, read.around, await _maps(read.maps)
    else:
        concerns, (maps, around) = await asyncio.gather(
            load_past_concerns(store, account_ids, when), _read(store, list(map(map_of, account_ids)), when)
        )
    notes = around.notes
    deals = [map_of(one.id) for id_ in account_ids for one in around.opportunities.get(id_, ())]
    matters = await load_matters(store, account_ids, concerns, when, limits)
    situations = await build_situations(store, maps, when, around, matters)
    if deals:
        maps, around = await _read(store, deals, when)
        situations += await build_situations(store, maps, when, around)
    found = {id_: Found((), (), notes.get(id_, ())) for id_ in account_ids}
    for situation, one in zip(situations, await _find(situations, rules), strict=True):
        id_ = situation.map.graph.account.id
        found[id_] = replace(found[id_], findings=(*found[id_].findings, *one.findings), at_stake=one.at_stake)
    return await reopen_returned(store, [found[id_] for id_ in account_ids], now=when.now, rules=rules)


async def _read(store: ViewerStore, map_ids: Sequence[MapId], when: When) -> tuple[list[DecisionMap], Around]:
    """Return maps, and what is around their people."""
    if when.is_now:
        graphs, around = await asyncio.gather(
            store.list_map_graphs(map_ids, when.at), store.load_around(map_ids, when.at)
        )
        return await _maps(graphs), around
    given = {"as_of": when.as_of, "known_at": when.known_at}
    found = await asyncio.gather(*(load_decision_map(store, id_, now=when.now, **given) for id_ in map_ids))
    maps = [one for one in found if one is not None]
    return maps, await load_around(store, maps, when)


async def _maps(graphs: Iterable[MapGraph | None]) -> list[DecisionMap]:
    known = [graph for graph in graphs if graph is not None]
    people = sum(len(graph.stakeholders) for graph in known)
    return await off_the_loop(lambda: [build_decision_map(graph) for graph in known], people)


async def _find(situations: Sequence[Situation], rules: RuleSettings) -> list[Found]:
    def apply() -> list[Found]:
        return [_find_in(one, rules) for one in situations]

    return await off_the_loop(apply, sum(len(one.map.standings) for one in situations))
