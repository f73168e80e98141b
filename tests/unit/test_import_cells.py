"""Values in cells."""

from __future__ import annotations

import re
from contextlib import suppress
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.codes import BuyingRole, Support, Tier
from domain.ladder import LADDERS
from graph.importing import cells
from graph.importing.cells import Ref
from graph.importing.problems import CellError

if TYPE_CHECKING:
    from collections.abc import Callable

PARSERS: list[Callable[[str], object]] = [
    cells.line,
    cells.note,
    cells.code(Support),
    cells.several(cells.code(BuyingRole)),
    cells.several(cells.line),
    cells.ref,
    cells.email,
    cells.phone,
    cells.yes_no,
    cells.amount,
    cells.currency,
    cells.ladder,
    cells.whole(-2, 2),
    cells.number(0, 5),
]


@pytest.mark.parametrize(
    ("parse", "text", "value"),
    [
        (cells.line, "Acme (Shanghai)", "Acme (Shanghai)"),
        (cells.line, "Zoe\u0301 🙂", "Zoé 🙂"),
        (cells.line, "شركة", "شركة"),
        (cells.line, "x" * 200, "x" * 200),
        (cells.note, "one\r\ntwo\tthree", "one\r\ntwo\tthree"),
        (cells.code(Support), "*", Support.SPONSOR),
        (cells.code(Support), "＋", Support.SUPPORTER),
        (cells.code(Support), "-", Support.NON_SUPPORTER),
        (cells.code(Support), "x", Support.OPPONENT),
        (cells.code(Support), "中立者", Support.NEUTRAL),
        (cells.code(Support), "Non-supporter", Support.NON_SUPPORTER),
        (cells.code(Support), "non_supporter", Support.NON_SUPPORTER),
        (cells.code(Tier), "b", Tier.B),
        (cells.several(cells.code(BuyingRole)), "A;D", (BuyingRole.APPROVER, BuyingRole.DECIDER)),
        (
            cells.several(cells.code(BuyingRole)),
            "决策者；User | A;",
            (BuyingRole.DECIDER, BuyingRole.USER, BuyingRole.APPROVER),
        ),
        (cells.several(cells.line), "a; b ;a", ("a", "b")),
        (cells.several(cells.line), " ; ；|", None),
        (cells.ref, "7", Ref(None, "7")),
        (cells.ref, "account:7", Ref("account", "7")),
        (cells.ref, "Person: 7", Ref("person", "7")),
        (cells.ref, "联系人：7", Ref("person", "7")),
        (cells.ref, "account:person:7", Ref("account", "person:7")),
        (cells.ref, "seller:ann@example.com", Ref("seller", "ann@example.com")),
        (cells.ref, "crm:7", Ref(None, "crm:7")),
        (cells.email, "Ann.O'Neil+x@mail.example.com", "Ann.O'Neil+x@mail.example.com"),
        (cells.email, "王芳@例子.公司", "王芳@例子.公司"),
        (cells.phone, "+86 (10) 5550-0123 ext 7", "+86 (10) 5550-0123 ext 7"),
        (cells.phone, "０１０-５５５０ 转12", "０１０-５５５０ 转12"),
        (cells.amount, "1200.50", Decimal("1200.50")),
        (cells.amount, "1,200.50", Decimal("1200.50")),
        (cells.amount, "１，２００．５０", Decimal("1200.50")),
        (cells.amount, "12,345,678", Decimal(12345678)),
        (cells.amount, "−3", Decimal(-3)),
        (cells.currency, "cny", "CNY"),
        (cells.currency, "ＵＳＤ", "USD"),
        (cells.currency, "人民币", "CNY"),
        (cells.currency, "RMB", "CNY"),
        (cells.ladder, "loyalty", LADDERS["LOYALTY"]),
        (cells.ladder, "顾客升级", LADDERS["LOYALTY"]),
        (cells.whole(-2, 2), "-2", -2),
        (cells.whole(-2, 2), "+1", 1),
        (cells.whole(0, 100), "45.0", 45),
        (cells.whole(0, 100), "４５", 45),
        (cells.number(0, 5), ".5", 0.5),
        (cells.number(0, 5), "0.80", 0.8),
        (cells.number(0, 5), "3.", 3.0),
    ],
)
def test_a_cell_means(parse: Callable[[str], object], text: str, value: object) -> None:
    assert parse(text) == value


