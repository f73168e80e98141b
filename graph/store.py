"""The port: what every store can do. Stores keep facts and the current graph, and return facts and graph rows.

Rules, scores and analysis are in `domain/` and `graph/analytics.py`, never in a store. Reading the world now
uses the current graph; reading it as of a time folds facts. Nobody reads without a viewer: `Store.for_viewer`
gives the only way to what people may see, and visibility is part of each query made there. The methods of
`Store` itself serve the system (start, copy, check), never a request.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, Generic, Literal, Protocol, TypeVar

from domain.account import Account
from domain.assessment import Assessment
from domain.codes import InteractionKind
from domain.commitment import Commitment
from domain.fact import Answered
from domain.interaction import Interaction
from domain.opportunity import Opportunity
from domain.order import Order
from domain.person import Person
from domain.referral import Referral
from domain.seller import Seller
from domain.stage import Transition
from domain.stakeholder import Stakeholder
from domain.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from contextlib import AbstractAsyncContextManager
    from datetime import timedelta

    from domain.account_filter import AccountFilter
    from domain.codes import AccountOrder, CommitmentStatus, ReferralStatus
    from domain.contact_level import ContactLevel
    from domain.decision_map import ContactCount, MapGraph
    from domain.fact import Change, Fact, Stated
    from domain.finding_note import FindingNote
    from domain.ids import AccountId, ChangeId, MapId, PersonId, SellerId, StakeholderId, StreamId
    from domain.money import Money
    from domain.network_influence import Surroundings
    from domain.strength import Dealings
    from domain.viewer import Viewer
    from domain.world import World
    from graph.around import AccountsAround, Around

Node = (
    Account
    | Person
    | Seller
    | Opportunity
    | Stakeholder
    | Assessment
    | Interaction
    | Order
    | Referral
    | Transition
    | Commitment
)
"""Everything with an id of its own (a map is derived from its account or opportunity)."""

ANOTHER_RUN: Final = Text(
    "Another import goes on elsewhere or was cut off. Wait for its end, or go on with its files by "
    "`rapport import`, or take it back by `rapport import --abandon`.",
    "另一次导入正在别处进行或已中断。请等待其结束，或用 `rapport import` 继续导入原文件，"
    "或用 `rapport import --abandon` 撤回。",
)
"""Why no run of other batches is begun: it would leave out what that one has written, which may be taken back."""

KeyedType = Literal["account", "person", "seller", "opportunity", "interaction", "order", "referral"]
"""Types with a key of the customer's own: an external id, or a seller's e-mail."""

ItemT = TypeVar("ItemT")

SortKey = tuple[str | int, str]
"""A row's place in an ordering: the value ordered by (a name, or microseconds since 1970), then the id."""


class StaleError(Exception):
    """A stream has moved since it was read: decide again on fresh state. Never leaves `graph/`."""


class RepeatedError(Exception):
    """A write with this `clientMutationId` is already there; `Remembered` says what it answered."""


class StoreUnavailableError(Exception):
    """The database cannot be reached or used now; the message names its address and what would help."""


class StoreVersionError(Exception):
    """The database was written by a newer program, or is none of ours; the message says so in words."""


@dataclass(frozen=True, slots=True)
class Page:
    """The first `first` (1–1,000) rows after the place `after`; from the beginning if null."""

    first: int
    after: SortKey | None = None


@dataclass(frozen=True, slots=True)
class Slice(Generic[ItemT]):
    """Rows in order with the place of each, and whether more follow."""

    items: tuple[ItemT, ...]
    keys: tuple[SortKey, ...]
    has_next: bool


@dataclass(frozen=True, slots=True)
class Selection:
    """Facts of these kinds (none named: of all) with one of the streams, subjects, mentions, changes, ids or sellers.

    At most one of those six is given; without any, all facts of the kinds (one given empty selects nothing). Each
    has an index. `stated_by`: the sellers who said so. Undos and corrections that name a selected fact or its change,
    at any remove, always come with it, so that the fold leaves out what it must.
    """

    kinds: tuple[type[Any], ...] = ()
    streams: tuple[str, ...] | None = None
    subjects: tuple[str, ...] | None = None
    mentioning: tuple[str, ...] | None = None
    changes: tuple[str, ...] | None = None
    ids: tuple[str, ...] | None = None
    stated_by: tuple[str, ...] | None = None
    observed_to: datetime | None = None
    known_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class MapFacts:
    """What `fold` needs for a map as of a time: its account and opportunity as they are now, and facts.

    The facts: what was said about the map's stakeholders and its opportunity, and of their people the description,
    employment and ties. An assessment may be left out if each of its dimensions was said again by `as_of`: the map
    is the same, its history is not (see `MapHistory`). `contacts` counts interactions by person over
    (as_of − 365 days, as_of], as known at `known_at`.
    """

    account: Account
    opportunity: Opportunity | None
    facts: tuple[Fact, ...]
    contacts: Mapping[PersonId, ContactCount]


@dataclass(frozen=True, slots=True)
class MapHistory:
    """A map's account and opportunity as they are now, and all facts that ever made it, in the order of validity.

    The facts that stand, whatever they say of when: about its stakeholders all but where their cards lie, and of
    everybody who was ever in it the description, employment, and ties among them.
    """

    account: Account
    opportunity: Opportunity | None
    facts: tuple[Fact, ...]


ContactTimes = tuple[tuple[datetime, InteractionKind], ...]
"""When, and in which way, somebody was met, the earliest first; at one moment by the code of the kind."""


@dataclass(frozen=True, slots=True)
class ReferralFilter:
    """All that is given must hold; times are a period [made_from, made_to)."""

    party_id: str | None = None
    referrer_id: str | None = None
    referred_id: str | None = None
    statuses: tuple[ReferralStatus, ...] | None = None
    made_from: datetime | None = None
    made_to: datetime | None = None


@dataclass(frozen=True, slots=True)
class BoardRow:
    """An account on a ladder: its name, the move by which it stands there, and its open opportunities' amounts."""

    account_id: AccountId
    name: str
    stage: str
    since: datetime
    open_amounts: tuple[Money, ...]


@dataclass(frozen=True, slots=True)
class Once:
    """By which a repetition of a write is known: unique per viewer, mutation and client id, for good."""

    client_id: str
    input_hash: str


@dataclass(frozen=True, slots=True)
class Remembered:
    """What a write with a `clientMutationId` answered: the change and the ids of its objects by name."""

    input_hash: str
    change_id: ChangeId
    result: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Append:
    """One change to write, decided on streams of the versions named (0: there is none yet).

    `position`: decided on everything up to it (an undo); null: only the streams matter. `touching`: further
    streams whose versions move, because the change alters what holds in them (those of undone facts).
    """

    change_id: ChangeId
    mutation: str
    stated: tuple[Stated, ...]
    based_on: Mapping[StreamId, int]
    position: int | None = None
    touching: frozenset[StreamId] = frozenset()
    once: Once | None = None
    result: Mapping[str, str] = field(default_factory=dict[Any, Any])

    @property
    def answered(self) -> Answered | None:
        """What is to be remembered of it."""
        once = self.once
        return Answered(once.client_id, once.input_hash, dict(self.result)) if once is not None else None


class Run(Protocol):
    """A change in many batches (an import): nothing of it is visible before `commit`, or it can be taken back."""

    async def add(self, stated: Sequence[Stated]) -> None:
        """Write one batch; raises DuplicateError like `append`."""
        ...


