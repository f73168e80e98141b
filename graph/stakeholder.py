"""Writes to the places in a map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.account import Account
from domain.deciding import check_version, moment
from domain.errors import DuplicateError, InvalidError
from domain.fact import Stated
from domain.ids import MapId, StakeholderId, id_type, map_of, new_id, owner_of_map
from domain.opportunity import Opportunity, check_open
from domain.person import Person
from domain.stakeholder import (
    RoleGiven,
    Stakeholder,
    StakeholderAdded,
    StakeholderNamed,
    StakeholderPlaced,
    StakeholderRemoved,
    check_live,
    place,
    sorted_roles,
)
from domain.text import Text, clean_line
from graph.access import get, not_found, writable_account
from graph.recording import Decision
from graph.store import Selection

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from domain.codes import BuyingRole
    from domain.decision_map import MapGraph
    from domain.ids import AccountId, PersonId, StreamId
    from graph.store import ViewerStore


@dataclass(frozen=True, slots=True)
class Place:
    """A stakeholder that may be written to, and the version of its account's stream before it was read."""

    stakeholder: Stakeholder
    versions: dict[StreamId, int]


async def writable_place(
    store: ViewerStore, stakeholder_id: str, field: str = "stakeholderId", *, removed: bool = False
) -> Place:
    """Read a stakeholder to write to: of a writable account, in a map that is not closed.

    Not one that was removed, unless `removed`: what was said of it before can be put right.
    """
    found = await get(store, Stakeholder, stakeholder_id, field)
    versions = await store.load_versions([found.account_id])
    stakeholder = await get(store, Stakeholder, stakeholder_id, field)
    await writable_account(store, stakeholder.account_id, field)
    owner = owner_of_map(stakeholder.map_id)
    if id_type(owner) == "opportunity":
        check_open(await get(store, Opportunity, owner, field), field)
    if not removed:
        check_live(stakeholder, field)
    return Place(stakeholder, versions)


async def add_stakeholder(
    store: ViewerStore,
    now: datetime,
    *,
    map_id: str,
    person_id: str | None = None,
    label: str | None = None,
    roles: Sequence[BuyingRole] | None = None,
    observed_at: datetime | None = None,
) -> Decision:
    """Add a person to a map, or a placeholder under a label."""
    at = moment(observed_at, now)
    account_id, versions = await _writable_map(store, map_id)
    person = await get(store, Person, person_id, "personId") if person_id is not None else None
    if person is None and label is None:
        raise InvalidError(
            Text(
                "A placeholder needs a label, as “an approver, name unknown”.",
                "占位角色需要说明，例如“批准者，姓名未知”。",
            ),
            field="label",
        )
    if person is not None:
        await _check_not_there(store, map_id, person, at)
    stakeholder_id = StakeholderId(new_id("stakeholder"))
    said = StakeholderAdded(
        stakeholder_id,
        MapId(map_id),
        account_id,
        person.id if person else None,
        clean_line(label, "label") if label is not None else None,
        sorted_roles(roles or ()),
    )
    return Decision((Stated(said, at),), versions, {"stakeholder": stakeholder_id})


async def copy_stakeholders(
    store: ViewerStore, now: datetime, *, from_map_id: str, map_id: str, person_ids: Sequence[str] | None = None
) -> Decision:
    """Add the people of another map of the account: all who have not left, or those named.

    What is a map's own, roles and assessments, is asked again; their ties are the people's and so are there too.
    Placeholders stay behind, and whoever is in the map already is left as they are.
    """
    account_id, versions = await _writable_map(store, map_id)
    source, target = await store.list_map_graphs([MapId(from_map_id), MapId(map_id)], now)
    if source is None or target is None:
        raise not_found("fromMapId")
    if source.account.id != account_id or from_map_id == map_id:
        raise InvalidError(
            Text("It is copied from another map of the same account.", "只能从同一客户的另一张关系图复制。"),
            field="fromMapId",
        )
    present = {s.person_id for s in source.stakeholders if s.person_id and _works_there(source, s.person_id)}
    if person_ids is not None and (unknown := [id_ for id_ in person_ids if id_ not in present]):
        raise InvalidError(
            Text(f"{unknown[0]} is not in the map copied from.", f"{unknown[0]} 不在被复制的关系图中。"),
            field="personIds",
        )
    wanted = present if person_ids is None else present & set(person_ids)
    missing = sorted(wanted - {s.person_id for s in target.stakeholders})
    said = [
        StakeholderAdded(StakeholderId(new_id("stakeholder")), target.map_id, account_id, person_id, None)
        for person_id in missing
    ]
    return Decision(tuple(Stated(one, now) for one in said), versions, {"map": map_id})


