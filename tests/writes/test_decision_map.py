"""Reading maps and figures of referrals as of a time, as known at a time, and as a viewer may see them."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from domain.codes import (
    Attribution,
    BuyingRole,
    Coverage,
    Direction,
    Influence,
    InteractionKind,
    MapStatus,
    OpportunityStatus,
    ReadingSource,
    Support,
)
from domain.decision_map import DecisionMap
from domain.errors import ErrorCode
from domain.ids import map_of
from domain.money import Money
from graph.assessment import assess
from graph.decision_map import load_decision_map
from graph.interaction import record_interaction
from graph.opportunity import close_opportunity
from graph.person import change_employment
from graph.referral import advance_referral, load_figures, record_referral
from graph.stakeholder import add_stakeholder, give_roles, name_stakeholder, remove_stakeholder
from graph.tie import record_acquaintance, set_influence, set_manager
from tests.referrals import CONVERTED
from tests.worlds import TICK, account, day, opportunity
from tests.writes.conftest import ACME, ANN, ANNS, BOB, CID, DEAL, EVE, OPEN, OTHER, OWEN, SOMEBODY, Firm

MAP = map_of(ACME)
INVALID = ErrorCode.INVALID


async def read(firm: Firm, as_of: datetime | None = None, by: str = "owner", **given: Any) -> DecisionMap:
    map_id = given.pop("map_id", MAP)
    found = await load_decision_map(firm.viewer(by), map_id, now=firm.now, as_of=as_of, **given)
    assert found is not None
    return found


def labels(found: DecisionMap) -> list[str]:
    return [one.label for one in found.standings]


async def test_before_everything_a_map_is_empty(firm: Firm) -> None:
    for moment in (datetime.min.replace(tzinfo=day(0).tzinfo), day(30) - TICK):
        found = await read(firm, moment)
        assert (found.standings, found.status, found.support_score.value) == ((), MapStatus.RED, None)
        assert found.completeness.value == 0
    assert labels(await read(firm, day(30))) == labels(await read(firm)) == ["A user", "Ann"]
    assert labels(await read(firm, map_id=map_of(DEAL))) == []


async def test_who_joined_left_and_was_named(firm: Firm) -> None:
    await firm.write(add_stakeholder, map_id=MAP, person_id=CID, observed_at=day(100))
    await firm.write(name_stakeholder, stakeholder_id=SOMEBODY, person_id=BOB, observed_at=day(200))
    await firm.write(remove_stakeholder, stakeholder_id=ANNS, observed_at=day(300))
    seen = [labels(await read(firm, day(at))) for at in (99, 100, 199, 200, 299, 300)]
    assert seen == [
        ["A user", "Ann"],
        ["A user", "Ann", "Cid"],
        ["A user", "Ann", "Cid"],
        ["Ann", "Bob", "Cid"],
        ["Ann", "Bob", "Cid"],
        ["Bob", "Cid"],
    ]
    assert labels(await read(firm)) == ["Bob", "Cid"]


async def test_what_was_known_then(firm: Firm) -> None:
    await firm.write(assess, stakeholder_id=ANNS, support=Support.OPPONENT, observed_at=day(100))
    then = firm.now
    made = await firm.write(assess, stakeholder_id=ANNS, support=Support.SPONSOR, observed_at=day(100))
    between = firm.now
    await firm.undo(made)

    async def support(**given: Any) -> Support | None:
        return (await read(firm, **given)).standings[1].stakeholder.support

    assert await support(known_at=then - timedelta(minutes=1)) is None
    assert await support(known_at=then) is Support.OPPONENT
    assert await support(known_at=between) is Support.SPONSOR
    assert await support(known_at=between, as_of=day(99)) is None
    assert await support() is Support.OPPONENT


async def test_the_status_follows_roles_influence_and_support(firm: Firm) -> None:
    said = {"stakeholder_id": ANNS, "support": Support.SUPPORTER}
    await firm.write(assess, **said, influence=Influence.INNER_CIRCLE, observed_at=day(100))
    await firm.write(give_roles, stakeholder_id=ANNS, roles=[BuyingRole.DECIDER], observed_at=day(200))
    await firm.write(change_employment, person_id=ANN, at=day(300).date())
    seen = [(await read(firm, day(at))).status for at in (99, 100, 200, 300)]
    assert seen == [MapStatus.RED, MapStatus.AMBER, MapStatus.GREEN, MapStatus.RED]
    assert (await read(firm)).status is MapStatus.RED
    assert (await firm.world()).statuses[MAP] is MapStatus.RED
    left = (await read(firm)).standings[1]
    assert (left.left_at, left.counts) == (day(300), False)


async def test_coverage_lapses_after_a_year(firm: Firm) -> None:
    await firm.write(assess, stakeholder_id=ANNS, coverage=Coverage.IN_DEPTH, observed_at=day(100))
    met: dict[str, Any] = {"kind": InteractionKind.CALL, "direction": Direction.MUTUAL, "seller_ids": [OWEN]}
    await firm.write(record_interaction, account_id=ACME, at=day(400), person_ids=[ANN], **met)
    seen = [(await read(firm, day(at))).standings[1].coverage for at in (99, 100, 400, 464, 465)]
    assert [(one.value, one.source) for one in seen] == [
        (Coverage.NONE, ReadingSource.COMPUTED),
        (Coverage.IN_DEPTH, ReadingSource.STATED),
        (Coverage.IN_DEPTH, ReadingSource.STATED),
        (Coverage.IN_DEPTH, ReadingSource.STATED),
        (Coverage.BRIEF, ReadingSource.COMPUTED),
    ]
    assert [one.interactions for one in seen] == [0, 0, 1, 1, 1]


async def test_ties_are_those_with_both_ends_in_the_map_at_that_time(firm: Firm) -> None:
    await firm.write(set_manager, person_id=ANN, manager_id=BOB, observed_at=day(50))
    await firm.write(set_influence, source_id=BOB, target_id=ANN, strength=2, observed_at=day(50))
    await firm.write(record_acquaintance, source_id=EVE, target_id=ANN, strength=1, observed_at=day(50))
    await firm.write(add_stakeholder, map_id=MAP, person_id=BOB, observed_at=day(100))
    await firm.write(add_stakeholder, map_id=MAP, person_id=EVE, observed_at=day(200))
    await firm.write(change_employment, person_id=BOB, at=day(300).date())
    seen = [(await read(firm, day(at))).graph for at in (99, 100, 200, 300)]
    assert [(len(g.reports), len(g.influences), len(g.acquaintances)) for g in seen] == [
        (0, 0, 0),
        (1, 1, 0),
        (1, 1, 1),
        (0, 1, 1),
    ]
    now = (await read(firm)).graph
    assert (now.reports, len(now.influences), len(now.acquaintances)) == ((), 1, 1)


async def test_the_map_of_a_closed_deal_is_read(firm: Firm) -> None:
    await firm.write(add_stakeholder, map_id=map_of(DEAL), person_id=BOB, observed_at=day(100))
    await firm.write(close_opportunity, opportunity_id=DEAL, status=OpportunityStatus.LOST, at=day(200))
    for moment in (None, day(150), day(250)):
        assert labels(await read(firm, moment, map_id=map_of(DEAL))) == ["Bob"]


@pytest.mark.parametrize(
    "map_id", [f"map_{account(99)}", f"map_{opportunity(99)}", map_of(OTHER), ACME, ANNS, "", "map_", f"map_{ANN}"]
)
async def test_unknown_invisible_and_of_another_type_are_null(firm: Firm, map_id: str) -> None:
    for given in ({}, {"as_of": day(100)}, {"known_at": firm.now}):
        assert await load_decision_map(firm.viewer("owner"), map_id, now=firm.now, **given) is None


async def test_moments_are_not_in_the_future(firm: Firm) -> None:
    for field, given in (("asOf", {"as_of": firm.now + TICK}), ("knownAt", {"known_at": firm.now + TICK})):
        with firm.refused(INVALID, field):
            await load_decision_map(firm.viewer("owner"), MAP, now=firm.now, **given)


# ── figures ──


async def win(firm: Firm, by: str, whom: str, at: float, amount: int, viewer: str = "owner") -> None:
    made = await firm.write(record_referral, viewer, referrer_id=by, referred_id=whom, made_at=day(at))
    given: dict[str, Any] = {"amount": Decimal(amount), "currency": "EUR", "at": day(at + 10)}
    await firm.write(advance_referral, viewer, referral_id=made.result["referral"], status=CONVERTED, **given)


async def test_figures_as_of_a_time_and_attributed(firm: Firm) -> None:
    await win(firm, ANN, BOB, 100, 10)
    await win(firm, BOB, EVE, 200, 8)
    await win(firm, CID, EVE, 150, 100)  # who made it is neither above nor below Ann

    async def figures(**given: Any) -> tuple[int, int, tuple[Money, ...], tuple[Money, ...]]:
        found = (await load_figures(firm.viewer("owner"), [ANN], now=firm.now, **given))[ANN]
        return found.direct, found.indirect, found.downstream_value, found.referral_value

    def euros(amount: int) -> tuple[Money, ...]:
        return (Money(amount * 100, "EUR"),) if amount else ()

    assert await figures() == (1, 1, euros(18), euros(14))
    assert await figures(discount=1) == (1, 1, euros(18), euros(18))
    assert await figures(as_of=day(99)) == (0, 0, (), ())
    assert await figures(as_of=day(109)) == (1, 0, (), ())
    assert await figures(as_of=day(205)) == (1, 1, euros(10), euros(10))
    assert await figures(attribution=Attribution.FIRST) == (1, 1, euros(10), euros(10))
    assert await figures(attribution=Attribution.LAST) == (1, 1, euros(118), euros(64))
    assert await figures(attribution=Attribution.SPLIT) == (1, 1, euros(64), euros(37))
    assert await figures(attribution=Attribution.SPLIT, as_of=day(205)) == (1, 1, euros(60), euros(35))
    assert await figures(attribution=Attribution.LAST, known_at=firm.now) == (1, 1, euros(118), euros(64))
    for wrong in (-0.1, 1.1):
        with firm.refused(INVALID, "discount"):
            await figures(discount=wrong)


async def test_what_a_viewer_may_not_see_counts_nowhere(firm: Firm) -> None:
    await win(firm, OPEN, EVE, 100, 10, "admin")
    await win(firm, EVE, OTHER, 200, 8, "admin")
    await win(firm, OTHER, ANN, 200, 8, "admin")
    for by, expected in (("owner", (1, 0, 1)), ("outsider", (1, 1, 2)), ("admin", (1, 2, 3))):
        found = (await load_figures(firm.viewer(by), [OPEN], now=firm.now))[OPEN]
        assert (found.direct, found.indirect, found.depth) == expected, by
