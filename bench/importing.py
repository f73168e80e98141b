"""Importing 100,000 people and 500,000 interactions, against a bare insert of the very same rows."""

from __future__ import annotations

import csv
import os
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from bench.measure import Ratio
from bench.worlds import NOW

_ACCOUNTS, _PEOPLE, _INTERACTIONS = 2_000, 100_000, 500_000

_SIGNS = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂重长乐行建国文华"


def run() -> list[Ratio]:
    """Import into a fresh store, from a process of its own; then insert all its rows into empty tables like it."""
    with tempfile.TemporaryDirectory() as folder:
        files = _write_files(Path(folder))
        path = Path(folder) / "bench.db"
        begun = time.perf_counter()
        _import(path, files)
        ours = time.perf_counter() - begun
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        base = _bare_insert(path, Path(folder) / "bare.db")
    return [
        Ratio("import of 100,000 people and 500,000 interactions, against a bare insert", ours, base, "≤ 3", "s"),
        Ratio("its peak memory, in MB, against 1.5 GB", peak, 1536, "≤ 1", "MB"),
    ]


def _import(path: Path, files: list[Path]) -> None:
    environment = {**os.environ, "RAPPORT_STORE_URL": f"sqlite:///{path}"}
    command = [str(Path(sys.executable).with_name("rapport")), "import", *map(str, files)]
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)


def _write_files(folder: Path) -> list[Path]:
    draw = random.Random(7)
    tables = {
        "accounts": (["id", "name", "kind"], ([f"a{i}", f"Account {i}", "COMPANY"] for i in range(_ACCOUNTS))),
        "people": (
            ["id", "name", "title", "account_id", "emails"],
            ([f"p{i}", *_called(i), f"a{i % _ACCOUNTS}", f"p{i}@example.com"] for i in range(_PEOPLE)),
        ),
        "interactions": (
            ["id", "account_id", "kind", "at", "direction", "person_ids", "note"],
            (_interaction(i, draw) for i in range(_INTERACTIONS)),
        ),
    }
    paths: list[Path] = []
    for name, (headings, rows) in tables.items():
        paths.append(folder / f"{name}.csv")
        with paths[-1].open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(headings)
            writer.writerows(rows)
    return paths


def _called(index: int) -> tuple[str, str]:
    """Return a name and a title: of every third person Chinese ones, no name twice."""
    if index % 3:
        return f"Person {index}", "Buyer"
    return "".join(_SIGNS[index // 3 // len(_SIGNS) ** place % len(_SIGNS)] for place in range(3)), "采购经理"


def _interaction(index: int, draw: random.Random) -> list[str]:
    person = draw.randrange(_PEOPLE)
    at = NOW - timedelta(minutes=draw.randrange(1, 1_000_000))
    return [f"i{index}", f"a{person % _ACCOUNTS}", "CALL", at.isoformat(), "MUTUAL", f"p{person}", f"Note {index}"]


def _bare_insert(source: Path, target: Path) -> float:
    """Return how long it takes to insert every row of the source, read beforehand, in one transaction."""
    read = sqlite3.connect(source)
    made = "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'search_%' ORDER BY rowid"
    schema = read.execute(made).fetchall()
    tables = [name for name, sql in schema if sql.startswith("CREATE TABLE") and name != "sqlite_sequence"]
    rows = {name: read.execute(f"SELECT * FROM {name}").fetchall() for name in tables}  # noqa: S608 - our own tables
    words = read.execute("SELECT number, words FROM party").fetchall()
    read.close()
    write = sqlite3.connect(target, isolation_level=None)
    write.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")
    for _, sql in schema:
        write.execute(sql)
    begun = time.perf_counter()
    write.execute("BEGIN")
    for name, found in rows.items():
        if found:
            marks = ",".join("?" * len(found[0]))
            write.executemany(f"INSERT INTO {name} VALUES ({marks})", found)  # noqa: S608 - our own tables
    write.executemany("INSERT INTO search (rowid, words) VALUES (?, ?)", words)
    write.execute("COMMIT")
    spent = time.perf_counter() - begun
    write.close()
    return spent
