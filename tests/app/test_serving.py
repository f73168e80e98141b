"""`rapport serve` as a process: starting, refusing to start, signals, and a database that goes away."""

import json
import signal
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.server import ROOT, Server, rapport

# Every case starts the program at least once.
pytestmark = pytest.mark.slow


def test_a_fresh_folder_gets_a_database_with_an_admin_and_the_server_says_where_it_is(tmp_path: Path):
    with Server(tmp_path) as server:
        said = "\n".join(server.said)
        assert f"GraphQL IDE  {server.url}/graphiql" in said
        assert f"GraphQL      {server.url}/graphql" in said
        assert f"Health       {server.url}/readyz" in said
        assert "Administrator <admin@rapport.example>: the first ADMIN" in said
        assert "X-Rapport-User" in said
        assert server.query("{ viewer { name role } }") == {"viewer": {"name": "Administrator", "role": "ADMIN"}}
    assert (tmp_path / "rapport.db").is_file()


def test_a_server_is_up_before_what_only_requests_need_is_imported():
    late = {"strawberry", "graphql", "neo4j", "networkx", "pydantic"}
    asked = f"import sys, app.serving; print(sorted({late!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_it_ends_in_order_by_a_signal_and_finds_its_data_again(tmp_path: Path):
    server = Server(tmp_path).start()
    first = server.query("{ viewer { id } }")
    assert server.stop() == -signal.SIGTERM
    assert "Traceback" not in "\n".join(server.said)
    # Closed in order, nothing is left in the journal.
    assert [path.name for path in tmp_path.iterdir()] == ["rapport.db"]
    with server:
        assert server.query("{ viewer { id } }") == first


@pytest.mark.parametrize(
    ("variables", "code", "words"),
    [
        ({"host": "0.0.0.0"}, 2, "RAPPORT_HOST is 0.0.0.0, which other machines can reach"),  # noqa: S104
        ({"env": "production"}, 2, "RAPPORT_ENV is production and no authentication is configured"),
        ({"store_url": "mysql://db"}, 2, "RAPPORT_STORE_URL is “mysql://db”; it must begin with sqlite:///"),
        ({"store_url": "sqlite:///no/such/folder/rapport.db"}, 3, "does not exist"),
        ({"tokens_file": "tokens.txt"}, 1, "tokens.txt is not one that `rapport user add"),
    ],
)
def test_it_refuses_to_start_in_words(variables: dict[str, str], code: int, words: str, tmp_path: Path):
    (tmp_path / "tokens.txt").write_text("not tokens")
    done = rapport("serve", cwd=tmp_path, **variables)
    assert done.returncode == code
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""
    assert not (tmp_path / "rapport.db").exists()


def test_a_port_that_is_taken_is_named(tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = rapport("serve", "--port", port, cwd=tmp_path)
    assert done.returncode == 1
    assert f"127.0.0.1:{port} cannot be listened to (Address already in use)" in done.stderr


def test_with_tokens_it_serves_those_who_have_one(tmp_path: Path):
    tokens = str(tmp_path / "tokens.json")
    with Server(tmp_path, {"tokens_file": tokens, "env": "production"}) as server:
        assert "GraphQL IDE" not in "\n".join(server.said)
        query = {"query": "{ viewer { email } }"}
        assert httpx.post(f"{server.url}/graphql", json=query).status_code == 401
        # Added while the server runs, on the same database.
        added = rapport("user", "add", "admin@rapport.example", "--token", "--json", cwd=tmp_path, tokens_file=tokens)
        token = json.loads(added.stdout)["token"]
        found = server.query("{ viewer { email } }", Authorization=f"Bearer {token}")
        assert found == {"viewer": {"email": "admin@rapport.example"}}
        rapport("user", "revoke", "admin@rapport.example", cwd=tmp_path, tokens_file=tokens)
        answer = httpx.post(f"{server.url}/graphql", json=query, headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 401


def test_a_database_of_another_program_or_a_newer_one_is_left_alone(tmp_path: Path):
    with sqlite3.connect(tmp_path / "rapport.db") as connection:
        connection.execute("CREATE TABLE theirs (name TEXT)")
    connection.close()
    before = (tmp_path / "rapport.db").read_bytes()
    done = rapport("serve", cwd=tmp_path)
    assert done.returncode == 3
    assert "a database of another program" in done.stderr
    assert (tmp_path / "rapport.db").read_bytes() == before

    newer = tmp_path / "newer.db"
    assert rapport("migrate", cwd=tmp_path, store_url="sqlite:///newer.db").returncode == 0
    with sqlite3.connect(newer) as connection:
        connection.execute("INSERT INTO migration VALUES (999, 'later', 0)")
    connection.close()
    done = rapport("serve", cwd=tmp_path, store_url="sqlite:///newer.db")
    assert done.returncode == 3
    assert "newer program" in done.stderr
