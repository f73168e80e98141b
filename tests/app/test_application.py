"""The application around GraphQL: health, who is asking, headers, failures, the IDE."""

import logging
import re
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
import strawberry
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route

from app import ide
from app.asgi import create_app
from app.authentication import DemoAuthentication, UnsafeError
from app.endpoint import GraphQLEndpoint
from app.settings import Environment, Settings, SqliteAddress
from app.shield import Shield
from app.tokens import Token, new_token, write_tokens
from domain.codes import SellerRole
from domain.ids import SellerId
from domain.rules import DEFAULTS
from graph.founding import found
from graph.sqlite import open_sqlite
from graph.store import StoreUnavailableError
from tests.app.conftest import Serve

WHO = {"query": "{ viewer { email role } }"}


async def _who(client: httpx.AsyncClient, **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return await client.post("/graphql", json=WHO, headers=named)


# ── health ──


async def test_process_and_store_are_well(client: httpx.AsyncClient):
    for path, word in (("/healthz", "ok"), ("/readyz", "ready")):
        response = await client.get(path)
        assert (response.status_code, response.json()) == (200, {"status": word})
        assert response.headers["cache-control"] == "no-store"
        assert (await client.head(path)).status_code == 200


# ── who is asking ──


async def test_the_demo_takes_everybody_for_the_first_admin(client: httpx.AsyncClient):
    assert (await _who(client)).json()["data"]["viewer"] == {
        "email": "admin@rapport.example",
        "role": "ADMIN",
    }


async def test_the_demo_takes_a_seller_by_the_header(client: httpx.AsyncClient):
    create = 'mutation { createSeller(input: {name: "Bo", email: "bo@example.com"}) { userErrors { message } } }'
    created = await client.post("/graphql", json={"query": create})
    assert created.json()["data"]["createSeller"]["userErrors"] == []
    response = await _who(client, X_Rapport_User=" BO@example.com ")
    assert response.json()["data"]["viewer"] == {"email": "bo@example.com", "role": "MEMBER"}


async def test_an_unknown_seller_is_refused_in_words(client: httpx.AsyncClient):
    response = await _who(client, X_Rapport_User="nobody@example.com")
    assert response.status_code == 401
    (error,) = response.json()["errors"]
    assert "nobody@example.com" in error["message"]
    assert error["extensions"]["code"] == "UNAUTHENTICATED"
    assert "www-authenticate" in response.headers
    empty = await _who(client, X_Rapport_User="")
    assert empty.status_code == 401


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:8000", ""])
async def test_the_demo_is_not_reached_by_another_name(client: httpx.AsyncClient, host: str):
    for path in ("/graphql?query={viewer{email}}", "/graphiql", "/readyz"):
        response = await client.get(path, headers={"Host": host})
        assert response.status_code == 421
        assert "127.0.0.1" in response.text


@pytest.mark.parametrize("host", ["localhost:8000", "[::1]:8000", "127.0.0.1"])
async def test_the_demo_is_reached_by_the_names_of_this_machine(client: httpx.AsyncClient, host: str):
    assert (await client.get("/healthz", headers={"Host": host})).status_code == 200


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (Settings(host="192.0.2.1"), "RAPPORT_HOST is 192.0.2.1, which other machines can reach"),
        (Settings(host="::"), "RAPPORT_TOKENS_FILE"),
        (Settings(environment=Environment.PRODUCTION), "RAPPORT_ENV is production"),
    ],
)
def test_it_refuses_to_let_in_anybody(settings: Settings, words: str):
    with pytest.raises(UnsafeError, match=re.escape(words)):
        create_app(settings)


@pytest.fixture
def tokens_file(tmp_path: Path) -> Path:
    return tmp_path / "tokens.json"


async def _seller_id(client: httpx.AsyncClient) -> SellerId:
    response = await client.post("/graphql", json={"query": "{ viewer { id } }"})
    return SellerId(response.json()["data"]["viewer"]["id"])


