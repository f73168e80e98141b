"""What appended facts do to the current graph, for both stores.

`project` tells which rows must be written and which must go. It does no reading of its own: it yields the
selections of facts that it needs and is sent the facts, so that a store can serve it inside its transaction,
blocking or not. Rows are always made by `domain.fold`, from all facts of their subject: that is why the
current graph equals the fold of everything.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.account import AccountDescribed
from domain.assessment import Assessed
from domain.change import Corrected, Undone
from domain.commitment import CommitmentMade, CommitmentSettled
from domain.contact_level import ContactLevelStated
from domain.finding_note import FindingAssigned, FindingDismissed, FindingDone, FindingReopened
from domain.fold import fold
from domain.interaction import Interacted
from domain.opportunity import OpportunityClosed, OpportunityDescribed
from domain.order import Ordered
from domain.person import EmployedAt, PersonDescribed
from domain.referral import ReferralAdvanced, Referred
from domain.seller import SellerDescribed
from domain.stage import StageMoved
from domain.stakeholder import (
    RoleGiven,
    StakeholderAdded,
    StakeholderNamed,
    StakeholderPlaced,
    StakeholderRemoved,
)
from domain.tie import Influences, Knows, ReportsTo
from domain.world import World
from graph.store import Selection

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Mapping, Sequence

    from domain.fact import Fact
    from domain.ids import MapId

# The dictionary of `World` in which a statement's subject shows; its key is the subject but where noted in `_key`.
_TABLE: Mapping[type, str] = {
    AccountDescribed: "accounts",
    PersonDescribed: "people",
    EmployedAt: "people",
    SellerDescribed: "sellers",
    OpportunityDescribed: "opportunities",
    OpportunityClosed: "opportunities",
    StakeholderAdded: "stakeholders",
    RoleGiven: "stakeholders",
    StakeholderNamed: "stakeholders",
    StakeholderPlaced: "stakeholders",
    StakeholderRemoved: "stakeholders",
    Assessed: "stakeholders",
    ReportsTo: "reports",
    Influences: "influences",
    Knows: "acquaintances",
    Interacted: "interactions",
    Ordered: "orders",
    Referred: "referrals",
    ReferralAdvanced: "referrals",
    StageMoved: "standings",
    ContactLevelStated: "contact_levels",
    CommitmentMade: "commitments",
    CommitmentSettled: "commitments",
    FindingDismissed: "finding_notes",
    FindingDone: "finding_notes",
    FindingReopened: "finding_notes",
    FindingAssigned: "finding_notes",
}
_KINDS: Mapping[str, tuple[type, ...]] = {
    table: tuple(kind for kind, named in _TABLE.items() if named == table) for table in set(_TABLE.values())
}
# One such fact is all there is to say of its subject: nothing more needs to be read.
_WHOLE_STORY = (Interacted, Ordered)


@dataclass(slots=True)
class Rows:
    """Rows to write, as the tables of `World` hold them, and the keys of all rows that may change.

    A key in `touched` without a row in `world` is to be deleted. `touched["assessments"]` is by stakeholder and
    `touched["standings"]` by `ladder/account` (all transitions of it are replaced). `maps` must have their status
    computed anew, once the rows are written.
    """

    world: World
    touched: Mapping[str, frozenset[str]]
    maps: frozenset[MapId] = frozenset()


def project(
    appended: Sequence[Fact], new_streams: frozenset[str] = frozenset()
) -> Generator[tuple[Selection, ...], Sequence[Fact], Rows]:
    """Work out the rows that appended facts change; the facts are inserted already.

    `new_streams`: streams that began with these facts, of whose subjects nothing else needs to be read.
    """
    named = yield from taken_back(appended)
    return (yield from _rows(appended, named, new_streams))


def project_again(facts: Sequence[Fact]) -> Generator[tuple[Selection, ...], Sequence[Fact], Rows]:
    """Work out the rows of what facts are about that do not count any more, or count again."""
    return (yield from _rows((), facts, frozenset()))


def _rows(
    appended: Sequence[Fact], named: Sequence[Fact], new_streams: frozenset[str]
) -> Generator[tuple[Selection, ...], Sequence[Fact], Rows]:
    own = [f for f in appended if f.statement.stream in new_streams or isinstance(f.statement, _WHOLE_STORY)]
    subjects = _subjects([*appended, *named])
    known = _subjects(own)
    for table, found in _subjects(named).items():
        known[table] -= found
    employed = _employed([*appended, *named]) - _employed(own)
    if employed:
        around = yield (
            Selection(kinds=(ReportsTo,), mentioning=tuple(employed)),
            Selection(kinds=(StakeholderAdded, StakeholderNamed), mentioning=tuple(employed)),
        )
        for table, found in _subjects(around).items():
            subjects[table] |= found
    history: dict[str, Fact] = {fact.id: fact for fact in own}
    wanted = tuple(_all_about(table, missing) for table, found in subjects.items() if (missing := found - known[table]))
    if wanted:
        history |= {fact.id: fact for fact in (yield wanted)}
    # Of an account everything was read, its moves on all ladders included.
    subjects["standings"] |= _subjects(history.values())["standings"]
    if ends := _ends_of_reports(history.values()) - subjects["people"]:
        history |= {fact.id: fact for fact in (yield (Selection(_KINDS["people"], subjects=tuple(ends)),))}
    return Rows(
        world=fold(history.values()),
        touched={table: frozenset(found) for table, found in subjects.items()},
        maps=frozenset(
            fact.statement.map_id for fact in history.values() if isinstance(fact.statement, StakeholderAdded)
        ),
    )


def taken_back(appended: Sequence[Fact]) -> Generator[tuple[Selection, ...], Sequence[Fact], list[Fact]]:
    """Return every fact that undos and corrections among the facts name, through undos of undos to the end."""
    found: dict[str, Fact] = {}
    pending = [fact for fact in appended if isinstance(fact.statement, Undone | Corrected)]
    while pending:
        changes = tuple({f.statement.subject for f in pending if isinstance(f.statement, Undone)})
        ids = tuple({f.statement.subject for f in pending if isinstance(f.statement, Corrected)})
        wanted = (
            *((Selection(changes=changes),) if changes else ()),
            *((Selection(ids=ids),) if ids else ()),
        )
        fresh = [fact for fact in (yield wanted) if fact.id not in found]
        found |= {fact.id: fact for fact in fresh}
        pending = [fact for fact in fresh if isinstance(fact.statement, Undone | Corrected)]
    return list(found.values())


def _subjects(facts: Iterable[Fact]) -> defaultdict[str, set[str]]:
    by_table: defaultdict[str, set[str]] = defaultdict(set)
    for fact in facts:
        said = fact.statement
        if (table := _TABLE.get(type(said))) is not None:
            by_table[table].add(said.subject)
        if isinstance(said, StageMoved):
            by_table["accounts"].add(said.account_id)
    return by_table


def _all_about(table: str, subjects: Iterable[str]) -> Selection:
    if table == "accounts":
        # Moves count for the account's version, but are about it and a ladder: only the stream has them all.
        return Selection(kinds=(AccountDescribed, StageMoved), streams=tuple(subjects))
    return Selection(kinds=_KINDS[table], subjects=tuple(subjects))


def _employed(facts: Iterable[Fact]) -> set[str]:
    return {fact.statement.subject for fact in facts if isinstance(fact.statement, EmployedAt)}


def _ends_of_reports(facts: Iterable[Fact]) -> set[str]:
    return {end for fact in facts if isinstance(fact.statement, ReportsTo) for end in fact.statement.mentions}
