"""From a decision to a recorded change: once, all of it, decided again where the state has moved.

Each write of the API is a function in `graph/<noun>.py` that reads what it decides on, lets `domain/` decide,
and returns a `Decision`; `record` appends it.
"""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from domain.errors import ConflictError, DuplicateError
from domain.ids import ChangeId, new_id
from domain.text import Text
from graph.store import Append, Once, Remembered, RepeatedError, StaleError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from domain.fact import Stated
    from domain.ids import StreamId
    from graph.store import ViewerStore

MAX_TRIES: Final = 60
"""How often a write is decided again before it is refused; each round lets at least one writer through."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a write states, on streams of which versions it was decided, and the ids of its objects by payload field.

    Nothing stated: nothing differs from what is known, and nothing is written. `position` and `touching` as in
    `Append`.
    """

    stated: tuple[Stated, ...]
    based_on: Mapping[StreamId, int]
    result: Mapping[str, str] = field(default_factory=dict[Any, Any])
    position: int | None = None
    touching: frozenset[StreamId] = frozenset()


@dataclass(frozen=True, slots=True)
class Recorded:
    """The change written (null: nothing differed) and the ids of its objects by payload field."""

    change_id: ChangeId | None
    result: Mapping[str, str]


async def record(
    store: ViewerStore,
    mutation: str,
    decide: Callable[[], Awaitable[Decision]],
    *,
    client_mutation_id: str | None,
    input_hash: str,
) -> Recorded:
    """Write what `decide` decides; the same `client_mutation_id` again answers the first result.

    Raises what `decide` and `append` raise, and ConflictError where the id was used with another input or the
    object is written to by too many at once.
    """
    once = Once(client_mutation_id, input_hash) if client_mutation_id is not None else None
    for attempt in range(MAX_TRIES):
        if once is not None and (found := await store.load_remembered(mutation, once.client_id)):
            return _repeated(found, once)
        try:
            decision = await decide()
            if not decision.stated:
                return Recorded(None, decision.result)
            return await _append(store, mutation, decision, once)
        except StaleError:
            # Spread the writers, so that they do not all meet again.
            await asyncio.sleep(random.uniform(0, min(0.1, 0.002 * (attempt + 1))))  # noqa: S311 - not a secret
        except RepeatedError:
            continue
    raise ConflictError(Text("Others keep changing this; try again.", "其他人正在不断修改此内容，请重试。"))


async def _append(store: ViewerStore, mutation: str, decision: Decision, once: Once | None) -> Recorded:
    append = Append(
        change_id=ChangeId(new_id("change")),
        mutation=mutation,
        stated=decision.stated,
        based_on=decision.based_on,
        position=decision.position,
        touching=decision.touching,
        once=once,
        result=decision.result,
    )
    try:
        change = await store.append(append)
    except DuplicateError as error:
        if decision.position is None:
            raise
        raise ConflictError(
            Text(
                "What this would bring back has been put there anew since.",
                "撤销后要恢复的内容此后已被重新建立。",
            ),
            field=("changeId",),
        ) from error
    return Recorded(change.id, decision.result)


def _repeated(found: Remembered, once: Once) -> Recorded:
    if found.input_hash != once.input_hash:
        raise ConflictError(
            Text(
                "This clientMutationId was used before, with another input; use a new one.",
                "该 clientMutationId 此前已用于不同的输入，请使用新的标识。",
            ),
            field="clientMutationId",
        )
    return Recorded(found.change_id, found.result)
