"""Referrals."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Annotated, Final

import strawberry

import graph.referral
from domain.codes import Attribution
from domain.errors import LimitError
from domain.referral_figures import check_discount
from domain.text import Text
from graph.moment import check_moments
from resolvers.writing import perform
from schema.arguments import After, AsOf, AttributedBy, Discount, First, Given, KnownAt
from schema.connection import DEFAULT_FIRST, MAX_FIRST, Connection, connect, read_first, read_page
from schema.context import Info
from schema.cursor import Ordering
from schema.loaders import Moments
from schema.referral import (
    AdvanceReferralInput,
    AdvanceReferralPayload,
    RecordReferralInput,
    RecordReferralPayload,
    Referral,
    ReferralFilter,
    read_referral_filter,
)
from schema.referral_figures import figure_terms
from schema.referral_tree import ReferralChains, ReferralTree

PartyId = Annotated[strawberry.ID, strawberry.argument(description="An account's or a person's id.")]
MaxDepth = Annotated[int | None, strawberry.argument(description="How many generations at most; all unless given.")]
Filter = Annotated[ReferralFilter | None, strawberry.argument(description="Which referrals; all unless given.")]

_REFERRALS: Final = Ordering("referrals", int)


async def resolve_referrals(
    info: Info, first: First = DEFAULT_FIRST, after: After = None, filter: Filter = None, as_of: AsOf = None
) -> Connection[Referral]:
    page = read_page(_REFERRALS, first, after)
    check_moments(info.context.now, as_of, None)
    ends = ("party_id", "referrer_id", "referred_id")
    wanted, store = read_referral_filter(filter), info.context.store
    wanted = replace(wanted, **{end: await info.context.loaders.kept_id(getattr(wanted, end)) for end in ends})
    found = await store.page_referrals(wanted, page, as_of)
    return connect(found, _REFERRALS, page, Referral.from_domain, partial(store.count_referrals, wanted, as_of))


async def resolve_referral_chains(
    info: Info, party_id: PartyId, as_of: AsOf = None, known_at: KnownAt = None
) -> ReferralChains:
    context = info.context
    id_ = await context.loaders.kept_id(party_id) or party_id
    found = await graph.referral.load_chains(context.store, id_, now=context.now, as_of=as_of, known_at=known_at)
    return ReferralChains.from_domain(found)


async def resolve_referral_tree(
    info: Info,
    party_id: PartyId,
    max_depth: MaxDepth = None,
    first: First = MAX_FIRST,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    discount: Discount = 0.5,
    attribution: AttributedBy = Attribution.RECORDED,
) -> ReferralTree | None:
    terms = figure_terms(discount, attribution, Moments(as_of, known_at))
    check_discount(terms.discount)
    found = await graph.referral.load_tree(
        info.context.store,
        await info.context.loaders.kept_id(party_id) or party_id,
        now=info.context.now,
        max_depth=_read_depth(max_depth),
        most=read_first(first, MAX_FIRST),
        as_of=as_of,
        known_at=known_at,
        attribution=terms.attribution,
    )
    return ReferralTree.from_domain(found, terms) if found is not None else None


def _read_depth(max_depth: int | None) -> int | None:
    if max_depth is not None and max_depth < 1:
        said = Text(f"It is {max_depth}; it is at least 1.", f"值为 {max_depth}，至少为 1。")
        raise LimitError(said, field="maxDepth")
    return max_depth


async def record_referral(info: Info, input: Given[RecordReferralInput]) -> RecordReferralPayload:
    return await perform(info, input, graph.referral.record_referral, RecordReferralPayload)


async def advance_referral(info: Info, input: Given[AdvanceReferralInput]) -> AdvanceReferralPayload:
    return await perform(info, input, graph.referral.advance_referral, AdvanceReferralPayload)
