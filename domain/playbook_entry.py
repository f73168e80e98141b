"""One piece of advice of the playbook, and what it answers (domain.md §10, "Playbook")."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from domain.codes import PlayTopic
    from domain.text import Text


@dataclass(frozen=True, slots=True)
class Answer:
    """What advice is for: a topic, and which of it. `key` is null for topics that have no parts.

    Keys: a rule's id; `LADDER/STAGE` for the promotion to that stage; the value of a style, temper, stance or motive.
    """

    topic: PlayTopic
    key: str | None = None


@dataclass(frozen=True, slots=True)
class PlaybookEntry:
    """One piece of advice; those that ship have ids that are words, those of a team begin with `play_`."""

    id: str
    answers: tuple[Answer, ...]
    text: Text
