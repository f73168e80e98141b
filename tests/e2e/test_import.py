"""The import page: tables are dropped, a heading adjusted, an error seen and mended, all imported and taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import _Ready
from tests.e2e.test_access import findings, for_axe
from tests.uploading import EXAMPLES

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from playwright.sync_api import FilePayload, Page

    from tests.e2e.conftest import Open
    from tests.server import Server

DROP = """([name, text]) => {
  const transfer = new DataTransfer();
  transfer.items.add(new File([text], name, { type: "text/csv" }));
  const zone = document.querySelector("main section");
  for (const type of ["dragover", "drop"])
    zone.dispatchEvent(new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def empty(tmp_path: Path) -> Generator[Server]:
    """A server on an empty database that takes small uploads only."""
    variables = {"store_url": f"sqlite:///{tmp_path}/rapport.db", "import_limit": "1"}
    with _Ready(tmp_path, variables) as server:
        yield server


def choose(page: Page, *files: FilePayload) -> None:
    page.locator("input[type=file]").set_input_files(list(files))


def payload(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "text/csv", "buffer": content}


def text(name: str, content: str) -> FilePayload:
    return payload(name, content.encode())


def test_tables_are_dropped_mended_imported_and_taken_back(empty: Server, open_page: Open):
    page = open_page(empty, "/")
    page.get_by_role("main").get_by_role("link", name="Import").click()
    expect(page.get_by_role("heading", name="Import", exact=True)).to_be_visible()
    expect(page).to_have_title("Import · Rapport")

    # A column under a name that nobody knows, a table that the name does not tell, and a cell that means nothing.
    page.evaluate(DROP, ["crm.csv", "Nr,name,tier\nA1,Acme,A\nA2,Bolt,Z\n"])
    card = page.get_by_role("article", name="crm.csv")
    expect(card.get_by_role("alert")).to_contain_text("Neither its name nor its headings tell")
    expect(page.get_by_text("The files marked ✗ come first")).to_be_visible()
    card.get_by_label("Table of crm.csv").select_option("accounts")
    expect(card.get_by_text("Say which columns are: id")).to_be_visible()
    card.get_by_label("What “Nr” is").select_option("id")

    # The page loaded anew has the files, and what was said of them.
    page.reload()
    expect(card.get_by_label("Table of crm.csv")).to_have_value("accounts")
    expect(card.get_by_label("What “Nr” is")).to_have_value("id")

    errors = page.get_by_role("region", name="What is wrong")
    expect(errors.get_by_role("row").nth(1)).to_contain_text("crm.csv:3tierZIt is none of the values of this column.")
    start = page.get_by_role("button", name="Import", exact=True)
    expect(start).to_be_disabled()
    with page.expect_download() as downloaded:
        page.get_by_role("button", name="crm.csv", exact=True).click()
    mended = downloaded.value.path().read_text(encoding="utf-8-sig")
    assert mended.splitlines()[0] == "problem,id,name,tier"

    # Good rows alone could be imported; the mended file takes the place of the bad one.
    page.get_by_label("Leave out 1 bad row and import the others").check()
    expect(start).to_be_enabled()
    choose(page, text("crm.csv", "Nr,name,tier\nA1,Acme,A\nA2,Bolt,B\n"))
    expect(page.get_by_text("All rows are good.")).to_be_visible()
    start.click()
    expect(page.get_by_role("heading", name="Imported: 2 facts")).to_be_visible()

    # The page loaded anew says the same; the accounts are there, and gone when all is taken back.
    page.reload()
    expect(page.get_by_role("heading", name="Imported: 2 facts")).to_be_visible()
    page.get_by_role("button", name="Take it all back").click()
    expect(page.get_by_role("heading", name="Taken back; everything is as it was before.")).to_be_visible()
    page.get_by_role("link", name="Accounts", exact=True).click()
    expect(page.get_by_role("heading", name="Welcome to Rapport")).to_be_visible()


def test_the_examples_in_chinese_and_what_is_no_table(empty: Server, open_page: Open):
    page = open_page(empty, "/import", language="zh", forgive="413")
    choose(page, *(payload(path.name, path.read_bytes()) for path in sorted((EXAMPLES / "zh").iterdir())))
    card = page.get_by_role("article", name="客户.csv")
    expect(card.get_by_label("“客户.csv”的编码")).to_have_value("")
    expect(card.get_by_label("“客户.csv”的编码").locator("option:checked")).to_have_text("GB18030")
    expect(page.get_by_text("所有行均无误。")).to_be_visible()
    expect(page.get_by_role("row", name="客户 6 0 0 0")).to_be_visible()

    # A picture is none, by whatever name; taken out, nothing is wrong any more.
    choose(page, payload("互动.csv", b"\x89PNG\r\n\x1a\n" + bytes(200)))
    expect(page.get_by_role("article", name="互动.csv").get_by_role("alert")).to_contain_text(
        "这是图片，不是 CSV 文件。"
    )
    page.get_by_role("button", name="移除“互动.csv”").click()
    expect(page.get_by_text("所有行均无误。")).to_be_visible()
    choose(page, text("big.csv", "x" * 8_000_000))
    expect(page.get_by_role("alert")).to_contain_text("一次导入的文件合计最多 1 MB")

    page.get_by_role("button", name="导入", exact=True).click()
    page.get_by_role("link", name="查看客户").click()
    expect(page.locator("tbody tr")).to_have_count(6)


def test_who_may_not_import_and_files_that_are_gone(writing: Server, open_page: Open):
    page = open_page(writing, "/import?import=import_0")
    expect(page.get_by_role("heading", name="These files are here no more")).to_be_visible()
    page.get_by_role("button", name="Import other files").click()
    expect(page.get_by_text("Drop CSV files here")).to_be_visible()
    seller = writing.query("{ sellers(first: 50) { edges { node { email role } } } }")["sellers"]["edges"]
    email = next(edge["node"]["email"] for edge in seller if edge["node"]["role"] == "MEMBER")
    page.context.set_extra_http_headers({"X-Rapport-User": email})
    page.reload()
    expect(page.get_by_role("heading", name="Only an administrator imports")).to_be_visible()


@for_axe
def test_axe_finds_nothing_serious(reading: Server, open_page: Open, language: str, theme: str):
    page = open_page(reading, "/import", language=language, theme=theme)
    expect(page.get_by_role("button", name="Choose files" if language == "en" else "选择文件")).to_be_visible()
    assert findings(page) == []
    choose(page, text("people.csv", "id,name,colour\n1,,red\n"), text("crm.csv", "id,name\n"))
    expect(page.get_by_role("article")).to_have_count(2)
    expect(page.get_by_role("alert")).to_be_visible()
    assert findings(page) == []
    page.get_by_role("button", name="Take out crm.csv" if language == "en" else "移除“crm.csv”").click()
    expect(page.get_by_role("region", name="What is wrong" if language == "en" else "错误")).to_be_visible()
    assert findings(page) == []
