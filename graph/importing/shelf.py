"""The objects that a run speaks of, by the customer's own keys: those stored, and those that its rows create."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar, cast

from domain.account import Account, AccountDescribed
from domain.change import Undone, standing_facts
from domain.fact import UNSET
from domain.interaction import Interacted
from domain.opportunity import Opportunity, OpportunityDescribed
from domain.order import Ordered
from domain.person import Person, PersonDescribed
from domain.referral import Referred
from domain.seller import Seller, SellerDescribed
from domain.text import Text
from graph.importing.deciding import RefusedError, said_before, undone
from graph.store import Selection

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from domain.ids import OpportunityId
    from graph.importing.deciding import Place
    from graph.store import KeyedType, ViewerStore

T = TypeVar("T")

_MOST: Final = 5_000
"""Keys that the store is asked for at once."""

_KIND: Final[dict[KeyedType, type[Any]]] = {
    "seller": SellerDescribed,
    "account": AccountDescribed,
    "person": PersonDescribed,
    "opportunity": OpportunityDescribed,
    "interaction": Interacted,
    "referral": Referred,
    "order": Ordered,
}
_NAMES: Final[dict[KeyedType, Text]] = {
    "seller": Text("seller", "我方人员"),
    "account": Text("account", "客户"),
    "person": Text("person", "联系人"),
    "opportunity": Text("opportunity", "商机"),
    "interaction": Text("interaction", "互动"),
    "referral": Text("referral", "转介绍"),
    "order": Text("order", "订单"),
}


class Shelf(Generic[T]):
    """The objects of one type. `known` has them as they are once the run's rows so far hold, `said` where rows say so.

    Sellers are by their e-mail, case folded; all others by the customer's id.
    """

    def __init__(self, store: ViewerStore, type_name: KeyedType) -> None:
        self._store = store
        self._type: KeyedType = type_name
        self.known: dict[str, T] = {}
        self.said: dict[str, Place] = {}
        self._bad: set[str] = set()
        self._absent: set[str] = set()
        self._undone: frozenset[str] | None = None
        self._expected: dict[str, str] = {}
        self._waiting: defaultdict[str, list[tuple[Place, str]]] = defaultdict(list)

    async def load(self, keys: Iterable[str | None]) -> None:
        """Read what is stored under the keys that nothing is known of yet."""
        known, absent = self.known, self._absent
        fresh = iter({key for key in keys if key is not None and key not in known and key not in absent})
        while asked := list(islice(fresh, _MOST)):
            for key, found in zip(asked, await self._store.list_by_key(self._type, asked), strict=True):
                if found is None:
                    absent.add(key)
                else:
                    known[key] = cast("T", found)
        if absent and self._undone is None:
            self._undone = await load_undone_keys(self._store, self._type)

    def get(self, key: str, heading: str) -> T:
        """Return what a row refers to; raises RefusedError where there is none, NotAgainError where it was undone."""
        found = self.known.get(key)
        if found is None:
            self.check_not_undone(key)
            raise self._missing(key, heading)
        return found

    def find(self, key: str) -> T | None:
        """Return what is known under a key."""
        return self.known.get(key)

    def expect(self, key: str, place: Place, heading: str, new_id: str) -> str:
        """Return the id of what a row refers to, which may be described by a later row of the same table."""
        found = self.known.get(key)
        if found is not None:
            return found.id  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownVariableType]
        self.check_not_undone(key)
        self._waiting[key].append((place, heading))
        return self._expected.setdefault(key, new_id)

    def describe(self, key: str, place: Place, known: T) -> None:
        """Keep what a row makes of an object."""
        self.known[key] = known
        self.said[key] = place
        self._absent.discard(key)
        self._waiting.pop(key, None)

    def expected(self, key: str) -> str | None:
        """Return the id under which earlier rows refer to an object that is not described yet."""
        return self._expected.get(key)

    def mark_bad(self, key: str) -> None:
        """Remember that the row of an object has errors."""
        self._bad.add(key.casefold() if self._type == "seller" else key)

    def check_once(self, key: str) -> None:
        """Raise RefusedError where an earlier row of the run is about the same object."""
        if (place := self.said.get(key)) is not None:
            raise said_before(place)

    def check_not_undone(self, key: str) -> None:
        """Raise NotAgainError where what had this key was taken back."""
        if self._undone and key in self._undone:
            name = _NAMES[self._type]
            raise undone(f"The {name.en} {key}", f"{name.zh} {key} ")

    def still_expected(self) -> Iterator[tuple[Place, RefusedError]]:
        """Give the rows that refer to what no row has described."""
        for key, places in self._waiting.items():
            for place, heading in places:
                yield place, self._missing(key, heading)

    def _missing(self, key: str, heading: str) -> RefusedError:
        name = _NAMES[self._type]
        if key in self._bad:
            return RefusedError(
                heading,
                Text(f"The row of the {name.en} {key} has errors.", f"{name.zh} {key} 所在的行有错误。"),
                Text("Mend that one first.", "请先修正该行。"),
            )
        return RefusedError(
            heading,
            Text(f"No {name.en} {key} is in these files or in the database.", f"文件和数据库中都没有{name.zh} {key}。"),
            Text("Give the id of one, or import its row too.", "请填写已有的编号，或同时导入该行。"),
        )


@dataclass(frozen=True, slots=True)
class Directory:
    """The shelves that rows of several tables look into."""

    sellers: Shelf[Seller]
    accounts: Shelf[Account]
    people: Shelf[Person]
    opportunities: Shelf[Opportunity]
    closed_here: set[OpportunityId] = field(default_factory=set[Any])
    """Opportunities that rows of this run close."""

    @classmethod
    def of(cls, store: ViewerStore) -> Directory:
        """Return empty shelves over a store."""
        return cls(
            Shelf[Seller](store, "seller"),
            Shelf[Account](store, "account"),
            Shelf[Person](store, "person"),
            Shelf[Opportunity](store, "opportunity"),
        )


async def load_undone_keys(store: ViewerStore, type_name: KeyedType) -> frozenset[str]:
    """Return the keys of all objects of a type whose creation does not stand."""
    takings = await store.load_facts([Selection(kinds=(Undone,))])
    changes = tuple({f.statement.change_id for f in takings if isinstance(f.statement, Undone)})
    if not changes:
        return frozenset()
    kind = _KIND[type_name]
    facts = await store.load_facts([Selection(kinds=(kind,), changes=changes)])
    standing = {fact.id for fact in standing_facts(facts)}
    keys = (_key(f.statement) for f in facts if isinstance(f.statement, kind) and f.id not in standing)
    return frozenset(key for key in keys if key is not None)


def _key(said: Any) -> str | None:
    key = said.email if isinstance(said, SellerDescribed) else said.external_id
    if key is UNSET or key is None:
        return None
    return key.casefold() if isinstance(said, SellerDescribed) else key
