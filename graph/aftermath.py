"""What an undo would leave: a world in which a rule that crosses objects is broken, because of what was said since."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import TYPE_CHECKING

from domain.account import AccountDescribed
from domain.assessment import Assessed
from domain.deciding import supposed
from domain.errors import ConflictError, CycleError, DomainError
from domain.fact import UNSET
from domain.fold import fold
from domain.ids import owner_of_map
from domain.merge import Merged
from domain.opportunity import Opportunity, OpportunityClosed, check_open
from domain.person import EmployedAt
from domain.referral import ReferralAdvanced, Referred
from domain.seller import SellerDescribed
from domain.stakeholder import (
    RoleGiven,
    StakeholderAdded,
    StakeholderNamed,
    StakeholderPlaced,
    StakeholderRemoved,
)
from domain.text import Text
from domain.tie import ReportsTo, check_forest, reporting_lines
from domain.undo import check_pairs, check_places
from graph.access import MAX_LEVELS
from graph.seller import require_admin_left
from graph.store import Selection
from graph.tie import reporting_history

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Mapping, Sequence

    from domain.fact import Fact, Stated
    from graph.store import ViewerStore

_PLACES = (StakeholderAdded, StakeholderNamed, StakeholderRemoved)
_IN_MAPS = (*_PLACES, RoleGiven, StakeholderPlaced, Assessed)


async def check_aftermath(store: ViewerStore, touched: Sequence[Fact], undo: Stated) -> None:
    """Raise ConflictError where the world without the change, or with it again, would break a rule.

    Those are: the map of a closed deal is read-only; at any time a person has one place in a map, and a pair one open
    referral; reporting lines, parent accounts and managers of sellers close no circle; there is an ADMIN.
    """
    undone = supposed([undo])
    with _as_conflict():
        await _check_maps(store, touched)
        await _check_reporting(store, touched, undone)
        await _check_places(store, touched, undone)
        await _check_pairs(store, touched, undone)
        await _check_parents(store, touched, undone)
        await _check_sellers(store, touched, undone)


@contextmanager
def _as_conflict() -> Generator[None]:
    try:
        yield
    except DomainError as error:
        raise ConflictError(error.message, field="changeId") from error


async def _check_maps(store: ViewerStore, touched: Sequence[Fact]) -> None:
    # Who somebody is may be found out, and taken back, after a deal is closed.
    merges = any(isinstance(fact.statement, Merged) for fact in touched)
    if merges or not (stakeholders := _subjects(touched, *_IN_MAPS)):
        return
    added = await store.load_facts([Selection(kinds=(StakeholderAdded,), subjects=stakeholders)])
    owners = {owner_of_map(f.statement.map_id) for f in added if isinstance(f.statement, StakeholderAdded)}
    closings = _subjects(touched, OpportunityClosed)
    for owner in await store.list_nodes(sorted(owners.difference(closings))):
        check_open(owner if isinstance(owner, Opportunity) else None, "changeId")


async def _check_reporting(store: ViewerStore, touched: Sequence[Fact], undone: Sequence[Fact]) -> None:
    settled = [fact for fact in touched if isinstance(fact.statement, ReportsTo | EmployedAt)]
    people = _subjects(settled, EmployedAt)
    known = await store.load_facts([Selection(kinds=(EmployedAt,), subjects=people)]) if people else []
    stated = [fact.statement for fact in (*settled, *known)]
    accounts = {said.account_id for said in stated if isinstance(said, ReportsTo | EmployedAt) and said.account_id}
    if not accounts:
        return
    facts = [*await reporting_history(store, sorted(accounts), people), *undone]
    since = min(fact.observed_at for fact in settled)
    await asyncio.to_thread(lambda: check_forest(reporting_lines(facts, fold(facts).people), since))


async def _check_places(store: ViewerStore, touched: Sequence[Fact], undone: Sequence[Fact]) -> None:
    if not (stakeholders := _subjects(touched, *_PLACES)):
        return
    own = await store.load_facts([Selection(kinds=_PLACES, subjects=stakeholders)])
    people = {f.statement.person_id for f in own if isinstance(f.statement, StakeholderAdded | StakeholderNamed)}
    named = tuple(sorted(one for one in people if one is not None))
    others = _subjects(await store.load_facts([Selection(kinds=_PLACES, mentioning=named)]), *_PLACES)
    told = [*await store.load_facts([Selection(kinds=_PLACES, subjects=(*stakeholders, *others))]), *undone]
    await asyncio.to_thread(check_places, told)


async def _check_pairs(store: ViewerStore, touched: Sequence[Fact], undone: Sequence[Fact]) -> None:
    if not (referrals := _subjects(touched, Referred, ReferralAdvanced)):
        return
    own = await store.load_facts([Selection(kinds=(Referred,), subjects=referrals)])
    referred = {f.statement.referred for f in own if isinstance(f.statement, Referred)}
    others = _subjects(await store.load_facts([Selection(kinds=(Referred,), mentioning=tuple(referred))]), Referred)
    asked = Selection(kinds=(Referred, ReferralAdvanced), subjects=(*referrals, *others))
    told = [*await store.load_facts([asked]), *undone]
    await asyncio.to_thread(lambda: check_pairs(fold(told).referrals.values()))


async def _check_parents(store: ViewerStore, touched: Sequence[Fact], undone: Sequence[Fact]) -> None:
    moved = [f for f in touched if isinstance(f.statement, AccountDescribed) and f.statement.parent_id is not UNSET]
    if moved:
        accounts = _subjects(moved, AccountDescribed)
        facts = await store.load_facts([Selection(kinds=(AccountDescribed,), subjects=accounts)])
        known = (await asyncio.to_thread(fold, [*facts, *undone])).accounts
        await _check_above(store, {one.id: one.parent_id for one in known.values()})


async def _check_sellers(store: ViewerStore, touched: Sequence[Fact], undone: Sequence[Fact]) -> None:
    if not (sellers := _subjects(touched, SellerDescribed)):
        return
    facts = await store.load_facts([Selection(kinds=(SellerDescribed,), subjects=sellers)])
    known = fold([*facts, *undone]).sellers
    await _check_above(store, {one.id: one.manager_id for one in known.values()})
    await require_admin_left(store, sellers, known.values())


async def _check_above(store: ViewerStore, above: Mapping[str, str | None]) -> None:
    """Raise CycleError where the objects, with what would be above them, are above themselves."""
    known = dict(above)
    for _ in range(MAX_LEVELS):
        missing = sorted({id_ for id_ in known.values() if id_ is not None} - known.keys())
        if not missing:
            break
        known |= dict.fromkeys(missing) | await store.load_above(missing)
    for id_ in above:
        passed: set[str] = set()
        at = known[id_]
        while at is not None and at not in passed:
            passed.add(at)
            at = known.get(at)
        if id_ in passed:
            raise CycleError(Text("Something would be above itself.", "上下级关系会形成循环。"))


def _subjects(facts: Iterable[Fact], *kinds: type) -> tuple[str, ...]:
    return tuple(sorted({fact.statement.subject for fact in facts if isinstance(fact.statement, kinds)}))
