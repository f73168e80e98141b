"""What follows from supposed changes around a map: assessments, contacts, and whom we reach (domain.md §10)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from domain.assessment import Assessment
from domain.decision_map import DecisionMap, MapGraph, build_decision_map
from domain.ids import AssessmentId
from domain.network_influence import supposed_surroundings
from domain.strength import met_again, met_in_person, no_strength, strength, strongest_first
from domain.what_if import suppose

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domain.ids import PersonId, SellerId, StakeholderId
    from domain.seller import Seller
    from domain.situation import Situation
    from domain.strength import Dealings
    from domain.what_if import FindHidden, Impossible, Met, Supposed, SupposedChange


def suppose_in(
    situation: Situation, changes: Sequence[SupposedChange], find_hidden: FindHidden
) -> tuple[Situation, tuple[Impossible, ...]]:
    """Return the situation as it would be, with all that follows, and what could not be supposed.

    `find_hidden` is not called where nobody asked who is around.
    """
    found = suppose(situation.map.graph, changes, situation.sellers or None)
    after = situation_after(situation, build_decision_map(found.graph), found.supposed, find_hidden)
    return after, found.impossible


def situation_after(
    situation: Situation,
    map_: DecisionMap,
    supposed: Supposed,
    find_hidden: FindHidden,
) -> Situation:
    """Return the situation with a supposed map instead of its own, and with what else is supposed."""
    after = replace(situation, map=map_, assessments=_assessments(situation, supposed.assessed))
    for person_id, seller_id in supposed.met:
        after = _after_meeting(after, person_id, seller_id)
    around, before = situation.surroundings, situation.map.graph
    if around is None:
        return after
    if not _tied_alike(before, map_.graph):
        around = supposed_surroundings(around, before, map_.graph, ())
        after = replace(after, hidden=find_hidden(map_))
    return replace(after, surroundings=replace(around, met=_met(around.met, after, supposed.met)))


def _assessments(
    situation: Situation, assessed: frozenset[StakeholderId]
) -> Mapping[StakeholderId, tuple[Assessment, ...]]:
    """Return the assessments with one of now for each who is supposed to be assessed.

    Nothing is stated in it, since that is in the map, and no assessment on record says so.
    """
    if not assessed:
        return situation.assessments
    at, account_id = situation.at, situation.map.graph.account.id
    known = situation.assessments
    made = {id_: Assessment(AssessmentId(""), id_, account_id, None, at, at) for id_ in assessed}
    return {**known, **{id_: (one, *known.get(id_, ())) for id_, one in made.items()}}


def _tied_alike(one: MapGraph, other: MapGraph) -> bool:
    """Whether the same people of the same influence have the same ties in both: a supposed map shares what it keeps."""
    return (
        one.people is other.people
        and one.reports is other.reports
        and one.influences is other.influences
        and one.acquaintances is other.acquaintances
        and len(one.stakeholders) == len(other.stakeholders)
        and all(a.influence is b.influence for a, b in zip(one.stakeholders, other.stakeholders, strict=True))
    )


def _after_meeting(situation: Situation, person_id: PersonId, seller_id: SellerId | None) -> Situation:
    known = situation.strengths.get(person_id, ())
    met_by = seller_id or _best_placed(situation, person_id)
    if met_by is None:
        return situation
    before = next((one for one in known if one.seller_id == met_by), None) or no_strength(met_by, person_id)
    others = [one for one in known if one.seller_id != met_by]
    strongest_first = sorted([met_again(before, situation.at), *others], key=lambda one: (-one.value, one.seller_id))
    return replace(situation, strengths={**situation.strengths, person_id: tuple(strongest_first)})


def _best_placed(situation: Situation, person_id: PersonId) -> SellerId | None:
    contact = situation.contact(person_id)
    return contact.seller_id if contact is not None else situation.map.graph.account.owner_id


def dealings_after(
    dealings: Sequence[Dealings],
    met: Met,
    map_: DecisionMap,
    sellers: Mapping[SellerId, Seller],
) -> list[Dealings]:
    """Return the dealings with the people of a map as they would be, when we had met these people too."""
    at, owner = map_.graph.at, map_.graph.account.owner_id
    by_pair = {(one.person_id, one.seller_id): one for one in dealings}
    for person_id, seller_id in met:
        known = strongest_first((strength(one, at) for pair, one in by_pair.items() if pair[0] == person_id), sellers)
        best = known[0].seller_id if known and known[0].value > 0 else owner
        if (by := seller_id or best) is not None:
            by_pair[person_id, by] = met_in_person(by_pair.get((person_id, by)), by, person_id, at)
    return [*by_pair.values()]


def _met(
    known: Mapping[PersonId, frozenset[SellerId]],
    after: Situation,
    met: Met,
) -> dict[PersonId, frozenset[SellerId]]:
    found = dict(known)
    for person_id, seller_id in met:
        by = seller_id or _best_placed(after, person_id)
        found[person_id] = found.get(person_id, frozenset()) | ({by} if by is not None else frozenset())
    return found
