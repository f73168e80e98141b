"""Exporting the GraphQL schema."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from app.console import CommandError

if TYPE_CHECKING:
    from pathlib import Path


def export_schema(output: Path | None, *, check: bool) -> bool:
    """Write the schema, or with `check` tell whether the file is up to date; false where it is not."""
    from resolvers.root import build_schema

    text = build_schema().as_str().rstrip() + "\n"
    if check:
        if output is None:
            raise CommandError("--check needs --output, the file to look at.")
        fresh = output.is_file() and output.read_bytes() == text.encode()
        sys.stdout.write(f"{output} is {'up to date' if fresh else 'stale: run `rapport schema` again'}.\n")
        return fresh
    if output is None:
        sys.stdout.write(text)
    else:
        try:
            output.write_text(text, encoding="utf-8")
        except OSError as error:
            raise CommandError(f"{output} cannot be written: {error.strerror}.") from error
    return True
