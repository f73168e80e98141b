"""GraphQL over HTTP: which requests are taken, and what the answers look like."""

import json

import httpx
import pytest

MODERN = "application/graphql-response+json"
VIEWER = {"query": "{ viewer { name } }"}
CREATE = """
mutation Create($name: String!) {
  createAccount(input: {name: $name, kind: COMPANY}) { account { name } userErrors { code message } }
}
"""


async def _post(client: httpx.AsyncClient, body: object, **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return await client.post("/graphql", json=body, headers={"Accept": MODERN, **named})


async def test_a_query_is_answered(client: httpx.AsyncClient):
    response = await _post(client, VIEWER)
    assert response.status_code == 200
    assert response.headers["content-type"] == f"{MODERN}; charset=utf-8"
    assert response.headers["cache-control"] == "no-store"
    assert response.json() == {"data": {"viewer": {"name": "Administrator"}}}


async def test_a_query_is_answered_to_get_and_a_mutation_is_not(client: httpx.AsyncClient):
    got = await client.get("/graphql", params=VIEWER)
    assert got.status_code == 200
    assert got.headers["content-type"] == "application/json; charset=utf-8"
    assert got.json()["data"] == {"viewer": {"name": "Administrator"}}

    parameters = {"query": CREATE, "variables": json.dumps({"name": "By GET"})}
    refused = await client.get("/graphql", params=parameters)
    assert refused.status_code == 405
    assert refused.headers["allow"] == "POST"
    listed = await _post(client, {"query": "{ accounts { totalCount } }"})
    assert listed.json() == {"data": {"accounts": {"totalCount": 0}}}


async def test_a_mutation_hidden_behind_a_query_is_not_run_by_get(client: httpx.AsyncClient):
    query = "query Harmless { viewer { name } } " + CREATE
    parameters = {"query": query, "operationName": "Create", "variables": json.dumps({"name": "By GET"})}
    assert (await client.get("/graphql", params=parameters)).status_code == 405
    del parameters["operationName"]
    response = await client.get("/graphql", params=parameters, headers={"Accept": MODERN})
    assert response.status_code in {400, 405}
    listed = await _post(client, {"query": "{ accounts { totalCount } }"})
    assert listed.json()["data"]["accounts"]["totalCount"] == 0


async def test_several_operations_need_a_name(client: httpx.AsyncClient):
    both = "query A { viewer { name } } query B { viewer { id } }"
    unnamed = await _post(client, {"query": both})
    assert unnamed.status_code == 400
    assert "data" not in unnamed.json()
    assert unnamed.json()["errors"]
    unknown = await _post(client, {"query": both, "operationName": "C"})
    assert unknown.status_code == 400
    named = await _post(client, {"query": both, "operationName": "A"})
    assert named.json() == {"data": {"viewer": {"name": "Administrator"}}}


@pytest.mark.parametrize(
    "body",
    [
        {"query": "{ viewer { name }"},
        {"query": "{ viewer { nonsense } }"},
        {"query": "query Q($id: ID!) { node(id: $id) { id } }"},
        {"query": "query Q($id: ID!) { node(id: $id) { id } }", "variables": {"id": {"x": 1}}},
        {"query": "fragment F on Seller { id }"},
        {"query": "{ " * 400 + "viewer" + " }" * 400},
    ],
    ids=["syntax", "validation", "variable missing", "variable wrong", "no operation", "deep"],
)
async def test_what_cannot_be_executed_is_refused_without_data(client: httpx.AsyncClient, body: object):
    response = await _post(client, body)
    assert response.status_code == 400
    assert "data" not in response.json()
    assert response.json()["errors"][0]["message"]
    # With the older media type the status is about HTTP alone.
    older = await _post(client, body, Accept="application/json")
    assert older.status_code in {200, 400}
    assert older.json()["errors"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"null", 400),
        (b'"query"', 400),
        (b"[]", 400),
        (b'[{"query": "{ viewer { id } }"}]', 400),
        (b"{", 400),
        (b'{"query": "\xff"}', 400),
        (b"{}", 400),
        (b'{"query": null}', 400),
        (b'{"query": 7}', 400),
        (b'{"query": " "}', 400),
        (b'{"query": "{ viewer { id } }", "variables": []}', 400),
        (b'{"query": "{ viewer { id } }", "variables": "{}"}', 400),
        (b'{"query": "{ viewer { id } }", "operationName": 1}', 400),
        (b'{"query": "{ viewer { id } }", "extensions": 1}', 400),
        (b'{"query": "{ viewer { id } }", "variables": ' + b'{"a":' * 5000 + b"1" + b"}" * 5000 + b"}", 400),
        (b'{"query": "' + b" " * (1 << 20) + b'"}', 413),
    ],
)
async def test_a_bad_body_is_refused_as_a_graphql_error(client: httpx.AsyncClient, body: bytes, status: int):
    headers = {"Content-Type": "application/json"}
    response = await client.post("/graphql", content=body, headers=headers)
    assert response.status_code == status
    (error,) = response.json()["errors"]
    assert error["message"]
    assert error["extensions"]["code"]


