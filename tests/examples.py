"""How many examples Hypothesis tries where a test names a number of its own."""

from __future__ import annotations

from hypothesis import settings

_QUICK = 25


def examples(number: int) -> settings:
    """Return settings with so many examples; with no more than `make check` tries, where it is `make check`."""
    most = settings.default.max_examples if settings.default is not None else number
    return settings(max_examples=min(number, most) if most <= _QUICK else number)
