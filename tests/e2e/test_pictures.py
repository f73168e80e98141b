"""The pictures of the documentation: `make pictures` writes them anew, and tests see that they can be taken."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import insurer
from tests.server import Server
from tests.uploading import EXAMPLES

if TYPE_CHECKING:
    from playwright.sync_api import FilePayload, Page

    from tests.e2e.conftest import Open

PICTURES = {
    "accounts": ("/", "en", "light"),
    "decision-map": ("MAP?sel={罗敬川}", "en", "light"),
    "decision-map-zh": ("MAP?sel={罗敬川}", "zh", "light"),
    "matrix": ("ACCOUNT/picture?from=QUARTER", "zh", "light"),
    "review": ("ACCOUNT/review?since=QUARTER", "en", "light"),
    "decision-map-dark": ("MAP", "zh", "dark"),
}
# What says that a page is all there, and how large a window holds it, where that is not as on a map.
AWAITED = {"accounts": "tbody tr small", "matrix": "[data-tail]", "review": "[data-sheet][aria-busy=false]"}
SIZES = {"matrix": (1280, 640), "review": (1280, 1290)}
_WHO = """query ($name: String!) { accounts(filter: {name: {contains: "某大型保险公司"}}) { edges { node {
  decisionMap { stakeholders { id label } } } } } search(text: $name, first: 1) { id } }"""


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_taken(reading: Server, open_page: Open, tmp_path: Path, name: str):
    path, language, theme = PICTURES[name]
    if "{" in path:
        person = path[path.index("{") + 1 : path.index("}")]
        found = reading.query(_WHO, {"name": person})["search"][0]["id"]
        path = path.replace(f"{{{person}}}", found)
    path = path.replace("ACCOUNT", f"/a/{insurer(reading)}").replace("QUARTER", quarter().isoformat())
    page = open_page(reading, path, language=language, theme=theme, size=SIZES.get(name, (1600, 950)))
    expect(page.locator(AWAITED.get(name, "[data-gap]")).first).to_be_visible()
    if name.startswith("decision-map"):
        expect(page.get_by_role("slider")).to_be_visible()
    take(page, name, tmp_path)


def test_a_picture_of_an_import_is_taken(reading: Server, open_page: Open, tmp_path: Path):
    page = open_page(reading, "/import", size=(1280, 1000))
    files: list[FilePayload] = [
        {"name": f"{name}.csv", "mimeType": "text/csv", "buffer": (EXAMPLES / "en" / f"{name}.csv").read_bytes()}
        for name in ("sellers", "accounts", "people")
    ]
    crm = b"Deal,Customer,Title,Value,currency\nD-1,A1,Core system,1200000,CNY\nD-2,A2,Claims desk,a lot,CNY\n"
    page.locator("input[type=file]").set_input_files(
        [*files, {"name": "opportunities.csv", "mimeType": "text/csv", "buffer": crm}]
    )
    for column, heading in (("Deal", "id"), ("Customer", "account_id"), ("Title", "name"), ("Value", "amount")):
        page.get_by_label(f"What “{column}” is", exact=True).select_option(heading)
    expect(page.get_by_role("region", name="What is wrong")).to_be_visible()
    take(page, "import", tmp_path)


def quarter() -> date:
    """Return the day on which the quarter began in which people of the worked example moved, 60 days ago and less."""
    then = datetime.now(UTC).date() - timedelta(days=60)
    return then.replace(month=then.month - (then.month - 1) % 3, day=1)


def take(page: Page, name: str, elsewhere: Path) -> None:
    page.wait_for_load_state("networkidle")
    folder = Path(os.environ.get("RAPPORT_PICTURES") or elsewhere)
    picture = page.screenshot(path=folder / f"{name}.png")
    assert len(picture) > 20_000
