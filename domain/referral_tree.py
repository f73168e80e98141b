"""Down from a party: everyone it brought (domain.md §5, §13)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from domain.referral import Referral
    from domain.referral_figures import ReferralGraph


@dataclass(frozen=True, slots=True)
class TreeNode:
    """A party at its least depth (from 1), with the referral it came by: the first made, then the lowest id."""

    party_id: str
    depth: int
    via: Referral

    @property
    def parent_id(self) -> str:
        """The party above: who made the referral."""
        return self.via.referrer


@dataclass(frozen=True, slots=True)
class Tree:
    """Everyone a party brought, breadth first. `truncated`: there are more, below `max_depth` or past `most`."""

    root_id: str
    nodes: tuple[TreeNode, ...]
    truncated: bool
    graph: ReferralGraph


def build_tree(graph: ReferralGraph, root_id: str, *, max_depth: int | None = None, most: int) -> Tree:
    """Return the tree below a party, each party once; cycles and ways that meet again are cut at the party met."""
    nodes: list[TreeNode] = []
    level, depth = [root_id], 0
    seen = {root_id}
    while level:
        depth += 1
        via = _reached_from(graph, level, seen)
        if max_depth is not None and depth > max_depth:
            return Tree(root_id, tuple(nodes), truncated=bool(via), graph=graph)
        level = list(via)[: most - len(nodes)]
        nodes += [TreeNode(party_id, depth, via[party_id]) for party_id in level]
        if len(level) < len(via):
            return Tree(root_id, tuple(nodes), truncated=True, graph=graph)
        seen.update(level)
    return Tree(root_id, tuple(nodes), truncated=False, graph=graph)


def _reached_from(graph: ReferralGraph, parties: list[str], seen: set[str]) -> dict[str, Referral]:
    """Return the parties first reached from a level, in the order of the level, each with the first referral to it."""
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
