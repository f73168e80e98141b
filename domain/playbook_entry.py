"""One piece of advice of the playbook, what it answers, and what a team states of its own (domain.md §10)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from domain.codes import PlayTopic
from domain.fact import UNSET, Unset
from domain.ids import PlayId, StreamId

if TYPE_CHECKING:
    from domain.ids import SellerId
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
    """One piece of advice; those that ship have ids that are words, those of a team begin with `play_`.

    `added_by`: who of us added it; null for what ships. `version` counts the changes of it; 0 for what ships.
    """

    id: str
    answers: tuple[Answer, ...]
    text: Text
    added_by: SellerId | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class PlayDescribed:
    """What is stated of a piece of advice of a team's own, from `observed_at` on; the first one says all of it.

    A text that is null is not written in that language.
    """

    play_id: PlayId
    answers: tuple[Answer, ...] | Unset = UNSET
    en: str | Unset | None = UNSET
    zh: str | Unset | None = UNSET
    withdrawn: bool | Unset = UNSET

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    @property
    def stream(self) -> StreamId:
        return StreamId(self.play_id)

    @property
    def subject(self) -> str:
        return self.play_id

    @property
    def mentions(self) -> tuple[str, ...]:
        return ()
