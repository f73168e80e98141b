"""How a write is recorded: once, decided again where the state has moved, and by eight writers at a time."""

from __future__ import annotations

import asyncio
from collections import Counter
from decimal import Decimal
from typing import Any

import pytest

from domain.account import AccountDescribed
from domain.codes import (
    BuyingRole,
    CommitmentSide,
    Direction,
    InteractionKind,
    OpportunityStatus,
    ReferralStatus,
    Support,
)
from domain.errors import ConflictError, CycleError, DomainError, DuplicateError, ErrorCode, InvalidError
from domain.fact import Stated
from domain.ids import StakeholderId, StreamId, map_of
from graph.account import update_account
from graph.assessment import assess
from graph.change import undo
from graph.commitment import record_commitment
from graph.interaction import record_interaction
from graph.opportunity import close_opportunity, create_opportunity
from graph.order import record_order
from graph.person import change_employment, create_person, update_person
from graph.recording import MAX_TRIES, Decision, Recorded, record
from graph.referral import advance_referral, record_referral
from graph.stage import move_stage
from graph.stakeholder import add_stakeholder, give_roles, name_stakeholder, remove_stakeholder
from graph.store import Append, StaleError, ViewerStore
from graph.tie import set_manager
from tests.worlds import change, day, new_person, person
from tests.writes.conftest import ACME, ANN, ANNS, BOB, CID, DEAL, EVE, OWEN, SOMEBODY, Decide, Firm

CONFLICT = ErrorCode.CONFLICT
WRITERS = 8

# ── clientMutationId ──


async def test_the_same_id_again_does_it_once_and_answers_the_first_ids(firm: Firm) -> None:
    first = await firm.write(add_stakeholder, client_id="c", hashed="h", map_id=map_of(ACME), label="x")
    again = await firm.write(add_stakeholder, client_id="c", hashed="h", map_id=map_of(ACME), label="x")
    assert again == first
    assert await firm.store.load_position() == 3


async def test_with_another_input_it_is_a_conflict(firm: Firm) -> None:
    await firm.write(add_stakeholder, client_id="c", hashed="h", map_id=map_of(ACME), label="x")
    with firm.refused(CONFLICT, "clientMutationId", names="another input"):
        await firm.write(add_stakeholder, client_id="c", hashed="other", map_id=map_of(ACME), label="y")
    assert await firm.store.load_position() == 3


async def test_it_is_unique_for_a_viewer_and_a_mutation(firm: Firm) -> None:
    given = {"client_id": "c", "hashed": "h"}
    await firm.write(update_account, **given, account_id=ACME, region="a")
    await firm.write(update_account, "team", **given, account_id=ACME, region="b")
    await firm.write(update_person, **given, person_id=ANN, title="c")
    assert await firm.store.load_position() == 5


async def test_only_what_was_written_is_remembered(firm: Firm) -> None:
    with firm.refused(ErrorCode.INVALID, "name"):
        await firm.write(update_account, client_id="c", hashed="bad", account_id=ACME, name=" ")
    nothing = await firm.write(update_account, client_id="c", hashed="same", account_id=ACME, name="Acme")
    assert nothing.change_id is None
    await firm.write(update_account, client_id="c", hashed="good", account_id=ACME, name="Good")


async def test_it_is_known_even_when_the_write_would_be_refused_by_now(firm: Firm) -> None:
    first = await firm.write(
        update_account, client_id="c", hashed="h", account_id=ACME, region="South", expected_version=1
    )
    again = await firm.write(
        update_account, client_id="c", hashed="h", account_id=ACME, region="South", expected_version=1
    )
    assert again == first
    await firm.undo(first)
    assert await firm.write(update_account, client_id="c", hashed="h", account_id=ACME, region="South") == first
    assert (await firm.world()).accounts[ACME].region is None  # objects are answered as they are now


async def test_given_at_once_it_is_done_once(firm: Firm) -> None:
    given: dict[str, Any] = {"client_id": "c", "hashed": "h", "map_id": map_of(ACME), "label": "x"}
    made = await asyncio.gather(*(firm.write(add_stakeholder, **given) for _ in range(WRITERS)))
    assert made == [made[0]] * WRITERS
    assert await firm.store.load_position() == 3


async def test_of_two_inputs_at_once_one_is_done(firm: Firm) -> None:
    async def one(number: int) -> Recorded | DomainError:
        try:
            return await firm.write(
                add_stakeholder, client_id="c", hashed=str(number), map_id=map_of(ACME), label=str(number)
            )
        except DomainError as error:
            return error

    made = await asyncio.gather(*map(one, range(WRITERS)))
    assert Counter(map(type, made)) == {Recorded: 1, ConflictError: WRITERS - 1}
    assert await firm.store.load_position() == 3


# ── deciding again ──


