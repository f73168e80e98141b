"""A folder for files that are written to many times."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SHARED = "/dev/shm"  # noqa: S108 - folders of our own are made in it


@contextmanager
def folder_in_memory() -> Iterator[Path]:
    """Make a folder, in memory where there is such a thing.

    What it costs to reach a disk says nothing about the code, and takes most of the time of such a test.
    """
    with tempfile.TemporaryDirectory(dir=_SHARED if os.access(_SHARED, os.W_OK) else None) as folder:
        yield Path(folder)