async def test_with_tokens_nobody_comes_in_without_one(serve: Serve, tokens_file: Path):
    async with serve() as client:
        admin = await _seller_id(client)
    secret, sha256 = new_token()
    write_tokens(tokens_file, [Token(admin, "admin@rapport.example", sha256, "")])
    production = {"tokens_file": tokens_file, "host": "192.0.2.1", "environment": Environment.PRODUCTION}
    async with serve(**production) as client:
        for headers in ({}, {"Authorization": secret}, {"X-Rapport-User": "admin@rapport.example"}):
            refused = await client.post("/graphql", json=WHO, headers=headers)
            assert refused.status_code == 401
            assert refused.headers["www-authenticate"] == 'Bearer realm="rapport"'
        wrong = await _who(client, Authorization=f"Bearer {secret[:-1]}x")
        assert wrong.status_code == 401
        assert 'error="invalid_token"' in wrong.headers["www-authenticate"]
        right = await _who(client, Authorization=f"bearer {secret}")
        assert right.json()["data"]["viewer"]["role"] == SellerRole.ADMIN

        write_tokens(tokens_file, [])
        assert (await _who(client, Authorization=f"Bearer {secret}")).status_code == 401
        tokens_file.unlink()  # noqa: ASYNC240 - at once, in a test
        assert (await _who(client, Authorization=f"Bearer {secret}")).status_code == 401
        tokens_file.write_text("{")  # noqa: ASYNC240
        broken = await _who(client, Authorization=f"Bearer {secret}")
        assert broken.status_code == 503
        assert str(tokens_file) not in broken.text


async def test_production_has_no_ide(serve: Serve, tokens_file: Path):
    write_tokens(tokens_file, [])
    async with serve(tokens_file=tokens_file, environment=Environment.PRODUCTION) as client:
        assert (await client.get("/graphiql")).status_code == 404
        assert (await client.get("/graphiql/page.js")).status_code == 404


async def test_production_answers_nothing_about_the_schema(serve: Serve, tokens_file: Path):
    async with serve() as client:
        admin = await _seller_id(client)
        introspected = await client.post("/graphql", json={"query": "{ __schema { queryType { name } } }"})
        assert introspected.json() == {"data": {"__schema": {"queryType": {"name": "Query"}}}}
        misspelled = await client.post("/graphql", json={"query": "{ viewr { name } }"})
        assert "Did you mean 'viewer'" in misspelled.json()["errors"][0]["message"]
    secret, sha256 = new_token()
    write_tokens(tokens_file, [Token(admin, "", sha256, "")])
    async with serve(tokens_file=tokens_file, environment=Environment.PRODUCTION) as client:
        headers = {"Authorization": f"Bearer {secret}"}
        for query in ("{ __schema { queryType { name } } }", '{ __type(name: "Seller") { name } }'):
            answer = await client.post("/graphql", json={"query": query}, headers=headers)
            assert "data" not in answer.json()
        named = await client.post("/graphql", json={"query": "{ viewer { __typename } }"}, headers=headers)
        assert named.json() == {"data": {"viewer": {"__typename": "Seller"}}}
        misspelled = await client.post("/graphql", json={"query": "{ viewr { name } }"}, headers=headers)
        assert "Did you mean" not in misspelled.text


# ── headers ──


@pytest.mark.parametrize("path", ["/graphql?query={viewer{id}}", "/healthz", "/graphiql", "/nowhere"])
async def test_every_answer_is_shielded(client: httpx.AsyncClient, path: str):
    headers = (await client.get(path)).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert re.fullmatch(r"[0-9a-f]{16}", headers["x-request-id"])


async def test_a_request_keeps_its_id_where_that_is_a_plain_word(client: httpx.AsyncClient):
    kept = await client.get("/healthz", headers={"X-Request-ID": "trace-42"})
    assert kept.headers["x-request-id"] == "trace-42"
    replaced = await client.get("/healthz", headers={"X-Request-ID": "a b\\n"})
    assert replaced.headers["x-request-id"] != "a b\\n"


# ── failures ──


@strawberry.type
class Failing:
    """Fields that fail as resolvers can: one by a mistake of ours, one by a store that is gone."""

    @strawberry.field
    def mistake(self, note: str) -> str:
        raise RuntimeError(f"cannot deal with {note}")

    @strawberry.field
    def outage(self) -> str:
        raise StoreUnavailableError("db:7687 is gone")


