"""Ladders and their stages."""

from __future__ import annotations

from functools import cache

import strawberry

import domain.ladder
from schema.context import Info
from schema.playbook import PlaybookEntry
from schema.text import Text


@strawberry.type(description="One stage of a ladder.")
class Stage:
    key: str = strawberry.field(description="What the stage is called in the API, within its ladder.")
    label: Text = strawberry.field(description="What people call it.")
    order: int = strawberry.field(description="Its place from 1, the lowest.")
    ladder_key: strawberry.Private[str]

    @strawberry.field(description="What the playbook advises to bring a customer here: what ships, then your own.")
    async def plays(self, info: Info) -> list[PlaybookEntry]:
        found = await info.context.loaders.promotion_plays.load(f"{self.ladder_key}/{self.key}")
        return [PlaybookEntry.from_domain(one) for one in found]

    @classmethod
    def from_domain(cls, found: domain.ladder.Stage, ladder_key: str) -> Stage:
        return cls(key=found.key, label=Text.from_domain(found.label), order=found.order, ladder_key=ladder_key)


@strawberry.type(description="An ordered list of stages, on one of which a customer stands.")
class Ladder:
    key: str = strawberry.field(description="What the ladder is called in the API.")
    label: Text = strawberry.field(description="What people call it.")
    loop: bool = strawberry.field(description="Whether the first stage follows the last.")
    stages: list[Stage] = strawberry.field(description="Its stages, the lowest first.")

    @classmethod
    def from_domain(cls, found: domain.ladder.Ladder) -> Ladder:
        return cls(
            key=found.key,
            label=Text.from_domain(found.label),
            loop=found.loop,
            stages=[Stage.from_domain(stage, found.key) for stage in found.stages],
        )


@cache
def ladder_of(key: str) -> Ladder:
    """Return a ladder by key; raises InvalidError, naming `ladder`, for one that there is not."""
    return Ladder.from_domain(domain.ladder.ladder(key))


def stage_of(ladder: Ladder, key: str) -> Stage:
    """Return a stage of a ladder by its key, which must be one."""
    return next(stage for stage in ladder.stages if stage.key == key)
