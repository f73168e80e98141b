"""Copying a database: reading changes from one store and appending them, as they are, to another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from graph.digest import count_world, digest_world

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from domain.fact import Change
    from graph.store import Store

_BATCH: Final = 500


class CopyError(Exception):
    """The target cannot take the copy, or does not hold what the source does; the message says where they part."""


@dataclass(frozen=True, slots=True)
class Copied:
    """What a copy did: changes that were there already, changes written, what both stores hold now."""

    resumed_at: int
    written: int
    counts: dict[str, int]
    digest: str


async def copy_store(
    source: Store, target: Store, told: Callable[[int, int], object] = lambda _done, _total: None
) -> Copied:
    """Bring a target up to the source; one that holds a beginning of it already is continued.

    `told` is called with how many changes the target has, of how many. Raises CopyError where the target's changes
    are no beginning of the source's, and where the two do not hold the same in the end.
    """
    resumed_at = await _check_beginning(source, target)
    total = await source.load_position()
    told(resumed_at, total)
    done = resumed_at
    # Up to where the source was at the start: a source that is written to meanwhile would have no end.
    async for batch in _batches(source, resumed_at, total):
        await target.append_recorded(batch)
        done = batch[-1].position
        told(done, total)
    return await _verify(source, target, resumed_at, done)


async def _check_beginning(source: Store, target: Store) -> int:
    """Return the target's position once all its changes are seen to be the source's too."""
    position = await target.load_position()
    if position > await source.load_position():
        raise CopyError("The target holds more changes than the source; it is no copy of it.")
    theirs = _batches(target, 0, position)
    async for batch in theirs:
        ours = await source.list_changes(batch[0].position - 1, len(batch))
        for own, other in zip(ours, batch, strict=True):
            if own != other:
                raise CopyError(
                    f"The target holds something else: its change {other.position} ({other.mutation}) is not the "
                    "source's. Copy to an empty database."
                )
    return position


async def _batches(store: Store, after: int, until: int) -> AsyncGenerator[list[Change]]:
    while after < until:
        batch = await store.list_changes(after, min(_BATCH, until - after))
        if not batch:
            raise CopyError(f"The changes after {after} cannot be read, although {until} are counted.")
        yield batch
        after = batch[-1].position


async def _verify(source: Store, target: Store, resumed_at: int, done: int) -> Copied:
    ours, theirs = await source.load_world(), await target.load_world()
    counts = count_world(theirs)
    if (expected := count_world(ours)) != counts:
        differing = ", ".join(
            f"{name}: {expected[name]} and {counts[name]}" for name in counts if counts[name] != expected[name]
        )
        raise CopyError(f"Source and target differ ({differing}); if the source was written to, copy again.")
    digest = digest_world(theirs)
    if digest != digest_world(ours):
        raise CopyError("Source and target hold as many objects but not the same; copy to an empty database.")
    return Copied(resumed_at, done - resumed_at, counts, digest)
