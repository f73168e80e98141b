"""Ids: UUIDv7 with the type's name, and maps named after their owners."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.ids import AccountId, OpportunityId, id_type, map_of, new_id, new_uuid7, owner_of_map

HEX = "0198c2a1b2c37d4e8f00112233445566"


def test_a_uuid7_says_its_version_and_variant() -> None:
    for _ in range(1000):
        assert re.fullmatch(r"[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15}", new_uuid7())


def test_a_uuid7_begins_with_its_time() -> None:
    before = time.time_ns() // 1_000_000
    made = int(new_uuid7()[:12], 16)
    assert before <= made <= time.time_ns() // 1_000_000


def test_ids_made_in_a_later_millisecond_sort_later(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    for millis in (0, 1, 255, 256, 1_800_000_000_000, 2**48 - 1):
        monkeypatch.setattr(time, "time_ns", lambda now=millis: now * 1_000_000)
        made.append(new_id("account"))
    assert made == sorted(made)


def test_every_random_bit_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time_ns", lambda: 0)
    made = [int(new_uuid7(), 16) for _ in range(500)]
    ever = never = made[0]
    for value in made:
        ever, never = ever | value, never & value
    assert ever == 0x7FFF << 64 | 0xBFFFFFFFFFFFFFFF
    assert never == 0x7000 << 64 | 0x8000000000000000


def test_ids_are_distinct() -> None:
    assert len({new_id("fact") for _ in range(20_000)}) == 20_000


@pytest.mark.parametrize("name", ["account", "person", "seller", "stakeholder", "change"])
def test_an_id_says_its_type(name: str) -> None:
    made = new_id(name)
    assert made.startswith(f"{name}_")
    assert id_type(made) == name


NOT_IDS = ["", "account", "account_", HEX, f"_{HEX}", "map_", f"map_person_{HEX}", f"map_map_account_{HEX}"]
ALMOST_IDS = [f"account_{HEX[:-1]}", f"account_{HEX}0", f"account_{HEX.upper()}", f"account_{'g' * 32}"]
MISSPELLED = [
    f"Account_{HEX}",
    f"account_{HEX}\n",
    f" account_{HEX}",
    f"account-{HEX}",
    f"ａ_{HEX}",
    f"a_b_{HEX}",
]


@pytest.mark.parametrize("other", [*NOT_IDS, *ALMOST_IDS, *MISSPELLED])
def test_other_text_is_no_id(other: str) -> None:
    assert id_type(other) is None


@pytest.mark.parametrize("owner", [AccountId(f"account_{HEX}"), OpportunityId(f"opportunity_{HEX}")])
def test_a_map_is_named_after_its_owner(owner: AccountId | OpportunityId) -> None:
    assert id_type(map_of(owner)) == "map"
    assert owner_of_map(map_of(owner)) == owner
    assert map_of(owner) == map_of(owner)


@given(st.text())
def test_any_text_is_an_id_or_not(text: str) -> None:
    kind = id_type(text)
    assert kind is None or text.startswith(f"{kind}_")
