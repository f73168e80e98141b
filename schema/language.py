"""The language of messages: English, or Chinese where the caller prefers it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from domain.text import Text

Language = Literal["en", "zh"]


def language_of(accept_language: str | None) -> Language:
    """Return which of the two an Accept-Language header prefers, the first of two alike; else English."""
    weights: dict[str, float] = {}
    for part in (accept_language or "").split(","):
        tag, _, parameters = part.partition(";")
        name = re.split("[-_]", tag.strip().lower())[0]
        if name in {"zh", "en", "*"}:
            weights[name] = max(weights.get(name, 0.0), quality(parameters))
    named = [name for name in weights if name != "*"]
    # `*` is whatever is not named; English comes first there.
    order = named + [name for name in ("en", "zh") if name not in named]
    best = max(order, key=lambda name: weights.get(name, weights.get("*", 0.0)))
    return "zh" if best == "zh" and weights.get("zh", weights.get("*", 0.0)) > 0 else "en"


def quality(parameters: str) -> float:
    """Return the weight among the parameters of an Accept header's part, 0 to 1.

    It is 1 if none is given, and 0 if it is no number.
    """
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            try:
                weight = float(value)
            except ValueError:
                return 0.0
            # Neither is greater than a number that is none.
            return min(weight, 1.0) if weight > 0 else 0.0
    return 1.0


def say(text: Text, language: Language) -> str:
    """Return a message in a language."""
    return text.zh if language == "zh" else text.en
