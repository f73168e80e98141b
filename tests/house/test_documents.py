"""Documents name what is there: links lead somewhere, and every decision is on its list."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
TRACKED = subprocess.run(
    ["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True
).stdout.splitlines()  # fmt: skip
DOCUMENTS = [name for name in TRACKED if name.endswith(".md")]


def test_links_lead_somewhere() -> None:
    for name in DOCUMENTS:
        text = re.sub(r"```.*?```|`[^`]*`", "", (ROOT / name).read_text(encoding="utf-8"), flags=re.DOTALL)
        targets = [target.partition("#")[0] for target in re.findall(r"\]\(([^)\s]+)\)", text)]
        local = [target for target in targets if target and "://" not in target]
        assert [target for target in local if not ((ROOT / name).parent / target).exists()] == [], name


def test_every_decision_is_on_the_list() -> None:
    folder = ROOT / "docs" / "decisions"
    pages = sorted(page.name for page in folder.glob("[0-9]*.md"))
    assert re.findall(r"\]\(([0-9][^)]+)\)", (folder / "README.md").read_text(encoding="utf-8")) == pages
    for number, page in enumerate(pages, start=1):
        assert page.startswith(f"{number:04}-")
        assert (folder / page).read_text(encoding="utf-8").startswith(f"# {number}. ")


def test_nothing_is_left_to_be_done() -> None:
    # ruff looks at Python.
    for name in ("Makefile", ".ci/run", "compose.yaml", "Dockerfile", *DOCUMENTS):
        assert not re.search(r"\b(TODO|FIXME|XXX|HACK)\b", (ROOT / name).read_text(encoding="utf-8")), name
