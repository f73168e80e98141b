"""Up from a party: every way to an origin, a party that nobody referred (domain.md §5, §13)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from heapq import nsmallest
from itertools import islice
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from domain.referral import Referral

MAX_EXPLORED: Final = 10_000
"""Most ways up that are explored; `Chains.complete` says whether that was all."""
MAX_ANSWERED: Final = 20
"""Most ways up that are answered, the longest."""


@dataclass(frozen=True, slots=True)
class Chain:
    """One way up, from the origin down: `party_ids[0]` is the origin, the last the party asked about."""

    party_ids: tuple[str, ...]
    referrals: tuple[Referral, ...]


@dataclass(frozen=True, slots=True)
class Chains:
    """The longest ways up, at most 20; `complete`: no more than 10,000 were there to explore."""

    chains: tuple[Chain, ...]
    complete: bool


def chains(referrals: Iterable[Referral], party_id: str, names: Mapping[str, str]) -> Chains:
    """Return the ways up from a party, longest first, then by the names from the origin down, party ids, referral ids.

    A way stops where every referrer is already in it. An origin has no chain. `names` holds the name of every
    party in the referrals; ways are explored depth first, by referrer's name, then id.
    """
    incoming: defaultdict[str, list[Referral]] = defaultdict(list)
    for referral in referrals:
        incoming[referral.referred].append(referral)
    for found in incoming.values():
        found.sort(key=lambda r: (names[r.referrer], r.referrer, r.id))
    ways = _ways_up(incoming, party_id)
    longest = nsmallest(
        MAX_ANSWERED,
        islice(ways, MAX_EXPLORED),
        key=lambda way: (
            -len(way.referrals),
            [names[party] for party in way.party_ids],
            way.party_ids,
            [referral.id for referral in way.referrals],
        ),
    )
    return Chains(tuple(longest), complete=next(ways, None) is None)


def _ways_up(incoming: Mapping[str, Sequence[Referral]], party_id: str) -> Iterator[Chain]:
    """Walk depth first with a stack of our own: a chain may be longer than Python's recursion goes."""
    parties = [party_id]
    on_way = {party_id}
    taken: list[Referral] = []
    pending = [iter(_unmet(incoming, party_id, on_way))]
    advanced = False
    while pending:
        referral = next(pending[-1], None)
        if referral is not None:
            taken.append(referral)
            parties.append(referral.referrer)
            on_way.add(referral.referrer)
            pending.append(iter(_unmet(incoming, referral.referrer, on_way)))
            advanced = True
            continue
        if advanced and taken:
            yield Chain(tuple(reversed(parties)), tuple(reversed(taken)))
        advanced = False
        pending.pop()
        on_way.discard(parties.pop())
        if taken:
            taken.pop()


def _unmet(incoming: Mapping[str, Sequence[Referral]], party_id: str, on_way: set[str]) -> list[Referral]:
    return [referral for referral in incoming.get(party_id, ()) if referral.referrer not in on_way]
