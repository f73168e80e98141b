"""Worlds to measure on, made through the port like everything else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from domain.account import AccountDescribed
from domain.assessment import Assessed
from domain.codes import (
    AccountKind,
    BuyingRole,
    Coverage,
    Direction,
    Influence,
    InteractionKind,
    Polarity,
    Support,
)
from domain.fact import Stated, Statement
from domain.ids import (
    AccountId,
    AssessmentId,
    ChangeId,
    InteractionId,
    MapId,
    PersonId,
    ReferralId,
    StakeholderId,
    map_of,
    new_id,
)
from domain.interaction import Interacted
from domain.person import EmployedAt, PersonDescribed
from domain.referral import Referred
from domain.stakeholder import StakeholderAdded
from domain.tie import Influences, Knows, ReportsTo
from graph.founding import found
from graph.store import Append

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.store import Store, ViewerStore

NOW = datetime.now(UTC)
THEN = NOW - timedelta(days=1100)
PEOPLE = 20


async def admin_of(store: Store) -> ViewerStore:
    """Return the store as its first ADMIN uses it."""
    viewer = await found(store, NOW)
    assert viewer is not None
    return store.for_viewer(viewer)


async def write(store: ViewerStore, statements: Iterable[tuple[Statement, datetime]], size: int = 5000) -> None:
    """Append statements as changes of `size`."""
    stated = [Stated(said, at) for said, at in statements]
    for start in range(0, len(stated), size):
        part = tuple(stated[start : start + size])
        await store.append(Append(ChangeId(new_id("change")), "bench", part, {}))


async def map_of_twenty(store: ViewerStore) -> MapId:
    """Make an account with a map of 20 people and 40 ties: 19 of reporting, 15 of influence, 6 of acquaintance."""
    return await map_of_people(store, PEOPLE, "Map of twenty")


async def map_of_people(store: ViewerStore, size: int, name: str, span: int = 3) -> MapId:
    """Make an account with a map of `size` people, `span` of whom report to each, and twice as many ties."""
    account_id = AccountId(new_id("account"))
    people = [PersonId(new_id("person")) for _ in range(size)]
    said: list[tuple[Statement, datetime]] = [(AccountDescribed(account_id, name=name, kind=AccountKind.COMPANY), THEN)]
    roles, influences, supports = [*BuyingRole], [*Influence], [*Support]
    for index, person in enumerate(people):
        stakeholder = StakeholderId(new_id("stakeholder"))
        role = (roles[index % 4],)
        said += [
            (PersonDescribed(person, name=f"Person {index:02d}", title=f"Title {index}"), THEN),
            (EmployedAt(person, account_id), THEN),
            (StakeholderAdded(stakeholder, map_of(account_id), account_id, person, None, role), THEN),
            (
                Assessed(
                    AssessmentId(new_id("assessment")),
                    stakeholder,
                    account_id,
                    support=supports[index % 5],
                    influence=influences[index % 3],
                    coverage=Coverage.BRIEF,
                ),
                THEN,
            ),
        ]
        if index:
            said.append((ReportsTo(account_id, person, people[(index - 1) // span]), THEN))
    pairs = [(people[i], people[(i * 7 + 3) % size]) for i in range(size) if i != (i * 7 + 3) % size]
    said += [(Influences(a, b, 1 + i % 5, Polarity.POSITIVE), THEN) for i, (a, b) in enumerate(pairs[: size * 3 // 4])]
    said += [(Knows(people[i], people[i + size // 2], 0.5), THEN) for i in range(size * 3 // 10)]
    await write(store, said)
    return map_of(account_id)


async def grow_history(store: ViewerStore, map_id: MapId, facts: int) -> None:
    """Add facts over three years to a map's account: assessments and logged calls, in turn."""
    account_id = AccountId(map_id.removeprefix("map_"))
    (graph,) = await store.list_map_graphs([map_id], NOW)
    assert graph is not None
    said: list[tuple[Statement, datetime]] = []
    for index in range(facts):
        at = NOW - timedelta(days=3 * 365 * (facts - index) / facts)
        stakeholder = graph.stakeholders[index % PEOPLE]
        assert stakeholder.person_id is not None
        if index % 2:
            support = [*Support][index % 5]
            said.append((Assessed(AssessmentId(new_id("assessment")), stakeholder.id, account_id, support), at))
        else:
            said.append((_call(account_id, stakeholder.person_id), at))
    await write(store, said)


def _call(account_id: AccountId, person_id: PersonId) -> Interacted:
    interaction_id = InteractionId(new_id("interaction"))
    return Interacted(interaction_id, account_id, InteractionKind.CALL, Direction.MUTUAL, (), (person_id,))


async def referral_tree(store: ViewerStore, parties: int) -> AccountId:
    """Make a tree of referrals in which everybody refers three others, in the order made; return its root."""
    accounts = [AccountId(new_id("account")) for _ in range(parties)]
    said: list[tuple[Statement, datetime]] = [
        (AccountDescribed(account, name=f"Party {index:06d}", kind=AccountKind.COMPANY), NOW)
        for index, account in enumerate(accounts)
    ]
    said += [
        (Referred(ReferralId(new_id("referral")), accounts[(index - 1) // 3], account), THEN + timedelta(minutes=index))
        for index, account in enumerate(accounts)
        if index
    ]
    await write(store, said)
    return accounts[0]
