"""Reads the tables of the user guide, and of other documents, so that tests can hold it to what the program does."""

from pathlib import Path

GUIDE = Path(__file__).parents[1] / "docs" / "user-guide.md"
FIGURES = GUIDE.with_name("figures.md")


def read_tables(heading: str, document: Path = GUIDE) -> list[list[dict[str, str]]]:
    """Return the tables below a heading, up to the next one: rows as cells by column."""
    lines = document.read_text(encoding="utf-8").splitlines()
    start = next(n for n, line in enumerate(lines) if line.lstrip("#").strip() == heading and line[:1] == "#")
    tables: list[list[str]] = []
    for before, line in zip(lines[start:], lines[start + 1 :], strict=False):
        if line.startswith("#"):
            break
        if line.startswith("|"):
            if not before.startswith("|"):
                tables.append([])
            tables[-1].append(line)
    return [_read_table(table) for table in tables]


def _read_table(lines: list[str]) -> list[dict[str, str]]:
    heading, _rule, *rows = [_cells(line) for line in lines]
    return [dict(zip(heading, row, strict=True)) for row in rows]


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]
