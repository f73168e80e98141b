"""`make` and `make need`: what there is, and what is said when something is lacking."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from tools import need
from tools.need import Need

ROOT = Path(__file__).parents[2]
TARGETS = ("run", "neo4j", "check", "test", "bench", "durability", "lock", "schema", "venv", "help")


def make(*arguments: str) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    command = ["make", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True).stdout


def test_make_alone_lists_every_target_with_its_purpose() -> None:
    listed = dict(re.findall(r"^  make (\S+) +(\S.*)$", make(), re.MULTILINE))
    assert set(TARGETS) <= set(listed)
    assert make("help") == make()


@pytest.mark.parametrize("target", TARGETS)
def test_every_target_can_be_made(target: str) -> None:
    make("--dry-run", "--always-make", target)


def test_ci_requires_everything_and_ends_with_the_tests() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert script.rstrip().splitlines()[-1] == "exec make test REQUIRE_ALL=1 </dev/null"
    commands = make("--dry-run", "test", "REQUIRE_ALL=1").splitlines()
    assert "-m pytest" in commands[-1]
    assert " -m '" not in commands[-1], "no test is left out"


@pytest.mark.parametrize("target", ["run", "check", "test", "need", "pictures"])
def test_node_is_got_before_anything_asks_for_it(target: str) -> None:
    """A fresh machine has none: whoever only wants to run the program is not told `npm: command not found`."""
    commands = make("--dry-run", "--always-make", target).splitlines()
    asking = [place for place, command in enumerate(commands) if re.search(r"\b(npm|node|tools\.need)\b", command)]
    assert commands[asking[0]].endswith("-m tools.need node")


def test_the_fast_part_needs_no_server() -> None:
    fast = make("--dry-run", "check").splitlines()[-1]
    for marker in ("neo4j", "browser", "slow", "durability"):
        assert f"not {marker}" in fast


def test_hooks_run_the_tools_of_the_environment() -> None:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    hooks = [hook for repo in config["repos"] for hook in repo["hooks"]]
    assert {repo["repo"] for repo in config["repos"]} == {"local"}
    programs = {hook["entry"].split()[0] for hook in hooks}
    assert all(program.startswith(".venv/bin/") and (ROOT / program).exists() for program in programs)


def lacking(get: Callable[[], object]) -> Need:
    return Need("Tea", "the afternoon", lambda: False, get, "put the kettle on")


def fail() -> None:
    raise PermissionError("only root may")


@pytest.mark.parametrize(("required", "code"), [("", 0), ("0", 0), ("1", 1)])
def test_what_is_lacking_is_named_with_how_to_get_it(
    required: str, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RAPPORT_REQUIRE_ALL", required)
    monkeypatch.setattr(need, "_needs", lambda: [lacking(fail)])
    assert need.main() == code
    said = capsys.readouterr().out
    assert "only root may" in said
    assert "Lacking: Tea, for the afternoon. To get it: put the kettle on." in said


def test_without_node_nothing_is_built(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("RAPPORT_REQUIRE_ALL", "")
    assert need.main(only_node=True) == 1
    assert "Lacking: Node.js 20 or newer, for the type checker and the pages." in capsys.readouterr().out


def test_what_would_only_be_quicker_is_named_and_not_required(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    kettle = Need("A kettle", "tea in half the time", lambda: False, fail, "buy one", needed=False)
    monkeypatch.setenv("RAPPORT_REQUIRE_ALL", "1")
    monkeypatch.setattr(need, "_needs", lambda: [kettle])
    assert need.main() == 0
    said = capsys.readouterr().out
    assert "Lacking: A kettle, for tea in half the time. To get it: buy one." in said
    assert "skipped" not in said


def test_what_can_be_got_is_got(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    got: list[str] = []
    tea = Need("Tea", "the afternoon", lambda: bool(got), lambda: got.append("tea"), "put the kettle on")
    monkeypatch.setenv("RAPPORT_REQUIRE_ALL", "1")
    monkeypatch.setattr(need, "_needs", lambda: [tea, tea])
    assert need.main() == 0
    assert got == ["tea"]
    assert "Lacking" not in capsys.readouterr().out


def test_what_is_here_is_not_got_again(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    here = Need("Tea", "the afternoon", lambda: True, fail, "put the kettle on")
    monkeypatch.setattr(need, "_needs", lambda: [here])
    assert need.main() == 0
    assert capsys.readouterr().out == ""


def test_a_machine_without_anything_lacks_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("RAPPORT_CACHE", str(tmp_path))
    monkeypatch.setenv("RAPPORT_NEO4J_VERSIONS", "5.26.30, 2026.08.1")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setattr("tools.neo4j.java._PLACES", ())
    assert {wanted.name for wanted in need._needs() if not wanted.here()} == {
        "Node.js 20 or newer",
        "Chromium",
        "Chromium without windows",
        "Java for Neo4j 5.26.30",
        "Java for Neo4j 2026.08.1",
        "Maven",
        "Neo4j 5.26.30",
        "Neo4j 2026.08.1",
    }
