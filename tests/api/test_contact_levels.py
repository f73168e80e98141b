"""What one of us is to one of them over HTTP: stated, emptied, shown in the matrix, taken back."""

from __future__ import annotations

from typing import Any

from tests.api.client import Api

TOLD = "contact { seller { id } stakeholder { id } strength { value } current desired gap }"
MATRIX = """query($id: ID!) { decisionMap(id: $id) { contacts { seller { id } current desired gap } } }"""


def scene(api: Api, name: str) -> tuple[str, str, dict[str, Any]]:
    """Return an account of the viewer's own, a place in its map, and the input that names the viewer and the place."""
    account = api.account(name)
    place = api.place(account, api.person("Ann", account))
    me = api.read("{ viewer { id } }")["viewer"]["id"]
    return account, me, {"sellerId": me, "stakeholderId": place}


def test_a_level_is_stated_completed_and_emptied(api: Api) -> None:
    account, me, pair = scene(api, "Levels")
    stated = api.written("setContactLevel", TOLD, **pair, current="VENDOR")
    assert stated["contact"] == {
        "seller": {"id": me},
        "stakeholder": {"id": pair["stakeholderId"]},
        "strength": {"value": 0},
        "current": "VENDOR",
        "desired": None,
        "gap": None,
    }
    wished = api.written("setContactLevel", TOLD, **pair, desired="TRUSTED_ADVISOR")
    assert wished["contact"] == stated["contact"] | {"desired": "TRUSTED_ADVISOR", "gap": 3}
    (cell,) = api.read(MATRIX, id=f"map_{account}")["decisionMap"]["contacts"]
    assert cell == {"seller": {"id": me}, "current": "VENDOR", "desired": "TRUSTED_ADVISOR", "gap": 3}
    again = api.written("setContactLevel", TOLD, **pair, current="VENDOR")
    assert (again["changeId"], again["contact"]) == (None, wished["contact"])
    emptied = api.written("setContactLevel", TOLD, **pair, current=None, desired=None)
    assert emptied["contact"] == stated["contact"] | {"current": None}
    api.written("undo", changeId=emptied["changeId"])
    (cell,) = api.read(MATRIX, id=f"map_{account}")["decisionMap"]["contacts"]
    assert cell["gap"] == 3


def test_who_is_not_in_the_matrix_is_answered_too(api: Api) -> None:
    _, _, pair = scene(api, "Not on the team")
    seller, _ = api.seller("Somebody")
    said = {**pair, "sellerId": seller, "current": "PROBLEM_SOLVER", "desired": "VENDOR"}
    cell = api.written("setContactLevel", TOLD, **said)["contact"]
    assert (cell["seller"], cell["gap"]) == ({"id": seller}, -2)


def test_bad_input_is_told_in_both_languages(api: Api) -> None:
    account, _, pair = scene(api, "Bad levels")
    placeholder = api.place(account, label="Somebody")
    for language, words in (("en", "A placeholder is nobody yet"), ("zh", "占位角色尚无具体人员")):
        said = {**pair, "stakeholderId": placeholder, "current": "VENDOR"}
        (error,) = api.speaking(language).write("setContactLevel", **said)["userErrors"]
        assert (error["code"], error["field"]) == ("INVALID", ["stakeholderId"])
        assert words in error["message"]
    refused = api.refused("setContactLevel", **{**pair, "sellerId": account}, current="VENDOR")
    assert refused == ("NOT_FOUND", ["sellerId"])
