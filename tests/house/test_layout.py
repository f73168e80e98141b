"""Where things lie: packages, our own `schema`, test folders."""

from pathlib import Path

import pytest

import schema

ROOT = Path(__file__).parents[2]
ROOMS = ("domain", "graph", "schema", "resolvers", "app")


def test_schema_is_ours() -> None:
    # A distribution of this name exists on the package index.
    assert Path(schema.__file__ or "") == ROOT / "schema" / "__init__.py"


@pytest.mark.parametrize("room", [*ROOMS, "tests", "tools", "bench"])
def test_every_folder_is_a_package(room: str) -> None:
    folders = {file.parent for file in (ROOT / room).rglob("*.py") if "node_modules" not in file.parts}
    lacking = sorted(str(f.relative_to(ROOT)) for f in folders if not (f / "__init__.py").exists())
    assert lacking == []
