"""The import contracts of pyproject.toml hold, and each notices what it is there for."""

from __future__ import annotations

import ast
import os
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


@pytest.mark.parametrize("file", sorted((ROOT / "domain").rglob("*.py")), ids=lambda file: file.name)
def test_domain_imports_only_the_standard_library(file: Path) -> None:
    source = file.read_text(encoding="utf-8")
    assert impure(source) == set()
    allowed = CLOCK_AND_CHANCE if file.name == "ids.py" else set[str]()
    assert set(imported(source)) & OUTSIDE_WORLD - allowed == set()


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


@pytest.mark.slow
@pytest.mark.parametrize(
    ("module", "planted", "contract"),
    [
        ("domain/planted.py", "import graph", "Imports go one way"),
        ("graph/planted.py", "import schema", "Imports go one way"),
        ("schema/planted.py", "import resolvers", "Imports go one way"),
        ("resolvers/planted.py", "def late():\n    import app", "Imports go one way"),
        ("domain/planted.py", "import networkx", "domain imports nothing but"),
        ("domain/planted.py", "from strawberry import ID", "domain imports nothing but"),
        ("graph/planted.py", "import strawberry", "graph never imports Strawberry"),
        (
            "graph/neo4j/planted.py",
            "from starlette.requests import Request",
            "graph never imports Strawberry",
        ),
        ("resolvers/planted.py", "import neo4j", "Database drivers and networkx stay in graph"),
        ("app/planted.py", "import sqlite3", "Database drivers and networkx stay in graph"),
        ("schema/planted.py", "import graph.sqlite", "Only app names the SQLite store"),
        ("graph/planted.py", "from graph import sqlite", "Only app names the SQLite store"),
        ("graph/neo4j/planted.py", "import graph.sqlite", "Only app names the SQLite store"),
        ("resolvers/planted.py", "from graph.neo4j import anything", "Only app names the Neo4j store"),
        ("graph/sqlite/planted.py", "import graph.neo4j", "Only app names the Neo4j store"),
    ],
)
def test_a_planted_violation_breaks_its_contract(bare_tree: Path, module: str, planted: str, contract: str) -> None:
    file = bare_tree / module
    file.write_text(planted, encoding="utf-8")
    try:
        done = lint_imports(bare_tree)
    finally:
        file.unlink()
    assert done.returncode != 0
    broken = [line for line in done.stdout.splitlines() if line.endswith(" BROKEN")]
    assert any(line.startswith(contract) for line in broken), done.stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    ("module", "fine"),
    [
        ("app/planted.py", "import graph.sqlite, graph.neo4j"),
        ("graph/sqlite/planted.py", "import sqlite3, graph.sqlite, domain"),
        ("graph/neo4j/planted.py", "import neo4j, graph.neo4j"),
        ("graph/planted.py", "import networkx, orjson"),
    ],
)
def test_what_is_meant_to_be_is_allowed(bare_tree: Path, module: str, fine: str) -> None:
    file = bare_tree / module
    file.write_text(fine, encoding="utf-8")
    try:
        done = lint_imports(bare_tree)
    finally:
        file.unlink()
    assert done.returncode == 0, done.stdout
