"""Brings the jars of a Neo4j release from Maven Central into the cache."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from tools.neo4j.releases import cache_folder

_POM = Path(__file__).with_name("pom.xml")
_COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"


def jars_folder(version: str) -> Path:
    """Return the folder where the jars of `version` are, or will be."""
    return cache_folder() / "neo4j" / version


def have_jars(version: str) -> bool:
    """Tell whether the jars are here. The folder gets its name when it is complete, never before."""
    return jars_folder(version).is_dir()


def get_jars(version: str) -> Path:
    """Return the folder with the jars of `version`; the first time, download them (about 130 MB).

    Raises:
        FileNotFoundError: Maven is not installed.
        RuntimeError: Maven failed; the message has its own words.
    """
    folder = jars_folder(version)
    if have_jars(version):
        return folder
    maven = shutil.which("mvn")
    if maven is None:
        raise FileNotFoundError("Maven (mvn) is not installed.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{version}-") as scratch:
        _run_maven(maven, version, Path(scratch) / "lib")
        _publish(Path(scratch) / "lib", folder)
    return folder


def _run_maven(maven: str, version: str, target: Path) -> None:
    goal = [_COPY, "-DincludeScope=runtime", f"-DoutputDirectory={target}"]
    flags = ["--batch-mode", "--quiet", "--strict-checksums", "--file", str(_POM)]
    done = subprocess.run(
        [maven, *flags, f"-Dneo4j.version={version}", *goal],
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(f"Maven could not bring Neo4j {version}:\n{done.stdout}")


def _publish(made: Path, folder: Path) -> None:
    try:
        os.rename(made, folder)  # noqa: PTH104 - Path.rename would hide that this is the atomic one
    except OSError:
        # Somebody else was quicker; theirs is the same.
        if not folder.is_dir():
            raise
