"""Commitments: what was promised, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.commitment import Commitment, CommitmentMade, CommitmentSettled, due_day, promise_text, settle
from domain.deciding import check_version, moment
from domain.fact import Stated
from domain.fold import fold
from domain.ids import CommitmentId, new_id
from domain.person import Person
from graph.access import get, load_named_versions, writable_account
from graph.moment import check_moments
from graph.recording import Decision
from graph.store import Selection

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from domain.codes import CommitmentSide, CommitmentStatus
    from domain.ids import AccountId
    from graph.store import ViewerStore


async def record_commitment(
    store: ViewerStore,
    now: datetime,
    *,
    account_id: str,
    side: CommitmentSide,
    text: str,
    person_id: str | None = None,
    due: date | None = None,
    observed_at: datetime | None = None,
) -> Decision:
    """Record what one side promised at `observed_at`."""
    at = moment(observed_at, now)
    versions = await load_named_versions(store, account_id, person_id)
    account = await writable_account(store, account_id)
    person = await get(store, Person, person_id, "personId") if person_id is not None else None
    commitment_id = CommitmentId(new_id("commitment"))
    said = CommitmentMade(
        commitment_id, account.id, side, promise_text(text), person.id if person else None, due_day(due, at)
    )
    return Decision((Stated(said, at),), versions, {"commitment": commitment_id})


async def settle_commitment(
    store: ViewerStore,
    now: datetime,
    *,
    commitment_id: str,
    status: CommitmentStatus,
    at: datetime | None = None,
    expected_version: int | None = None,
) -> Decision:
    """Say what became of a promise, once."""
    settled_at = moment(at, now, "at")
    found = await get(store, Commitment, commitment_id, "commitmentId")
    versions = await store.load_versions([found.account_id])
    known = await get(store, Commitment, commitment_id, "commitmentId")
    await writable_account(store, known.account_id, "commitmentId")
    check_version(known.version, expected_version)
    return Decision((Stated(settle(known, status, settled_at), settled_at),), versions, {"commitment": known.id})


async def load_commitments(
    store: ViewerStore,
    account_ids: Sequence[AccountId],
    *,
    now: datetime,
    as_of: datetime | None = None,
    known_at: datetime | None = None,
) -> list[tuple[Commitment, ...]]:
    """Return every commitment of each account, latest made first, then by id; as of a time as they were then."""
    if as_of is None and known_at is None:
        return await store.list_commitments(account_ids)
    check_moments(now, as_of, known_at)
    asked = Selection(
        (CommitmentMade, CommitmentSettled), streams=tuple(account_ids), observed_to=as_of, known_at=known_at
    )
    found = fold(await store.load_facts([asked]), as_of=as_of, known_at=known_at).commitments.values()
    in_order = sorted(sorted(found, key=lambda one: one.id), key=lambda one: one.made_at, reverse=True)
    return [tuple(one for one in in_order if one.account_id == id_) for id_ in account_ids]
