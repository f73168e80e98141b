"""`make need`: gets what the tests need from outside Python, or says what is lacking and how to get it.

As root on Debian or Ubuntu, packages are installed by apt-get; everything else goes to the cache
(`RAPPORT_CACHE`). With RAPPORT_REQUIRE_ALL=1 something lacking is a failure, else its tests are skipped.
`python -m tools.need node` gets only what builds the pages.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from tools.neo4j.jars import get_jars, have_jars
from tools.neo4j.java import find_java, install_java
from tools.neo4j.releases import chosen_versions, release_of

_HEADLESS: Final = "chromium-headless-shell"


@dataclass(frozen=True, slots=True)
class Need:
    """One thing: what for, whether it is here, how to get it, and that in words for a person.

    Not `needed`: all tests run without it too, only for longer.
    """

    name: str
    purpose: str
    here: Callable[[], bool]
    get: Callable[[], object]
    advice: str
    needed: bool = True


def _needs() -> list[Need]:
    versions = chosen_versions()
    return [
        _node(),
        Need(
            "Chromium",
            "the tests in a browser",
            lambda: find_chromium() is not None,
            lambda: _apt_get("chromium", "fonts-noto-cjk"),
            "install Chromium (Debian: apt-get install chromium), or name one in RAPPORT_CHROMIUM",
        ),
        Need(
            "Chromium without windows",
            "the tests in a browser in half the time",
            lambda: "RAPPORT_CHROMIUM" in os.environ or shutil.which(_HEADLESS) is not None,
            lambda: _apt_get(_HEADLESS),
            f"install it (Debian: apt-get install {_HEADLESS})",
            needed=False,
        ),
        *(
            Need(
                f"Java for Neo4j {version}",
                f"the tests on Neo4j {version}",
                lambda version=version: find_java(release_of(version)) is not None,
                install_java,
                f"install a Java from {release_of(version).oldest_java} to {release_of(version).newest_java}",
            )
            for version in versions
        ),
        Need(
            "Maven",
            "to bring Neo4j",
            lambda: all(have_jars(version) for version in versions) or shutil.which("mvn") is not None,
            lambda: _apt_get("maven"),
            "install Maven (Debian and Ubuntu: apt-get install maven; macOS: brew install maven)",
        ),
        *(
            Need(
                f"Neo4j {version}",
                f"the tests on Neo4j {version}",
                lambda version=version: have_jars(version),
                lambda version=version: get_jars(version),
                "let Maven reach Maven Central, then run `make need` again",
            )
            for version in versions
        ),
    ]


def _node() -> Need:
    return Need(
        "Node.js 20 or newer",
        "the type checker and the pages",
        _have_node,
        lambda: _apt_get("nodejs", "npm"),
        "install Node.js 20 or newer with npm (Debian 13: apt-get install nodejs npm)",
    )


def find_chromium(*, headless: bool = False) -> str | None:
    """Return the program of the browser to drive, or None; `headless`: rather the one that has no windows."""
    named = os.environ.get("RAPPORT_CHROMIUM", "")
    programs = [named] if named else [*([_HEADLESS] if headless else []), "chromium", "google-chrome"]
    return next(filter(None, map(shutil.which, programs)), None)


def _have_node() -> bool:
    if shutil.which("node") is None or shutil.which("npm") is None:
        return False
    said = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout
    match = re.match(r"v(\d+)", said)
    return match is not None and int(match[1]) >= 20


def _apt_get(*packages: str) -> None:
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise PermissionError("only root on Debian or Ubuntu can install it by itself")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-qq"], ["install", "-qq", "-y", "--no-install-recommends", *packages]):
        subprocess.run(
            ["apt-get", *command],
            check=True,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )


def _meet(need: Need) -> bool:
    """Tell whether the need is met, after trying to."""
    if need.here():
        return True
    print(f"Getting {need.name} (for {need.purpose}) …", flush=True)
    try:
        need.get()
    except (OSError, RuntimeError, subprocess.CalledProcessError) as error:
        print(f"  {error}")
    return need.here()


def main(only_node: bool = False) -> int:
    """Meet every need; return 1 when one is not met though all are required, as what builds the pages always is."""
    absent = [need for need in ([_node()] if only_node else _needs()) if not _meet(need)]
    for need in absent:
        print(f"Lacking: {need.name}, for {need.purpose}. To get it: {need.advice}.")
    lacking = [need for need in absent if need.needed]
    required = only_node or os.environ.get("RAPPORT_REQUIRE_ALL", "") not in {"", "0"}
    if lacking and not required:
        print("The tests that need it are skipped.")
    return 1 if lacking and required else 0


if __name__ == "__main__":
    sys.exit(main(only_node=sys.argv[1:] == ["node"]))
