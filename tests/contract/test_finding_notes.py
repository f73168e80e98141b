"""Notes on findings: each counts for the stretch in which the finding was there, whatever its evidence is later."""

from __future__ import annotations

from typing import Any

from domain.assessment import Assessed
from domain.codes import BuyingRole, Direction, Influence, InteractionKind, Polarity, Support
from domain.fact import Stated
from domain.finding_note import FindingDismissed, FindingDone
from domain.ids import InsightId, map_of
from domain.insight_ranking import rank
from domain.interaction import Interacted
from domain.rules.thread import SINGLE_THREAD as THREAD
from domain.stakeholder import RoleGiven, StakeholderAdded
from domain.tie import Influences, Knows
from graph.insight import load_account_findings
from graph.store import Append, Store
from tests.contract import firm
from tests.worlds import (
    account,
    assessment,
    change,
    day,
    interaction,
    new_account,
    new_person,
    new_seller,
    on,
    person,
    seller,
    stakeholder,
)

OWEN, MIA = seller(1), seller(2)
NOTED_ON, BACK_ON = 10, 400


def at_place(number: int) -> dict[str, Any]:
    """Return the ids of a small account: the decider and the approver, a colleague outside the map, and the places."""
    people = {name: person(10 * number + place) for place, name in enumerate(("ann", "bob", "cid"))}
    return {
        **people,
        "account": account(number),
        "anns": stakeholder(10 * number),
        "bobs": stakeholder(10 * number + 1),
    }


def hung_on_owen(number: int) -> list[Stated]:
    """Let Owen alone know the two key players: Ann, who decides and is against us, and Bob, who approves."""
    ids = at_place(number)
    said = new_account(number, f"Account {number}", owner_id=OWEN)
    for place, name in enumerate(("ann", "bob", "cid")):
        said += new_person(10 * number + place, f"{name.title()} {number}", number)
    for name, role in (("ann", BuyingRole.DECIDER), ("bob", BuyingRole.APPROVER)):
        place = ids[f"{name}s"]
        added = StakeholderAdded(place, map_of(ids["account"]), ids["account"], ids[name], None)
        said += on(1, added, RoleGiven(place, ids["account"], (role,)), Knows(OWEN, ids[name], None))
    against = Assessed(assessment(10 * number), ids["anns"], ids["account"], Support.OPPONENT, Influence.INNER_CIRCLE)
    for_us = Assessed(assessment(10 * number + 1), ids["bobs"], ids["account"], Support.SPONSOR, Influence.INNER_CIRCLE)
    return [*said, *on(2, against, for_us)]


def mia_met(number: int, *names: str) -> Interacted:
    ids = at_place(number)
    people = tuple(ids[name] for name in names)
    return Interacted(interaction(number), ids["account"], InteractionKind.CALL, Direction.OUTBOUND, (MIA,), people)


def since_then(number: int) -> dict[str, tuple[list[Stated], str | None]]:
    """Return what may happen at an account after the notes, with the rule whose finding was gone in between."""
    ids = at_place(number)
    ann, bob, cid, own, anns = ids["ann"], ids["bob"], ids["cid"], ids["account"], ids["anns"]
    moves = [Influences(cid, bob, 3, Polarity.POSITIVE), Influences(cid, bob, None, Polarity.POSITIVE)]
    return {
        "nothing": ([], None),
        "somebody else is met": (on(20, mia_met(number, "cid")), None),
        "a second thread, that ended": ([*on(20, Knows(MIA, bob, None)), *on(30, Knows(MIA, bob, 0.0))], THREAD),
        "a contact, a year old now": (on(20, mia_met(number, "bob")), THREAD),
        "a way through a colleague, that ended": (
            [*on(15, Knows(MIA, cid, None)), *on(20, moves[0]), *on(30, moves[1])],
            THREAD,
        ),
        "the thread broke, and was mended": (
            [
                *on(20, Knows(OWEN, bob, 0.0), Knows(OWEN, ann, 0.0)),
                *on(30, Knows(OWEN, bob, None), Knows(OWEN, ann, None)),
            ],
            THREAD,
        ),
        "who decides did not for a while": (
            [*on(20, RoleGiven(anns, own, ())), *on(30, RoleGiven(anns, own, (BuyingRole.DECIDER,)))],
            "opponent-decides",
        ),
        "somebody evaluated for a while": (
            [
                *on(20, RoleGiven(anns, own, (BuyingRole.DECIDER, BuyingRole.EVALUATOR))),
                *on(30, RoleGiven(anns, own, (BuyingRole.DECIDER,))),
            ],
            "no-evaluator",
        ),
        "late word of what had been before the notes": (
            [
                *on(5, RoleGiven(anns, own, (BuyingRole.DECIDER, BuyingRole.EVALUATOR))),
                *on(6, RoleGiven(anns, own, (BuyingRole.DECIDER,))),
            ],
            None,
        ),
    }


async def test_what_was_gone_since_it_was_dismissed_and_done_comes_back_on_the_same_evidence(store: Store) -> None:
    admin = store.for_viewer(firm.ADMIN)
    noted_rules = {THREAD, "opponent-decides", "no-evaluator"}
    stories = dict(enumerate(since_then(1), start=1))
    said = [*new_seller(1, "Owen"), *new_seller(2, "Mia"), *(one for number in stories for one in hung_on_owen(number))]
    await admin.append(Append(change(1), "test", tuple(said), {}))
    ids = [account(number) for number in stories]
    notes: list[Stated] = []
    for found in await load_account_findings(admin, ids, now=day(NOTED_ON)):
        for one in found.findings:
            if one.rule in noted_rules:
                about = (InsightId(one.id), one.account_id)
                notes += on(NOTED_ON, FindingDismissed(*about, "Known.", one.evidence_hash))
                notes += on(NOTED_ON, FindingDone(*about, one.evidence_hash))
    assert len(notes) == 2 * len(noted_rules) * len(stories)
    await admin.append(Append(change(2), "test", tuple(notes), {}))
    later = [one for number, told in stories.items() for one in since_then(number)[told][0]]
    await admin.append(Append(change(3), "test", tuple(later), {}))
    opened: dict[str, dict[str, bool]] = {}
    for told, found in zip(stories.values(), await load_account_findings(admin, ids, now=day(BACK_ON)), strict=True):
        ranked = [one for one in rank([found]) if one.finding.rule in noted_rules]
        opened[told] = {one.finding.rule: one.is_open(day(BACK_ON)) for one in ranked}
    expected = {told: {rule: rule == gone for rule in noted_rules} for told, (_, gone) in since_then(1).items()}
    assert opened == expected