async def test_a_body_of_unsaid_length_is_bounded_too(client: httpx.AsyncClient):
    async def endless():
        for _ in range(100):
            yield b" " * (1 << 16)

    response = await client.post("/graphql", content=endless(), headers={"Content-Type": "application/json"})
    assert response.status_code == 413


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Type": "multipart/form-data; boundary=x"},
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/json; charset=gb18030"},
        {"Content-Type": "application/json", "Content-Encoding": "gzip"},
        {},
    ],
)
async def test_a_form_of_another_site_cannot_run_anything(client: httpx.AsyncClient, headers: dict[str, str]):
    body = json.dumps({"query": CREATE, "variables": {"name": "Forged"}}).encode()
    response = await client.post("/graphql", content=body, headers=headers)
    assert response.status_code == 415
    assert response.json()["errors"][0]["extensions"] == {"code": "UNSUPPORTED_MEDIA_TYPE"}
    assert "access-control-allow-origin" not in response.headers
    preflight = await client.options("/graphql", headers={"Origin": "https://evil.example"})
    assert preflight.status_code == 405
    assert "access-control-allow-origin" not in preflight.headers


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
async def test_other_methods_are_refused(client: httpx.AsyncClient, method: str):
    response = await client.request(method, "/graphql")
    assert response.status_code == 405
    assert response.headers["allow"] == "GET, POST"
    assert response.json()["errors"][0]["message"]


async def test_a_client_that_takes_neither_type_gets_406(client: httpx.AsyncClient):
    assert (await _post(client, VIEWER, Accept="text/csv")).status_code == 406


@pytest.mark.parametrize("name", ["variables", "extensions"])
async def test_what_is_not_json_in_the_address_is_refused(client: httpx.AsyncClient, name: str):
    for value in ("{", "[]", "7"):
        response = await client.get("/graphql", params={**VIEWER, name: value})
        assert response.status_code == 400
        assert f"`{name}`" in response.json()["errors"][0]["message"]


async def test_refusals_are_in_the_viewers_language(client: httpx.AsyncClient):
    response = await _post(client, [], Accept_Language="zh-CN,zh;q=0.9")
    assert response.json()["errors"][0]["message"] == "请求正文必须是一个 JSON 对象，不支持批量请求。"


async def test_a_variable_that_is_not_there_is_not_told_from_null(client: httpx.AsyncClient):
    response = await _post(client, {**VIEWER, "variables": None, "operationName": None, "extensions": None})
    assert response.status_code == 200


async def test_text_in_any_script_comes_back_as_it_went(client: httpx.AsyncClient):
    name = "云岭精工 🏭 שלום"
    response = await _post(client, {"query": CREATE, "variables": {"name": name}})
    assert response.json()["data"]["createAccount"] == {"account": {"name": name}, "userErrors": []}


@pytest.mark.parametrize(
    ("encodings", "packed"),
    [("gzip, deflate, br", True), ("*", True), ("GZIP;q=0.5", True), ("gzip;q=0, *", False), ("identity", False)],
)
async def test_a_large_answer_is_packed_for_whoever_takes_that(client: httpx.AsyncClient, encodings: str, packed: bool):
    large = {"query": "{ __schema { types { name description fields { name description } } } }"}
    response = await _post(client, large, Accept_Encoding=encodings)
    assert response.headers.get("content-encoding") == ("gzip" if packed else None)
    assert "Accept-Encoding" in response.headers["vary"]
    assert len(response.json()["data"]["__schema"]["types"]) > 100
    sent = int(response.headers["content-length"])
    assert sent < len(response.content) / 3 if packed else sent == len(response.content)


async def test_a_small_answer_is_sent_as_it_is(client: httpx.AsyncClient):
    response = await _post(client, VIEWER, Accept_Encoding="gzip")
    assert "content-encoding" not in response.headers
