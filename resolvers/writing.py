"""How every mutation runs: decide, record, show; the one place where a refusal becomes `userErrors`."""

from __future__ import annotations

import asyncio
import hashlib
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, TypeVar

import strawberry

from domain.errors import DomainError, LimitError
from domain.text import Text
from graph.kept import decide_on_kept
from graph.recording import record
from resolvers.node import find_object
from schema.error import UserError
from schema.writing import Input, Payload, given

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from graph.recording import Decision, Recorded
    from schema.context import Info

    Decide = Callable[..., Awaitable[Decision]]
    """A write of `graph/`: it takes the store, now, and as keyword arguments the fields of the mutation's input."""

PayloadT = TypeVar("PayloadT", bound=Payload)

_LONGEST_ID: Final = 200


async def perform(
    info: Info,
    said: Input,
    decide: Decide,
    payload: type[PayloadT],
    find: Callable[[Info, str], Awaitable[Any]] = find_object,
) -> PayloadT:
    """Run a mutation, and answer with what it wrote as it is now, found by id with `find`, or why it was refused."""
    client_id = said.client_mutation_id or None
    try:
        recorded = await _record(info, said, decide)
    except DomainError as error:
        return refuse(info, said, payload, error)
    info.context.forget(datetime.now(UTC))
    found = await asyncio.gather(*(find(info, id_) for id_ in recorded.result.values()))
    change_id = strawberry.ID(recorded.change_id) if recorded.change_id is not None else None
    objects: dict[str, Any] = dict(zip(recorded.result, found, strict=True))
    return payload(**objects, change_id=change_id, client_mutation_id=client_id)


def refuse(info: Info, said: Input, payload: type[PayloadT], error: DomainError) -> PayloadT:
    """Answer why a mutation was refused."""
    refused = [UserError.from_domain(error, info.context.language)]
    return payload(user_errors=refused, client_mutation_id=said.client_mutation_id or None)


def client_id_of(said: Input) -> str | None:
    """Return the caller's name for the write, null where there is none; raises LimitError."""
    client_id = said.client_mutation_id or None
    if client_id is not None and len(client_id) > _LONGEST_ID:
        raise LimitError(
            Text(f"At most {_LONGEST_ID} characters are allowed.", f"最多允许 {_LONGEST_ID} 个字符。"),
            field="clientMutationId",
        )
    return client_id


async def _record(info: Info, said: Input, decide: Decide) -> Recorded:
    client_id = client_id_of(said)
    store, stated = info.context.store, given(said)
    return await record(
        store,
        info.field_name,
        # The moment of deciding, not of the request: of two writers, the one recorded later has the last word.
        lambda: decide_on_kept(decide, store, datetime.now(UTC), stated),
        client_mutation_id=client_id,
        input_hash=_hash(stated),
    )


def _hash(stated: dict[str, Any]) -> str:
    content = json.dumps(stated, sort_keys=True, default=str)
    return hashlib.sha256(content.encode()).hexdigest()
