"""What is in a world, in short: how many of each kind, and a fingerprint of all of it."""

from __future__ import annotations

import hashlib
from dataclasses import fields
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from domain.world import World


def count_world(world: World) -> dict[str, int]:
    """Count the objects and ties of a world, by the names of its parts."""
    return {field.name: len(getattr(world, field.name)) for field in fields(world)}


def digest_world(world: World) -> str:
    """Return the SHA-256, in hexadecimal, of everything in a world, whatever the order it was read in."""
    digest = hashlib.sha256()
    for field in fields(world):
        part: dict[Any, Any] = getattr(world, field.name)
        for key in sorted(part):
            # All values are frozen dataclasses of plain values and enums: their texts differ when they do.
            digest.update(f"{field.name} {key!r} {part[key]!r}\n".encode())
    return digest.hexdigest()
