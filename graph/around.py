"""What rules look at besides maps, as stores answer it: around the people of maps, and at accounts as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from domain.assessment import Assessment
    from domain.commitment import Commitment
    from domain.decision_map import MapGraph
    from domain.finding_note import FindingNote
    from domain.ids import AccountId, PersonId, SellerId, StakeholderId
    from domain.network_influence import Surroundings
    from domain.opportunity import Opportunity
    from domain.seller import Seller
    from domain.situation import Arrival, Untouched
    from domain.stage import Transition
    from domain.strength import Dealings


@dataclass(frozen=True, slots=True)
class Around:
    """What is known around some maps and their people.

    `assessments`: of everybody in the maps the latest, the latest that states support, and the latest that states
    influence, the latest first; who was never assessed may be left out. `surroundings`: those of all people together.
    `last_met`: when each was last met in the 365 days before, whoever of us it was. `dealings`: those of all of us
    with these people, in the order of their ids, theirs first. `sellers`: who of us met them, or owns the accounts.
    Of each account that one of the maps is about, `opportunities`: those that are open, the latest opened first;
    `notes`: what was noted on findings, by the insights' ids.
    """

    assessments: Mapping[StakeholderId, tuple[Assessment, ...]]
    surroundings: Surroundings
    last_met: Mapping[PersonId, datetime]
    dealings: tuple[Dealings, ...]
    sellers: Mapping[SellerId, Seller]
    opportunities: Mapping[AccountId, tuple[Opportunity, ...]]
    notes: Mapping[AccountId, tuple[FindingNote, ...]]


@dataclass(frozen=True, slots=True)
class Concerns:
    """What concerns an account as a whole now.

    `standings`: by which move it stands on each ladder, by the ladder's key. `commitments`: all, the latest made first.
    `untouched`: referrals that nobody has followed up, to the account or to somebody employed there, by their ids.
    `arrivals`: who is employed there and worked elsewhere before, with each place that they ever had in a map there, by
    the people's ids, then the places'.
    """

    standings: tuple[Transition, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    untouched: tuple[Untouched, ...] = ()
    arrivals: tuple[Arrival, ...] = ()


@dataclass(frozen=True, slots=True)
class AccountsAround:
    """Of some accounts the standing map of each, what is around these maps, and what concerns each as a whole.

    Of one that is unknown to the viewer no map, and nothing that concerns it.
    """

    maps: Sequence[MapGraph | None]
    around: Around
    concerns: Sequence[Concerns]