def _works_there(graph: MapGraph, person_id: PersonId) -> bool:
    return graph.people[person_id].left_at(graph.account.id) is None


async def give_roles(
    store: ViewerStore,
    now: datetime,
    *,
    stakeholder_id: str,
    roles: Sequence[BuyingRole],
    observed_at: datetime | None = None,
    expected_version: int | None = None,
) -> Decision:
    """State all the roles that a stakeholder holds."""
    at = moment(observed_at, now)
    place_ = await writable_place(store, stakeholder_id)
    known = place_.stakeholder
    check_version(known.version, expected_version)
    said = RoleGiven(known.id, known.account_id, sorted_roles(roles))
    same = observed_at is None and said.roles == known.roles
    return Decision(() if same else (Stated(said, at),), place_.versions, {"stakeholder": known.id})


async def name_stakeholder(
    store: ViewerStore,
    now: datetime,
    *,
    stakeholder_id: str,
    person_id: str,
    observed_at: datetime | None = None,
    expected_version: int | None = None,
) -> Decision:
    """Say who a placeholder is; its id, roles and assessments stay."""
    at = moment(observed_at, now)
    place_ = await writable_place(store, stakeholder_id)
    known = place_.stakeholder
    check_version(known.version, expected_version)
    if known.person_id is not None:
        raise InvalidError(
            Text("It is no placeholder: it has a person already.", "这不是占位角色：已对应具体人员。"),
            field="stakeholderId",
        )
    person = await get(store, Person, person_id, "personId")
    await _check_not_there(store, known.map_id, person, at)
    said = StakeholderNamed(known.id, known.account_id, person.id)
    return Decision((Stated(said, at),), place_.versions, {"stakeholder": known.id})


async def place_stakeholder(
    store: ViewerStore, now: datetime, *, stakeholder_id: str, x: float | None = None, y: float | None = None
) -> Decision:
    """Say where a card lies on the canvas; nulls: where the layout puts it."""
    place_ = await writable_place(store, stakeholder_id)
    known = place_.stakeholder
    position = place(x, y)
    same = position == known.position
    stated = () if same else (Stated(StakeholderPlaced(known.id, known.account_id, position), now),)
    return Decision(stated, place_.versions, {"stakeholder": known.id})


async def remove_stakeholder(
    store: ViewerStore, now: datetime, *, stakeholder_id: str, observed_at: datetime | None = None
) -> Decision:
    """Take a stakeholder out of its map; what was said of it stays in the history."""
    at = moment(observed_at, now)
    place_ = await writable_place(store, stakeholder_id)
    known = place_.stakeholder
    if at < known.since:
        raise InvalidError(
            Text(
                f"It lies before the stakeholder was added ({known.since.isoformat()}).",
                f"早于加入关系图的时间（{known.since.isoformat()}）。",
            ),
            field="observedAt",
        )
    said = StakeholderRemoved(known.id, known.account_id)
    return Decision((Stated(said, at),), place_.versions, {})


async def _writable_map(store: ViewerStore, map_id: str) -> tuple[AccountId, dict[StreamId, int]]:
    if id_type(map_id) != "map":
        raise not_found("mapId")
    owner = owner_of_map(MapId(map_id))
    (found,) = await store.list_nodes([owner])
    if isinstance(found, Account):
        account_id = found.id
    elif isinstance(found, Opportunity):
        account_id = found.account_id
    else:
        raise not_found("mapId")
    versions = await store.load_versions([account_id])
    await writable_account(store, account_id, "mapId")
    if map_id != map_of(account_id):
        check_open(await get(store, Opportunity, owner, "mapId"), "mapId")
    return account_id, versions


async def _check_not_there(store: ViewerStore, map_id: str, person: Person, at: datetime) -> None:
    """Raise DuplicateError where the person holds a place in the map at `at` or at any time since."""
    facts = await store.load_facts([Selection(kinds=(StakeholderAdded, StakeholderNamed), mentioning=(person.id,))])
    # Undos come along with what they name; their subjects are changes, which are no nodes.
    for place_ in await store.list_nodes(sorted({fact.statement.subject for fact in facts})):
        if (
            isinstance(place_, Stakeholder)
            and place_.map_id == map_id
            and place_.person_id == person.id
            and (place_.until is None or place_.until > at)
        ):
            raise DuplicateError(
                Text(f"{person.name} is in this map already.", f"{person.name}已在该关系图中。"),
                field="personId",
            )