async def _fail(query: str, tmp_path: Path, **variables: str) -> httpx.Response:
    """Run a query of `Failing` by the real endpoint on a real store."""
    store = await open_sqlite(tmp_path / "rapport.db")
    await found(store, datetime.now(UTC))
    endpoint = GraphQLEndpoint(strawberry.Schema(Failing), DemoAuthentication())
    app = Starlette(routes=[Route("/graphql", endpoint)], middleware=[Middleware(Shield)])
    app.state.store, app.state.rules, app.state.uploads = store, DEFAULTS, None
    try:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client:
            body = {"query": query, "variables": variables, "operationName": "Asked"}
            return await client.post("/graphql", json=body, headers={"X-Request-ID": "req-1"})
    finally:
        await store.close()


async def test_an_unexpected_error_is_masked_and_logged_once_without_what_was_typed(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.INFO)
    query = "query Asked($note: String!) { a: mistake(note: $note) }"
    response = await _fail(query, tmp_path, note="SECRET")
    assert response.status_code == 200
    (error,) = response.json()["errors"]
    assert "SECRET" not in response.text
    assert error["path"] == ["a"]
    assert error["extensions"]["code"] == "INTERNAL"
    assert error["extensions"]["id"] in error["message"]
    (record,) = [r for r in caplog.records if r.levelno >= logging.WARNING]
    logged = record.getMessage()
    assert error["extensions"]["id"] in logged
    assert "RuntimeError request=req-1 operation=Asked viewer=seller_" in logged
    assert "in mistake" in logged
    assert "SECRET" not in caplog.text


async def test_an_unreachable_store_is_said_to_be_so_and_logged_once(tmp_path: Path, caplog: pytest.LogCaptureFixture):
    response = await _fail("query Asked { a: outage b: outage }", tmp_path)
    assert response.status_code == 503
    assert response.headers["retry-after"] == "5"
    assert {error["extensions"]["code"] for error in response.json()["errors"]} == {"UNAVAILABLE"}
    assert "db:7687" not in response.text
    (record,) = [r for r in caplog.records if r.levelno >= logging.WARNING]
    assert "db:7687 is gone" in record.getMessage()


async def test_an_operation_that_takes_too_long_is_stopped_and_logged_once(
    serve: Serve, caplog: pytest.LogCaptureFixture
):
    query = "{ viewer { id } a: accounts { totalCount } b: sellers { totalCount } }"
    async with serve(operation_timeout=0.0001) as client:
        response = await client.post("/graphql", json={"query": query}, headers={"Accept-Language": "zh"})
    assert response.status_code == 200
    errors = response.json()["errors"]
    assert {error["extensions"]["code"] for error in errors} == {"TIMEOUT"}
    assert {error["message"][:9] for error in errors} == {"操作耗时过长，已被"}
    (record,) = [r for r in caplog.records if r.levelno >= logging.WARNING]
    assert "operation stopped, it took too long: request=" in record.getMessage()


class SlowClock:
    """A clock that, once asked to, takes as long as a deadline: a store looks at it when it has begun to write."""

    seconds = 0.0

    def __call__(self) -> datetime:
        until = time.monotonic() + self.seconds
        while time.monotonic() < until:
            pass
        return datetime.now(UTC)


async def test_what_was_written_before_the_time_was_over_stays(tmp_path: Path):
    """Of two mutations the first one takes all of the time: it is done, whole, and the second one not at all."""
    clock = SlowClock()
    store = await open_sqlite(tmp_path / "rapport.db", clock=clock)
    app = create_app(Settings(operation_timeout=0.5), store)
    create = 'createAccount(input: {name: "%s", kind: COMPANY}) { changeId userErrors { message } }'
    query = f"mutation {{ a: {create % 'One'} b: {create % 'Two'} }}"
    transport = httpx.ASGITransport(app=app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client,
    ):
        await _who(client)
        clock.seconds = 0.6
        answer = (await client.post("/graphql", json={"query": query})).json()
        clock.seconds = 0.0
        names = "{ accounts { edges { node { name } } } }"
        found_ = (await client.post("/graphql", json={"query": names})).json()["data"]["accounts"]["edges"]
    (error,) = answer["errors"]
    assert error["extensions"]["code"] == "TIMEOUT"
    assert "what it had written before stays" in error["message"]
    assert [edge["node"]["name"] for edge in found_] == ["One"]


