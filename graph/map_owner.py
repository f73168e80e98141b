"""Whose maps were, as known at a past moment: of one account where two are known now to be the same, of two before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.account import AccountDescribed
from domain.fold import fold
from domain.ids import AccountId, MapId, id_type, map_of, owner_of_map
from domain.merge import Merged
from domain.opportunity import OpportunityDescribed
from domain.stage import StageMoved
from graph.seen_facts import kept_parties
from graph.store import Selection

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Sequence
    from datetime import datetime

    from domain.account import Account
    from domain.fact import Fact
    from domain.opportunity import Opportunity

Owners = dict[MapId, tuple["Account", "Opportunity | None"]]
"""The account of each map, and the opportunity whose map it is."""


def merged_of(map_ids: Iterable[MapId]) -> Selection:
    """Return by what facts it is told into which accounts those of standing maps were merged."""
    owners = {owner_of_map(id_) for id_ in map_ids if id_type(id_) == "map"}
    return Selection(kinds=(Merged,), subjects=tuple(sorted(one for one in owners if id_type(one) == "account")))


def kept_maps(facts: Iterable[Fact]) -> dict[MapId, MapId]:
    """Return the standing maps of the kept accounts by those of the merged ones."""
    return {map_of(AccountId(one)): map_of(AccountId(kept)) for one, kept in kept_parties(facts).items()}


def owners_then(owners: Owners, known_at: datetime) -> Generator[tuple[Selection, ...], Sequence[Fact], Owners]:
    """Work out whose the maps were as known at a moment, given whose they are now.

    Under the id of a merged account's map the kept one is given; without that account as known then it is no map. It
    does no reading of its own: it yields selections, and is sent the facts of them.
    """
    accounts = tuple(sorted({account.id for account, _ in owners.values()}))
    merges = kept_parties((yield (Selection(kinds=(Merged,), streams=accounts),)))
    if not merges:
        return owners
    deals = tuple(sorted({deal.id for _, deal in owners.values() if deal is not None}))
    facts = yield (
        # Moves count for an account's version.
        Selection(kinds=(AccountDescribed, StageMoved), streams=tuple(sorted(merges)), known_at=known_at),
        Selection(kinds=(OpportunityDescribed,), subjects=deals, known_at=known_at),
    )
    then = fold(facts, known_at=known_at)
    found: Owners = {}
    for map_id, (account, deal) in owners.items():
        past = then.opportunities.get(deal.id) if deal is not None else None
        owner = past.account_id if past is not None else account.id if deal is not None else owner_of_map(map_id)
        if owner == account.id:
            found[map_id] = (account, deal)
        elif (own := then.accounts.get(AccountId(owner))) is not None:
            found[map_id] = (own, deal)
    return found
