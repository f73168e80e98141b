"""Moments that reads are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.deciding import moment

if TYPE_CHECKING:
    from datetime import datetime


def check_moments(now: datetime, as_of: datetime | None, known_at: datetime | None) -> None:
    """Raise InvalidError, naming `asOf` or `knownAt`, for a moment in the future."""
    moment(as_of, now, "asOf")
    moment(known_at, now, "knownAt")
