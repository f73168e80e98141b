"""What a write looks up first: the objects it names, and whether the viewer may write to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

from domain.account import Account
from domain.errors import ForbiddenError, InvalidError, NotFoundError
from domain.opportunity import Opportunity
from domain.person import EmployedAt, Person
from domain.seller import Seller
from domain.stakeholder import StakeholderAdded, StakeholderNamed
from domain.text import Text
from domain.viewer import can_write
from graph.store import Selection, StaleError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from domain.ids import StreamId
    from graph.store import Node, ViewerStore

MAX_LEVELS: Final = 50
"""Most levels of a hierarchy: parent accounts, managers of sellers."""

N = TypeVar("N")


def not_found(field: str) -> NotFoundError:
    """Say that an id names nothing the viewer may see: unknown, invisible and of another type are told alike."""
    return NotFoundError(Text("There is no such object.", "没有这个对象。"), field=field)


def forbidden(field: str | None = None) -> ForbiddenError:
    """Say that the viewer may see an object but not write to it."""
    return ForbiddenError(Text("You may read this but not change it.", "您可以查看，但无权修改。"), field=field)


def require_role(store: ViewerStore) -> None:
    """Raise ForbiddenError where the viewer's role writes nothing."""
    if not store.viewer.may_write:
        raise forbidden()


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


async def may_write_person(store: ViewerStore, person: Person) -> bool:
    """Whether the viewer writes to an account that employs or employed the person, or in one of whose maps they are.

    A person with none of these is written by who created them.
    """
    viewer = store.viewer
    if viewer.is_admin or not viewer.may_write:
        return viewer.is_admin
    facts = await store.load_facts(
        [
            Selection(kinds=(EmployedAt,), subjects=(person.id,)),
            Selection(kinds=(StakeholderAdded, StakeholderNamed), mentioning=(person.id,)),
        ]
    )
    account_ids = {
        said.account_id
        for said in (fact.statement for fact in facts)
        if isinstance(said, EmployedAt | StakeholderAdded | StakeholderNamed) and said.account_id is not None
    }
    if not account_ids:
        return person.created_by == viewer.id
    accounts = await store.list_nodes(sorted(account_ids))
    return any(isinstance(account, Account) and can_write(viewer, account) for account in accounts)


async def writable_person(store: ViewerStore, person_id: str, field: str = "personId") -> Person:
    """Read a person that the viewer may write to; raises NotFoundError or ForbiddenError."""
    person = await get(store, Person, person_id, field)
    if not await may_write_person(store, person):
        raise forbidden(field)
    return person


async def may_write_party(store: ViewerStore, party: Account | Person | Seller) -> bool:
    """Whether the viewer may write to an account, a person, or (themselves and those below) a seller."""
    if isinstance(party, Account):
        return can_write(store.viewer, party)
    if isinstance(party, Person):
        return await may_write_person(store, party)
    return store.viewer.is_admin or (store.viewer.may_write and party.id in store.viewer.reach)


async def require_one_writable(store: ViewerStore, parties: Iterable[Account | Person | Seller]) -> None:
    """Raise ForbiddenError unless the viewer may write to one of the ends of a tie or referral."""
    for party in parties:
        if await may_write_party(store, party):
            return
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
    store: ViewerStore,
    own: Sequence[str],
    first: str | None,
    above: Callable[[Node | None], str | None],
    field: str,
) -> tuple[list[str], dict[StreamId, int]]:
    """Return the id `first` and those of everything above it in a hierarchy, and the versions of all and of `own`.

    The versions are older than what was read, so that whoever changes the hierarchy meanwhile makes a write that
    is based on them stale. Raises InvalidError past 50 levels.
    """
    known: list[str] = []
    for _ in range(MAX_LEVELS):
        versions = await store.load_versions([*own, *known])
        chain = await _walk_up(store, first, above, field)
        if set(chain) <= set(known):
            return chain, versions
        known = chain
    raise StaleError


async def _walk_up(
    store: ViewerStore, first: str | None, above: Callable[[Node | None], str | None], field: str
) -> list[str]:
    chain: list[str] = []
    while first is not None and first not in chain:
        if len(chain) == MAX_LEVELS:
            raise InvalidError(
                Text(f"At most {MAX_LEVELS} levels are allowed.", f"最多允许 {MAX_LEVELS} 级。"), field=field
            )
        chain.append(first)
        (found,) = await store.list_nodes([first])
        first = above(found)
    return chain
