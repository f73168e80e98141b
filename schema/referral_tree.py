"""Up and down from a party over referrals: chains to the origins, and the tree of everyone it brought."""

from __future__ import annotations

import strawberry

import domain.referral_chain
import domain.referral_tree
from domain.referral_figures import figures
from graph.access import not_found
from schema.context import Info
from schema.loaders import FigureTerms
from schema.node import Party
from schema.party import load_parties, load_party
from schema.referral import Referral
from schema.referral_figures import ReferralFigures


@strawberry.type(description="One way up from a party: who referred whom, from the origin on.")
class ReferralChain:
    referrals: list[Referral] = strawberry.field(description="The referrals, from the origin's on.")
    party_ids: strawberry.Private[tuple[str, ...]]

    @strawberry.field(description="The parties: the first is the origin, the last the one asked about.")
    async def parties(self, info: Info) -> list[Party]:
        return await load_parties(info, self.party_ids)

    @classmethod
    def from_domain(cls, found: domain.referral_chain.Chain) -> ReferralChain:
        referrals = [Referral.from_domain(referral) for referral in found.referrals]
        return cls(referrals=referrals, party_ids=found.party_ids)


@strawberry.type(description="Every way up from a party: to one that nobody referred, or to where a circle closes.")
class ReferralChains:
    chains: list[ReferralChain] = strawberry.field(description="The longest ways first, at most 20.")
    complete: bool = strawberry.field(description="False where more than 10,000 ways were there to explore.")

    @classmethod
    def from_domain(cls, found: domain.referral_chain.Chains) -> ReferralChains:
        return cls(chains=[ReferralChain.from_domain(chain) for chain in found.chains], complete=found.complete)


@strawberry.type(description="A party in a tree, at its least depth.")
class ReferralTreeNode:
    depth: int = strawberry.field(description="How many referrals it is from the root.")
    via: Referral = strawberry.field(description="The referral it came by.")
    tree: strawberry.Private[domain.referral_tree.Tree]
    terms: strawberry.Private[FigureTerms]

    @strawberry.field(description="The party.")
    async def party(self, info: Info) -> Party:
        return await _member(info, self.via.referred_id)

    @strawberry.field(description="The party above it: who made the referral.")
    async def parent(self, info: Info) -> Party:
        return await _member(info, self.via.referrer_id)

    @strawberry.field(description="What the party's own referrals brought.")
    def figures(self) -> ReferralFigures:
        # Everything downstream of a party in the tree is downstream of the root.
        return ReferralFigures.from_domain(figures(self.tree.graph, self.via.referred_id, self.terms.discount))


@strawberry.type(description="Everyone a party brought, each once, at its least depth.")
class ReferralTree:
    nodes: list[ReferralTreeNode] = strawberry.field(description="Breadth first, in the order the referrals were made.")
    truncated: bool = strawberry.field(description="Whether there are more, deeper or further.")
    tree: strawberry.Private[domain.referral_tree.Tree]
    terms: strawberry.Private[FigureTerms]

    @strawberry.field(description="The party asked about.")
    async def root(self, info: Info) -> Party:
        return await _member(info, self.tree.root_id)

    @strawberry.field(description="What its referrals brought, all of them.")
    def figures(self) -> ReferralFigures:
        return ReferralFigures.from_domain(figures(self.tree.graph, self.tree.root_id, self.terms.discount))

    @classmethod
    def from_domain(cls, found: domain.referral_tree.Tree, terms: FigureTerms) -> ReferralTree:
        nodes = [
            ReferralTreeNode(depth=depth, via=Referral.from_domain(via), tree=found, terms=terms)
            for depth, level in enumerate(found.levels, 1)
            for via in level
        ]
        return cls(nodes=nodes, truncated=found.truncated, tree=found, terms=terms)


async def _member(info: Info, party_id: str) -> Party:
    party = await load_party(info, party_id)
    if party is None:
        raise not_found("partyId")
    return party
