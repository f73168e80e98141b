"""What a test run itself promises: no silent skip, no untaken branches, Neo4j's cases in one worker."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.branch_gate import Branches, judge

ROOT = Path(__file__).parents[2]
WORKERS = [pytest.param([], id="alone"), pytest.param(["-n2"], id="workers")]

SKIPPING = """
import pytest

def test_runs():
    pass

def test_skips():
    pytest.skip("no such server here")

@pytest.mark.skipif(True, reason="another system")
def test_is_left_out():
    pass

@pytest.mark.xfail(reason="known", strict=True)
def test_is_known_to_fail():
    raise AssertionError
"""


@pytest.fixture
def run(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A folder of its own, where the plugins of these tests can be loaded and nothing else is known."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.delenv("RAPPORT_REQUIRE_ALL", raising=False)
    pytester.makeini("[pytest]\nasyncio_default_fixture_loop_scope = function\n")
    return pytester


@pytest.mark.slow
def test_a_skip_is_told(run: pytest.Pytester) -> None:
    run.makepyfile(SKIPPING)
    run.runpytest_subprocess("-p", "tests.require_all").assert_outcomes(passed=1, skipped=2, xfailed=1)


@pytest.mark.slow
@pytest.mark.parametrize("workers", WORKERS)
def test_a_skip_is_a_failure_where_all_is_required(
    run: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, workers: list[str]
) -> None:
    monkeypatch.setenv("RAPPORT_REQUIRE_ALL", "1")
    run.makepyfile(SKIPPING)
    result = run.runpytest_subprocess("-p", "tests.require_all", *workers)
    outcomes = result.parseoutcomes()
    # A test that skips itself fails; one that is skipped beforehand fails in its set-up.
    assert outcomes["passed"] == 1
    assert outcomes["xfailed"] == 1
    assert outcomes.get("failed", 0) + outcomes.get("errors", 0) == 2
    assert "skipped" not in outcomes
    result.stdout.fnmatch_lines(["*RAPPORT_REQUIRE_ALL allows no skip.*no such server here*"])


@pytest.mark.slow
def test_a_module_that_skips_itself_is_a_failure_too(run: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAPPORT_REQUIRE_ALL", "1")
    run.makepyfile("import pytest\npytest.importorskip('not_installed_anywhere')\n")
    result = run.runpytest_subprocess("-p", "tests.require_all")
    assert result.ret != 0
    result.stdout.fnmatch_lines(["*RAPPORT_REQUIRE_ALL allows no skip.*not_installed_anywhere*"])


@pytest.mark.slow
def test_a_group_stays_in_one_worker(run: pytest.Pytester) -> None:
    run.makepyfile("""
        import os
        import pytest

        @pytest.mark.xdist_group("neo4j")
        @pytest.mark.parametrize("case", range(6))
        def test_case(case):
            print("worker", os.environ["PYTEST_XDIST_WORKER"])
    """)
    result = run.runpytest_subprocess("-n2", "--dist=loadgroup", "-rP")
    result.assert_outcomes(passed=6)
    workers = {line for line in result.stdout.lines if line.startswith("worker ")}
    assert len(workers) == 1


def test_every_package_is_judged_by_itself() -> None:
    files = [
        Branches("domain/stage.py", 100, 100),
        Branches("graph/store.py", 15, 15),
        Branches("graph/sqlite/reading.py", 5, 3),
    ]
    assert judge(files, 90) == (
        True,
        ["domain: 100 of 100 branches, 100.0 %", "graph: 18 of 20 branches, 90.0 %"],
    )
    good, lines = judge(files, 95)
    assert not good
    assert lines[1] == "graph: 18 of 20 branches, 90.0 %, and at least 95 % are needed"


def test_a_package_without_a_measured_branch_is_not_good() -> None:
    good, _ = judge([Branches("domain/stage.py", 4, 4)], 95)
    assert not good


@pytest.mark.slow
@pytest.mark.parametrize("workers", WORKERS)
@pytest.mark.parametrize(("tried", "good"), [("(1), (-1)", True), ("(1)", False)])
def test_the_gate_fails_a_run(run: pytest.Pytester, tried: str, good: bool, workers: list[str]) -> None:
    for package in ("domain", "graph"):
        folder = run.mkpydir(package)
        (folder / "sign.py").write_text(
            "def sign(n):\n    if n < 0:\n        return -1\n    return 1\n", encoding="utf-8"
        )
    (run.path / "pyproject.toml").write_text(
        "[tool.coverage.run]\nbranch = true\nsource = ['domain', 'graph']\n", encoding="utf-8"
    )
    run.makepyfile(f"""
        import domain.sign, graph.sign

        def test_sign():
            for n in [{tried}]:
                assert domain.sign.sign(n) * n == graph.sign.sign(n) * n == abs(n)
    """)
    # Ahead of this house on the path, where packages of these names are installed too.
    result = run.runpytest_subprocess(
        "-p", "tests.branch_gate", "--cov", "--branch-gate=95", "--rootdir", str(run.path), *workers
    )
    assert (result.ret == 0) == good, result.stdout.str()
    part = "2 of 2 branches, 100.0 %" if good else "1 of 2 branches, 50.0 %, and at least 95 % are needed"
    result.stdout.fnmatch_lines([f"domain: {part}", f"graph: {part}"])
