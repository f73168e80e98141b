"""Search finds names, titles, addresses, numbers and deals, Chinese from one character on, alike everywhere."""

from __future__ import annotations

import pytest

from domain.search_text import query_phrase
from tests.contract import firm
from tests.contract.conftest import Filled
from tests.contract.firm import ACME, ANN, BETA, CID, DECOY, HAL, LINA, NOBODYS, OPEN, OUT, OWEN, ROOT, WANG, WIDE
from tests.worlds import opportunity

FOUND: dict[str, list[str]] = {
    # exact names first, then by name, then by id
    "acme": [ACME, DECOY, ANN],
    "Ａcme": [ACME, DECOY, ANN],
    "ann lee": [ANN, HAL],
    "ANN": [ANN, HAL],
    "lee": [ANN, HAL],
    "ann l": [ANN, HAL],
    "lee ann": [],
    "an le": [],
    # one of us and a customer's person bear the same name
    "王伟": [WANG, OUT],
    "王": [WANG, OUT],
    "伟": [WANG, OUT],
    "wangwei": [WANG, OUT],
    "wang wei": [WANG, OUT],
    "wangw": [WANG, OUT],
    "ww": [WANG, OUT],
    "wei wang": [],
    "青山": [OPEN],
    "山保": [OPEN],
    "青保": [],
    "qsbx": [OPEN],
    "lina": [LINA],
    "𠮷": [NOBODYS],
    "主任": [WANG],
    "采购": [WANG],
    "director": [ANN],
    "ann@acme.example": [ANN],
    "acme.example": [ANN],
    "root@example": [ROOT],
    "owen": [OWEN],
    "13800138000": [ANN],
    "138 0013 8000": [ANN],
    "+86 138": [ANN],
    "0101234": [CID],
    "010-12": [CID],
    "ltd": [WIDE],
    "wide": [WIDE],
    "100%": [BETA],
    "%": [],
    "_": [],
    '"': [],
    "acme OR beta": [],
    "beta*": [BETA],
    "": [],
    "ivy": [],  # was taken back
}


@pytest.mark.parametrize("text", FOUND)
async def test_what_is_found_and_in_which_order(filled: Filled, text: str) -> None:
    found = await filled.store.for_viewer(firm.ADMIN).search(query_phrase(text), 50)
    assert [one.id for one in found] == FOUND[text]


async def test_the_best_come_first_however_few_are_asked_for(filled: Filled) -> None:
    store = filled.store.for_viewer(firm.ADMIN)
    for text in ("a", "王", "e", "o"):
        whole = [one.id for one in await store.search(query_phrase(text), 50)]
        for first in range(1, len(whole) + 1):
            assert [one.id for one in await store.search(query_phrase(text), first)] == whole[:first]


async def test_hidden_ones_do_not_take_the_place_of_visible_ones(filled: Filled) -> None:
    store = filled.store.for_viewer(firm.OUTSIDER)
    assert [one.id for one in await store.search(query_phrase("acme"), 1)] == [DECOY]
    assert [one.id for one in await store.search(query_phrase("ann lee"), 1)] == []


DEALS: dict[str, list[int]] = {
    "big deal": [1],
    "deal": [1],
    "no": [5],
    "second": [2],
    "青": [6],
    "续保": [6],
    "青保": [],
    "qingshanxubao": [6],
    "qsxb": [6],
    # by their own names alone
    "acme": [],
    "": [],
}


@pytest.mark.parametrize("text", DEALS)
async def test_deals_are_found_by_name(filled: Filled, text: str) -> None:
    found = await filled.store.for_viewer(firm.ADMIN).search_opportunities(query_phrase(text), 50)
    assert [one.id for one in found] == [opportunity(number) for number in DEALS[text]]


async def test_deals_of_hidden_accounts_are_not_found(filled: Filled) -> None:
    store = filled.store.for_viewer(firm.OUTSIDER)
    assert await store.search_opportunities(query_phrase("big deal"), 50) == []
    assert [one.id for one in await store.search_opportunities(query_phrase("theirs"), 1)] == [opportunity(4)]
