"""Readings of Chinese names, under which they are found too."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def romanise(run: str) -> tuple[str, str] | None:
    """Return the syllables of a run of Chinese characters (`wang wei`) and their initials (`ww`); null without any."""
    syllables = [one for one in _reader()(run) if one.isascii()]
    return (" ".join(syllables), "".join(one[0] for one in syllables)) if syllables else None


@cache
def _reader() -> Callable[[str], list[str]]:
    # Its dictionaries take a good part of a second to load: only who writes or has Chinese names waits for that.
    from pypinyin import Style, lazy_pinyin

    return lambda run: lazy_pinyin(run, style=Style.NORMAL, errors="ignore", v_to_u=False)
