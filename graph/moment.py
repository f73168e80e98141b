"""Moments that reads are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.errors import InvalidError
from domain.text import Text

if TYPE_CHECKING:
    from datetime import datetime


def check_moments(now: datetime, as_of: datetime | None, known_at: datetime | None) -> None:
    """Raise InvalidError, naming `asOf` or `knownAt`, for a moment in the future."""
    for field, value in (("asOf", as_of), ("knownAt", known_at)):
        if value is not None and value > now:
            raise InvalidError(
                Text(
                    f"It lies in the future ({value.isoformat()}); ask about a moment up to now.",
                    f"时间在将来（{value.isoformat()}）；只能查询到当前时刻为止。",
                ),
                field=field,
            )
