"""The playbook: pieces of advice, and what they answer."""

from __future__ import annotations

import strawberry
from strawberry import UNSET

import domain.playbook_entry
from domain.codes import PlayTopic
from schema.context import Info
from schema.seller import Seller, load_seller
from schema.text import Text
from schema.writing import Edit, Input, Payload

_KEY = (
    "Which of them: a rule's id; `LADDER/STAGE` for the promotion to that stage; the value of a style, temper, stance "
    "or motive. Null where the topic has no parts."
)


@strawberry.type(description="What a piece of advice is for.")
class PlaybookAnswer:
    topic: PlayTopic = strawberry.field(description="What kind of question it is.")
    key: str | None = strawberry.field(description=_KEY)


@strawberry.type(description="One piece of advice.")
class PlaybookEntry:
    id: strawberry.ID = strawberry.field(description="The id by which a `Play` names it.")
    text: Text = strawberry.field(description="What to do.")
    answers: list[PlaybookAnswer] = strawberry.field(description="What it is for.")
    version: int = strawberry.field(description="Counts the changes of it; 0 for what ships.")
    added_by_id: strawberry.Private[str | None]

    @strawberry.field(description="Who of us added it; null for what ships.")
    async def added_by(self, info: Info) -> Seller | None:
        return await load_seller(info, self.added_by_id)

    @classmethod
    def from_domain(cls, found: domain.playbook_entry.PlaybookEntry) -> PlaybookEntry:
        return cls(
            id=strawberry.ID(found.id),
            text=Text.from_domain(found.text),
            answers=[PlaybookAnswer(topic=one.topic, key=one.key) for one in found.answers],
            version=found.version,
            added_by_id=found.added_by,
        )


@strawberry.input(description="What a piece of advice is for.")
class PlaybookAnswerInput:
    topic: PlayTopic = strawberry.field(description="What kind of question it is.")
    key: str | None = strawberry.field(default=None, description=_KEY)


@strawberry.input(description="A piece of advice of your own; ADMIN and MANAGER may add it, everybody reads it.")
class AddPlayInput(Input):
    answers: list[PlaybookAnswerInput] = strawberry.field(description="What it is for: 1 to 50 things.")
    en: str | None = strawberry.field(
        default=UNSET, description="In English, one line of at most 1,000 characters; the Chinese one unless given."
    )
    zh: str | None = strawberry.field(
        default=UNSET, description="In Chinese, one line of at most 1,000 characters; the English one unless given."
    )


@strawberry.input(description="What changes in a piece of advice of your own.")
class ChangePlayInput(Edit):
    play_id: strawberry.ID = strawberry.field(description="Its id; what ships is not changed.")
    answers: list[PlaybookAnswerInput] | None = strawberry.field(default=UNSET, description="What it is for.")
    en: str | None = strawberry.field(default=UNSET, description="In English.")
    zh: str | None = strawberry.field(default=UNSET, description="In Chinese.")


@strawberry.input(description="A piece of advice of your own that is to go.")
class WithdrawPlayInput(Edit):
    play_id: strawberry.ID = strawberry.field(description="Its id; what ships is not withdrawn.")


@strawberry.type(description="What `addPlay` did.")
class AddPlayPayload(Payload):
    entry: PlaybookEntry | None = strawberry.field(default=None, description="The advice.")


@strawberry.type(description="What `changePlay` did.")
class ChangePlayPayload(Payload):
    entry: PlaybookEntry | None = strawberry.field(default=None, description="The advice as it is now.")


@strawberry.type(description="What `withdrawPlay` did.")
class WithdrawPlayPayload(Payload):
    pass
