"""The playbook: pieces of advice, and what they answer."""

from __future__ import annotations

import strawberry

import domain.playbook_entry
from domain.codes import PlayTopic
from schema.text import Text


@strawberry.type(description="What a piece of advice is for.")
class PlaybookAnswer:
    topic: PlayTopic = strawberry.field(description="What kind of question it is.")
    key: str | None = strawberry.field(
        description="Which of them: a rule's id; `LADDER/STAGE` for the promotion to that stage; the value of a style, "
        "temper, stance or motive. Null where the topic has no parts."
    )


@strawberry.type(description="One piece of advice.")
class PlaybookEntry:
    id: strawberry.ID = strawberry.field(description="The id by which a `Play` names it.")
    text: Text = strawberry.field(description="What to do.")
    answers: list[PlaybookAnswer] = strawberry.field(description="What it is for.")

    @classmethod
    def from_domain(cls, found: domain.playbook_entry.PlaybookEntry) -> PlaybookEntry:
        return cls(
            id=strawberry.ID(found.id),
            text=Text.from_domain(found.text),
            answers=[PlaybookAnswer(topic=one.topic, key=one.key) for one in found.answers],
        )
