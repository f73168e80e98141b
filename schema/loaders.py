"""What the fields of one request ask the store for, gathered: one call for all that is asked for at a time.

Loaders live as long as one request, and answer domain objects; the types of the schema show them.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Final, TypedDict, TypeVar

from strawberry.dataloader import DataLoader

from domain.codes import Attribution, CommitmentStatus, PlayTopic
from domain.errors import DomainError, LimitError
from domain.ids import AccountId, MapId, PersonId, StakeholderId
from domain.insight_history import EVERYTHING, Look
from domain.ladder import ladder
from domain.network_influence import supposed_surroundings
from domain.playbook import answering
from domain.playbook_entry import Answer
from domain.rules import DEFAULTS
from domain.rules.thread import SINGLE_THREAD
from domain.stage_board import stall_limits
from domain.stakeholder import Stakeholder, StakeholderAdded, StakeholderNamed
from domain.text import Text
from domain.what_if import NOTHING_ELSE, Supposed
from graph.analytics import network_influence, work
from graph.assessment import load_past_assessments
from graph.commitment import load_commitments
from graph.contact import load_contacts
from graph.correction import load_corrections
from graph.decision_map import load_decision_map, load_decision_maps
from graph.insight import AskedMap, load_account_findings, load_map_findings
from graph.insight_history import load_episodes
from graph.kept import find_kept
from graph.map_trend import changes_of
from graph.network import load_surroundings
from graph.playbook import load_playbook
from graph.portfolio import list_last_contacts, list_moved, list_open_amounts
from graph.referral import load_figures
from graph.stage import load_board, load_stage_histories, load_standings
from graph.store import Selection
from graph.strength import load_strengths

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Hashable, Iterable, Mapping, Sequence
    from datetime import datetime

    import schema.decision_map
    from domain.assessment import Assessment
    from domain.commitment import Commitment
    from domain.contact import Contacts
    from domain.correction import Correction
    from domain.decision_map import DecisionMap
    from domain.ids import PersonId
    from domain.insight_history import Episode
    from domain.insight_ranking import Found
    from domain.interaction import Interaction
    from domain.map_change import MapChange
    from domain.money import Money
    from domain.network_influence import NetworkFigures, Surroundings
    from domain.opportunity import Opportunity
    from domain.person import Person
    from domain.playbook_entry import PlaybookEntry
    from domain.referral_figures import Figures
    from domain.rule import RuleSettings
    from domain.seller import Seller
    from domain.stage import Transition
    from domain.strength import Strength
    from graph.store import MapHistory, Node, Page, Slice, ViewerStore

    HowT = TypeVar("HowT", bound=Hashable)

ValueT = TypeVar("ValueT")

_SINGLE_THREADS: Final = Look(rules=frozenset({SINGLE_THREAD}))

MOST_WORK_AT_ONCE: Final = 2_000
"""So much work of network figures, about two milliseconds, is done between two other things; more in a thread."""
MOST_PAST_MAPS: Final = 100
"""How many maps one request may read as of the same time: each is folded from its facts by itself."""


class Given(TypedDict):
    """Arguments of functions that read as of a time."""

    as_of: datetime | None
    known_at: datetime | None


@dataclass(frozen=True, slots=True)
class Moments:
    """As of when, and known by when; nulls: now."""

    as_of: datetime | None = None
    known_at: datetime | None = None

    @property
    def is_now(self) -> bool:
        """Whether the present is meant."""
        return self.as_of is None and self.known_at is None

    def given(self) -> Given:
        """Return both as the functions of `graph/` take them."""
        return {"as_of": self.as_of, "known_at": self.known_at}


NOW = Moments()


@dataclass(frozen=True, slots=True, eq=False)
class ShownMap:
    """A decision map as an answer shows it, read or supposed.

    What follows from it is loaded by this object itself: a supposed map has the id of the real one. It stands for
    the real one in `instead_of`, and has in `supposed` what it does not show itself.
    """

    found: DecisionMap
    moments: Moments
    instead_of: DecisionMap | None = None
    supposed: Supposed = NOTHING_ELSE


@dataclass(frozen=True, slots=True)
class FigureTerms:
    """How figures of referrals are computed."""

    moments: Moments = NOW
    discount: float = 0.5
    attribution: Attribution = Attribution.RECORDED


class Loaders:
    """One request's loaders. A key names an object and, where there are several ways to read it, how."""

    def __init__(self, store: ViewerStore, now: datetime, rules: RuleSettings = DEFAULTS) -> None:
        self._store = store
        self._now = now
        self._rules = rules
        self.shown_maps: dict[tuple[str, Moments], schema.decision_map.DecisionMap] = {}
        """Maps as they are shown: what is said of each of thousands of people leads back to one and the same."""

    @cached_property
    def nodes(self) -> DataLoader[str, Node | None]:
        """Objects of any type, by id."""
        return DataLoader(self._load_nodes)

    @cached_property
    def maps(self) -> DataLoader[tuple[str, Moments], DecisionMap | None]:
        """Decision maps; the id must be a map's."""
        return _grouped(self._load_maps)

    @cached_property
    def map_histories(self) -> DataLoader[tuple[str, datetime | None], MapHistory | None]:
        """What a map was made of through all time, as known at a moment."""
        return _grouped(lambda ids, known_at: self._store.list_map_histories([MapId(id_) for id_ in ids], known_at))

    @cached_property
    def map_changes(self) -> DataLoader[tuple[str, Moments], tuple[MapChange, ...]]:
        """What changed in a map up to its moment; the id must be a map's."""
        return _grouped(self._load_map_changes)

    @cached_property
    def people(self) -> DataLoader[tuple[str, Page], Slice[Person]]:
        """Pages of those employed at an account."""
        return _grouped(lambda ids, page: self._store.page_people(_accounts(ids), page))

    @cached_property
    def people_counts(self) -> DataLoader[str, int]:
        """How many an account employs."""
        return DataLoader(lambda ids: self._store.count_people(_accounts(ids)))

    @cached_property
    def opportunities(self) -> DataLoader[tuple[str, Page], Slice[Opportunity]]:
        """Pages of an account's opportunities."""
        return _grouped(lambda ids, page: self._store.page_opportunities(_accounts(ids), page))

    @cached_property
    def opportunity_counts(self) -> DataLoader[str, int]:
        """How many opportunities an account has."""
        return DataLoader(lambda ids: self._store.count_opportunities(_accounts(ids)))

    @cached_property
    def interactions(self) -> DataLoader[tuple[str, Page], Slice[Interaction]]:
        """Pages of an account's interactions."""
        return _grouped(lambda ids, page: self._store.page_interactions(_accounts(ids), page))

    @cached_property
    def interaction_counts(self) -> DataLoader[str, int]:
        """How many interactions an account has."""
        return DataLoader(lambda ids: self._store.count_interactions(_accounts(ids)))

    @cached_property
    def interactions_with(self) -> DataLoader[tuple[str, Page], Slice[Interaction]]:
        """Pages of the interactions with a person."""
        return _grouped(lambda ids, page: self._store.page_interactions_with(_people(ids), page))

    @cached_property
    def interaction_with_counts(self) -> DataLoader[str, int]:
        """How many interactions with a person there were."""
        return DataLoader(lambda ids: self._store.count_interactions_with(_people(ids)))

    @cached_property
    def commitments(self) -> DataLoader[tuple[str, tuple[CommitmentStatus | None, Page]], Slice[Commitment]]:
        """Pages of an account's commitments of a status, or of all."""
        return _grouped(lambda ids, how: self._store.page_commitments(_accounts(ids), *how))

    @cached_property
    def commitment_counts(self) -> DataLoader[tuple[str, CommitmentStatus | None], int]:
        """How many commitments of a status an account has."""
        return _grouped(lambda ids, status: self._store.count_commitments(_accounts(ids), status))

    @cached_property
    def past_commitments(self) -> DataLoader[tuple[str, Moments], tuple[Commitment, ...]]:
        """Every commitment of an account as of a time, the latest made first."""
        return _grouped(
            lambda ids, moments: load_commitments(self._store, _accounts(ids), now=self._now, **moments.given())
        )

    @cached_property
    def promotion_plays(self) -> DataLoader[str, tuple[PlaybookEntry, ...]]:
        """What the playbook advises for the promotion to a stage, `LADDER/STAGE`."""
        return DataLoader(lambda keys: self._load_advice(PlayTopic.STAGE, keys))

    @cached_property
    def rule_plays(self) -> DataLoader[str, tuple[PlaybookEntry, ...]]:
        """What the playbook advises where a rule finds something, by the rule's id."""
        return DataLoader(lambda keys: self._load_advice(PlayTopic.RULE, keys))

    @cached_property
    def open_amounts(self) -> DataLoader[str, tuple[Money, ...]]:
        """What is at stake in an account's open opportunities, by currency."""
        return DataLoader(lambda ids: list_open_amounts(self._store, _accounts(ids)))

    @cached_property
    def last_contacts(self) -> DataLoader[str, datetime | None]:
        """When the latest interaction with an account was."""
        return DataLoader(lambda ids: list_last_contacts(self._store, _accounts(ids)))

    @cached_property
    def moved(self) -> DataLoader[str, datetime | None]:
        """When one of an account's maps changed last."""
        return DataLoader(lambda ids: list_moved(self._store, _accounts(ids)))

    @cached_property
    def assessments(self) -> DataLoader[tuple[str, Page], Slice[Assessment]]:
        """Pages of a stakeholder's assessments."""
        return _grouped(lambda ids, page: self._store.page_assessments(_stakeholders(ids), page))

    @cached_property
    def assessment_counts(self) -> DataLoader[str, int]:
        """How many assessments a stakeholder has."""
        return DataLoader(lambda ids: self._store.count_assessments(_stakeholders(ids)))

    @cached_property
    def past_assessments(self) -> DataLoader[tuple[str, Moments], tuple[Assessment, ...]]:
        """Every assessment of a stakeholder as of a time, latest first."""
        return _grouped(lambda ids, moments: load_past_assessments(self._store, ids, **moments.given()))

    @cached_property
    def corrections(self) -> DataLoader[str, list[Correction]]:
        """Corrections of what was said of a stakeholder or a person, the latest first."""
        return DataLoader(self._load_corrections)

    @cached_property
    def stages(self) -> DataLoader[tuple[str, Moments], tuple[Transition, ...]]:
        """The move by which an account stands on each ladder."""
        return _grouped(
            lambda ids, moments: load_standings(self._store, _accounts(ids), now=self._now, **moments.given())
        )

    @cached_property
    def stage_histories(self) -> DataLoader[tuple[str, tuple[str, Moments]], tuple[Transition, ...]]:
        """An account's moves on a ladder, given by its key."""
        return _grouped(self._load_stage_histories)

    @cached_property
    def stall_limits(self) -> DataLoader[tuple[str, Moments], Mapping[str, float]]:
        """After how many days a stay on each stage of a ladder stalls."""
        return _grouped(self._load_stall_limits)

    @cached_property
    def figures(self) -> DataLoader[tuple[str, FigureTerms], Figures]:
        """Figures of a party's referrals."""
        return _grouped(self._load_figures)

    @cached_property
    def findings(self) -> DataLoader[ShownMap, Found]:
        """What the rules find in a map."""
        return DataLoader(self._load_findings)

    @cached_property
    def episodes(self) -> DataLoader[tuple[str, Moments], tuple[Episode, ...]]:
        """When what the rules find in a map was first seen and resolved; without single threads."""
        return _grouped(self._load_episodes)

    @cached_property
    def thread_episodes(self) -> DataLoader[tuple[str, Moments], tuple[Episode, ...]]:
        """The same of single threads alone, for which whom we knew outside the map has to be read."""
        return _grouped(partial(self._load_episodes, look=_SINGLE_THREADS))

    @cached_property
    def account_findings(self) -> DataLoader[tuple[str, Moments], Found]:
        """What the rules find at an account."""
        return _grouped(self._load_account_findings)

    @cached_property
    def contacts(self) -> DataLoader[ShownMap, Contacts]:
        """The contacts matrix of a map as it is shown."""
        return DataLoader(self._load_contacts)

    @cached_property
    def strengths(self) -> DataLoader[tuple[str, Moments], tuple[tuple[Seller, Strength], ...]]:
        """Every contact of ours with a person, the strongest first."""
        return _grouped(self._load_strengths)

    @cached_property
    def standings(self) -> DataLoader[str, list[Stakeholder]]:
        """Every place that a person has or had in a map, by id; `until` where it was taken out."""
        return DataLoader(self._load_standings)

    @cached_property
    def surroundings(self) -> DataLoader[ShownMap, Surroundings]:
        """Whom we know around the people of a map."""
        return DataLoader(self._load_surroundings)

    @cached_property
    def networks(self) -> DataLoader[ShownMap, NetworkFigures]:
        """The network influence of the people of a map."""
        return DataLoader(self._load_networks)

    async def _load_surroundings(self, shown: list[ShownMap]) -> list[Surroundings]:
        moments = list(dict.fromkeys(one.moments for one in shown))
        found: dict[ShownMap, Surroundings] = {}
        for when in moments:
            maps = [one for one in shown if one.moments == when]
            found |= await self._surroundings_of(maps, when)
        return [_as_supposed(one, found[one]) for one in shown]

    async def _surroundings_of(self, shown: list[ShownMap], moments: Moments) -> dict[ShownMap, Surroundings]:
        """Read for all maps together; where that is too much, for fewer at a time, down to each by itself."""
        people = sorted({person for one in shown for person in one.found.graph.people})
        found = await load_surroundings(self._store, people, now=self._now, **moments.given())
        if found.complete or len(shown) == 1:
            return dict.fromkeys(shown, found)
        half = len(shown) // 2
        parts = [await self._surroundings_of(part, moments) for part in (shown[:half], shown[half:])]
        return parts[0] | parts[1]

    async def _load_networks(self, shown: list[ShownMap]) -> list[NetworkFigures]:
        around = await self.surroundings.load_many(shown)
        # One map may be shown in several places.
        distinct = {id(one.found): (one.found, known) for one, known in zip(shown, around, strict=True)}

        def compute() -> dict[int, NetworkFigures]:
            return {key: network_influence(*asked) for key, asked in distinct.items()}

        much = sum(work(*asked) for asked in distinct.values()) > MOST_WORK_AT_ONCE
        figures = await asyncio.to_thread(compute) if much else compute()
        return [figures[id(one.found)] for one in shown]

    async def _load_maps(self, ids: Sequence[str], moments: Moments) -> Sequence[DecisionMap | None]:
        if moments.is_now:
            return await load_decision_maps(self._store, ids, now=self._now)
        _check_past(ids, moments)
        loads = (load_decision_map(self._store, id_, now=self._now, **moments.given()) for id_ in ids)
        return await asyncio.gather(*loads)

    async def _load_map_changes(self, ids: Sequence[str], moments: Moments) -> Sequence[tuple[MapChange, ...]]:
        found = await self.map_histories.load_many([(id_, moments.known_at) for id_ in ids])
        histories = [(MapId(id_), history) for id_, history in zip(ids, found, strict=True)]
        return await changes_of(histories, moments.as_of if moments.as_of is not None else self._now)

    async def _load_nodes(self, ids: Sequence[str]) -> list[Node | None]:
        found = await self._store.list_nodes(ids)
        # The id of what was merged keeps answering.
        kept = await find_kept(self._store, [id_ for id_, one in zip(ids, found, strict=True) if one is None])
        return [one if one is not None else kept.get(id_) for id_, one in zip(ids, found, strict=True)]

    async def kept_id(self, id_: str | None) -> str | None:
        """Return an id, of what was merged the kept one's."""
        found = await self.nodes.load(id_) if id_ else None
        return found.id if found is not None else id_

    async def _load_corrections(self, ids: Sequence[str]) -> list[list[Correction]]:
        found = await load_corrections(self._store, ids)
        return [found[id_] for id_ in ids]

    async def _load_episodes(
        self, ids: Sequence[str], moments: Moments, look: Look = EVERYTHING
    ) -> Sequence[tuple[Episode, ...]]:
        if len(ids) > MOST_PAST_MAPS:
            raise LimitError(
                Text(
                    f"The past of insights is asked of {len(ids)} maps; {MOST_PAST_MAPS} are possible.",
                    f"查询了 {len(ids)} 张关系图的洞察历史，最多 {MOST_PAST_MAPS} 张。",
                ),
                field="firstSeenAt",
            )
        looks = {MapId(id_): look for id_ in ids}
        given = moments.given()
        return await load_episodes(self._store, [*looks], now=self._now, rules=self._rules, looks=looks, **given)

    async def _load_account_findings(self, ids: Sequence[str], moments: Moments) -> Sequence[Found]:
        _check_past(ids, moments)
        given = moments.given()
        return await load_account_findings(self._store, _accounts(ids), now=self._now, rules=self._rules, **given)

    async def _load_findings(self, shown: list[ShownMap]) -> list[Found]:
        found: dict[ShownMap, Found] = {}
        for moments in dict.fromkeys(one.moments for one in shown):
            asked = [one for one in shown if one.moments == moments]
            maps = [AskedMap(one.found, one.instead_of, one.supposed) for one in asked]
            given = moments.given()
            read = await load_map_findings(self._store, maps, now=self._now, rules=self._rules, **given)
            found |= dict(zip(asked, read, strict=True))
        return [found[one] for one in shown]

    async def _load_stage_histories(
        self, ids: Sequence[str], how: tuple[str, Moments]
    ) -> Sequence[tuple[Transition, ...]]:
        key, moments = how
        return await load_stage_histories(self._store, _accounts(ids), key, now=self._now, **moments.given())

    async def _load_stall_limits(self, keys: Sequence[str], moments: Moments) -> Sequence[Mapping[str, float]]:
        return await asyncio.gather(*(self._load_stall_limit(key, moments) for key in keys))

    async def _load_stall_limit(self, key: str, moments: Moments) -> Mapping[str, float]:
        if moments.is_now:
            return stall_limits(ladder(key), await self._store.list_stay_lengths(key, self._now))
        board = await load_board(self._store, key, now=self._now, **moments.given())
        return {column.stage.key: column.stalled_after_days for column in board.columns}

    async def _load_figures(self, ids: Sequence[str], terms: FigureTerms) -> Sequence[Figures]:
        found = await load_figures(
            self._store,
            ids,
            now=self._now,
            discount=terms.discount,
            attribution=terms.attribution,
            **terms.moments.given(),
        )
        return [found[id_] for id_ in ids]

    async def _load_advice(self, topic: PlayTopic, keys: Sequence[str]) -> list[tuple[PlaybookEntry, ...]]:
        known = await load_playbook(self._store, topic)
        return [answering(known, Answer(topic, key)) for key in keys]

    async def _load_contacts(self, shown: list[ShownMap]) -> list[Contacts]:
        found: dict[ShownMap, Contacts] = {}
        for moments in dict.fromkeys(one.moments for one in shown):
            asked = [one for one in shown if one.moments == moments]
            maps, met = [one.found for one in asked], [one.supposed.met for one in asked]
            read = await load_contacts(self._store, maps, now=self._now, supposed=met, **moments.given())
            found |= dict(zip(asked, read, strict=True))
        return [found[one] for one in shown]

    async def _load_strengths(
        self, ids: Sequence[str], moments: Moments
    ) -> Sequence[tuple[tuple[Seller, Strength], ...]]:
        people = [PersonId(id_) for id_ in ids]
        found = await load_strengths(self._store, people, now=self._now, **moments.given())
        return [
            tuple((found.sellers[one.seller_id], one) for one in found.by_person.get(person_id, ()))
            for person_id in people
        ]

    async def _load_standings(self, ids: Sequence[str]) -> list[list[Stakeholder]]:
        kinds = (StakeholderAdded, StakeholderNamed)
        facts = await self._store.load_facts([Selection(kinds, mentioning=tuple(ids))])
        said = (fact.statement for fact in facts)
        places = sorted({one.stakeholder_id for one in said if isinstance(one, StakeholderAdded | StakeholderNamed)})
        found = await self._store.list_nodes(places)
        seen = [one for one in found if isinstance(one, Stakeholder)]
        # Where two became one by a merge, nobody ever was in the other.
        return [[place for place in seen if place.person_id == id_ and place.until != place.since] for id_ in ids]


