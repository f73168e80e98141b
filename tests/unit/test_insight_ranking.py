"""The order of insights, why each stands where it does, and which need attention."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.codes import Severity
from domain.finding_note import Completion, Dismissal, FindingNote
from domain.ids import InsightId
from domain.insight import Evidence, Finding
from domain.insight_ranking import Found, rank
from domain.money import Money
from domain.rule import Hit, Rule, RuleLevel
from domain.text import Text
from tests.worlds import account, day, seller

NOTHING = Text("", "")
CRITICAL, WARNING, INFO = Severity


def finding(number: int, severity: Severity = WARNING, since: datetime | None = None, of: int = 1) -> Finding:
    """Return what a rule finds about one subject, the number."""
    rule = Rule("rule", NOTHING, 1, severity, RuleLevel.ACCOUNT, NOTHING, NOTHING, lambda _situation, _settings: ())
    hit = Hit((str(number),), tuple, lambda: (Evidence(None, Text("so", "如此")),), since=since)
    return Finding(rule, hit, account(of), None)


def order(*found: Found) -> list[int]:
    return [int(one.finding.subject_ids[0]) for one in rank(found)]


def yuan(minor: int) -> tuple[Money, ...]:
    return (Money(minor, "CNY"),)


def test_severity_comes_first_then_value_then_age_then_the_id() -> None:
    poor = Found((finding(1, INFO), finding(2, CRITICAL), finding(3, WARNING, day(1)), finding(8, WARNING, day(1))))
    rich = Found((finding(4, INFO, of=2), finding(5, WARNING, of=2), finding(6, WARNING, day(9), of=2)), yuan(100))
    # Nothing else tells these apart.
    by_id, also = (
        sorted((3, 8), key=lambda n: finding(n).id),
        sorted((1, 4), key=lambda n: finding(n, of=1 + n // 4).id),
    )
    assert order(poor, rich) == [2, 6, 5, *by_id, 4, 1]
    assert order(poor, replace(rich, at_stake=())) == [2, *by_id, 6, 5, *also]


def test_equal_ones_are_in_the_order_of_the_rules() -> None:
    one, other, third = finding(1), replace(finding(2), place=2), replace(finding(3), place=1)
    dated = replace(finding(4, since=day(1)), place=9)
    assert order(Found((one, other, third, dated))) == [4, 1, 3, 2]


def test_values_compare_in_the_currency_that_most_accounts_have() -> None:
    two = [Found((finding(n, of=n),), yuan(n)) for n in (1, 2)]
    euro = Found((finding(3, of=3),), (Money(10**9, "EUR"),))
    assert order(*two, euro) == [2, 1, 3]
    whys = [one.why for one in rank([*two, euro])]
    assert whys[0] == Text("Warning; CNY 0.02 at stake; not dated.", "警告；涉及金额 CNY 0.02；起始时间不明。")
    assert whys[2].en == "Warning; EUR 10,000,000.00 at stake, not compared with CNY; not dated."
    # As many accounts have the one as the other: the first alphabetically.
    assert order(two[1], euro) == [2, 3]


def test_why_names_the_day() -> None:
    (one,) = rank([Found((finding(1, CRITICAL, day(31)),))])
    assert one.why == Text("Critical; no amount at stake; since 2024-02-01.", "严重；无涉及金额；自 2024-02-01 起。")


@given(st.data())
def test_the_order_does_not_depend_on_the_order_of_reading(data: st.DataObject) -> None:
    severities, days = st.sampled_from(Severity), st.none() | st.sampled_from([day(1), day(2)])
    found = [
        Found((finding(n, data.draw(severities), data.draw(days), of=n),), yuan(data.draw(st.integers(0, 3))))
        for n in range(data.draw(st.integers(0, 6)))
    ]
    assert order(*data.draw(st.permutations(found))) == order(*found)


@pytest.mark.parametrize(
    ("said", "open_"),
    [
        ({}, True),
        ({"dismissed": (None, True)}, False),
        ({"dismissed": (date(2024, 2, 1), True)}, False),
        ({"dismissed": (date(2024, 1, 31), True)}, True),
        ({"dismissed": (None, False)}, True),
        ({"done": (day(20), True)}, False),
        ({"done": (day(20), False)}, True),
        ({"done": (day(5), True)}, True),
    ],
    ids=["nothing", "dismissed", "until-later", "day-has-come", "evidence-changed", "done", "done-changed", "anew"],
)
def test_what_needs_attention(said: dict[str, tuple[object, bool]], open_: bool) -> None:
    one = finding(1, since=day(10))

    def evidence(same: bool) -> str:
        return one.evidence_hash if same else "another"

    note = FindingNote(InsightId(one.id), one.account_id)
    if "dismissed" in said:
        until, same = said["dismissed"]
        assert until is None or isinstance(until, date)
        note = replace(note, dismissed=Dismissal(day(20), seller(1), "not now", evidence(same), until))
    if "done" in said:
        at, same = said["done"]
        assert isinstance(at, datetime)
        note = replace(note, done=Completion(at, seller(1), evidence(same)))
    (ranked,) = rank([Found((one,), (), (note,))])
    assert ranked.note == note
    assert ranked.is_open(day(30)) is open_
