"""Every statement on SQLite has an index behind it: none walks over a table that grows."""

from __future__ import annotations

import importlib
import pkgutil
import re
import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

import graph.sqlite
from graph.sqlite.opening import run_script
from graph.sqlite.query import Query
from graph.sqlite.schema import MIGRATIONS

# Reads everything, which is what it is for.
EXEMPT = {"graph.sqlite.world", "graph.sqlite.schema"}
# What a plan may walk over: lists given as parameters, hits of the search index, and rows found by steps before.
WALKED = re.compile(r"SCAN (\w+ VIRTUAL TABLE|CONSTANT ROW|reached|reach|\d+-ROW VALUES|\(subquery-\d+\))\b")
# All ties of a kind are as good as all ties; facts are read by kind where the kind is a rare one.
BY_KIND = re.compile(r"SEARCH (?!fact)\w+ USING .*\(kind=\?\)")
STATEMENT = re.compile(r"\s*(SELECT|WITH|INSERT|UPDATE|DELETE)\b")


class Anything(dict[str, Any]):
    """Parameters of whatever names."""

    def __missing__(self, name: str) -> None:
        return None


def texts(value: object) -> Iterator[str]:
    if isinstance(value, Query):
        yield from {value.everything, value.visible}
    elif isinstance(value, str) and STATEMENT.match(value):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from texts(one)
    elif isinstance(value, tuple):
        for one in value:
            yield from texts(one)


def every_statement() -> Iterator[Any]:
    for module in pkgutil.iter_modules(graph.sqlite.__path__, "graph.sqlite."):
        if module.name in EXEMPT:
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            for number, text in enumerate(sorted(texts(value))):
                yield pytest.param(text, id=f"{module.name.rsplit('.')[-1]}.{name}-{number}")


STATEMENTS = [*every_statement()]


@pytest.fixture(scope="module")
def tables() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    for _, script in MIGRATIONS:
        run_script(connection, script)
    yield connection
    connection.close()


def plan(connection: sqlite3.Connection, statement: str) -> list[str]:
    parameters = (None,) * statement.count("?") if "?" in statement else Anything()
    return [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)]


@pytest.mark.parametrize("statement", STATEMENTS)
def test_no_statement_walks_over_a_table_that_grows(tables: sqlite3.Connection, statement: str) -> None:
    steps = plan(tables, statement)
    walks = [step for step in steps if step.startswith("SCAN") and not WALKED.match(step)]
    walks += [step for step in steps if BY_KIND.match(step)]
    # An index made for one run of a statement is a walk too.
    assert [*walks, *(step for step in steps if "AUTOMATIC" in step)] == []


def test_all_statements_are_looked_at() -> None:
    assert len(STATEMENTS) > 90


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM account",
        "SELECT count(*) FROM account WHERE industry = :industry",
        "SELECT 1 FROM account JOIN person ON person.title = account.region WHERE account.id = :id",
        "DELETE FROM fact WHERE recorded_at = :at",
    ],
)
def test_a_walk_is_noticed(tables: sqlite3.Connection, statement: str) -> None:
    with pytest.raises(AssertionError):
        test_no_statement_walks_over_a_table_that_grows(tables, statement)
