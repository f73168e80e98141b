"""Readings of Chinese names, under which they are found too."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def romanise(run: str) -> tuple[str, str] | None:
    """Return the syllables of a run of Chinese characters (`wang wei`) and their initials (`ww`); null without any."""
    syllables = [syllable for word in _cutter()(run) for syllable in _read(word)]
    return (" ".join(syllables), "".join(one[0] for one in syllables)) if syllables else None


# Names are many, but made of few words: a reading depends on nothing outside its word.
@lru_cache(maxsize=1 << 14)
def _read(word: str) -> tuple[str, ...]:
    return tuple(one for one in _reader()(word) if one.isascii())


@cache
def _cutter() -> Callable[[str], list[str]]:
    # Its dictionaries take a good part of a second to load: only who writes or has Chinese names waits for that.
    from pypinyin.seg.simpleseg import seg

    return seg


@cache
def _reader() -> Callable[[str], list[str]]:
    from pypinyin import Style, lazy_pinyin

    return lambda word: lazy_pinyin(word, style=Style.NORMAL, errors="ignore", v_to_u=False)
