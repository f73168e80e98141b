"""docs/cookbook.md: each recipe's query is there, and answers from the demo what the page shows."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from graph.demo.building import Demo
from graph.store import Store
from resolvers.root import build_schema
from schema.context import make_context
from tests.ready_queries import FOLDER, ready_queries

NOW = datetime.now(UTC)
OWNER = "gu.nanzhi@rapport.example"
REST = "…"
PAGE = (FOLDER.parent / "cookbook.md").read_text(encoding="utf-8")
RECIPES = {
    name: json.loads(shown)
    for name, shown in re.findall(r"\(queries/([a-z-]+)\.graphql\).*?```json\n(.*?)```", PAGE, re.DOTALL)
}
# A day, and a day within a sentence of either language.
DAY = re.compile(r"\d{1,2} [A-Z][a-z]+ \d{4}|\d{4}年\d{1,2}月\d{1,2}日|\d{4}-\d\d-\d\d")
MINE = {"since": (datetime.combine(NOW, time(), UTC) - timedelta(days=7)).isoformat(), "mine": True}


def matches(shown: Any, answer: Any) -> bool:
    """Tell whether an answer is what is shown of it: fields may be left out, and `…` stands for any of a list."""
    if isinstance(shown, dict):
        return isinstance(answer, dict) and all(k in answer and matches(v, answer[k]) for k, v in shown.items())
    if isinstance(shown, list):
        return isinstance(answer, list) and _in_order(shown, answer)
    if isinstance(shown, str) and isinstance(answer, str):
        return DAY.sub(REST, shown) == DAY.sub(REST, answer)
    if isinstance(shown, bool) or shown is None:
        return shown is answer
    return shown == pytest.approx(answer, abs=0.005)


def _in_order(shown: Sequence[Any], answer: Sequence[Any]) -> bool:
    if not shown:
        return not answer
    if shown[0] == REST:
        return any(_in_order(shown[1:], answer[start:]) for start in range(len(answer) + 1))
    return bool(answer) and matches(shown[0], answer[0]) and _in_order(shown[1:], answer[1:])


@pytest.mark.parametrize(
    ("shown", "answer", "right"),
    [
        ({"a": 1}, {"a": 1.004, "b": 2}, True),
        ({"a": 1}, {"a": 1.006}, False),
        ({"a": None}, {}, False),
        ([1, REST], [1, 2], True),
        ([REST, 2], [1, 2, 3], False),
        ([REST, 2, REST], [1, 2, 3], True),
        ([1], [1, 2], False),
        (True, 1, False),
        ("on 1 May 2026", "on 12 June 2025", True),
        ("on 1 May 2026: a", "on 1 May 2026: b", False),
    ],
)
def test_what_is_shown_is_compared(shown: Any, answer: Any, right: bool) -> None:
    assert matches(shown, answer) is right


async def test_each_recipe_answers_what_is_shown(demo_store: Store, demo: Demo) -> None:
    viewer = await demo_store.load_viewer(email=OWNER)
    assert viewer is not None
    queries = {query.name: query for query in ready_queries(demo, NOW)}
    assert len(RECIPES) == 4
    assert RECIPES.keys() <= queries.keys()
    for name, shown in RECIPES.items():
        variables = queries[name].variables | (MINE if "mine" in queries[name].variables else {})
        context = make_context(demo_store, viewer, NOW, None)
        answer = await build_schema().execute(queries[name].text, variable_values=variables, context_value=context)
        assert answer.errors is None
        assert answer.data is not None
        assert [name for field in shown if not matches(shown[field], answer.data[field])] == [], answer.data


def test_what_the_page_names_is_there() -> None:
    targets = [target for target in re.findall(r"\]\(([^)#]+)\)", PAGE) if "://" not in target]
    assert [target for target in targets if not (FOLDER.parent / target).exists()] == []
