"""What a write looks up first: the objects it names, and whether the viewer may write to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

from domain.account import Account
from domain.change import standing_facts
from domain.errors import ForbiddenError, InvalidError, NotFoundError
from domain.opportunity import Opportunity
from domain.person import EmployedAt, Person
from domain.seller import Seller
from domain.stakeholder import StakeholderAdded, StakeholderNamed
from domain.text import Text
from domain.viewer import Viewer, can_read, can_write
from graph.store import Selection, StaleError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from domain.ids import StreamId
    from graph.store import ViewerStore

MAX_LEVELS: Final = 50
"""Most levels of a hierarchy: parent accounts, managers of sellers."""

N = TypeVar("N")


def not_found(field: str) -> NotFoundError:
    """Say that an id names nothing the viewer may see: unknown, invisible and of another type are told alike."""
    return NotFoundError(
        Text("There is no such object that you may see; check the id.", "没有您可查看的这个对象，请检查 ID。"),
        field=field,
    )


def forbidden(field: str | None = None) -> ForbiddenError:
    """Say that the viewer may see an object but not write to it."""
    return ForbiddenError(Text("You may read this but not change it.", "您可以查看，但无权修改。"), field=field)


def require_role(store: ViewerStore) -> None:
    """Raise ForbiddenError where the viewer's role writes nothing."""
    if not store.viewer.may_write:
        raise forbidden()


async def load_named_versions(store: ViewerStore, *ids: str | None) -> dict[StreamId, int]:
    """Return the versions of what a write names, to be read before it is looked up.

    So nothing is written on what was taken back meanwhile.
    """
    return await store.load_versions(sorted({id_ for id_ in ids if id_ is not None}))


async def get(store: ViewerStore, type_: type[N], id_: str, field: str) -> N:
    """Read one object of a type; raises NotFoundError naming the field."""
    (found,) = await store.list_nodes([id_])
    if not isinstance(found, type_):
        raise not_found(field)
    return found


async def get_all(store: ViewerStore, type_: type[N], ids: Sequence[str], field: str) -> list[N]:
    """Read objects of one type, each once, in order; raises NotFoundError naming the field."""
    found = await store.list_nodes(list(dict.fromkeys(ids)))
    if not all(isinstance(one, type_) for one in found):
        raise not_found(field)
    return found  # pyright: ignore[reportReturnType] - checked one by one above


async def writable_account(store: ViewerStore, account_id: str, field: str = "accountId") -> Account:
    """Read an account that the viewer may write to; raises NotFoundError or ForbiddenError."""
    account = await get(store, Account, account_id, field)
    if not can_write(store.viewer, account):
        raise forbidden(field)
    return account


async def writable_parties(store: ViewerStore, parties: Iterable[object]) -> set[str]:
    """Return the ids of the accounts, people and sellers among some objects that the viewer may write to.

    A person is written by whoever writes to an account that employs or employed them, or in one of whose maps they
    are; with none of these, by who created them. A seller, as the end of a tie, by themselves and those above them.
    """
    viewer, parties = store.viewer, list(parties)
    if not viewer.may_write:
        return set()
    people = [party for party in parties if isinstance(party, Person)]
    near = await _accounts_of(store, people)
    accounts = await store.list_nodes(sorted({id_ for ids in near.values() for id_ in ids}))
    own = {one.id for one in (*accounts, *parties) if isinstance(one, Account) and can_write(viewer, one)}
    return {
        *own,
        *(p.id for p in people if near[p.id] & own or viewer.is_admin),
        *(p.id for p in people if not near[p.id] and p.created_by == viewer.id),
        *(p.id for p in parties if isinstance(p, Seller) and (p.id in viewer.reach or viewer.is_admin)),
    }


async def _accounts_of(store: ViewerStore, people: Sequence[Person]) -> Mapping[str, set[str]]:
    """Return the accounts that employ or employed each person, or in one of whose maps they are or were."""
    near: dict[str, set[str]] = {person.id: set() for person in people}
    if not people or store.viewer.is_admin:
        return near
    facts = await store.load_facts(
        [
            Selection(kinds=(EmployedAt,), subjects=tuple(near)),
            Selection(kinds=(StakeholderAdded, StakeholderNamed), mentioning=tuple(near)),
        ]
    )
    for fact in standing_facts(facts):
        said = fact.statement
        if isinstance(said, EmployedAt | StakeholderAdded | StakeholderNamed) and said.person_id and said.account_id:
            near[said.person_id].add(said.account_id)
    return near


async def may_write_person(store: ViewerStore, person: Person) -> bool:
    """Whether the viewer may write to a person; see `writable_parties`."""
    return person.id in await writable_parties(store, [person])


async def writable_person(store: ViewerStore, person_id: str, field: str = "personId") -> Person:
    """Read a person that the viewer may write to; raises NotFoundError or ForbiddenError."""
    person = await get(store, Person, person_id, field)
    if not await may_write_person(store, person):
        raise forbidden(field)
    return person


async def require_one_writable(store: ViewerStore, parties: Iterable[Account | Person | Seller]) -> None:
    """Raise ForbiddenError unless the viewer may write to one of the ends of a tie or referral."""
    if not await writable_parties(store, parties):
        raise forbidden()


async def opportunity_of(store: ViewerStore, opportunity_id: Any, account_id: str) -> Opportunity | None:
    """Read an opportunity that must be one of the account's."""
    if opportunity_id is None:
        return None
    opportunity = await get(store, Opportunity, opportunity_id, "opportunityId")
    if opportunity.account_id != account_id:
        raise InvalidError(Text("The opportunity is another account's.", "该商机属于其他客户。"), field="opportunityId")
    return opportunity


async def read_above(
    store: ViewerStore, own: Sequence[str], first: str | None
) -> tuple[list[str], dict[StreamId, int]]:
    """Return the id `first` and those of everything above it in a hierarchy, and the versions of all and of `own`.

    Whoever may see it: what closes a circle must be refused all the same, and none of it is shown. The versions are
    older than what was read, so that whoever changes the hierarchy meanwhile makes a write based on them stale.
    """
    known: list[str] = []
    for _ in range(MAX_LEVELS):
        versions = await store.load_versions([*own, *known])
        chain = await _walk_up(store, first)
        if set(chain) <= set(known):
            return chain, versions
        known = chain
    raise StaleError


async def _walk_up(store: ViewerStore, first: str | None) -> list[str]:
    """Return who is above, one level more than there may be at most."""
    chain: list[str] = []
    while first is not None and first not in chain and len(chain) <= MAX_LEVELS:
        chain.append(first)
        first = (await store.load_above([first])).get(first)
    return chain


async def sees_account(store: ViewerStore, seller: Seller, account: Account) -> bool:
    """Whether one of us, who need not be the viewer, may read an account; see `domain.viewer.can_read`."""
    reach = {seller.id}
    for one in (account.owner_id, *account.team_ids):
        if one is not None and seller.id in await _walk_up(store, one):
            reach.add(one)
    return can_read(Viewer(seller.id, seller.role, frozenset(reach)), account)


def check_levels(chain: Sequence[str], field: str) -> None:
    """Raise InvalidError past 50 levels."""
    if len(chain) > MAX_LEVELS:
        raise InvalidError(
            Text(f"At most {MAX_LEVELS} levels are allowed.", f"最多允许 {MAX_LEVELS} 级。"), field=field
        )
