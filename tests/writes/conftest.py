"""A small firm in a real SQLite store, to be written to as the API writes: decided, appended, decided again."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest

from domain.codes import OpportunityStatus, SellerRole
from domain.errors import DomainError, ErrorCode
from domain.fact import Stated
from domain.fold import fold
from domain.ids import map_of
from domain.money import Money
from domain.opportunity import OpportunityClosed, OpportunityDescribed
from domain.stakeholder import StakeholderAdded
from domain.viewer import Viewer
from domain.world import World
from graph.change import undo
from graph.recording import Decision, Recorded, record
from graph.sqlite import open_sqlite
from graph.store import Append, Store, ViewerStore
from tests.memory import folder_in_memory
from tests.worlds import (
    account,
    change,
    day,
    new_account,
    new_person,
    new_seller,
    on,
    opportunity,
    person,
    seller,
    stakeholder,
)

ROOT, MAX, OWEN, MIA, OUT, VAL = (seller(number) for number in range(1, 7))
ACME, OTHER, OPEN, NOBODYS = (account(number) for number in range(1, 5))
ANN, BOB, CID, DEE, EVE, FAY = (person(number) for number in range(1, 7))
"""Ann, Bob and Cid work at Acme, Dee at Other, Eve at Open; Fay nowhere: she is the outsider's alone."""
DEAL, WON = opportunity(1), opportunity(2)
ANNS, SOMEBODY, DEES = (stakeholder(number) for number in range(1, 4))

VIEWERS: Final = {
    "admin": Viewer(ROOT, SellerRole.ADMIN, frozenset({ROOT})),
    "manager": Viewer(MAX, SellerRole.MANAGER, frozenset({MAX, OWEN})),
    "owner": Viewer(OWEN, SellerRole.MEMBER, frozenset({OWEN})),
    "team": Viewer(MIA, SellerRole.MEMBER, frozenset({MIA})),
    "outsider": Viewer(OUT, SellerRole.MEMBER, frozenset({OUT})),
    "VIEWER": Viewer(VAL, SellerRole.VIEWER, frozenset({VAL})),
}
"""The owner's, team's and manager's account is Acme, the VIEWER's to read. Other and Open are the outsider's."""

Decide = Callable[..., Awaitable[Decision]]
START: Final = day(500)
"""When tests begin to write; the firm is as it is since day 0."""


class Clock:
    """A clock that goes on by a minute at each look of the store."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


@dataclass
class Firm:
    """The store, and the writes of the API to it."""

    store: Store
    clock: Clock

    @property
    def now(self) -> datetime:
        return self.clock.now

    def viewer(self, name: str) -> ViewerStore:
        return self.store.for_viewer(VIEWERS[name])

    async def write(
        self, decide: Decide, by: str = "owner", *, client_id: str | None = None, hashed: str = "", **given: Any
    ) -> Recorded:
        """Write as the API does, and check that the current graph is what the facts make."""
        viewer = self.viewer(by)
        self.clock.now += timedelta(hours=1)
        made = await record(
            viewer,
            decide.__name__,
            lambda: decide(viewer, self.now, **given),
            client_mutation_id=client_id,
            input_hash=hashed,
        )
        await self.world()
        return made

    async def undo(self, made: Recorded | None, by: str = "owner") -> Recorded:
        """Take back what a write wrote."""
        return await self.write(undo, by, change_id=made.change_id if made is not None else None)

    async def said(self, *said: list[Stated], by: str = "admin", number: int = 900) -> Recorded:
        """Append statements as they are, unchecked."""
        stated = tuple(one for some in said for one in some)
        made = await self.viewer(by).append(Append(change(number), "test", stated, {}))
        return Recorded(made.id, {})

    async def world(self, as_of: datetime | None = None, known_at: datetime | None = None) -> World:
        """Return what the facts make; now, check that the current graph is the same."""
        facts = [fact for one in await self.store.list_changes(0, 10_000) for fact in one.facts]
        made = fold(facts, as_of=as_of, known_at=known_at)
        assert as_of is not None or known_at is not None or made == await self.store.load_world()
        return made

    @contextmanager
    def refused(self, code: ErrorCode, *field: str, names: str = "") -> Iterator[None]:
        """Check that what is done is refused by code and field, in words, and that nothing is written."""
        with pytest.raises(DomainError) as error:
            yield
        assert (error.value.code, error.value.field) == (code, field)
        assert names in error.value.message.en
        assert error.value.message.zh


def _told() -> list[Stated]:
    added = StakeholderAdded
    return [
        *new_seller(1, "Root", SellerRole.ADMIN, email="root@example.com"),
        *new_seller(2, "Max", SellerRole.MANAGER),
        *new_seller(3, "Owen", manager_id=MAX),
        *new_seller(4, "Mia"),
        *new_seller(5, "Out"),
        *new_seller(6, "Val", SellerRole.VIEWER),
        *new_account(1, "Acme", owner_id=OWEN, team_ids=(MIA, VAL), external_id="a-1"),
        *new_account(2, "Other", owner_id=OUT, external_id="a-2"),
        *new_account(3, "Open", owner_id=OUT, open=True),
        *new_account(4, "Nobody's"),
        *new_person(1, "Ann", 1, title="Chief", external_id="p-1"),
        *new_person(2, "Bob", 1),
        *new_person(3, "Cid", 1),
        *new_person(4, "Dee", 2),
        *new_person(5, "Eve", 3),
        *on(10, OpportunityDescribed(DEAL, ACME, name="Deal", amount=Money(100, "EUR"))),
        *on(10, OpportunityDescribed(WON, ACME, name="Won")),
        *on(20, OpportunityClosed(WON, ACME, OpportunityStatus.WON)),
        *on(30, added(ANNS, map_of(ACME), ACME, ANN, None), added(SOMEBODY, map_of(ACME), ACME, None, "A user")),
        *on(30, added(DEES, map_of(OTHER), OTHER, DEE, None)),
    ]


@pytest.fixture(scope="session")
def filled() -> Iterator[Path]:
    """A file with the firm, to be copied for each test."""
    with folder_in_memory() as folder:
        path = folder / "firm.db"
        asyncio.run(_fill(path))
        yield path


async def _fill(path: Path) -> None:
    store = await open_sqlite(path, clock=lambda: day(40))
    await store.for_viewer(VIEWERS["admin"]).append(Append(change(1), "test", tuple(_told()), {}))
    await store.for_viewer(VIEWERS["outsider"]).append(Append(change(2), "test", tuple(new_person(6, "Fay")), {}))
    await store.close()


@pytest.fixture
async def firm(filled: Path) -> AsyncIterator[Firm]:
    """The firm in a store of its own."""
    clock = Clock()
    with tempfile.TemporaryDirectory(dir=filled.parent) as folder:
        store = await open_sqlite(Path(shutil.copy(filled, folder)), clock=clock)
        yield Firm(store, clock)
        await store.close()
