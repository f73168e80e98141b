"""The playbook: which advice answers what (domain.md §10)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from domain.codes import PlayTopic
from domain.playbook_entry import Answer
from domain.shipped_plays import SHIPPED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from domain.playbook_entry import PlaybookEntry

SHIPPED_BY_ID: Final[Mapping[str, PlaybookEntry]] = {entry.id: entry for entry in SHIPPED}


def plays_for(rule_id: str) -> tuple[PlaybookEntry, ...]:
    """Return the advice that ships for what a rule finds, in its order."""
    return answering(SHIPPED, Answer(PlayTopic.RULE, rule_id))


def plays_to(ladder: str, stage: str) -> tuple[PlaybookEntry, ...]:
    """Return the advice that ships for the promotion to a stage."""
    return answering(SHIPPED, Answer(PlayTopic.STAGE, f"{ladder}/{stage}"))


def advice(topic: PlayTopic | None = None, key: str | None = None) -> tuple[PlaybookEntry, ...]:
    """Return the advice that ships: all of it, on a topic, or on one part of a topic."""
    return SHIPPED if topic is None else answering(SHIPPED, Answer(topic, key))


def answering(entries: Iterable[PlaybookEntry], asked: Answer) -> tuple[PlaybookEntry, ...]:
    """Return what answers a topic, in order; of one part of it only, where `key` is given."""
    return tuple(e for e in entries if any(_matches(given, asked) for given in e.answers))


def _matches(given: Answer, asked: Answer) -> bool:
    return given.topic is asked.topic and asked.key in (None, given.key)