async def test_it_is_decided_again_where_the_state_has_moved(firm: Firm) -> None:
    tried: list[str] = []

    async def decide(store: ViewerStore, *_: Any) -> Decision:
        versions = await store.load_versions([ACME])
        tried.append(str(versions[StreamId(ACME)]))
        if len(tried) <= 2:
            await firm.write(update_account, account_id=ACME, region=str(len(tried)))
        said = AccountDescribed(ACME, industry="Tea")
        return Decision((Stated(said, firm.now),), versions, {"account": ACME})

    made = await firm.write(decide)
    assert made.result == {"account": ACME}
    assert tried == ["1", "2", "3"]
    account = (await firm.world()).accounts[ACME]
    assert (account.region, account.industry) == ("2", "Tea")


async def test_in_the_end_it_is_refused_in_words(firm: Firm) -> None:
    tried: list[int] = []

    async def never() -> Decision:
        tried.append(1)
        raise StaleError

    with firm.refused(CONFLICT, names="try again"):
        await record(firm.viewer("owner"), "test", never, client_mutation_id=None, input_hash="")
    assert len(tried) == MAX_TRIES


async def test_a_refusal_is_not_tried_again(firm: Firm) -> None:
    tried: list[int] = []

    async def refuse(*_: Any) -> Decision:
        tried.append(1)
        return await update_account(firm.viewer("owner"), firm.now, account_id=ACME, external_id="a-2")

    with firm.refused(ErrorCode.DUPLICATE, "externalId"):
        await firm.write(refuse)
    assert len(tried) == 1


# ── eight at a time ──


async def at_once(firm: Firm, writes: list[tuple[Decide, dict[str, Any]]], by: str = "owner") -> list[Any]:
    """Let all of them decide and write at once; return the outcome of each."""

    async def one(decide: Decide, given: dict[str, Any]) -> Recorded | DomainError:
        viewer = firm.viewer(by)
        try:
            return await record(
                viewer, "test", lambda: decide(viewer, firm.now, **given), client_mutation_id=None, input_hash=""
            )
        except DomainError as error:
            return error

    found = await asyncio.gather(*(one(decide, given) for decide, given in writes))
    await firm.world()
    return found


def kinds(outcomes: list[Any]) -> Counter[type]:
    return Counter(map(type, outcomes))


async def test_nothing_is_lost(firm: Firm) -> None:
    fields = ["region", "industry", "external_id", "name"]
    said = [(update_account, {"account_id": ACME, field: f"new {field}"}) for field in fields]
    said += [(assess, {"stakeholder_id": ANNS, "support": support}) for support in list(Support)[:2]]
    said += [(give_roles, {"stakeholder_id": ANNS, "roles": [role]}) for role in list(BuyingRole)[:2]]
    made = await at_once(firm, [*said])
    assert kinds(made) == {Recorded: WRITERS}
    world = await firm.world()
    assert {getattr(world.accounts[ACME], field) for field in fields} == {f"new {field}" for field in fields}
    assert len(world.assessments) == 2
    assert world.accounts[ACME].version == 5


async def test_of_eight_who_expect_one_version_one_wins(firm: Firm) -> None:
    made = await at_once(
        firm,
        [(update_account, {"account_id": ACME, "region": str(n), "expected_version": 1}) for n in range(WRITERS)],
    )
    assert kinds(made) == {Recorded: 1, ConflictError: WRITERS - 1}
    conflicts = [one for one in made if isinstance(one, ConflictError)]
    assert {(one.field, one.expected, one.actual) for one in conflicts} == {(("expectedVersion",), "1", "2")}


async def test_no_person_is_in_a_map_twice(firm: Firm) -> None:
    adding = [(add_stakeholder, {"map_id": map_of(ACME), "person_id": BOB})] * (WRITERS - 1)
    naming = (name_stakeholder, {"stakeholder_id": SOMEBODY, "person_id": BOB})
    made = await at_once(firm, [*adding, naming])
    assert kinds(made) == {Recorded: 1, DuplicateError: WRITERS - 1}


async def test_no_pair_has_two_open_referrals(firm: Firm) -> None:
    made = await at_once(firm, [(record_referral, {"referrer_id": ANN, "referred_id": EVE})] * WRITERS)
    assert kinds(made) == {Recorded: 1, DuplicateError: WRITERS - 1}


async def test_a_referral_is_advanced_once(firm: Firm) -> None:
    made = await firm.write(record_referral, referrer_id=ANN, referred_id=EVE)
    closing = {"referral_id": made.result["referral"], "status": ReferralStatus.DECLINED}
    outcomes = await at_once(firm, [(advance_referral, closing)] * WRITERS)
    assert kinds(outcomes) == {Recorded: 1, InvalidError: WRITERS - 1}


async def test_lines_close_no_circle(firm: Firm) -> None:
    await firm.said(*(new_person(number, f"P{number}", 1) for number in range(100, 100 + WRITERS)))
    ring = [person(100 + number) for number in range(WRITERS)]
    writes: list[tuple[Decide, dict[str, Any]]] = [
        (set_manager, {"person_id": ring[n], "manager_id": ring[(n + 1) % WRITERS]}) for n in range(WRITERS)
    ]
    assert kinds(await at_once(firm, writes)) == {Recorded: WRITERS - 1, CycleError: 1}
    assert len((await firm.world()).reports) == WRITERS - 1


