"""The playbook: which advice answers what, and what a team adds of its own (domain.md §10)."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Final

from domain.change import Undone, standing_facts
from domain.codes import PlayTopic
from domain.errors import InvalidError
from domain.fact import UNSET
from domain.playbook_entry import Answer, PlaybookEntry, PlayDescribed
from domain.shipped_plays import SHIPPED
from domain.text import Text, clean_optional_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from domain.fact import Fact, Unset
    from domain.ids import ChangeId, PlayId, SellerId

SHIPPED_BY_ID: Final[Mapping[str, PlaybookEntry]] = {entry.id: entry for entry in SHIPPED}
MOST_ANSWERS: Final = 50
"""How many things one piece of advice may answer."""
LONGEST: Final = 1_000
"""Longest text of a piece of advice, in code points."""
MOST_OWN: Final = 1_000
"""How many pieces of advice of a team's own there may be."""
_WITHOUT_PARTS: Final = frozenset({PlayTopic.WIDENING, PlayTopic.TRUST, PlayTopic.UPKEEP, PlayTopic.LOSS})
_KEY: Final = re.compile(r"[A-Za-z][A-Za-z0-9_/-]{0,99}")


def plays_for(rule_id: str) -> tuple[PlaybookEntry, ...]:
    """Return the advice that ships for what a rule finds, in its order."""
    return answering(SHIPPED, Answer(PlayTopic.RULE, rule_id))


def plays_to(ladder: str, stage: str) -> tuple[PlaybookEntry, ...]:
    """Return the advice that ships for the promotion to a stage."""
    return answering(SHIPPED, Answer(PlayTopic.STAGE, f"{ladder}/{stage}"))


def answering(entries: Iterable[PlaybookEntry], asked: Answer) -> tuple[PlaybookEntry, ...]:
    """Return what answers a topic, in order; of one part of it only, where `key` is given."""
    return tuple(e for e in entries if any(_matches(given, asked) for given in e.answers))


def _matches(given: Answer, asked: Answer) -> bool:
    return given.topic is asked.topic and asked.key in (None, given.key)


# ── a team's own ──


def own_plays(facts: Iterable[Fact]) -> tuple[PlaybookEntry, ...]:
    """Return the advice that facts make, without what was withdrawn, in the order in which it was added.

    The playbook is small and is read from its facts; it is no part of the graph.
    """
    added: dict[PlayId, SellerId | None] = {}
    known = list(facts)
    changes = _changes(known)
    for fact in sorted(known, key=lambda one: one.order):
        if isinstance(fact.statement, PlayDescribed):
            added.setdefault(fact.statement.play_id, fact.by)
    said = described(known)
    return tuple(
        _entry(one, added[id_], len(changes[id_]))
        for id_, one in said.items()
        if _answers(one) and one.withdrawn is not True
    )


def _changes(facts: Iterable[Fact]) -> dict[PlayId, set[ChangeId]]:
    """Return by piece of advice the changes that said something of it, and what took them back: more by each."""
    found: dict[PlayId, set[ChangeId]] = {}
    for fact in sorted(facts, key=lambda one: one.recorded_at):
        said = fact.statement
        if isinstance(said, PlayDescribed):
            found.setdefault(said.play_id, set()).add(fact.change)
        elif isinstance(said, Undone):
            for changes in found.values():
                if said.change_id in changes:
                    changes.add(fact.change)
    return found


def described(facts: Iterable[Fact]) -> dict[PlayId, PlayDescribed]:
    """Return all that holds of each piece of advice, by id, in the order in which they were added."""
    said: dict[PlayId, PlayDescribed] = {}
    for fact in sorted(standing_facts(facts), key=lambda one: one.order):
        if isinstance(one := fact.statement, PlayDescribed):
            said[one.play_id] = merged(said.get(one.play_id, one), one)
    return said


def merged(known: PlayDescribed, said: PlayDescribed) -> PlayDescribed:
    """Return what is known with what is said anew in its place."""
    stated = {f.name: value for f in fields(said) if (value := getattr(said, f.name)) is not UNSET}
    return replace(known, **stated)


def _entry(one: PlayDescribed, added_by: SellerId | None, version: int) -> PlaybookEntry:
    en, zh = (text if text is not UNSET and text else "" for text in (one.en, one.zh))
    return PlaybookEntry(one.play_id, _answers(one), Text(en or zh, zh or en), added_by, version)


def _answers(one: PlayDescribed) -> tuple[Answer, ...]:
    return () if one.answers is UNSET else one.answers


def play_text(value: str | Unset | None, field: str) -> str | Unset | None:
    """Return a text as it is kept: one line of at most 1,000 characters, null where there is none."""
    return value if value is UNSET else clean_optional_line(value, field, longest=LONGEST)


def check_said(said: PlayDescribed) -> None:
    """Raise InvalidError for advice that says nothing, or answers nothing, too much, or what cannot be."""
    if not any(text for text in (said.en, said.zh) if text is not UNSET):
        raise InvalidError(Text("Say it in English or in Chinese.", "请用中文或英文写明。"), field="en")
    answers = _answers(said)
    if not 1 <= len(answers) <= MOST_ANSWERS:
        raise InvalidError(
            Text(f"It answers 1 to {MOST_ANSWERS} things.", f"所针对的内容为 1 到 {MOST_ANSWERS} 项。"), field="answers"
        )
    for one in answers:
        _check_answer(one)


def _check_answer(one: Answer) -> None:
    if (one.key is None) != (one.topic in _WITHOUT_PARTS):
        raise InvalidError(
            Text(
                f"{one.topic.value} {'has no parts: leave the key out' if one.key is not None else 'needs a key'}.",
                f"{one.topic.label.zh}{'不分项，请勿指定 key' if one.key is not None else '需要指定 key'}。",
            ),
            field="answers",
        )
    if one.key is not None and not _KEY.fullmatch(one.key):
        raise InvalidError(Text(f"“{one.key[:100]}” is no key.", f"“{one.key[:100]}”不是有效的 key。"), field="answers")
