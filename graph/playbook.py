"""The playbook: what ships, and what a team adds of its own. Everybody reads it; ADMIN and MANAGER write it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.codes import SellerRole
from domain.deciding import check_version
from domain.errors import LimitError
from domain.fact import UNSET, Stated
from domain.ids import PlayId, new_id
from domain.playbook import MOST_OWN, answering, check_said, described, merged, own_plays, play_text
from domain.playbook_entry import Answer, PlayDescribed
from domain.shipped_plays import SHIPPED
from domain.text import Text
from graph.access import forbidden, not_found
from graph.recording import Decision
from graph.store import Selection

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from domain.codes import PlayTopic
    from domain.fact import Unset
    from domain.ids import StreamId
    from domain.playbook_entry import PlaybookEntry
    from graph.store import ViewerStore

_WRITERS = (SellerRole.ADMIN, SellerRole.MANAGER)


async def load_playbook(
    store: ViewerStore, topic: PlayTopic | None = None, key: str | None = None
) -> tuple[PlaybookEntry, ...]:
    """Return all advice, what answers a topic, or what answers one part of it: what ships first, then our own."""
    own = own_plays(await store.load_facts([Selection((PlayDescribed,))]))
    every = (*SHIPPED, *own)
    return every if topic is None else answering(every, Answer(topic, key))


async def add_play(
    store: ViewerStore,
    now: datetime,
    *,
    answers: Sequence[Answer],
    en: str | None = None,
    zh: str | None = None,
) -> Decision:
    """Add a piece of advice; in a language that is left out, the other one is shown.

    Raises LimitError where there are 1,000 of our own.
    """
    _check_role(store)
    if len(own_plays(await store.load_facts([Selection((PlayDescribed,))]))) >= MOST_OWN:
        raise LimitError(
            Text(
                f"There are {MOST_OWN:,} pieces of advice of your own; withdraw one first.",
                f"自定义打法最多 {MOST_OWN:,} 条；请先撤下一条。",
            )
        )
    play_id = PlayId(new_id("play"))
    said = PlayDescribed(play_id, _distinct(answers), play_text(en, "en"), play_text(zh, "zh"), withdrawn=False)
    check_said(said)
    return Decision((Stated(said, now),), {}, {"entry": play_id})


async def change_play(
    store: ViewerStore,
    now: datetime,
    *,
    play_id: str,
    expected_version: int | None = None,
    answers: Sequence[Answer] | Unset = UNSET,
    en: str | Unset | None = UNSET,
    zh: str | Unset | None = UNSET,
) -> Decision:
    """Change a piece of advice of our own; what is left out stays."""
    known, versions = await _read(store, play_id, expected_version)
    said = PlayDescribed(
        known.play_id,
        answers if answers is UNSET else _distinct(answers),
        play_text(en, "en"),
        play_text(zh, "zh"),
    )
    will_be = merged(known, said)
    check_said(will_be)
    return Decision(() if will_be == known else (Stated(said, now),), versions, {"entry": known.play_id})


async def withdraw_play(
    store: ViewerStore, now: datetime, *, play_id: str, expected_version: int | None = None
) -> Decision:
    """Take a piece of advice of our own out of the playbook."""
    known, versions = await _read(store, play_id, expected_version)
    return Decision((Stated(PlayDescribed(known.play_id, withdrawn=True), now),), versions, {})


async def _read(
    store: ViewerStore, play_id: str, expected_version: int | None
) -> tuple[PlayDescribed, Mapping[StreamId, int]]:
    """Read what holds of a piece of advice; NotFoundError for what ships too, which nobody changes."""
    _check_role(store)
    versions = await store.load_versions([play_id])
    facts = await store.load_facts([Selection((PlayDescribed,), subjects=(play_id,))])
    known = described(facts).get(PlayId(play_id))
    own = own_plays(facts)
    if known is None or not own:
        raise not_found("playId")
    check_version(own[0].version, expected_version)
    return known, versions


def _distinct(answers: Sequence[Answer]) -> tuple[Answer, ...]:
    return tuple(dict.fromkeys(answers))


def _check_role(store: ViewerStore) -> None:
    if store.viewer.role not in _WRITERS:
        raise forbidden()
