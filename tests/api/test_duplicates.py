"""Duplicates as the API proposes them."""

from __future__ import annotations

from uuid import uuid4

from tests.api.client import Api

ASKED = "{ complete pairs { score reasons { en zh } first { id name } second { id name } } }"


def test_what_may_be_the_same_as_somebody(api: Api) -> None:
    mark = uuid4().hex[:8]
    first = api.person(f"Ann {mark}", emails=[f"{mark}@example.com"])
    second = api.person(f"{mark}, Ann", emails=[f"{mark.upper()}@example.com"])
    found = api.read(f"query($of: ID) {{ duplicates(of: $of) {ASKED} }}", of=second)["duplicates"]
    name, address = f"Ann {mark} / {mark}, Ann", f"{mark}@example.com / {mark.upper()}@example.com"
    assert found == {
        "complete": True,
        "pairs": [
            {
                "score": 1 - (1 - 0.4) * (1 - 0.9),
                "reasons": [
                    {"en": f"the same name: {name}", "zh": f"姓名相同：{name}"},
                    {"en": f"the same e-mail address: {address}", "zh": f"邮箱相同：{address}"},
                ],
                "first": {"id": first, "name": f"Ann {mark}"},
                "second": {"id": second, "name": f"{mark}, Ann"},
            }
        ],
    }


def test_fewer_than_there_are_are_not_all(api: Api) -> None:
    name = f"Firm {uuid4().hex}"
    for _ in range(3):
        api.account(f"{name} Ltd")
    found = api.read(f"{{ duplicates(first: 1) {ASKED} }}")["duplicates"]
    assert (len(found["pairs"]), found["complete"]) == (1, False)
    every = api.read(f"{{ duplicates(first: 1000) {ASKED} }}")["duplicates"]["pairs"]
    assert len([pair for pair in every if name in pair["first"]["name"]]) == 3


def test_what_may_not_be_seen_is_no_duplicate(api: Api) -> None:
    name = f"Firm {uuid4().hex}"
    hidden = api.account(name)
    _, email = api.seller("Other")
    other = api.by(email)
    own = other.account(name)
    assert other.read(f"query($of: ID) {{ duplicates(of: $of) {ASKED} }}", of=own)["duplicates"]["pairs"] == []
    assert len(api.read(f"query($of: ID) {{ duplicates(of: $of) {ASKED} }}", of=own)["duplicates"]["pairs"]) == 1
    for of in (hidden, f"map_{own}", "nonsense"):
        for language, message in (
            ("en", "There is no such object that you may see; check the id."),
            ("zh", "没有您可查看的这个对象，请检查 ID。"),
        ):
            error = other.speaking(language).error(f"query($of: ID) {{ duplicates(of: $of) {ASKED} }}", of=of)
            assert (error["code"], error["message"]) == ("NOT_FOUND", message)


def test_how_many_is_bounded(api: Api) -> None:
    for first in (0, 1001):
        assert api.error(f"{{ duplicates(first: {first}) {ASKED} }}")["code"] == "LIMIT"
