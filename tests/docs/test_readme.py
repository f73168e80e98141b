"""The README's first query, pasted, gives the README's answer; and what the documents name is there."""

import json
import re
from pathlib import Path

import httpx

from app.asgi import create_app
from app.settings import Settings, SqliteAddress

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def _block(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", README, re.DOTALL)
    assert found is not None
    return found[1]


async def test_the_first_query_gives_the_answer(demo_file: Path) -> None:
    app = create_app(Settings(store=SqliteAddress(demo_file)))
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1") as client,
    ):
        answer = await client.post("/graphql", json={"query": _block("graphql")})
    assert answer.json() == json.loads(_block("json"))


def test_links_lead_somewhere() -> None:
    targets = [target for target in re.findall(r"\]\(([^)#]+)", README) if "://" not in target]
    assert targets
    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_files_that_the_architecture_names_are_there() -> None:
    """Also where it names only what is in the file: `graph/tie.py: set_manager`."""
    text = (ROOT / "docs" / "ARCHITECTURE.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:app|resolvers|schema|graph|domain|tests)/[\w/.]*)", text))
    assert len(named) > 20
    assert sorted(name for name in named if not (ROOT / name).exists()) == []


def test_the_readme_is_one_screen() -> None:
    assert len(README.splitlines()) <= 90
