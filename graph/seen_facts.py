"""Which facts a viewer may see: decided by the parties they are about (domain.md §13, "Who sees what")."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from domain.change import Corrected, Undone, standing_facts
from domain.commitment import CommitmentMade
from domain.ids import id_type
from domain.interaction import Interacted
from domain.merge import Merged
from domain.person import EmployedAt
from domain.playbook_entry import PlayDescribed
from domain.referral import Referred
from domain.seller import SellerDescribed
from domain.tie import Influences, Knows, ReportsTo
from graph.store import Selection

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from domain.fact import Fact
    from domain.ids import ChangeId
    from domain.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Seen:
    """Whether a viewer may see accounts, people, sellers and referrals, by id; what is not there is no more."""

    viewer: Viewer
    by_id: Mapping[str, bool]

    def fact(self, fact: Fact) -> Fact | None:
        """Return the fact as the viewer may see it, without hidden people and employers; null if not at all."""
        # An undo says only ids, and whoever sees a fact must know that it is taken back, whatever else was with it.
        if self.viewer.is_admin or isinstance(fact.statement, Undone | Corrected):
            return fact
        return self._cut(fact) if all(self._sees(id_, fact) for id_ in _about(fact)) else None

    def _sees(self, id_: str, fact: Fact) -> bool:
        # What was taken back altogether is left to those who recorded it.
        return self.by_id.get(id_, fact.by == self.viewer.id)

    def _cut(self, fact: Fact) -> Fact:
        said = fact.statement
        if isinstance(said, Interacted):
            people = tuple(one for one in said.person_ids if self._sees(one, fact))
            return fact if people == said.person_ids else replace(fact, statement=replace(said, person_ids=people))
        if isinstance(said, CommitmentMade) and said.person_id is not None and not self._sees(said.person_id, fact):
            return replace(fact, statement=replace(said, person_id=None))
        if isinstance(said, EmployedAt) and said.account_id is not None and not self._sees(said.account_id, fact):
            return replace(fact, statement=EmployedAt(said.person_id, None))
        return fact


STREAMS: Final = frozenset({"account", "person", "seller", "referral", "play"})
"""Types of what facts are recorded with."""
MENTIONED: Final = frozenset({"account", "person", "seller", "opportunity", "map", "stakeholder"})
"""Types of what facts name besides their subject. An interaction or an order, of which there are most, none does."""


def about(ids: Sequence[str]) -> list[Selection]:
    """Return the selections of all facts about some objects."""
    return [*around(ids), Selection(subjects=tuple(ids))]


def around(ids: Sequence[str]) -> list[Selection]:
    """Return the selections of all facts about some objects whose subject is another one."""
    mentioned = tuple(id_ for id_ in ids if id_type(id_) in MENTIONED)
    streams = tuple(id_ for id_ in ids if id_type(id_) in STREAMS)
    return [Selection(mentioning=mentioned), Selection(streams=streams)]


def needed(facts: Iterable[Fact], but: ChangeId) -> bool:
    """Whether any of the facts stands that is of another change than `but`."""
    stated = (fact for fact in standing_facts(facts) if not isinstance(fact.statement, Undone | Corrected))
    return any(fact.change != but for fact in stated)


def named_parties(facts: Iterable[Fact]) -> tuple[set[str], set[str]]:
    """Return the ids of the parties, and of the referrals, on which it depends who sees the facts."""
    ids: set[str] = set()
    for fact in facts:
        ids.update(_about(fact), _cuttable(fact))
    referrals = {id_ for id_ in ids if id_type(id_) == "referral"}
    return ids - referrals, referrals


def gone_parties(parties: Iterable[str], seen: Mapping[str, bool]) -> tuple[str, ...]:
    """Return the people and accounts that are no more: by a merge it may depend who sees what was said of them."""
    return tuple(sorted(id_ for id_ in parties if id_ not in seen and id_type(id_) in ("person", "account")))


def kept_parties(facts: Iterable[Fact]) -> dict[str, str]:
    """Return into which ones others were merged, by their ids: who sees the one sees what was said of the other."""
    said = (fact.statement for fact in standing_facts(facts))
    return {one.merged_id: one.kept_id for one in said if isinstance(one, Merged)}


def _about(fact: Fact) -> tuple[str, ...]:
    """Return the ids of everything that must be visible for the fact to be."""
    said = fact.statement
    if isinstance(said, ReportsTo):
        return (said.account_id, *said.mentions)
    if isinstance(said, Influences | Knows | Referred):
        return said.mentions
    # All else is about what its stream is: an account, a person, a referral; sellers and advice everybody sees.
    return () if isinstance(said, SellerDescribed | PlayDescribed) else (said.stream,)


def _cuttable(fact: Fact) -> tuple[str, ...]:
    said = fact.statement
    if isinstance(said, Interacted):
        return said.person_ids
    if isinstance(said, CommitmentMade):
        return () if said.person_id is None else (said.person_id,)
    return (said.account_id,) if isinstance(said, EmployedAt) and said.account_id is not None else ()
