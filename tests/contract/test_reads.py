"""Every reading method, asked by every kind of viewer, answers what the rules say: nothing hidden, nothing missing."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

import pytest

from domain.account_filter import AccountFilter, Condition
from domain.assessment import Assessed
from domain.codes import AccountOrder, CommitmentStatus, ReferralStatus
from domain.commitment import CommitmentMade
from domain.contact_level import ContactLevelStated
from domain.decision_map import MapGraph
from domain.fact import ALWAYS, Fact
from domain.ids import MapId
from domain.ladder import LADDERS
from domain.network_influence import Surroundings
from domain.person import EmployedAt, Person, PersonDescribed
from domain.playbook_entry import PlayDescribed
from domain.search_text import query_phrase
from domain.stage import StageMoved, Transition
from domain.stakeholder import StakeholderAdded, StakeholderNamed
from domain.tie import Influences, ReportsTo
from graph.around import AccountsAround
from graph.decision_map import map_graph
from graph.network import load_surroundings
from graph.store import BoardRow, MapFacts, Page, ReferralFilter, Selection, Slice, ViewerStore
from tests.contract import firm
from tests.contract.conftest import Filled
from tests.contract.firm import ACME, ANN, BOB, CID, EVERY_ACCOUNT, EVERY_ID, EVERY_MAP, HISTORY, NOW, OPEN, WANG
from tests.contract.reference import WINDOW, Reference
from tests.worlds import TICK, account, change, day, opportunity, person, seller, stakeholder

ALL = Page(1000)
QUERIES = (
    "acme; ann; ann lee; 王; 伟; 王伟; wangwei; ww; wang wei; 青; qingshan; 13800138000; 138 0013; ann@acme; lee; zzz"
)
DEALS = "deal; big; amount; won; theirs; 青; 续保; qingshan; qsxb; acme; zzz"
PARTIES = [*EVERY_ACCOUNT, *(person(number) for number in range(1, 12))]
EVERYBODY = [person(number) for number in range(1, 12)]
# About the ends of the windows of 365, 180 and 90 days, and before everything.
CONTACT_TIMES = [
    NOW,
    NOW - TICK,
    day(200),
    day(200) - TICK,
    *(day(200) + timedelta(days=days) + by for days in (90, 180) for by in (-TICK, timedelta(0))),
    day(-400),
]
TIMES = [None, day(53), day(65)]
REFERRALS = [
    ReferralFilter(),
    ReferralFilter(party_id=ANN),
    ReferralFilter(party_id=ACME),
    ReferralFilter(referrer_id=ACME),
    ReferralFilter(referred_id=OPEN),
    ReferralFilter(referrer_id=ANN, referred_id=WANG),
    ReferralFilter(statuses=(ReferralStatus.CONVERTED, ReferralStatus.DECLINED)),
    ReferralFilter(statuses=()),
    ReferralFilter(made_from=day(53), made_to=day(55)),
    ReferralFilter(party_id=WANG, statuses=(ReferralStatus.MADE,), made_from=day(60)),
]
# Which referrals were there at a time, and with which status, does not hang on whose they are.
REFERRALS_AT = [(filter_, as_of) for filter_ in REFERRALS for as_of in (TIMES if filter_.statuses else TIMES[:1])] + [
    (filter_, as_of) for filter_ in REFERRALS[:2] for as_of in TIMES[1:]
]
FILTERS = [None, AccountFilter((Condition("tag", ("key", "tea")),))]
MOMENTS = [(day(number), None) for number in (-50, 11, 15, 25, 30, 200)] + [
    (NOW, HISTORY.changes[number].recorded_at) for number in (15, 45, 72)
]
SELECTIONS = [
    Selection(),
    Selection(kinds=(PersonDescribed, EmployedAt)),
    Selection(kinds=(StageMoved,), observed_to=day(50)),
    Selection(streams=(ACME, ANN)),
    Selection(streams=(ACME,), kinds=(Assessed,), known_at=HISTORY.changes[-8].recorded_at),
    Selection(subjects=(stakeholder(2), stakeholder(8), stakeholder(12), stakeholder(13))),
    Selection(kinds=(EmployedAt, PersonDescribed), subjects=tuple(person(number) for number in range(12))),
    Selection(mentioning=(ANN, BOB)),
    Selection(kinds=(StageMoved,), subjects=()),
    Selection(mentioning=()),
    Selection(kinds=(ReportsTo,), mentioning=(ANN,)),
    Selection(kinds=(StakeholderAdded, StakeholderNamed), mentioning=(person(10), MapId(f"map_{ACME}"))),
    Selection(kinds=(Influences,), subjects=(f"{ANN}/{WANG}",)),
    Selection(stated_by=(seller(3), seller(5), seller(99))),
    Selection(kinds=(Assessed, StageMoved), stated_by=(seller(1), seller(3)), observed_to=day(60)),
    Selection(stated_by=()),
    Selection(kinds=(StageMoved,), subjects=(f"LOYALTY/{ACME}",), observed_to=day(60)),
    Selection(kinds=(CommitmentMade, ContactLevelStated, PlayDescribed)),
    Selection(mentioning=(stakeholder(1), BOB), kinds=(CommitmentMade, ContactLevelStated)),
    *(Selection(changes=(one.id,)) for one in HISTORY.changes[-14:]),
]

Asked = tuple[Any, ...]
CASES: Final[Mapping[str, list[Asked]]] = {
    "list_nodes": [(EVERY_ID,), (list(reversed(EVERY_ID)),), ([],), ([ANN, ANN, ACME],)],
    "list_by_key": [
        ("account", ["a-1", "a-4", "p-1", "A-1", "a-1"]),
        ("person", ["p-1", "a-1"]),
        ("seller", ["ROOT@example.com", "owen@EXAMPLE.com", "OUT@example.com", "nobody@example.com"]),
        ("opportunity", ["o-1"]),
        ("interaction", ["i-3", "r-1"]),
        ("order", ["y-1"]),
        ("referral", ["r-1", ""]),
    ],
    "search": [(query_phrase(text), first) for text in QUERIES.split("; ") for first in (1, 50)],
    "search_opportunities": [(query_phrase(text), first) for text in DEALS.split("; ") for first in (1, 50)],
    "walk_accounts": [("", 1000), ("", 2), (OPEN, 1000), (EVERY_ACCOUNT[-1], 1000)],
    "walk_people": [("", 1000), ("", 2), (BOB, 1000), (BOB, 3)],
    "page_accounts": [(filter_, order, ALL) for filter_ in FILTERS for order in AccountOrder],
    "count_accounts": [(filter_,) for filter_ in FILTERS],
    "page_sellers": [(ALL,), (Page(2),)],
    "count_sellers": [()],
    "page_people": [(EVERY_ACCOUNT, ALL), ([], ALL)],
    "count_people": [(EVERY_ACCOUNT,)],
    "page_opportunities": [(EVERY_ACCOUNT, ALL)],
    "count_opportunities": [(EVERY_ACCOUNT,)],
    "list_open_opportunities": [(EVERY_ACCOUNT,), ([],)],
    "page_interactions": [(EVERY_ACCOUNT, ALL)],
    "count_interactions": [(EVERY_ACCOUNT,)],
    "page_interactions_with": [(EVERYBODY, ALL), ([person(99), ANN, ANN], Page(1)), ([], ALL)],
    "count_interactions_with": [(EVERYBODY,), ([person(99), ANN, ANN],)],
    "page_assessments": [([stakeholder(number) for number in (8, 1, 2, 10, 99, 1)], ALL)],
    "count_assessments": [([stakeholder(number) for number in (8, 1, 2, 10, 99, 1)],)],
    "page_referrals": [(filter_, ALL, as_of) for filter_, as_of in REFERRALS_AT],
    "count_referrals": REFERRALS_AT,
    "list_map_graphs": [(EVERY_MAP, NOW), ([EVERY_MAP[0], "map_", "nonsense", EVERY_MAP[0]], NOW)],
    "load_map_facts": [(map_id, *moment) for map_id in EVERY_MAP[:3] for moment in MOMENTS]
    + [(map_id, NOW, None) for map_id in EVERY_MAP],
    "list_map_histories": [(EVERY_MAP, moment) for _, moment in MOMENTS[-4:]]
    + [([EVERY_MAP[0], "map_", "nonsense", EVERY_MAP[0]], None), ([], None)],
    "list_contact_times": [
        (EVERYBODY, after, until, known_at)
        for after, until in ((ALWAYS, NOW), (NOW - WINDOW, NOW), (NOW - WINDOW - TICK, NOW - TICK), (NOW, NOW))
        for known_at in (None, HISTORY.changes[45].recorded_at, HISTORY.changes[-1].recorded_at)
    ]
    + [([], ALWAYS, NOW, None), ([person(99), ANN, ANN], ALWAYS, NOW, None)],
    # Long after, only who has a KNOWS with us is met; at the edge of the window, what was just before is met too.
    "load_surroundings": [([one], at) for one in EVERYBODY for at in (NOW, NOW - TICK, day(900))]
    + [(EVERYBODY, day(900)), ([], NOW), ([person(99), ANN, ANN], NOW)],
    "load_around": [([one], at) for one in EVERY_MAP for at in (NOW, day(900))]
    + [(EVERY_MAP, NOW), ([EVERY_MAP[0], "map_", "nonsense", EVERY_MAP[0]], NOW), ([], NOW)],
    "load_accounts_around": [(EVERY_ACCOUNT, NOW), ([EVERY_ACCOUNT[0], "nonsense", EVERY_ACCOUNT[0]], NOW), ([], NOW)],
    "list_contact_levels": [([stakeholder(number) for number in (10, 1, 4, 99, 8, 1)],), ([],)],
    "list_commitments": [(EVERY_ACCOUNT,), ([],)],
    "page_commitments": [(EVERY_ACCOUNT, status, ALL) for status in (None, *CommitmentStatus)],
    "count_commitments": [(EVERY_ACCOUNT, status) for status in (None, CommitmentStatus.OPEN)],
    "list_finding_notes": [(EVERY_ACCOUNT,), ([],)],
    "list_dealings": [
        (people, sellers, NOW)
        for people in ([ANN], [BOB, WANG, ANN, ANN, person(99)], [*EVERYBODY, ACME], [], None)
        for sellers in ([seller(4)], [seller(5), seller(6), seller(99)], [], None)
        if people is not None or sellers is not None
    ]
    + [
        (people, sellers, at)
        for people, sellers in ((EVERYBODY, None), (None, [seller(4), seller(5), seller(6)]))
        for at in CONTACT_TIMES
    ],
    "list_met": [(EVERYBODY, at) for at in (NOW, NOW - TICK, day(900), day(203))] + [([], NOW), ([ANN, ANN], NOW)],
    "list_downstream": [([party], None) for party in PARTIES] + [(PARTIES, day(53)), ([ACME], day(53)), ([], None)],
    "list_upstream": [([party], None) for party in PARTIES] + [(PARTIES, day(53)), ([ACME], day(53)), ([], None)],
    "list_transitions": [(EVERY_ACCOUNT,)],
    "list_standings": [(EVERY_ACCOUNT,)],
    "list_board_rows": [(ladder, filter_) for ladder in LADDERS for filter_ in FILTERS],
    "list_stays": [("LOYALTY", filter_, as_of) for filter_ in FILTERS for as_of in (None, day(40), day(21))],
    "list_stay_lengths": [(ladder, until) for ladder in LADDERS for until in (NOW, day(40), day(21))],
    "load_facts": [([one],) for one in SELECTIONS] + [(SELECTIONS[3:6],), ([],)],
    "load_change": [(one.id,) for one in (*HISTORY.changes[::4], *HISTORY.changes[-14:])] + [(change(999),)],
}
NOT_OF_VIEWERS: Final = {
    "append": "writes; who may is decided before",
    "open_run": "writes; who may is decided before",
    "is_needed": "says yes or no for whoever may undo (test_undo.py)",
    "load_above": "tells what closes a circle, and is never shown (test_undo.py)",
    "load_versions": "gives numbers for deciding again, and is never shown",
    "load_position": "gives a number for deciding again, and is never shown",
    "load_remembered": "is about the viewer's own writes (test_writing.py)",
}


def test_every_reading_method_has_its_case() -> None:
    methods = {name for name, _ in inspect.getmembers(ViewerStore, inspect.isfunction) if not name.startswith("_")}
    assert methods == CASES.keys() | NOT_OF_VIEWERS.keys()


@pytest.mark.parametrize("method", CASES)
async def test_every_viewer_reads_what_they_may_see_and_nothing_else(filled: Filled, method: str) -> None:
    plain = PLAIN.get(method, as_it_is)
    for name, viewer in firm.VIEWERS.items():
        reader, reference = filled.store.for_viewer(viewer), Reference(filled.everything, viewer)
        for asked in CASES[method]:
            given = await getattr(reader, method)(*asked)
            expected = expect(reference, method, asked)
            assert plain(given, asked) == plain(expected, asked), (name, asked)


def expect(reference: Reference, method: str, asked: Asked) -> Any:
    if method == "load_map_facts":
        map_id, as_of, known_at = asked
        return reference.map_graph(map_id, as_of, as_of, known_at)
    return getattr(reference, method)(*asked)


# ── what no order is promised of, in one order ──


def as_it_is(answer: Any, _asked: Asked) -> Any:
    return answer


def plain_graph(graph: MapGraph | None) -> Any:
    if graph is None:
        return None
    return replace(
        graph,
        stakeholders=by_id(graph.stakeholders),
        people=dict(graph.people),
        reports=by_ends(graph.reports),
        influences=by_ends(graph.influences),
        acquaintances=by_ends(graph.acquaintances),
        contacts={who: count for who, count in graph.contacts.items() if who in graph.people and count.total},
    )


def plain_accounts_around(answer: AccountsAround) -> AccountsAround:
    return replace(answer, maps=list(map(plain_graph, answer.maps)))


def by_id(rows: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(sorted(rows, key=lambda row: row.id))


def by_ends(ties: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(sorted(ties, key=lambda tie: tie.mentions))


def plain_map_facts(answer: MapFacts | MapGraph | None, asked: Asked) -> Any:
    """Fold what the store gave; the reference gives the map already."""
    map_id, as_of, known_at = asked
    if isinstance(answer, MapFacts):
        return plain_graph(map_graph(map_id, answer, as_of, known_at))
    return plain_graph(answer)


def plain_referrals(answer: list[Any], asked: Asked) -> Any:
    """A referral may come with steps later than the moment asked for: who reads as of a time cuts them."""
    as_of = asked[-1]
    return answer if as_of is None else [one.at(as_of) for one in answer]


def plain_network(answer: list[Any], asked: Asked) -> Any:
    """Referrals that are reachable come in any order, each once."""
    return sorted(plain_referrals(answer, asked), key=lambda one: one.id)


def plain_page(answer: Slice[Any], asked: Asked) -> Any:
    return replace(answer, items=tuple(plain_referrals(list(answer.items), asked)))


def by_ladder(answer: list[tuple[Any, ...]], _asked: Asked) -> Any:
    return [tuple(sorted(moves, key=lambda move: move.ladder)) for moves in answer]


def plain_stays(answer: list[Transition], asked: Asked) -> Any:
    """A stay may come with an end later than the moment asked for, which is none then."""
    as_of = asked[-1]
    late = [one.next_at is not None and as_of is not None and one.next_at > as_of for one in answer]
    return [replace(one, next_at=None) if cut else one for one, cut in zip(answer, late, strict=True)]


def in_no_order(answer: list[Any], _asked: Asked) -> Any:
    return sorted(answer)


def plain_board(answer: list[BoardRow], _asked: Asked) -> Any:
    return [
        replace(row, open_amounts=tuple(sorted(row.open_amounts, key=lambda m: (m.currency, m.minor))))
        for row in answer
    ]


def plain_facts(answer: list[Fact], _asked: Asked) -> Any:
    assert len({fact.id for fact in answer}) == len(answer)
    return by_id(answer)


PLAIN: Final[Mapping[str, Callable[[Any, Asked], Any]]] = {
    "list_map_graphs": lambda answer, _: [plain_graph(graph) for graph in answer],
    "load_accounts_around": lambda answer, _: plain_accounts_around(answer),
    "load_map_facts": plain_map_facts,
    "page_referrals": plain_page,
    "list_downstream": plain_network,
    "list_upstream": plain_network,
    "list_transitions": by_ladder,
    "list_board_rows": plain_board,
    "list_stays": plain_stays,
    "list_stay_lengths": in_no_order,
    "load_facts": plain_facts,
}


async def test_surroundings_as_of_a_time_are_those_of_the_world_then(filled: Filled) -> None:
    for name, viewer in firm.VIEWERS.items():
        reader, reference = filled.store.for_viewer(viewer), Reference(filled.everything, viewer)
        for as_of, known_at in [*MOMENTS, (day(900), None), (None, HISTORY.changes[50].recorded_at)]:
            for people in (EVERYBODY, [CID], []):
                found = await load_surroundings(reader, people, now=day(901), as_of=as_of, known_at=known_at)
                at = as_of if as_of is not None else day(901)
                then = filled.everything.as_of(at, known_at)
                assert found == reference.surroundings(people, at, then), (name, as_of, known_at)


# ── a few answers in full, worked out by hand ──


async def test_whom_we_know_around_somebody(filled: Filled) -> None:
    # Long after the last interaction Owen knows Ann, and another seller knows Bob; Cid is met by nobody.
    admin, owner = filled.store.for_viewer(firm.ADMIN), filled.store.for_viewer(firm.OWNER)
    # One of us alone has met Ann, so that it matters whom she is tied to; and whom they are.
    assert await admin.load_surroundings([CID], day(900)) == Surroundings(
        {ANN: frozenset({firm.OWEN}), BOB: frozenset({firm.OUT})},
        {
            CID: frozenset({ANN, BOB}),
            ANN: frozenset({WANG, BOB, CID, firm.EVE, firm.HAL}),
            BOB: frozenset({ANN, CID}),
            **dict.fromkeys((WANG, firm.EVE, firm.HAL), frozenset({ANN})),
        },
    )
    # Owen sees neither Bob and Hal nor the account at which Bob reports to Cid.
    assert await owner.load_surroundings([CID], day(900)) == Surroundings(
        {ANN: frozenset({firm.OWEN})},
        {
            CID: frozenset({ANN}),
            ANN: frozenset({WANG, CID, firm.EVE}),
            **dict.fromkeys((WANG, firm.EVE), frozenset({ANN})),
        },
    )
    # In the window, an interaction that Owen may not see does not say that Cid was met.
    assert CID in (await admin.load_surroundings([CID], NOW)).met
    assert CID not in (await owner.load_surroundings([CID], NOW)).met


async def test_where_more_people_are_around_than_are_looked_at_it_is_said(
    filled: Filled, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Around Cid are Ann and Bob; around Ann, whom one of us alone has met, are three more. Owen does not see all.
    for as_of in (None, day(900)):
        for viewer, most, known in (
            (firm.ADMIN, 5, (True, True)),
            (firm.ADMIN, 4, (True, False)),
            (firm.ADMIN, 2, (True, False)),
            (firm.ADMIN, 1, (False, False)),
            (firm.OWNER, 3, (True, True)),
            (firm.OWNER, 2, (True, False)),
        ):
            monkeypatch.setattr("graph.network.MOST_SURROUNDINGS", most)
            reader = filled.store.for_viewer(viewer)
            found = await load_surroundings(reader, [CID], now=day(900), as_of=as_of)
            assert (found.complete, found.far) == known
            assert found.far or not found.complete or found.ties.keys() == {CID}


async def test_who_sees_which_accounts(filled: Filled) -> None:
    seen = {
        name: [
            number
            for number in range(1, 7)
            if (await filled.store.for_viewer(viewer).list_nodes([account(number)])) != [None]
        ]
        for name, viewer in firm.VIEWERS.items()
    }
    assert seen == {
        "admin": [1, 2, 3, 4, 5, 6],
        "manager two above": [1, 3, 6],
        "manager above": [1, 3, 6],
        "owner": [1, 3, 6],
        "team member": [1, 3, 5],
        "outsider": [2, 3],
        "VIEWER on the team": [1, 3],
        "stranger": [3],
    }


async def test_who_sees_which_people(filled: Filled) -> None:
    seen = {
        name: [
            number
            for number in range(1, 12)
            if (await filled.store.for_viewer(viewer).list_nodes([person(number)])) != [None]
        ]
        for name, viewer in firm.VIEWERS.items()
    }
    # 10 is in the open account's map; 5 was created by the outsider and is nowhere; 11 was taken back.
    on_acme = [1, 2, 4, 6, 7, 8, 10]
    assert seen == {
        "admin": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
        "manager two above": on_acme,
        "manager above": on_acme,
        "owner": on_acme,
        "team member": on_acme,
        "outsider": [2, 3, 4, 5, 6, 7, 10],
        "VIEWER on the team": on_acme,
        "stranger": [6, 10],
    }


async def test_hidden_employers_are_left_out(filled: Filled) -> None:
    async def employers(viewer: str, who: int) -> list[str]:
        (found,) = await filled.store.for_viewer(firm.VIEWERS[viewer]).list_nodes([person(who)])
        assert isinstance(found, Person)
        return [employment.account_id for employment in found.employments]

    assert await employers("admin", 2) == [account(2), account(1)]
    assert await employers("owner", 2) == [account(1)]
    assert await employers("outsider", 2) == [account(2)]
    assert await employers("owner", 4) == []
    assert await employers("outsider", 7) == [account(2)]


async def test_an_opportunitys_map_is_as_visible_as_its_account(filled: Filled) -> None:
    asked = [MapId(f"map_{opportunity(1)}"), MapId(f"map_{opportunity(4)}"), MapId(f"map_{opportunity(6)}")]
    seen = {
        name: [
            graph is not None for graph in await filled.store.for_viewer(firm.VIEWERS[name]).list_map_graphs(asked, NOW)
        ]
        for name in ("admin", "owner", "outsider", "stranger")
    }
    assert seen == {
        "admin": [True, True, True],
        "owner": [True, False, True],
        "outsider": [False, True, True],
        "stranger": [False, False, True],
    }
