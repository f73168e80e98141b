"""Referrals: writing them, and reading the ways up, the tree down and the figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.account import Account
from domain.codes import Attribution
from domain.deciding import check_version, moment
from domain.fold import fold
from domain.ids import ReferralId, StreamId, new_id
from domain.opportunity import amount_of
from domain.person import Person
from domain.referral import Referral, ReferralAdvanced, Referred, advance, refer
from domain.referral_chain import Chains, chains
from domain.referral_figures import Figures, ReferralGraph, check_discount, figures, referral_graph
from domain.referral_tree import Tree, build_tree
from graph.access import get, not_found, require_one_writable
from graph.moment import check_moments
from graph.recording import Decision
from graph.store import Page, ReferralFilter, Selection

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from decimal import Decimal

    from domain.codes import ReferralStatus
    from graph.store import ViewerStore

MAX_TREE = 10_000
"""Most parties of one tree."""


async def record_referral(
    store: ViewerStore,
    now: datetime,
    *,
    referrer_id: str,
    referred_id: str,
    made_at: datetime | None = None,
    note: str | None = None,
) -> Decision:
    """Record that an account or person recommended us to another."""
    at = moment(made_at, now, "madeAt")
    referrer = await _party(store, referrer_id, "referrerId")
    referred = await _party(store, referred_id, "referredId")
    same_pair = await store.page_referrals(
        ReferralFilter(referrer_id=referrer.id, referred_id=referred.id), Page(1000), None
    )
    referral_id = ReferralId(new_id("referral"))
    stated = refer(Referred(referral_id, referrer.id, referred.id, note=note), at, same_pair.items)
    await require_one_writable(store, (referrer, referred))
    return Decision((stated,), {StreamId(referral_id): 0}, {"referral": referral_id})


async def advance_referral(
    store: ViewerStore,
    now: datetime,
    *,
    referral_id: str,
    status: ReferralStatus,
    at: datetime | None = None,
    amount: Decimal | None = None,
    currency: str | None = None,
    expected_version: int | None = None,
) -> Decision:
    """Move a referral on to its next status."""
    when = moment(at, now, "at")
    versions = await store.load_versions([referral_id])
    referral = await get(store, Referral, referral_id, "referralId")
    ends = [await _party(store, end, "referralId") for end in (referral.referrer, referral.referred)]
    await require_one_writable(store, ends)
    check_version(referral.version, expected_version)
    stated = advance(referral, status, when, amount_of(amount=amount, currency=currency))
    return Decision((stated,), versions, {"referral": referral.id})


async def _party(store: ViewerStore, party_id: str, field: str) -> Account | Person:
    (found,) = await store.list_nodes([party_id])
    if not isinstance(found, Account | Person):
        raise not_found(field)
    return found


async def load_chains(
    store: ViewerStore,
    party_id: str,
    *,
    now: datetime,
    as_of: datetime | None = None,
    known_at: datetime | None = None,
) -> Chains:
    """Return every way up from a party to an origin; none for a party unknown to the viewer."""
    check_moments(now, as_of, known_at)
    if not isinstance((await store.list_nodes([party_id]))[0], Account | Person):
        return Chains((), complete=True)
    if known_at is None:
        found = _as_of(await store.list_upstream([party_id], as_of), as_of)
    else:
        found = await _known(store, as_of, known_at)
    return chains(found, party_id, await _names(store, found))


async def _names(store: ViewerStore, referrals: Iterable[Referral]) -> dict[str, str]:
    ids = sorted({end for referral in referrals for end in (referral.referrer, referral.referred)})
    parties = await store.list_nodes(ids)
    return {p.id: p.name for p in parties if isinstance(p, Account | Person)}


async def load_tree(
    store: ViewerStore,
    party_id: str,
    *,
    now: datetime,
    max_depth: int | None = None,
    most: int = MAX_TREE,
    as_of: datetime | None = None,
    known_at: datetime | None = None,
    attribution: Attribution = Attribution.RECORDED,
) -> Tree | None:
    """Return everyone a party brought; null for a party unknown to the viewer."""
    check_moments(now, as_of, known_at)
    if not isinstance((await store.list_nodes([party_id]))[0], Account | Person):
        return None
    graph = await _graph_below(store, [party_id], attribution, as_of, known_at)
    return build_tree(graph, party_id, max_depth=max_depth, most=most)


async def load_figures(
    store: ViewerStore,
    party_ids: Sequence[str],
    *,
    now: datetime,
    discount: float = 0.5,
    attribution: Attribution = Attribution.RECORDED,
    as_of: datetime | None = None,
    known_at: datetime | None = None,
) -> Mapping[str, Figures]:
    """Return the figures of parties, by id."""
    check_moments(now, as_of, known_at)
    check_discount(discount)
    graph = await _graph_below(store, party_ids, attribution, as_of, known_at)
    return {party_id: figures(graph, party_id, discount) for party_id in party_ids}


async def _graph_below(
    store: ViewerStore,
    party_ids: Sequence[str],
    attribution: Attribution,
    as_of: datetime | None,
    known_at: datetime | None,
) -> ReferralGraph:
    if known_at is not None:
        return referral_graph(await _known(store, as_of, known_at), attribution)
    found = await store.list_downstream(party_ids, as_of)
    if attribution is not Attribution.RECORDED:
        # Who else referred a party shares in what it won, or takes it.
        referred = sorted({referral.referred for referral in found})
        others = await store.list_upstream(referred, as_of)
        found = [*{referral.id: referral for referral in (*found, *others)}.values()]
    return referral_graph(_as_of(found, as_of), attribution)


def _as_of(referrals: Iterable[Referral], as_of: datetime | None) -> list[Referral]:
    if as_of is None:
        return list(referrals)
    return [referral.at(as_of) for referral in referrals if referral.made_at <= as_of]


async def _known(store: ViewerStore, as_of: datetime | None, known_at: datetime) -> list[Referral]:
    """Fold every referral the viewer may see as it was known: what was undone since is in no index of the present."""
    facts = await store.load_facts([Selection(kinds=(Referred, ReferralAdvanced), known_at=known_at)])
    found = _as_of(fold(facts, known_at=known_at).referrals.values(), as_of)
    # Of a party that was taken back since there is nothing left to show.
    there = (await _names(store, found)).keys()
    return [referral for referral in found if referral.referrer in there and referral.referred in there]