async def test_a_manager_who_leaves_meanwhile_manages_nobody(firm: Firm) -> None:
    leaving: tuple[Decide, dict[str, Any]] = (change_employment, {"person_id": BOB})
    managing: list[tuple[Decide, dict[str, Any]]] = [
        (set_manager, {"person_id": one, "manager_id": BOB}) for one in (ANN, CID)
    ]
    made = await at_once(firm, [leaving, *managing])
    assert isinstance(made[0], Recorded)
    assert kinds(made[1:]).keys() <= {Recorded, InvalidError}
    assert (await firm.world()).reports == {}


async def test_an_account_moves_to_a_stage_once(firm: Firm) -> None:
    made = await at_once(firm, [(move_stage, {"account_id": ACME, "ladder": "CLASS", "to": "KEY"})] * WRITERS)
    assert kinds(made) == {Recorded: 1, InvalidError: WRITERS - 1}


async def test_nothing_joins_a_map_whose_deal_is_closed_meanwhile(firm: Firm) -> None:
    closing: tuple[Decide, dict[str, Any]] = (
        close_opportunity,
        {"opportunity_id": DEAL, "status": OpportunityStatus.WON},
    )
    adding = [(add_stakeholder, {"map_id": map_of(DEAL), "label": str(n)}) for n in range(WRITERS - 1)]
    made = await at_once(firm, [*adding, closing])
    assert isinstance(made[-1], Recorded)
    changes = await firm.store.list_changes(2, 100)
    closed = next(one.position for one in changes if one.id == made[-1].change_id)
    assert closed == changes[-1].position
    refused = [one for one in made if isinstance(one, InvalidError)]
    assert len(changes) + len(refused) == WRITERS


async def test_a_stakeholder_is_removed_once_and_assessed_no_more(firm: Firm) -> None:
    made = await at_once(firm, [(remove_stakeholder, {"stakeholder_id": ANNS})] * WRITERS)
    assert kinds(made) == {Recorded: 1, InvalidError: WRITERS - 1}


async def test_a_change_is_undone_once(firm: Firm) -> None:
    made = await firm.write(update_account, account_id=ACME, region="South")
    outcomes = await at_once(firm, [(undo, {"change_id": made.change_id})] * WRITERS)
    assert kinds(outcomes) == {Recorded: 1, ConflictError: WRITERS - 1}


async def test_an_undo_and_what_builds_on_the_change_do_not_both_happen(firm: Firm) -> None:
    for _ in range(3):
        made = await firm.write(add_stakeholder, map_id=map_of(ACME), label="x")
        stakeholder_id = made.result["stakeholder"]
        outcomes = await at_once(
            firm,
            [
                (undo, {"change_id": made.change_id}),
                *[(assess, {"stakeholder_id": stakeholder_id, "support": Support.NEUTRAL})] * 3,
            ],
        )
        world = await firm.world()
        there = StakeholderId(stakeholder_id) in world.stakeholders
        assert there == isinstance(outcomes[0], ConflictError)
        assert there or not [one for one in world.assessments.values() if one.stakeholder_id == stakeholder_id]


async def test_late_and_early_statements_at_once_leave_one_order(firm: Firm) -> None:
    writes: list[tuple[Decide, dict[str, Any]]] = [
        (give_roles, {"stakeholder_id": ANNS, "roles": [role], "observed_at": day(100 + n)})
        for n, role in enumerate([*BuyingRole, *BuyingRole])
    ]
    assert kinds(await at_once(firm, writes)) == {Recorded: WRITERS}
    assert (await firm.world()).stakeholders[ANNS].roles == (list(BuyingRole)[-1],)


@pytest.mark.parametrize(
    ("decide", "given"),
    [
        (record_order, {"amount": Decimal(1), "currency": "EUR", "opportunity_id": "opportunity"}),
        (record_interaction, {"kind": InteractionKind.CALL, "direction": Direction.MUTUAL, "seller_ids": [OWEN]}),
        (record_commitment, {"side": CommitmentSide.OURS, "text": "A pilot.", "person_id": "person"}),
    ],
)
async def test_nothing_is_recorded_on_what_is_taken_back_meanwhile(
    firm: Firm, decide: Decide, given: dict[str, Any]
) -> None:
    deal = await firm.write(create_opportunity, account_id=ACME, name="Taken back")
    somebody = await firm.write(create_person, account_id=ACME, name="Taken back")
    made = {**deal.result, **somebody.result}
    said = {key: made.get(value, value) if isinstance(value, str) else value for key, value in given.items()}
    if decide is record_interaction:
        said |= {"person_ids": [made["person"]], "opportunity_id": made["opportunity"]}
    at = {} if decide is record_commitment else {"at": firm.now}
    decided = await decide(firm.viewer("owner"), firm.now, account_id=ACME, **said, **at)
    for one in (somebody, deal):
        await firm.undo(one)
    with pytest.raises(StaleError):
        await firm.viewer("owner").append(Append(change(800), "test", decided.stated, decided.based_on))
