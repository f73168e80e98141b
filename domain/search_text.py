"""The normal form in which names are searched, and the order of what is found.

Both stores index the same text and are asked the same tokens, so that they answer alike: the text is lower
case and has nothing but letters, digits and single spaces, on which SQLite's `unicode61` and Neo4j's
`whitespace` split in the same places. Characters of scripts written without spaces stand apart, so that a
phrase query finds any run of them. An object is found when the query's tokens stand next to each other in its
words, the last of them as the beginning of a word: `found`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    Romanise = Callable[[str], tuple[str, str] | None]

BOUNDARY: Final = "ª"
"""A word between two values, over which no phrase reaches: NFKC makes it an `a`, so that no query has it."""

# Lucene cuts a token at 255 UTF-16 units, SQLite does not.
_LONGEST_WORD: Final = 100
# An international telephone number has at most 15 digits, an extension some more.
_LONGEST_NUMBER: Final = 20

# Ideographs: both of their planes whole, because names use characters newer than Python's tables.
_HAN: Final = "\u3005-\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff\ufa0e-\ufa29\U00020000-\U0003fffd"
_KANA: Final = "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\U0001b000-\U0001b122"
_BOPOMOFO: Final = "\u3105-\u312f\u31a0-\u31bf"
# With the jamo that no syllable has taken up: so apart, they do not join when a mark between them is dropped.
_HANGUL: Final = "\uac00-\ud7a3\u1100-\u11ff\ua960-\ua97c\ud7b0-\ud7c6\ud7cb-\ud7fb"
_APART: Final = re.compile(f"[{_HAN}{_KANA}{_BOPOMOFO}{_HANGUL}]")
_HAN_RUN: Final = re.compile(f"[{_HAN}]+")

_ACCENTS: Final = re.compile("[\u0300-\u036f]")
# Letters to Python but, by the Unicode version of SQLite's tables, marks at which it would cut a word.
_LATE_LETTERS: Final = re.compile("[\u19b0-\u19c0\u19c8\u19c9\u1cf2\u1cf3]")
_ASCII_WORD: Final = re.compile("[a-z0-9]+")
_INTERNATIONAL: Final = re.compile(r"\+(?:[^\w+]{0,2}[0-9]){8,15}")


def fold_name(name: str) -> str:
    """Return the name's tokens, a space between them: NFKC, case folded, accents and punctuation gone."""
    return " ".join(_tokens(name))


def query_phrase(text: str) -> tuple[str, ...]:
    """Return the tokens to look for, next to each other in this order; the last is the beginning of a word.

    A query of digits alone is one token however it is grouped: `138 0013` is looked for as `1380013`. Without
    a letter or digit the phrase is empty and finds nothing.
    """
    tokens = _tokens(text)
    number = "".join(tokens)
    return (number,) if _is_number(number) and len(number) <= _LONGEST_NUMBER else tuple(tokens)


def search_words(values: Iterable[str | None], romanise: Romanise) -> str:
    """Return the words under which an object with these names, addresses and numbers is found.

    Args:
        values: What the object is called and reached by; a null is left out.
        romanise: Gives for a run of Chinese characters its full reading and its initials (`wangwei`, `ww`),
            or None. Where the full reading has spaces, it is found by its syllables and as one word.
    """
    units = (unit for value in values if value for unit in _units(value, romanise))
    return f" {BOUNDARY} ".join(dict.fromkeys(units))


def found(phrase: Sequence[str], words: str) -> bool:
    """Whether the words have the phrase: what a store's index has to answer, said once more."""
    return bool(phrase) and f" {' '.join(phrase)}" in f" {words}"


def rank(query: str, name: str, words: str) -> int:
    """Return how well something found fits, 0 the best; equal ones follow by name, then by id.

    0: the name is the query; 1: it begins with it; 2: it has it, or `words` have it as whole words (a
    reading, a number, a department); 3: all else.
    """
    folded, asked = fold_name(name), fold_name(query)
    if not asked:
        return 3
    if folded == asked:
        return 0
    if folded.startswith(asked):
        return 1
    whole = f" {' '.join(query_phrase(query))} " in f" {words} "
    return 2 if whole or f" {asked}" in f" {folded}" else 3


def _tokens(text: str) -> list[str]:
    words = _ASCII_WORD.findall(text.lower()) if text.isascii() else _marked_words(text)
    return [word[at : at + _LONGEST_WORD] for word in words for at in range(0, len(word), _LONGEST_WORD)]


def _marked_words(text: str) -> list[str]:
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    # Composed again before marks are dropped: voiced marks of kana and parts of Hangul belong to letters.
    composed = unicodedata.normalize("NFC", _ACCENTS.sub("", decomposed))
    return "".join(map(_kept, composed)).split()


@lru_cache(maxsize=1 << 15)
def _kept(char: str) -> str:
    """Return what stands for a character: itself, spaced or not; nothing for a mark; a space for all else."""
    if _APART.match(char):
        return f" {char} "
    category = unicodedata.category(char)
    if category[0] == "M" or category == "Cf" or _LATE_LETTERS.match(char):
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(char))
    return char if category[0] in "LN" else " "


# Titles and departments, and many names, are those of many.
@lru_cache(maxsize=1 << 14)
def _units(value: str, romanise: Romanise) -> tuple[str, ...]:
    """Return the phrases under which one value is found."""
    return tuple(_phrases(value, romanise))


def _phrases(value: str, romanise: Romanise) -> Iterator[str]:
    tokens = _tokens(value)
    if tokens:
        yield " ".join(tokens)
    yield from _joined_numbers(tokens)
    plain = unicodedata.normalize("NFKC", value)
    for number in _INTERNATIONAL.findall(plain):
        # A country's code has one to three digits, and who searches often leaves it out.
        digits = re.sub(r"[^0-9]", "", number)
        yield from (digits[code:] for code in (1, 2, 3))
    for run in _HAN_RUN.findall(plain):
        yield from _readings(run, romanise)


def _joined_numbers(tokens: Sequence[str]) -> Iterator[str]:
    """Give, from every group of digits on, the number that it and the next ones make when written as one."""
    for start, first in enumerate(tokens):
        joined = ""
        for token in tokens[start:]:
            if not _is_number(token) or len(joined) + len(token) > _LONGEST_NUMBER:
                break
            joined += token
        if len(joined) > len(first):
            yield joined


def _readings(run: str, romanise: Romanise) -> Iterator[str]:
    reading = romanise(run)
    if reading is None:
        return
    full, initials = map(_tokens, reading)
    spellings = (" ".join(full), " ".join(_tokens("".join(full))), " ".join(initials))
    yield from filter(None, spellings)


def _is_number(token: str) -> bool:
    return token.isascii() and token.isdecimal()
