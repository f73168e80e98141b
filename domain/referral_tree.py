"""Down from a party: everyone it brought (domain.md §5, §13)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from domain.referral import Referral
    from domain.referral_figures import ReferralGraph


@dataclass(frozen=True, slots=True)
class Tree:
    """Everyone a party brought, each once, at its least depth, told by the referral it came by.

    `levels[0]` is depth 1: a party there is `referred` of its referral, the party above it the `referrer`. Breadth
    first. `truncated`: there are more, below `max_depth` or past `most`.
    """

    root_id: str
    levels: tuple[tuple[Referral, ...], ...]
    truncated: bool
    graph: ReferralGraph


def build_tree(graph: ReferralGraph, root_id: str, *, max_depth: int | None = None, most: int) -> Tree:
    """Return the tree below a party; cycles and ways that meet again are cut at the party met.

    Of the referrals that reach a party at its least depth, the one it came by is the first made, then the lowest id.
    """
    levels: list[tuple[Referral, ...]] = []
    seen = {root_id}
    parties: Iterable[str] = (root_id,)
    while via := _reached_from(graph, parties, seen):
        room = 0 if len(levels) == max_depth else most
        if room:
            levels.append(tuple(via.values())[:room])
        if room < len(via):
            return Tree(root_id, tuple(levels), truncated=True, graph=graph)
        most -= len(via)
        seen.update(via)
        parties = via
    return Tree(root_id, tuple(levels), truncated=False, graph=graph)


def _reached_from(graph: ReferralGraph, parties: Iterable[str], seen: set[str]) -> dict[str, Referral]:
    """Return the parties first reached from a level, in the order of the level, each with the referral it came by."""
    via: dict[str, Referral] = {}
    for party in parties:
        for referral in graph.by_referrer.get(party, ()):
            target = referral.referred
            if target in seen:
                continue
            known = via.get(target)
            if known is None or (referral.made_at, referral.id) < (known.made_at, known.id):
                via[target] = referral
    return via
