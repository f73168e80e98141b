"""Requests made to keep the server busy: each is refused in words, before anything of it is executed."""

import json
import logging

import httpx
import pytest

MODERN = {"Accept": "application/graphql-response+json"}
SECRET = "Whispered 悄悄话"

LISTS = "id"
for _ in range(100):
    LISTS = f"people {{ edges {{ node {{ account {{ {LISTS} }} }} }} }}"
CHAIN = "".join(f" fragment F{n} on Seller {{ ...F{n + 1} }}" for n in range(1400)) + " fragment F1400 on Seller { id }"
BOMB = "".join(
    f" fragment F{n} on Seller {{ a: manager {{ ...F{n + 1} }} b: manager {{ ...F{n + 1} }} }}" for n in range(40)
)
FILTER = f"{{ name: {{ eq: {json.dumps(SECRET)} }} }}"

TOO_MUCH = {
    "10,000 aliases": "{ " + " ".join(f"a{n}: viewer {{ id }}" for n in range(10_000)) + " }",
    "10,000 times the same field": "{ viewer {" + " id" * 9_990 + " } }",
    "the same object again and again": "{" + " viewer { id name }" * 1_900 + " }",
    "directives": "{ viewer { id" + " @skip" * 4_900 + " } }",
    "100 nested lists of fields": f'{{ account(id: "a") {{ {LISTS} }} }}',
    "100 nested managers": "{ viewer {" + " manager {" * 100 + " id" + " }" * 100 + " } }",
    "100 nested lists of values": "{ accounts(filter: " + "[" * 100 + "]" * 100 + ") { totalCount } }",
    "a nested filter": "{ accounts(filter: " + "{ not: " * 100 + FILTER + " }" * 100 + ") { totalCount } }",
    "a fragment in itself": "{ viewer { ...A } } fragment A on Seller { id manager { ...A } }",
    "fragments in each other": "{ viewer { ...A } } fragment A on Seller { ...B } fragment B on Seller { ...A }",
    "the fragment bomb": "{ viewer { ...F0 } }" + BOMB + " fragment F40 on Seller { id }",
    "deep braces": "{ viewer " * 3_000 + "}" * 3_000,
    "deep values": "{ accounts(after: " + "[" * 4_000 + "]" * 4_000 + ") { totalCount } }",
}


@pytest.mark.parametrize("query", TOO_MUCH.values(), ids=TOO_MUCH)
async def test_what_asks_for_too_much_is_refused(client: httpx.AsyncClient, query: str):
    body = {"query": query}
    response = await client.post("/graphql", json=body, headers=MODERN)
    errors = response.json()["errors"]
    # A filter is weighed by whoever reads it, which is a field's own error.
    executed = "data" in response.json()
    assert response.status_code == (200 if executed else 400)
    assert not executed or response.json()["data"] is None
    assert 0 < len(errors) <= 21
    assert all(error["message"] and error["extensions"]["code"] in {"INVALID", "LIMIT"} for error in errors)


async def test_fragments_in_a_long_row_are_answered_or_refused(client: httpx.AsyncClient):
    response = await client.post("/graphql", json={"query": "{ viewer { ...F0 } }" + CHAIN}, headers=MODERN)
    assert response.status_code in {200, 400}
    assert ("errors" in response.json()) is (response.status_code == 400)


async def test_what_was_too_much_is_said_in_the_viewers_language(client: httpx.AsyncClient):
    body = {"query": TOO_MUCH["100 nested managers"]}
    chinese = await client.post("/graphql", json=body, headers={**MODERN, "Accept-Language": "zh-CN"})
    (error,) = chinese.json()["errors"]
    assert error["extensions"] == {"code": "LIMIT"}
    assert error["message"].startswith("字段嵌套")


async def test_lists_by_variables_are_weighed_each_time(client: httpx.AsyncClient):
    query = (
        "query Q($n: Int) { accounts(first: $n) { edges { node { people(first: $n) { edges { node { id } } } } } } }"
    )
    for many, status in ((10, 200), (1_000, 400), (10, 200), (1_000, 400)):
        response = await client.post("/graphql", json={"query": query, "variables": {"n": many}}, headers=MODERN)
        assert response.status_code == status


async def test_nothing_of_what_was_typed_is_logged(client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG, "rapport")
    caplog.set_level(logging.INFO, "strawberry")
    create = "mutation M($input: CreateAccountInput!) { createAccount(input: $input) { userErrors { code } } }"
    for query, variables in (
        (create, {"input": {"name": SECRET, "kind": "COMPANY"}}),
        (create, {"input": {"name": SECRET * 100, "kind": "COMPANY"}}),
        (create, {"input": {"name": SECRET, "kind": SECRET}}),
        (create, {"input": {"name": [SECRET]}}),
        ("query Q($at: DateTime) { referrals(asOf: $at) { totalCount } }", {"at": SECRET}),
        (f"{{ search(text: {json.dumps(SECRET)}, first: 0) {{ id }} }}", {}),
        (f"{{ search(text: {json.dumps(SECRET)} }}", {}),
        (f"{{ accounts(after: {json.dumps(SECRET)}) {{ totalCount }} }}", {}),
        (f"{{ accounts(filter: {FILTER}) {{ nothing }} }}", {}),
    ):
        await client.post("/graphql", json={"query": query, "variables": variables})
    await client.get("/graphql", params={"query": "{ viewer { id } }", "variables": json.dumps({"a": SECRET})})
    await client.post("/graphql", content=SECRET.encode(), headers={"Content-Type": "application/json"})
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith("httpx")]
    assert not any("Whispered" in text or "悄悄话" in text for text in ours)


@pytest.mark.parametrize(
    "body",
    [
        '\ufeff{"query": "{ viewer { id } }"}'.encode(),
        '{"query": "{ viewer { id } }"}'.encode("utf-16"),
        b'{"query": "{ viewer { id } } #\\ud800"}',
        b'{"query": "{ viewer { id } }"} x',
        b'{"query": "{ viewer { id } }", "variables": {"a": NaN}}',
        b'{"variables": ' + b"[" * 100_000,
        b"\x1f\x8b\x08\x00\x00\x00\x00\x00",
    ],
)
async def test_a_body_that_is_no_json_in_utf_8_is_refused(client: httpx.AsyncClient, body: bytes):
    response = await client.post("/graphql", content=body, headers={"Content-Type": "application/json"})
    assert response.status_code == 400
    assert response.json()["errors"][0]["extensions"] == {"code": "BAD_REQUEST"}


async def test_only_reading_is_done_by_head(client: httpx.AsyncClient):
    for path, status in (("/healthz", 200), ("/readyz", 200), ("/graphql", 405)):
        response = await client.head(path)
        assert (response.status_code, response.content) == (status, b"")
