"""Commitments: recorded, settled once, and as they were at a time."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.codes import CommitmentSide, CommitmentStatus
from domain.commitment import Commitment
from domain.errors import ErrorCode
from domain.ids import CommitmentId
from graph.commitment import load_commitments, record_commitment, settle_commitment
from tests.worlds import account, commitment, day, person
from tests.writes.conftest import ACME, ANN, DEE, EVE, OPEN, OTHER, OWEN, START, Firm

INVALID, FORBIDDEN, NOT_FOUND = ErrorCode.INVALID, ErrorCode.FORBIDDEN, ErrorCode.NOT_FOUND
CONFLICT = ErrorCode.CONFLICT
OURS, THEIRS = CommitmentSide
OPEN_, KEPT, BROKEN, WITHDRAWN = CommitmentStatus
SAID: dict[str, Any] = {"account_id": ACME, "side": OURS, "text": " A visit.\n", "person_id": ANN}


async def promise(firm: Firm, **given: Any) -> CommitmentId:
    made = await firm.write(record_commitment, **{**SAID, **given})
    return CommitmentId(made.result["commitment"])


async def test_a_commitment_is_recorded_whole_and_settled(firm: Firm) -> None:
    id_ = await promise(firm, due=date(2026, 1, 1), observed_at=day(400))
    made = Commitment(id_, 1, ACME, ANN, OURS, "A visit.", day(400), date(2026, 1, 1))
    assert (await firm.world()).commitments == {id_: made}
    await firm.write(settle_commitment, commitment_id=id_, status=KEPT, at=day(401), expected_version=1)
    (settled,) = (await firm.world()).commitments.values()
    assert (settled.version, settled.status, settled.settled_at) == (2, KEPT, day(401))


async def test_it_is_read_as_it_was_and_as_it_was_known(firm: Firm) -> None:
    first = await promise(firm, observed_at=day(400))
    second = await promise(firm, observed_at=day(410), person_id=None, side=THEIRS)
    before = firm.now
    await firm.write(settle_commitment, commitment_id=first, status=BROKEN, at=day(420))
    store = firm.viewer("owner")

    async def read(**when: Any) -> list[tuple[str, CommitmentStatus]]:
        (found, none) = await load_commitments(store, [ACME, OTHER], now=firm.clock(), **when)
        assert none == ()
        return [(one.id, one.status) for one in found]

    assert await read() == [(second, OPEN_), (first, BROKEN)]
    assert await read(as_of=day(399)) == []
    assert await read(as_of=day(405)) == [(first, OPEN_)]
    assert await read(as_of=day(420)) == [(second, OPEN_), (first, BROKEN)]
    assert await read(known_at=before) == [(second, OPEN_), (first, OPEN_)]


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"text": " "}, INVALID, "text"),
        ({"text": "x" * 10_001}, INVALID, "text"),
        ({"text": "a\x00"}, INVALID, "text"),
        ({"observed_at": day(600)}, INVALID, "observedAt"),
        ({"due": date(2024, 1, 1)}, INVALID, "due"),
        ({"due": day(399).date(), "observed_at": day(400)}, INVALID, "due"),
        ({"account_id": account(99)}, NOT_FOUND, "accountId"),
        ({"account_id": OTHER}, NOT_FOUND, "accountId"),
        ({"account_id": OPEN}, FORBIDDEN, "accountId"),
        ({"person_id": person(99)}, NOT_FOUND, "personId"),
        ({"person_id": DEE}, NOT_FOUND, "personId"),
        ({"person_id": OWEN}, NOT_FOUND, "personId"),
    ],
)
async def test_what_is_wrong_with_a_commitment(firm: Firm, given: dict[str, Any], code: ErrorCode, field: str) -> None:
    with firm.refused(code, field):
        await firm.write(record_commitment, **{**SAID, **given})


async def test_it_may_be_due_today_and_be_of_somebody_elsewhere(firm: Firm) -> None:
    await promise(firm, due=START.date(), person_id=EVE)


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"status": OPEN_}, INVALID, "status"),
        ({"at": day(399)}, INVALID, "at"),
        ({"at": day(600)}, INVALID, "at"),
        ({"expected_version": 2}, CONFLICT, "expectedVersion"),
        ({"commitment_id": commitment(99)}, NOT_FOUND, "commitmentId"),
        ({"commitment_id": ACME}, NOT_FOUND, "commitmentId"),
    ],
)
async def test_what_is_wrong_with_an_outcome(firm: Firm, given: dict[str, Any], code: ErrorCode, field: str) -> None:
    id_ = await promise(firm, observed_at=day(400))
    with firm.refused(code, field):
        await firm.write(settle_commitment, **{"commitment_id": id_, "status": KEPT, **given})


@pytest.mark.parametrize("first", [KEPT, BROKEN, WITHDRAWN])
@pytest.mark.parametrize("second", [KEPT, BROKEN, WITHDRAWN])
async def test_it_is_settled_once(firm: Firm, first: CommitmentStatus, second: CommitmentStatus) -> None:
    id_ = await promise(firm)
    made = await firm.write(settle_commitment, commitment_id=id_, status=first)
    with firm.refused(INVALID, "status", names=first.label.en.lower()):
        await firm.write(settle_commitment, commitment_id=id_, status=second)
    await firm.undo(made)
    await firm.write(settle_commitment, commitment_id=id_, status=second)
    assert (await firm.world()).commitments[id_].status is second


async def test_a_commitment_that_was_settled_is_not_undone_before_its_outcome_is(firm: Firm) -> None:
    made = await firm.write(record_commitment, **SAID)
    settled = await firm.write(settle_commitment, commitment_id=made.result["commitment"], status=KEPT)
    with firm.refused(CONFLICT, "changeId", names="The outcome of a commitment (Acme) was recorded"):
        await firm.undo(made)
    await firm.undo(settled)
    undone = await firm.undo(made)
    assert (await firm.world()).commitments == {}
    await firm.undo(undone)
    assert [one.status for one in (await firm.world()).commitments.values()] == [OPEN_]


@pytest.mark.parametrize(
    ("by", "code"),
    [
        ("admin", None),
        ("manager", None),
        ("owner", None),
        ("team", None),
        ("outsider", NOT_FOUND),
        ("VIEWER", FORBIDDEN),
    ],
)
async def test_who_writes(firm: Firm, by: str, code: ErrorCode | None) -> None:
    id_ = await promise(firm)
    if code is None:
        await firm.write(record_commitment, by, **SAID)
        await firm.write(settle_commitment, by, commitment_id=id_, status=KEPT)
        return
    with firm.refused(code, "accountId"):
        await firm.write(record_commitment, by, **SAID)
    with firm.refused(code, "commitmentId"):
        await firm.write(settle_commitment, by, commitment_id=id_, status=KEPT)


async def test_only_the_outcome_counts_for_its_version(firm: Firm) -> None:
    id_ = await promise(firm)
    await firm.write(settle_commitment, commitment_id=id_, status=WITHDRAWN)
    assert (await firm.world()).commitments[id_].version == 2
    assert (await firm.world()).accounts[ACME].version == 1