async def test_an_undo_takes_as_long_as_it_takes(tmp_path: Path):
    """It may be about a whole import: there is no asking for less of it."""
    create = 'mutation { createAccount(input: {name: "One", kind: COMPANY}) { changeId } }'
    undo = 'mutation { undo(input: {changeId: "%s"}) { undone userErrors { message } } }'
    async with _serving(tmp_path, 30) as client:
        await _who(client)
        made = (await client.post("/graphql", json={"query": create})).json()["data"]["createAccount"]
    async with _serving(tmp_path, 0.0001) as client:
        told = (await client.post("/graphql", json={"query": create})).json()
        assert told["errors"][0]["extensions"]["code"] == "TIMEOUT"
        undone = (await client.post("/graphql", json={"query": undo % made["changeId"]})).json()
    assert undone == {"data": {"undo": {"undone": True, "userErrors": []}}}


@asynccontextmanager
async def _serving(folder: Path, seconds: float) -> AsyncGenerator[httpx.AsyncClient]:
    app = create_app(Settings(operation_timeout=seconds), await open_sqlite(folder / "rapport.db"))
    transport = httpx.ASGITransport(app=app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client,
    ):
        yield client


# ── the IDE ──

built = pytest.mark.skipif(not ide.FOLDER.is_dir(), reason="the IDE is not built: make app/static/graphiql/.built")


@built
async def test_the_ide_is_served_from_our_own_files(client: httpx.AsyncClient):
    page = await client.get("/graphiql")
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    files = re.findall(r'(?:src|href)="(?!data:)([^"]+)"', page.text)
    assert len(files) >= 7
    assert not [file for file in files if "//" in file]
    for file in files:
        answer = await client.get(f"/{file}")
        assert answer.status_code == 200, file
        assert answer.content


@built
async def test_nothing_is_fetched_from_elsewhere(client: httpx.AsyncClient):
    policy = (await client.get("/graphiql")).headers["content-security-policy"]
    assert "http" not in policy
    for name in ("graphiql.css", "page.css"):
        style = (await client.get(f"/graphiql/{name}")).text
        assert not re.search(r"(url\(|@import)\s*['\"]?(https?:)?//", style)


@built
async def test_the_ready_queries_of_the_docs_are_in_it(client: httpx.AsyncClient):
    offered = (await client.get("/graphiql/queries.js")).text
    written = sorted((Path(__file__).parents[2] / "docs" / "queries").glob("*.graphql"))
    assert written
    for file in written:
        assert file.stem.replace("-", " ") in offered, "it is stale: make app/static/graphiql/.built"


@built
@pytest.mark.parametrize(
    "path", ["/graphiql/../asgi.py", "/graphiql/%2e%2e/asgi.py", "/graphiql/..%2fasgi.py", "/graphiql//etc/passwd"]
)
async def test_no_other_file_is_served(client: httpx.AsyncClient, path: str):
    assert (await client.get(path)).status_code == 404


async def test_a_browser_is_brought_from_the_api_to_the_ide(client: httpx.AsyncClient):
    response = await client.get("/graphql", headers={"Accept": "text/html,*/*;q=0.8"})
    assert (response.status_code, response.headers["location"]) == (303, "/graphiql")


async def test_without_its_files_the_ide_says_how_to_make_them(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setattr(ide, "FOLDER", tmp_path)
    response = await client.get("/graphiql")
    assert response.status_code == 503
    assert "make run" in response.text


def test_the_store_of_the_settings_is_opened_in_the_lifespan_alone(tmp_path: Path):
    path = tmp_path / "rapport.db"
    create_app(Settings(store=SqliteAddress(path)))
    assert not path.exists()
