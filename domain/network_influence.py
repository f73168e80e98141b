"""Network influence: what the ties among the people of a map say of each of them (domain.md §3, §13).

The figures are computed in `graph/analytics.py`; here is what they are and what they are made from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.ids import PersonId, StakeholderId


@dataclass(frozen=True, slots=True)
class NetworkInfluence:
    """One person's figures over the ties among the people of a map.

    `rank`: 1 is the highest PageRank. `page_rank`: a share, all of a map sum to 1. `betweenness`: normalised, 0–1.
    `constraint`: Burt's; null for a person without ties. `hidden`: stated influence OUTSIDE or unknown, with a tie
    towards them, and in the top fifth by PageRank. `cut`: we reach some other key player only through them.
    """

    rank: int
    page_rank: float
    betweenness: float
    constraint: float | None
    hidden: bool
    cut: bool


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Whom we know, and who knows whom, as far as it matters for reaching some people at a moment.

    `met`: everyone that any of us has a KNOWS with, or an interaction in the last 365 days. `ties`: for a person,
    everybody tied to them by KNOWS, INFLUENCES or REPORTS_TO, of either direction and polarity. What lies beyond
    people we have met is left out: a way to somebody needs no second acquaintance of ours.
    """

    met: frozenset[PersonId]
    ties: Mapping[PersonId, frozenset[PersonId]]


NetworkFigures = dict["StakeholderId", NetworkInfluence]
"""By stakeholder; a placeholder and whoever has left the account are not in it."""