class ViewerStore(Protocol):
    """The store as one viewer may use it. Methods in lists answer in input order, null for absent or invisible."""

    @property
    def viewer(self) -> Viewer: ...

    # ── objects ──
    async def list_nodes(self, ids: Sequence[str]) -> list[Node | None]:
        """Read objects of any types by id, in one go. An id of an unknown type is null."""
        ...

    async def list_by_key(self, type_name: KeyedType, keys: Sequence[str]) -> list[Node | None]:
        """Read objects by external id, sellers by e-mail (without case)."""
        ...

    async def search(self, tokens: tuple[str, ...], first: int) -> list[Account | Person | Seller]:
        """Find by normalised tokens (`domain.search_text`): a phrase whose last word is a prefix; ranked by domain."""
        ...

    async def search_opportunities(self, tokens: tuple[str, ...], first: int) -> list[Opportunity]:
        """Find opportunities by name in the same way."""
        ...

    async def walk_accounts(self, after: str, first: int) -> list[Account]:
        """Read the first accounts, by id, whose id comes after one."""
        ...

    async def walk_people(self, after: str, first: int) -> list[Person]:
        """Read the first people, by id, whose id comes after one."""
        ...

    # ── connections; counts are separate so that nobody pays for what is not asked ──
    async def page_accounts(self, filter_: AccountFilter | None, order: AccountOrder, page: Page) -> Slice[Account]: ...

    async def count_accounts(self, filter_: AccountFilter | None) -> int: ...

    async def page_sellers(self, page: Page) -> Slice[Seller]:
        """By name, then id."""
        ...

    async def count_sellers(self) -> int: ...

    async def page_people(self, account_ids: Sequence[AccountId], page: Page) -> list[Slice[Person]]:
        """Who is employed at each account now, by name, then id."""
        ...

    async def count_people(self, account_ids: Sequence[AccountId]) -> list[int]: ...

    async def page_opportunities(self, account_ids: Sequence[AccountId], page: Page) -> list[Slice[Opportunity]]:
        """By opening date, latest first, then id."""
        ...

    async def count_opportunities(self, account_ids: Sequence[AccountId]) -> list[int]: ...

    async def list_open_opportunities(self, account_ids: Sequence[AccountId]) -> list[tuple[Opportunity, ...]]:
        """All that are open now, by opening date, latest first, then id."""
        ...

    async def page_interactions(self, account_ids: Sequence[AccountId], page: Page) -> list[Slice[Interaction]]:
        """Latest first, then id."""
        ...

    async def count_interactions(self, account_ids: Sequence[AccountId]) -> list[int]: ...

    async def page_interactions_with(self, person_ids: Sequence[PersonId], page: Page) -> list[Slice[Interaction]]:
        """Those in which each person took part, at whatever account, latest first, then id."""
        ...

    async def count_interactions_with(self, person_ids: Sequence[PersonId]) -> list[int]: ...

    async def page_assessments(self, stakeholder_ids: Sequence[StakeholderId], page: Page) -> list[Slice[Assessment]]:
        """Latest observed first, then latest recorded, then id (sort value: observed_at)."""
        ...

    async def count_assessments(self, stakeholder_ids: Sequence[StakeholderId]) -> list[int]: ...

    async def page_referrals(self, filter_: ReferralFilter, page: Page, as_of: datetime | None) -> Slice[Referral]:
        """Latest made first, then id. With `as_of`: those made by then, with the status they had."""
        ...

    async def count_referrals(self, filter_: ReferralFilter, as_of: datetime | None) -> int: ...

    # ── decision map ──
    async def list_map_graphs(self, map_ids: Sequence[MapId], at: datetime) -> list[MapGraph | None]:
        """Read maps as they are now; `at` is now, for the windows that end there."""
        ...

    async def load_map_facts(self, map_id: MapId, as_of: datetime, known_at: datetime | None) -> MapFacts | None:
        """Read what `fold` needs for the map as of a time."""
        ...

    async def list_map_histories(self, map_ids: Sequence[MapId], known_at: datetime | None) -> list[MapHistory | None]:
        """Read what maps were made of through all time, as known at `known_at`."""
        ...

    async def list_contact_times(
        self, person_ids: Sequence[PersonId], after: datetime, until: datetime, known_at: datetime | None
    ) -> dict[PersonId, ContactTimes]:
        """Read the interactions with people in (after, until], as known at `known_at`; those never met are left out."""
        ...

    # ── networks ──
    async def load_surroundings(self, person_ids: Sequence[PersonId], at: datetime) -> Surroundings:
        """Read whom we know around some people now, for everybody in one go; `at` is now, where the window ends.

        From these people outwards over KNOWS, INFLUENCES and REPORTS_TO, on only from whom it matters (`goes_on`).
        At most `MOST_SURROUNDINGS` visible others are looked at; with more, the answer says what it is short of.
        """
        ...

    async def list_met(self, person_ids: Sequence[PersonId], at: datetime) -> dict[PersonId, frozenset[SellerId]]:
        """Read who of us was in an interaction with each person in the 365 days before `at`, as known now.

        Who was in none is not there; nobody is named where an interaction names none of us.
        """
        ...

    # ── what rules look at besides maps ──
    async def load_around(self, map_ids: Sequence[MapId], at: datetime) -> Around:
        """Read what is around the maps now, for all in one go; `at` is now, where windows end."""
        ...

    async def load_accounts_around(self, account_ids: Sequence[AccountId], at: datetime) -> AccountsAround:
        """Read the standing maps of accounts, what is around them, and what concerns the accounts, in one go."""
        ...

    # ── what we do about it ──
    async def list_contact_levels(self, stakeholder_ids: Sequence[StakeholderId]) -> list[tuple[ContactLevel, ...]]:
        """What each of us is to each stakeholder now, and should be; by the sellers' ids."""
        ...

    async def list_commitments(self, account_ids: Sequence[AccountId]) -> list[tuple[Commitment, ...]]:
        """Every commitment of each account, settled ones too, latest made first, then id; hidden people left out."""
        ...

    async def page_commitments(
        self, account_ids: Sequence[AccountId], status: CommitmentStatus | None, page: Page
    ) -> list[Slice[Commitment]]:
        """Those of a status, or all: latest made first, then id."""
        ...

    async def count_commitments(
        self, account_ids: Sequence[AccountId], status: CommitmentStatus | None
    ) -> list[int]: ...

    async def list_finding_notes(self, account_ids: Sequence[AccountId]) -> list[tuple[FindingNote, ...]]:
        """What was noted on findings at each account, by the insights' ids."""
        ...

    # ── strength ──
    async def list_dealings(
        self, person_ids: Sequence[PersonId] | None, seller_ids: Sequence[SellerId] | None, at: datetime
    ) -> list[Dealings]:
        """Count the interactions up to `at` of these sellers with these people, in the order of their ids.

        Null: of everybody the viewer may see; at least one of the two is given. Pairs that never met are left out.
        """
        ...

    # ── referrals ──
    async def list_downstream(self, party_ids: Sequence[str], as_of: datetime | None) -> list[Referral]:
        """Every referral reachable downstream of the parties, each once, in any order."""
        ...

    async def list_upstream(self, party_ids: Sequence[str], as_of: datetime | None) -> list[Referral]:
        """Every referral reachable upstream of the parties, each once, in any order."""
        ...

    # ── stages ──
    async def list_transitions(self, account_ids: Sequence[AccountId]) -> list[tuple[Transition, ...]]:
        """Every move of each account on every ladder, in order of validity."""
        ...

    async def list_standings(self, account_ids: Sequence[AccountId]) -> list[tuple[Transition, ...]]:
        """The move by which each account stands on each ladder it is on, by ladder key."""
        ...

    async def list_board_rows(self, ladder: str, filter_: AccountFilter | None) -> list[BoardRow]:
        """Every account on the ladder now, by name, then id."""
        ...

    async def list_stays(self, ladder: str, filter_: AccountFilter | None, as_of: datetime | None) -> list[Transition]:
        """Every move on the ladder by `as_of`, in order of account, then validity: what completed stays are from."""
        ...

    async def list_stay_lengths(self, ladder: str, until: datetime) -> list[tuple[str, timedelta]]:
        """How long each stay on the ladder that was completed by `until` took, with its stage; in no order."""
        ...

    # ── facts and writing ──
    async def load_facts(self, selections: Sequence[Selection]) -> list[Fact]:
        """Read facts the viewer may see, each once, for deciding and for reads as of a time."""
        ...

    async def load_change(self, change_id: ChangeId) -> Change | None:
        """Read a change all of whose facts the viewer may see; else null."""
        ...

    async def is_needed(self, ids: Sequence[str], but: ChangeId) -> bool:
        """Whether another change than `but` says anything about these objects, whoever may see it: no more is told."""
        ...

    async def load_above(self, ids: Sequence[str]) -> dict[str, str | None]:
        """Read what is directly above accounts (their parents) and sellers (their managers), whoever may see it.

        By id, of those that exist. It is for deciding alone and must not be shown.
        """
        ...

    async def load_versions(self, streams: Sequence[str]) -> dict[StreamId, int]:
        """Read the versions of streams, 0 where there is none. Read them before the state that is decided on."""
        ...

    async def load_position(self) -> int: ...

    async def load_remembered(self, mutation: str, client_id: str) -> Remembered | None: ...

    async def append(self, append: Append) -> Change:
        """Write a change, all of it or nothing; acknowledged means on disk.

        Raises StaleError, RepeatedError, or DuplicateError where a unique key is taken (external id, e-mail of a
        seller, open referral of a pair, place of a person in a map).
        """
        ...

    def open_run(self, change_id: ChangeId, mutation: str, of: str = "") -> AbstractAsyncContextManager[Run]:
        """Write a change in batches: leaving the block commits it, an error takes all of it back.

        `of`: what tells the same batches from others. A run that was cut off is gone on with under its id. Raises
        ConflictError for one of other batches, and once somebody else goes on with this one or has taken it back.
        """
        ...


class Store(Protocol):
    """An open database."""

    def for_viewer(self, viewer: Viewer) -> ViewerStore: ...

    async def load_viewer(self, *, seller_id: SellerId | None = None, email: str | None = None) -> Viewer | None:
        """Find who a request comes from, with everybody below them; the e-mail without case."""
        ...

    async def find_admin(self) -> Viewer | None:
        """Return the ADMIN seller recorded first."""
        ...

    async def found(self, append: Append) -> Change:
        """Write the first change of an empty store, which has nobody to write it; StaleError if it is not empty."""
        ...

    async def list_changes(self, after: int, first: int) -> list[Change]:
        """Read changes in order of position, with what they answered, for copies and feeds."""
        ...

    async def append_recorded(self, changes: Sequence[Change]) -> None:
        """Write changes that were recorded elsewhere, as they are; positions must follow on this store's.

        What they answered is remembered, so that a repetition is known here too.
        """
        ...

    async def load_position(self) -> int: ...

    async def load_world(self) -> World:
        """Read the whole current graph, to compare it with the fold of all facts."""
        ...

    async def ping(self) -> None:
        """Raise StoreUnavailableError unless a trivial read works."""
        ...

    async def close(self) -> None: ...
