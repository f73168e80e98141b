"""The playbook."""

from __future__ import annotations

from typing import Annotated

import strawberry

from domain.codes import PlayTopic
from domain.errors import InvalidError
from domain.playbook import advice
from domain.text import Text
from schema.playbook import PlaybookEntry

OnTopic = Annotated[
    PlayTopic | None, strawberry.argument(description="Only what answers this; everything unless given.")
]
OfKey = Annotated[
    str | None,
    strawberry.argument(description="Only what answers this part of the topic, as `PlaybookAnswer.key` names it."),
]


def resolve_playbook(topic: OnTopic = None, key: OfKey = None) -> list[PlaybookEntry]:
    if topic is None and key is not None:
        raise InvalidError(Text("A key is one of a topic: name the topic.", "请同时指定 topic。"), field="topic")
    return [PlaybookEntry.from_domain(one) for one in advice(topic, key)]
