"""Text in both languages, and the rules for text that people type."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from domain.errors import InvalidError

MAX_NAME: int = 200
"""Longest name, title or label, in code points."""
MAX_NOTE: int = 10_000
"""Longest note, evidence or reason, in code points."""

# Control characters but tab and line breaks; a lone surrogate cannot be stored as UTF-8.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_BREAKS = re.compile("[\t\r\n\u2028\u2029]")
# Formats, blanks, and marks without a letter; then letters and a symbol whose glyph is blank.
_UNSEEN_CATEGORIES = frozenset({"Cf", "Zs", "Zl", "Zp", "Mn", "Me"})
_UNSEEN = frozenset("\u115f\u1160\u2800\u3164\uffa0")


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """One message in English and in Chinese."""

    en: str
    zh: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Text) and (self.en, self.zh) == (other.en, other.zh)

    def __hash__(self) -> int:
        return hash((self.en, self.zh))


def clean_line(value: str, field: str, *, longest: int = MAX_NAME) -> str:
    """Return `value` as one trimmed NFC line; refuse it when empty, too long or with control characters."""
    line = unicodedata.normalize("NFC", value).strip()
    if is_blank(line):
        raise InvalidError(Text("It must not be empty.", "不能为空。"), field=field)
    if _BREAKS.search(line):
        raise InvalidError(Text("It must be one line.", "必须是单行文字。"), field=field)
    return _bounded(line, field, longest)


def is_blank(value: str) -> bool:
    """Whether nothing of a text can be seen: it has only spaces, joiners, directions and the like."""
    text = value.strip()
    # Nearly every text begins with what can be seen, and imports ask this of every cell.
    if text and " " < text[0] < "\x7f":
        return False
    return all(c in _UNSEEN or unicodedata.category(c) in _UNSEEN_CATEGORIES for c in text)


def clean_optional_line(value: str | None, field: str, *, longest: int = MAX_NAME) -> str | None:
    """Like `clean_line`, but nothing and blanks are null (unknown)."""
    return clean_line(value, field, longest=longest) if value is not None and not is_blank(value) else None


def clean_note(value: str | None, field: str) -> str | None:
    """Return free text, line breaks kept; null when there is none."""
    if value is None or is_blank(value):
        return None
    return _bounded(unicodedata.normalize("NFC", value).strip(), field, MAX_NOTE)


def _bounded(value: str, field: str, longest: int) -> str:
    if len(value) > longest:
        raise InvalidError(
            Text(
                f"It has {len(value)} characters; at most {longest} are allowed.",
                f"共 {len(value)} 个字符，最多允许 {longest} 个。",
            ),
            field=field,
        )
    if _CONTROL.search(value):
        raise InvalidError(Text("It must not hold control characters.", "不能包含控制字符。"), field=field)
    return value
