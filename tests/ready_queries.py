"""The ready queries of docs/queries, with variables that find something in the demo."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

    from graph.demo.building import Demo

FOLDER = Path(__file__).parents[1] / "docs" / "queries"


@dataclass(frozen=True)
class ReadyQuery:
    """One query; its name is its file's."""

    name: str
    text: str
    variables: dict[str, Any]


def ready_queries(demo: Demo, now: datetime) -> list[ReadyQuery]:
    """Return every ready query; ids are put in where one is asked for, and a moment within the demo."""
    known = {
        "partyId": demo.shapes.tree.id,
        "mapId": demo.insurer.map_id,
        "sponsorId": demo.insurer.people["cio"],
        "asOf": (now - timedelta(days=200)).isoformat(),
        "since": (now - timedelta(days=200)).isoformat(),
    }
    return [_ready(path, known) for path in sorted(FOLDER.glob("*.graphql"))]


def _ready(path: Path, known: dict[str, str]) -> ReadyQuery:
    beside = path.with_name(f"{path.stem}.variables.json")
    variables = json.loads(beside.read_text(encoding="utf-8")) if beside.exists() else {}
    return ReadyQuery(
        path.stem, path.read_text(encoding="utf-8"), {name: known.get(name, value) for name, value in variables.items()}
    )
