"""The playbook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import strawberry

import graph.playbook
from domain.codes import PlayTopic
from domain.errors import InvalidError
from domain.playbook_entry import Answer
from domain.text import Text
from resolvers.writing import perform
from schema.arguments import Given
from schema.context import Info
from schema.playbook import (
    AddPlayInput,
    AddPlayPayload,
    ChangePlayInput,
    ChangePlayPayload,
    PlaybookEntry,
    WithdrawPlayInput,
    WithdrawPlayPayload,
)

if TYPE_CHECKING:
    from datetime import datetime

    from graph.recording import Decision
    from graph.store import ViewerStore

OnTopic = Annotated[
    PlayTopic | None, strawberry.argument(description="Only what answers this; everything unless given.")
]
OfKey = Annotated[
    str | None,
    strawberry.argument(description="Only what answers this part of the topic, as `PlaybookAnswer.key` names it."),
]


async def resolve_playbook(info: Info, topic: OnTopic = None, key: OfKey = None) -> list[PlaybookEntry]:
    if topic is None and key is not None:
        raise InvalidError(Text("A key is one of a topic: name the topic.", "请同时指定 topic。"), field="topic")
    found = await graph.playbook.load_playbook(info.context.store, topic, key)
    return [PlaybookEntry.from_domain(one) for one in found]


async def add_play(info: Info, input: Given[AddPlayInput]) -> AddPlayPayload:
    return await perform(info, input, _add, AddPlayPayload, _find)


async def change_play(info: Info, input: Given[ChangePlayInput]) -> ChangePlayPayload:
    return await perform(info, input, _change, ChangePlayPayload, _find)


async def withdraw_play(info: Info, input: Given[WithdrawPlayInput]) -> WithdrawPlayPayload:
    return await perform(info, input, graph.playbook.withdraw_play, WithdrawPlayPayload)


async def _add(store: ViewerStore, now: datetime, **given: Any) -> Decision:
    return await graph.playbook.add_play(store, now, **_read(given))


async def _change(store: ViewerStore, now: datetime, **given: Any) -> Decision:
    return await graph.playbook.change_play(store, now, **_read(given))


def _read(given: dict[str, Any]) -> dict[str, Any]:
    if "answers" not in given:
        return given
    return given | {"answers": [Answer(one.topic, one.key or None) for one in given["answers"] or ()]}


async def _find(info: Info, play_id: str) -> PlaybookEntry | None:
    found = await graph.playbook.load_playbook(info.context.store)
    return next((PlaybookEntry.from_domain(one) for one in found if one.id == play_id), None)
