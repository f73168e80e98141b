"""A map as a file: everybody in it, in the light theme, with text that stays text."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import insurer
from tests.server import Server

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.e2e.conftest import Open

SVG = "{http://www.w3.org/2000/svg}"
MAP = """query ($id: ID!, $asOf: DateTime) { account(id: $id) { name decisionMap(asOf: $asOf) {
  stakeholders { id label roles support influence person { title } } ties { kind } } } }"""
WORDS = {
    "en": ("Save picture", "As a picture (PNG)", "As a drawing (SVG)"),
    "zh": ("保存图片", "保存为图片（PNG）", "保存为矢量图（SVG）"),
}


@pytest.mark.parametrize(("language", "theme", "day"), [("en", "dark", None), ("zh", "light", "2026-06-30")])
def test_a_map_is_saved_whole_as_a_drawing_and_as_a_picture(
    reading: Server, open_page: Open, tmp_path: Path, language: str, theme: str, day: str | None
):
    as_of = f"{day}T23:59:59.999Z" if day else None
    account = reading.query(MAP, {"id": insurer(reading), "asOf": as_of})["account"]
    # Zoomed in on one person, nearly everybody is out of view.
    page = open_page(reading, f"MAP{f'?at={day}' if day else ''}", language=language, theme=theme, size=(1280, 800))
    for _ in range(4):
        page.get_by_role("button", name="Zoom in" if language == "en" else "放大").click()
    svg = save(page, language, 2, tmp_path)
    drawing = ET.parse(svg).getroot()  # noqa: S314 - the file is of our own making
    people(drawing, account)
    said = ["".join(one.itertext()) for one in drawing.iter(f"{SVG}text")]
    assert account["name"] in said
    assert ("2026" if day else "as of") in said[1]
    drawn = [one for one in drawing.iter() if one.get("data-layer") == "reporting"]
    assert len(drawn) == sum(tie["kind"] == "REPORTS_TO" for tie in account["decisionMap"]["ties"])
    assert drawing.find(f"{SVG}rect").get("fill") == "#ffffff"  # pyright: ignore[reportOptionalMemberAccess]

    width, height, pixels = decoded(save(page, language, 1, tmp_path).read_bytes())
    assert (width, height) == (int(float(drawing.get("width", 0)) * 2), int(float(drawing.get("height", 0)) * 2))
    assert len(pixels) == (width * 4 + 1) * height
    assert len(set(pixels)) > 200, "a blank picture has hardly any values"


def save(page: Page, language: str, which: int, folder: Path) -> Path:
    words = WORDS[language]
    page.get_by_role("button", name=words[0]).click()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name=words[which]).click()
    expect(page.get_by_text(download.value.suggested_filename)).to_be_visible()
    download.value.save_as(folder / download.value.suggested_filename)
    return folder / download.value.suggested_filename


def people(drawing: ET.Element, account: dict[str, Any]) -> None:
    """Check that everybody of the map is in the drawing, with title, roles and influence."""
    cards = {one.get("data-person"): one for one in drawing.iter(f"{SVG}g") if one.get("data-person")}
    assert len(cards) == len(account["decisionMap"]["stakeholders"])
    for person in account["decisionMap"]["stakeholders"]:
        card = cards[person["id"]]
        title = card.find(f"{SVG}title")
        assert title is not None
        assert title.text == person["label"]
        said = " ".join("".join(one.itertext()) for one in card.iter(f"{SVG}text"))
        assert person["label"].replace(" ", "") in said.replace(" ", "")
        assert (person["person"] or {"title": ""})["title"] in said
        held = [one.get("data-role") for one in card.iter() if one.get("data-role") and one.get("data-held")]
        assert held == person["roles"]
        parts = {"INNER_CIRCLE": 3, "POLITICAL_STRUCTURE": 2, "OUTSIDE": 1, None: 0}[person["influence"]]
        assert len([one for one in card.iter(f"{SVG}path") if one.get("data-filled")]) == parts


def decoded(png: bytes) -> tuple[int, int, bytes]:
    """Return width, height and the unpacked lines of a picture with eight bits of four colours."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height, depth, kind = struct.unpack(">IIBB", png[16:26])
    assert (depth, kind) == (8, 6)
    packed, at = b"", 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            packed += png[at + 8 : at + 8 + length]
        at += 12 + length
    return width, height, zlib.decompress(packed)
