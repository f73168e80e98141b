"""The worked example of the user guide, over the API of the served demo: guide, domain and API say the same."""

from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.asgi import create_app
from app.settings import Settings, SqliteAddress
from graph.demo.insurer import EXTERNAL_ID
from tests.guide import read_tables

QUERY = """
query Insurer($externalId: String!, $asOf: DateTime) {
  account(externalId: $externalId) {
    decisionMap(asOf: $asOf) {
      status
      supportScore { value terms { stakeholder { label } weight support } }
      completeness { value items { check done } }
      stakeholders {
        label placeholder roles influence support weight coverage { value source interactions } keyPlayer
      }
      ties { kind source { label } target { label } }
    }
  }
}
"""


@pytest.fixture
async def client(demo_file: Path) -> AsyncGenerator[httpx.AsyncClient]:
    app = create_app(Settings(store=SqliteAddress(demo_file)))
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client,
    ):
        yield client


async def _map(client: httpx.AsyncClient, as_of: datetime | None = None) -> dict[str, Any]:
    variables = {"externalId": EXTERNAL_ID, "asOf": as_of.isoformat() if as_of else None}
    response = await client.post("/graphql", json={"query": QUERY, "variables": variables})
    content = response.json()
    assert "errors" not in content, content
    return content["data"]["account"]["decisionMap"]


async def test_the_api_says_what_the_guide_says(client: httpx.AsyncClient):
    found = await _map(client)
    people = {one["label"]: one for one in found["stakeholders"]}

    told = {row["Stakeholder"]: row for row in read_tables("A worked example: the insurer's decision")[0]}
    assert set(people) == set(told)
    for label, row in told.items():
        assert (people[label]["influence"] or "unknown") == row["Influence"]
        assert (people[label]["support"] or "unknown") == row["Support"].split()[0]
        assert "".join(role[0] for role in people[label]["roles"]) == row["Roles"].replace(" ", "")
    managers = {t["source"]["label"]: t["target"]["label"] for t in found["ties"] if t["kind"] == "REPORTS_TO"}
    assert managers == {label: row["Reports to"] for label, row in told.items() if row["Reports to"]}

    *rows, _sum = read_tables("Support score")[0]
    terms = {t["stakeholder"]["label"]: (t["weight"], t["support"]) for t in found["supportScore"]["terms"]}
    assert terms == {row["Stakeholder"]: (float(row["Weight"]), int(row["Support"].replace("−", "-"))) for row in rows}
    assert found["supportScore"]["value"] == 25
    assert found["status"] == "GREEN"

    items = [(item["check"], item["done"]) for item in found["completeness"]["items"]]
    assert items == [(row["Item"], row["Done"] == "yes") for row in read_tables("Completeness")[0]]
    assert round(found["completeness"]["value"], 3) == 0.857

    for row in read_tables("Coverage")[0]:
        reading = people[row["Stakeholder"]]["coverage"]
        assert f"{reading['value']}, {reading['source'].lower()}" == row["Coverage"]
        assert reading["interactions"] == int(row["Contacts"])


async def test_the_score_was_nought_300_days_ago(client: httpx.AsyncClient):
    then = await _map(client, datetime.now(UTC) - timedelta(days=300))
    assert then["supportScore"]["value"] == 0
