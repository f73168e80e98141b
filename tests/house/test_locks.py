"""The locks: every package with its hashes, no address, in step with pyproject.toml and with each other."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
GROUPS = PROJECT["dependency-groups"]
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-build.lock", "tools/neo4j/java.lock")
NPM_LOCKS = sorted(
    path.relative_to(ROOT).as_posix()
    for folder in ("ui", "tools/*")
    for path in ROOT.glob(f"{folder}/package-lock.json")
)
PYTHONS = ("3.11", "3.12", "3.13", "3.14")


@cache
def read_lock(name: str) -> list[tuple[Requirement, list[str]]]:
    """Return each locked package with its hashes."""
    text = re.sub(r"\s*\\\n\s*", " ", (ROOT / name).read_text(encoding="utf-8"))
    entries = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return [
        (Requirement(entry.partition(" --hash=")[0]), re.findall(r"--hash=sha256:([0-9a-f]{64})(?!\S)", entry))
        for entry in entries
    ]


@cache
def locked_versions(name: str, python: str) -> dict[str, Version]:
    """Return the version of each package, by its canonical name, that a Python on Linux gets."""
    environment = {"python_version": python, "python_full_version": f"{python}.0", "sys_platform": "linux"}
    found: dict[str, Version] = {}
    for requirement, _ in read_lock(name):
        if requirement.marker is None or requirement.marker.evaluate(environment):
            package = canonicalize_name(requirement.name)
            assert package not in found, f"{package} is locked twice for Python {python}"
            found[package] = Version(str(requirement.specifier).removeprefix("=="))
    return found


def locked_version(name: str, package: str, python: str) -> Version | None:
    return locked_versions(name, python).get(canonicalize_name(package))


def wanted(group: str) -> list[Requirement]:
    """Return what a dependency group asks for, groups it includes too."""
    found: list[Requirement] = []
    for entry in GROUPS[group]:
        found += wanted(entry["include-group"]) if isinstance(entry, dict) else [Requirement(entry)]
    return found


RUNTIME = [Requirement(entry) for entry in PROJECT["project"]["dependencies"]]


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_is_pinned_and_hashed(name: str) -> None:
    entries = read_lock(name)
    assert entries
    for requirement, hashes in entries:
        assert re.fullmatch(r"==[^*,]+", str(requirement.specifier)), requirement
        assert hashes, requirement


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_address_and_no_folder(name: str) -> None:
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        assert not re.search(r"://|--(?!hash=)|@ |(^|\s)(\.{0,2}/)\S", line), line


@pytest.mark.parametrize("name", NPM_LOCKS)
def test_an_npm_lock_has_integrity_and_no_address(name: str) -> None:
    lock = json.loads((ROOT / name).read_text(encoding="utf-8"))
    assert lock["lockfileVersion"] >= 3
    for path, package in lock["packages"].items():
        assert "resolved" not in package, path
        assert path == "" or package["integrity"].startswith("sha512-"), path


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize(
    ("name", "requirements"),
    [
        ("requirements.lock", RUNTIME),
        ("requirements-dev.lock", RUNTIME + wanted("dev")),
        ("requirements-build.lock", wanted("build")),
        ("tools/neo4j/java.lock", wanted("java")),
    ],
)
def test_the_lock_is_what_the_project_asks_for(name: str, requirements: list[Requirement], python: str) -> None:
    for requirement in requirements:
        version = locked_version(name, requirement.name, python)
        assert version is not None, requirement
        assert requirement.specifier.contains(version), f"{requirement}, and {version} is locked: make lock"


@pytest.mark.parametrize("python", PYTHONS)
def test_tests_run_on_what_is_shipped(python: str) -> None:
    for requirement, _ in read_lock("requirements.lock"):
        if requirement.marker is None or requirement.marker != Marker("sys_platform == 'win32'"):
            shipped = locked_version("requirements.lock", requirement.name, python)
            assert locked_version("requirements-dev.lock", requirement.name, python) == shipped, requirement


def test_every_dependency_has_its_reason_written_down() -> None:
    text = (ROOT / "docs/decisions/0001-dependencies.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^\| `([^`]+)`", text, re.MULTILINE))
    npm = {
        package
        for lock in NPM_LOCKS
        for kind in ("dependencies", "devDependencies")
        for package in json.loads((ROOT / lock).with_name("package.json").read_text(encoding="utf-8")).get(kind, {})
    }
    python = {requirement.name for requirement in RUNTIME + wanted("dev") + wanted("java")}
    assert named == python | npm


@pytest.mark.slow
def test_what_the_locks_install_is_whole() -> None:
    # They are installed with --no-deps: nothing else would notice a package that is missing.
    checked = subprocess.run([sys.executable, "-m", "pip", "check"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout
