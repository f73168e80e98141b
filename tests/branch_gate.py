"""`--branch-gate=95`: fail when fewer of the branches in a covered package were taken.

pytest-cov's own limit mixes lines and branches and takes all packages together, so that many plain lines
hide a branch that nobody tried.
"""

from collections import Counter
from collections.abc import Generator, Iterable
from pathlib import Path
from typing import NamedTuple

import pytest
from coverage import Coverage

PACKAGES = ("domain", "graph")
_verdicts = pytest.StashKey[list[str]]()


class Branches(NamedTuple):
    """Branches of one file: how many there are, and how many were taken."""

    path: str
    possible: int
    taken: int


def judge(files: Iterable[Branches], least: float) -> tuple[bool, list[str]]:
    """Tell whether every package reaches `least` per cent, and one line for each."""
    possible: Counter[str] = Counter()
    taken: Counter[str] = Counter()
    for file in files:
        package = Path(file.path).parts[0]
        possible[package] += file.possible
        taken[package] += file.taken
    lines: list[str] = []
    good = True
    for package in PACKAGES:
        percent = 100 * taken[package] / possible[package] if possible[package] else 0.0
        good = good and percent >= least
        lines.append(
            f"{package}: {taken[package]} of {possible[package]} branches, {percent:.1f} %"
            + ("" if percent >= least else f", and at least {least:g} % are needed")
        )
    return good, lines


def read_branches(coverage: Coverage, root: Path) -> list[Branches]:
    """Return the branches of each file of the packages, one that no test imported included."""
    found: list[Branches] = []
    for file in sorted(file for package in PACKAGES for file in (root / package).rglob("*.py")):
        stats = coverage.branch_stats(str(file)).values()
        path = file.relative_to(root).as_posix()
        found.append(Branches(path, sum(total for total, _ in stats), sum(took for _, took in stats)))
    return found


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--branch-gate",
        type=float,
        metavar="PERCENT",
        help="least branch coverage of each package (with --cov)",
    )


# Outermost, so that pytest-cov has already put together what the workers measured.
@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> Generator[None, object, object]:
    result = yield
    least: float | None = session.config.getoption("--branch-gate")
    if least is not None and not hasattr(session.config, "workerinput"):
        root = session.config.rootpath
        coverage = Coverage(config_file=str(root / "pyproject.toml"), data_file=str(root / ".coverage"))
        coverage.load()
        good, lines = judge(read_branches(coverage, root), least)
        session.config.stash[_verdicts] = lines
        if not good:
            session.testsfailed += 1
    return result


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    lines = terminalreporter.config.stash.get(_verdicts, [])
    if lines:
        terminalreporter.section("branches taken")
        terminalreporter.write_line("\n".join(lines))