@pytest.mark.parametrize("text", ["是", "Yes", "TRUE", "1", "公开", "y", "１"])
def test_yes(text: str) -> None:
    assert cells.yes_no(text) is True


@pytest.mark.parametrize("text", ["否", "no", "False", "0", "不公开", "N"])
def test_no(text: str) -> None:
    assert cells.yes_no(text) is False


@pytest.mark.parametrize(
    ("parse", "text", "wrong", "right"),
    [
        (cells.line, "x" * 201, "201 characters", "at most 200"),
        (cells.line, "two\nlines", "one line", "one line"),
        (cells.line, "bell\a", "control", "one line"),
        (cells.note, "x" * 10_001, "10001 characters", "at most 10,000"),
        (cells.note, "nul\0", "control", "text"),
        (cells.code(Support), "friend", "none of the values", r"SPONSOR \(\*\), SUPPORTER \(\+\)"),
        (cells.code(Tier), "D", "none of the values", "One of: A, B, C"),
        (cells.several(cells.code(BuyingRole)), "A;Q", "none of the values", r"APPROVER \(A\)"),
        (cells.ref, "seller:7", "not an e-mail", "ann@example.com"),
        (cells.email, "ann", "not an e-mail", "ann@example.com"),
        (cells.email, "ann@example", "not an e-mail", "ann@example.com"),
        (cells.email, "a@b.example c@d.example", "not an e-mail", "ann@example.com"),
        (cells.email, "Ann <ann@example.com>", "not an e-mail", "ann@example.com"),
        (cells.email, f"{'a' * 250}@example.com", "not an e-mail", "example.com"),
        (cells.phone, "call me", "not a telephone number", "5550"),
        (cells.phone, "1" * 41, "not a telephone number", "5550"),
        (cells.yes_no, "maybe", "neither yes nor no", "yes or no"),
        (cells.amount, "1.200,50", "not an amount", "1,200.50"),
        (cells.amount, "1,20", "not an amount", "1,200.50"),
        (cells.amount, "1e3", "not an amount", "1,200.50"),
        (cells.amount, "NaN", "not an amount", "1,200.50"),
        (cells.amount, "¥5", "not an amount", "1,200.50"),
        (cells.currency, "XXX", "not an active ISO 4217", "CNY"),
        (cells.currency, "dollars", "not an active ISO 4217", "CNY"),
        (cells.ladder, "corporate", "no such ladder", "LOYALTY, KEY_ACCOUNT"),
        (cells.whole(-2, 2), "3", "whole number", "from -2 to 2"),
        (cells.whole(-2, 2), "1.5", "whole number", "from -2 to 2"),
        (cells.whole(0, 10**5), "9" * 5000, "whole number", "from 0 to 100000"),
        (cells.number(0, 5), "5.1", "number", "from 0 to 5"),
        (cells.number(0, 5), "inf", "number", "from 0 to 5"),
        (cells.number(0, 5), "80%", "number", "from 0 to 5"),
    ],
)
def test_what_a_cell_cannot_mean(parse: Callable[[str], object], text: str, wrong: str, right: str) -> None:
    with pytest.raises(CellError, match=wrong) as refused:
        parse(text)
    assert re.search(right, refused.value.right.en)
    assert refused.value.wrong.zh
    assert refused.value.right.zh


def test_a_list_of_values_is_in_both_languages() -> None:
    with pytest.raises(CellError) as refused:
        cells.code(Support)("朋友")
    assert refused.value.right.zh == "可填：赞助者 (*)、支持者 (+)、中立者 (=)、不支持者 (-)、反对者 (X)。"


@given(st.sampled_from(PARSERS), st.text(min_size=1))
def test_any_text_has_a_meaning_or_is_told_why_not(parse: Callable[[str], object], text: str) -> None:
    with suppress(CellError):
        parse(text.strip() or "x")


@given(st.decimals(0, 10**15, places=2))
def test_an_amount_is_exact_with_and_without_separators(that: Decimal) -> None:
    assert cells.amount(f"{that:.2f}") == that
    assert cells.amount(f"{that:,.2f}") == that


@given(st.lists(st.text("abc甲乙", min_size=1), min_size=1), st.sampled_from([";", "；", "|", " ; "]))
def test_several_values_keep_their_order_and_lose_repeats(words: list[str], separator: str) -> None:
    assert cells.several(cells.line)(separator.join(words)) == tuple(dict.fromkeys(words))