def _grouped(
    load: Callable[[Sequence[str], Any], Awaitable[Sequence[ValueT]]],
) -> DataLoader[tuple[str, Any], ValueT]:
    """Return a loader that calls `load` once for each way of reading that is asked for."""

    async def load_all(keys: list[tuple[str, HowT]]) -> list[ValueT | DomainError]:
        groups: dict[HowT, list[str]] = {}
        for id_, how in keys:
            groups.setdefault(how, []).append(id_)
        found: dict[tuple[str, HowT], ValueT | DomainError] = {}
        for how, ids in groups.items():
            found |= {(id_, how): value for id_, value in zip(ids, await _load(load, ids, how), strict=True)}
        return [found[key] for key in keys]

    return DataLoader(load_all)


async def _load(
    load: Callable[[Sequence[str], Any], Awaitable[Sequence[ValueT]]], ids: Sequence[str], how: Any
) -> Sequence[ValueT | DomainError]:
    try:
        return await load(ids, how)
    except DomainError as error:
        # A moment in the future is the fault of those who ask for it, not of the others.
        return [error] * len(ids)


def _check_past(ids: Sequence[str], moments: Moments) -> None:
    if not moments.is_now and len(ids) > MOST_PAST_MAPS:
        raise LimitError(
            Text(
                f"It is asked of {len(ids)} maps at once; {MOST_PAST_MAPS} are possible as of a time.",
                f"一次查询了 {len(ids)} 张关系图的过去状态，最多 {MOST_PAST_MAPS} 张。",
            ),
            field="asOf" if moments.as_of is not None else "knownAt",
        )


def _as_supposed(shown: ShownMap, found: Surroundings) -> Surroundings:
    if shown.instead_of is None:
        return found
    return supposed_surroundings(found, shown.instead_of.graph, shown.found.graph, shown.supposed.met)


def _accounts(ids: Iterable[str]) -> list[AccountId]:
    return [AccountId(id_) for id_ in ids]


def _people(ids: Iterable[str]) -> list[PersonId]:
    return [PersonId(id_) for id_ in ids]


def _stakeholders(ids: Iterable[str]) -> list[StakeholderId]:
    return [StakeholderId(id_) for id_ in ids]
