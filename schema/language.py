"""The language of messages: English, or Chinese where the caller prefers it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from domain.text import Text

Language = Literal["en", "zh"]


def language_of(accept_language: str | None) -> Language:
    """Return which of the two comes first in an Accept-Language header; English where it says neither."""
    best: dict[Language, float] = {"zh": 0.0, "en": 0.0}
    for part in (accept_language or "").split(","):
        tag, _, parameters = part.strip().partition(";")
        name = tag.strip().lower().partition("-")[0]
        if name == "zh" or name == "en":  # noqa: PLR1714 - so that the type is known
            best[name] = max(best[name], quality(parameters))
    return "zh" if best["zh"] > best["en"] else "en"


def quality(parameters: str) -> float:
    """Return the weight among the parameters of an Accept header's part: 1 if none is given, 0 if it is no number."""
    for parameter in parameters.split(";"):
        name, _, value = parameter.strip().partition("=")
        if name.strip().lower() == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0


def say(text: Text, language: Language) -> str:
    """Return a message in a language."""
    return text.zh if language == "zh" else text.en
