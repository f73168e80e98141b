"""Which Neo4j releases we support, and what each needs to start."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

SUPPORTED = ("5.26.30", "2026.08.1")
"""The long-term release and the calendar one: every statement runs on both."""


@dataclass(frozen=True, slots=True)
class Release:
    """One release: the class that starts it, and the Java versions it runs on (both ends included)."""

    version: str
    main_class: str
    oldest_java: int
    newest_java: int = 25


def release_of(version: str) -> Release:
    """Return what `version` needs; since 2025 a release is named for its year and month."""
    if int(version.split(".", maxsplit=1)[0]) >= 2025:
        return Release(version, "org.neo4j.server.Neo4jCommunity", oldest_java=21)
    # Declared for Java 17 and 21 only; 25 was tried.
    return Release(version, "org.neo4j.server.CommunityEntryPoint", oldest_java=17)


def chosen_versions() -> tuple[str, ...]:
    """Return the versions to test on: `RAPPORT_NEO4J_VERSIONS`, comma-separated, or all supported ones."""
    chosen = os.environ.get("RAPPORT_NEO4J_VERSIONS", "")
    return tuple(version.strip() for version in chosen.split(",") if version.strip()) or SUPPORTED


def cache_folder() -> Path:
    """Return where downloads are kept between runs: `RAPPORT_CACHE`, or the user's cache folder."""
    chosen = os.environ.get("RAPPORT_CACHE")
    if chosen:
        return Path(chosen)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "rapport"
