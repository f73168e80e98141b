"""The import contracts of pyproject.toml hold, and each notices what it is there for."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("domain", "graph", "schema", "resolvers", "app")

# The clock and the source of randomness are for making ids before a write, and nothing else.
CLOCK_AND_CHANCE = {"os", "random", "secrets", "time"}
OUTSIDE_WORLD = {
    "asyncio", "concurrent", "ctypes", "fileinput", "ftplib", "glob", "http", "importlib", "io", "logging",
    "mmap", "multiprocessing", "os", "pathlib", "pickle", "random", "secrets", "select", "shelve", "shutil",
    "signal", "smtplib", "socket", "socketserver", "sqlite3", "ssl", "subprocess", "tempfile", "threading",
    "time", "urllib", "webbrowser",
}  # fmt: skip


def imported(source: str) -> Iterator[str]:
    """Yield the top-level package of every import, inside functions too."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                yield from (name.name.partition(".")[0] for name in names)
            case ast.ImportFrom(module=module, level=level):
                yield "." if level else (module or "").partition(".")[0]


def impure(source: str) -> set[str]:
    """Return the imports that `domain` may not have."""
    return {name for name in imported(source) if name != "domain" and name not in sys.stdlib_module_names}


def test_domain_imports_only_the_standard_library() -> None:
    for file in (ROOT / "domain").rglob("*.py"):
        source = file.read_text(encoding="utf-8")
        assert impure(source) == set(), file
        allowed = CLOCK_AND_CHANCE if file.name == "ids.py" else set[str]()
        assert set(imported(source)) & OUTSIDE_WORLD - allowed == set(), file


@pytest.mark.parametrize(
    "planted",
    [
        "import networkx",
        "def f():\n    import graph.store",
        "from pypinyin import pinyin",
        "from . import text",
    ],
)
def test_an_impure_domain_is_noticed(planted: str) -> None:
    assert impure(planted)


@pytest.fixture(scope="module")
def bare_tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the rooms with empty packages, and of the contracts: quick to analyse."""
    tree = tmp_path_factory.mktemp("tree")
    shutil.copy(ROOT / "pyproject.toml", tree)
    for room in ROOMS:
        for package in (ROOT / room).rglob("__init__.py"):
            copied = tree / package.relative_to(ROOT)
            copied.parent.mkdir(parents=True, exist_ok=True)
            copied.touch()
    return tree


def lint_imports(tree: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [program, "--no-logo", "--no-cache"],
        cwd=tree,
        env=os.environ | {"PYTHONPATH": str(tree), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_contracts_hold_in_an_empty_house(bare_tree: Path) -> None:
    done = lint_imports(bare_tree)
    assert done.returncode == 0, done.stdout
    assert "0 broken" in done.stdout


VIOLATIONS = [
    ("domain", "import graph", "Imports go one way"),
    ("graph", "import schema", "Imports go one way"),
    ("schema", "import resolvers", "Imports go one way"),
    ("resolvers", "def late():\n    import app", "Imports go one way"),
    ("domain", "import networkx", "domain imports nothing but"),
    ("domain", "from strawberry import ID", "domain imports nothing but"),
    ("graph", "import strawberry", "graph never imports Strawberry"),
    ("graph/neo4j", "from starlette.requests import Request", "graph never imports Strawberry"),
    ("resolvers", "import neo4j", "Database drivers and networkx stay in graph"),
    ("app", "import sqlite3", "Database drivers and networkx stay in graph"),
    ("schema", "import graph.sqlite", "Only app names the SQLite store"),
    ("graph", "from graph import sqlite", "Only app names the SQLite store"),
    ("graph/neo4j", "import graph.sqlite", "Only app names the SQLite store"),
    ("resolvers", "from graph.neo4j import anything", "Only app names the Neo4j store"),
    ("graph/sqlite", "import graph.neo4j", "Only app names the Neo4j store"),
]
FINE = [
    ("app", "import graph.sqlite, graph.neo4j"),
    ("graph/sqlite", "import sqlite3, graph.sqlite, domain"),
    ("graph/neo4j", "import neo4j, graph.neo4j"),
    ("graph", "import networkx, orjson"),
]


@pytest.mark.slow
def test_planted_violations_break_their_contracts_and_what_is_meant_to_be_does_not(bare_tree: Path) -> None:
    violations = {f"{room.replace('/', '.')}.wrong_{n}": v for n, (room, *v) in enumerate(VIOLATIONS)}
    planted = {module: code for module, (code, _) in violations.items()}
    planted |= {f"{room.replace('/', '.')}.fine_{number}": code for number, (room, code) in enumerate(FINE)}
    files = [bare_tree / f"{module.replace('.', '/')}.py" for module in planted]
    for file, code in zip(files, planted.values(), strict=True):
        file.write_text(code, encoding="utf-8")
    try:
        done = lint_imports(bare_tree)
    finally:
        for file in files:
            file.unlink()
    assert done.returncode != 0
    # Each contract that is broken is named above a line, and below that the imports that break it.
    found: dict[str, str] = {}
    contract, above = "", ""
    for line in done.stdout.splitlines():
        if line and set(line) == {"-"}:
            contract = above
        elif (said := re.fullmatch(r"- +(\S+) -> \S+ .*", line)) is not None:
            found[said[1]] = contract
        above = line
    assert found.keys() == violations.keys()
    assert [module for module, (_, broken) in violations.items() if not found[module].startswith(broken)] == []
