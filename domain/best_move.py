"""Best moves: which single changes would improve a map most, and how hard each is (domain.md §10).

The measure is explained in docs/figures.md: `standing` of a map is its support score (unknown: 0), plus 50 for
AMBER and 100 for GREEN, plus 100 × completeness, less 20 for each critical finding, 10 for each warning and 2 for
each piece of information. The effect of a move is the standing of the map after it less the one before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from domain.codes import Coverage, MapStatus, MoveKind, Severity, Support
from domain.rules import DEFAULTS, find
from domain.what_if import SupposedAssessment, SupposedMeeting, SupposedName, suppose_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from domain.decision_map import DecisionMap, Standing
    from domain.ids import SellerId
    from domain.insight import Finding
    from domain.rule import RuleSettings
    from domain.situation import Situation
    from domain.strength import Strength
    from domain.what_if import ReadNetwork, SupposedChange

STATUS_POINTS: Final[Mapping[MapStatus, int]] = {MapStatus.RED: 0, MapStatus.AMBER: 50, MapStatus.GREEN: 100}
COMPLETENESS_POINTS: Final = 100
FINDING_POINTS: Final[Mapping[Severity, int]] = {Severity.CRITICAL: 20, Severity.WARNING: 10, Severity.INFO: 2}

# From the most against us to the most for us.
_STEPS: Final = tuple(reversed(Support))


@dataclass(frozen=True, slots=True)
class BestMove:
    """One change and what would come of it.

    `effect`: by how much the map's standing rises, more than 0. `steps`: of support, from where the person stands up
    to SUPPORTER; 0 from there on, and for who is no person yet. `contact`: our strongest contact to them; null if
    nobody of us met them. `seller_id`, `through`: who of us is best placed, and through whom.
    """

    kind: MoveKind
    standing: Standing
    change: SupposedChange
    after: DecisionMap
    effect: float
    gone: tuple[Finding, ...]
    new: tuple[Finding, ...]
    steps: int
    contact: Strength | None
    seller_id: SellerId | None
    through: Standing | None


def best_moves(
    situation: Situation, read_network: ReadNetwork, settings: RuleSettings = DEFAULTS
) -> tuple[BestMove, ...]:
    """Return every move that improves the map: by effect, then the easier one, then by label and id.

    Easier is who stands fewer steps of support from us, then whom we have the stronger contact with.
    """
    before = find(situation, settings)
    points = standing(situation.map, before)
    found: list[BestMove] = []
    for kind, one, change in _candidates(situation):
        after, impossible = suppose_in(situation, [change], read_network)
        findings = find(after, settings)
        effect = standing(after.map, findings) - points
        if effect > 0 and not impossible:
            found.append(_move(situation, kind, one, change, after, effect, before, findings))
    return tuple(sorted(found, key=_order))


def standing(map_: DecisionMap, findings: Iterable[Finding]) -> float:
    """Return how well a map stands, in points; the more, the better."""
    return (
        (map_.support_score.value or 0.0)
        + STATUS_POINTS[map_.status]
        + COMPLETENESS_POINTS * map_.completeness.value
        - sum(FINDING_POINTS[finding.severity] for finding in findings)
    )


def _candidates(situation: Situation) -> Iterator[tuple[MoveKind, Standing, SupposedChange]]:
    for one in situation.counted:
        id_ = one.stakeholder.id
        if one.person is None:
            yield MoveKind.NAME, one, SupposedName(id_)
            continue
        raised = _raised(one.stakeholder.support)
        if raised is not None and _reachable(situation, one):
            yield MoveKind.RAISE_SUPPORT, one, SupposedAssessment(id_, raised)
        if one.key_player and one.coverage.value is Coverage.NONE:
            yield MoveKind.MEET, one, SupposedMeeting(id_, situation.way_to(one).seller_id)
        elif one.key_player and (second := _second(situation, one)) is not None:
            yield MoveKind.SECOND_THREAD, one, SupposedMeeting(id_, second)


def _raised(support: Support | None) -> Support | None:
    """Return support one step up; null for a sponsor, and where it is unknown: nobody knows what would be a step."""
    if support is None or support is Support.SPONSOR:
        return None
    return _STEPS[_STEPS.index(support) + 1]


def _reachable(situation: Situation, one: Standing) -> bool:
    """Whether one of us knows the person, or somebody who influences or manages them."""
    return situation.contact(one.stakeholder.person_id) is not None or situation.way_to(one).through is not None


def _second(situation: Situation, one: Standing) -> SellerId | None:
    """Return who of us should meet a key player whom only one of us knows: who knows the map best, else who is near.

    Near are the account's owner, then its team. Null where several know them already, or there is nobody else.
    """
    person_id = one.stakeholder.person_id
    met = situation.strengths.get(person_id, ()) if person_id is not None else ()
    known = {strength.seller_id for strength in met if strength.value > 0}
    if len(known) != 1:
        return None
    account = situation.map.graph.account
    best: dict[SellerId, float] = {}
    for strengths in situation.strengths.values():
        for strength in strengths:
            best[strength.seller_id] = max(best.get(strength.seller_id, 0.0), strength.value)
    near = [*sorted(best, key=lambda id_: (-best[id_], id_)), account.owner_id, *account.team_ids]
    return next((id_ for id_ in near if id_ is not None and id_ not in known), None)


def _move(
    situation: Situation,
    kind: MoveKind,
    one: Standing,
    change: SupposedChange,
    after: Situation,
    effect: float,
    before: Sequence[Finding],
    findings: Sequence[Finding],
) -> BestMove:
    way = situation.way_to(one)
    seller_id = change.seller_id if isinstance(change, SupposedMeeting) else way.seller_id
    return BestMove(
        kind=kind,
        standing=one,
        change=change,
        after=after.map,
        effect=effect,
        gone=missing(before, findings),
        new=missing(findings, before),
        steps=_steps(one),
        contact=situation.contact(one.stakeholder.person_id),
        seller_id=seller_id,
        through=way.through if kind is not MoveKind.SECOND_THREAD else None,
    )


def missing(findings: Iterable[Finding], others: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings that are not among the others, in order."""
    ids = {finding.id for finding in others}
    return tuple(finding for finding in findings if finding.id not in ids)


def _steps(one: Standing) -> int:
    support = one.stakeholder.support
    return max(_STEPS.index(Support.SUPPORTER) - _STEPS.index(support), 0) if support is not None else 0


def _order(move: BestMove) -> tuple[float, int, float, str, str]:
    contact = move.contact.value if move.contact is not None else 0.0
    # Sums of the same terms in another order differ in their last bits; such effects are equal.
    return (-round(move.effect, 9), move.steps, -contact, move.standing.label, move.standing.stakeholder.id)
