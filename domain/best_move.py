"""Best moves: which single changes would improve a map most, and how hard each is (domain.md §10).

The measure is explained in docs/figures.md: `standing` of a map is its support score (unknown: 0), plus 50 for
AMBER and 100 for GREEN, plus 100 × completeness, plus 50 × the share of key players who are covered, less 20 for each
critical finding, 10 for each warning and 2 for each piece of information. The effect of a move is the standing of the
map after it less the one before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from domain.codes import Coverage, MapStatus, MoveKind, Severity, Support
from domain.insight import fill
from domain.rules import DEFAULTS, find
from domain.rules.wording import asking, by_seller, label, towards
from domain.supposition import suppose_in
from domain.text import Text
from domain.what_if import Supposed, SupposedAssessment, SupposedMeeting, SupposedName

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from domain.decision_map import DecisionMap, Standing
    from domain.ids import SellerId
    from domain.insight import Finding, Play
    from domain.rule import RuleSettings
    from domain.situation import Situation
    from domain.strength import Strength
    from domain.what_if import FindHidden, SupposedChange

STATUS_POINTS: Final[Mapping[MapStatus, int]] = {MapStatus.RED: 0, MapStatus.AMBER: 50, MapStatus.GREEN: 100}
COMPLETENESS_POINTS: Final = 100
COVERED_POINTS: Final = 50
FINDING_POINTS: Final[Mapping[Severity, int]] = {Severity.CRITICAL: 20, Severity.WARNING: 10, Severity.INFO: 2}

# From the most against us to the most for us.
_STEPS: Final = tuple(reversed(Support))


@dataclass(frozen=True, slots=True)
class BestMove:
    """One change and what would come of it.

    `effect`: by how much the map's standing rises, more than 0, and `why`. `steps`: of support, from where the person
    stands up to SUPPORTER; 0 from there on, and for who is no person yet. `contact`: our strongest contact to them;
    null if nobody of us met them. `play`: the step to take, by who of us is best placed, and through whom.
    """

    kind: MoveKind
    standing: Standing
    change: SupposedChange
    after: Situation
    effect: float
    why: Text
    gone: tuple[Finding, ...]
    new: tuple[Finding, ...]
    steps: int
    contact: Strength | None
    play: Play


def best_moves(
    situation: Situation, find_hidden: FindHidden, settings: RuleSettings = DEFAULTS
) -> tuple[BestMove, ...]:
    """Return every move that improves the map: by effect, then the easier one, then by label and id.

    Easier is who stands fewer steps of support from us, then whom we have the stronger contact with.
    """
    before = find(situation, settings)
    points = standing(situation.map, before)
    found: list[BestMove] = []
    for kind, one, change in _candidates(situation):
        after, impossible = suppose_in(situation, [change], find_hidden)
        findings = find(after, settings)
        effect = standing(after.map, findings) - points
        if effect > 0 and not impossible:
            found.append(_move(situation, kind, one, change, after, effect, before, findings))
    return tuple(sorted(found, key=_order))


def standing(map_: DecisionMap, findings: Iterable[Finding]) -> float:
    """Return how well a map stands, in points; the more, the better."""
    covered, key = _covered(map_)
    return (
        (map_.support_score.value or 0.0)
        + STATUS_POINTS[map_.status]
        + COMPLETENESS_POINTS * map_.completeness.value
        + (COVERED_POINTS * covered / key if key else 0.0)
        - sum(FINDING_POINTS[finding.severity] for finding in findings)
    )


def _covered(map_: DecisionMap) -> tuple[int, int]:
    """Return how many key players who count are covered, and how many there are."""
    key = [one for one in map_.standings if one.counts and one.key_player]
    return sum(one.coverage.value is not Coverage.NONE for one in key), len(key)


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
    gone, new = missing(before, findings), missing(findings, before)
    return BestMove(
        kind=kind,
        standing=one,
        change=change,
        after=after,
        effect=effect,
        why=_why(situation.map, after.map, len(gone), len(new)),
        gone=gone,
        new=new,
        steps=_steps(one),
        contact=situation.contact(one.stakeholder.person_id),
        play=_play(situation, one, change),
    )


def _play(situation: Situation, one: Standing, change: SupposedChange) -> Play:
    person_id = one.stakeholder.person_id
    if isinstance(change, SupposedAssessment) and change.support is not None:
        names = {"value": label(change.support)}
        return towards(situation, one, Text("Win {name} over to {value}.", "争取{name}成为{value}。"), names)
    if isinstance(change, SupposedMeeting) and change.seller_id is not None and person_id is not None:
        text = fill(Text("Meet {name}.", "约见{name}。"), {"name": one.label})
        if situation.way_to(one).seller_id != change.seller_id:
            return by_seller(situation, change.seller_id, text, person_id)
    if isinstance(change, SupposedMeeting):
        return towards(situation, one, Text("Meet {name}.", "约见{name}。"))
    return asking(situation, Text("who is “{name}”?", "“{name}”是谁？"), {"name": one.label})


def _why(before: DecisionMap, after: DecisionMap, gone: int, new: int) -> Text:
    """Say what the effect is the sum of."""
    parts: list[Text] = []
    scores = (before.support_score.value or 0.0, after.support_score.value or 0.0)
    if scores[0] != scores[1]:
        parts.append(_from_to(Text("support score", "支持得分"), f"{scores[0]:.0f}", f"{scores[1]:.0f}"))
    if before.status is not after.status:
        statuses = before.status.label, after.status.label
        parts.append(_from_to(Text("status", "状态"), *statuses))
    done = [sum(item[1] for item in map_.completeness.items) for map_ in (before, after)]
    if done[0] != done[1]:
        parts.append(_from_to(Text("completeness", "完整度"), f"{done[0]}/7", f"{done[1]}/7"))
    covered = _covered(before), _covered(after)
    if covered[0] != covered[1]:
        shown = [f"{met}/{key}" for met, key in covered]
        parts.append(_from_to(Text("key players covered", "已接触的关键人"), *shown))
    counted = (
        (gone, Text("insights resolved: {count}", "解决的洞察：{count}")),
        (new, Text("new insights: {count}", "新增的洞察：{count}")),
    )
    parts += [fill(text, {"count": count}) for count, text in counted if count]
    return Text("; ".join(part.en for part in parts), "；".join(part.zh for part in parts))


def _from_to(what: Text, before: Text | str, after: Text | str) -> Text:
    names = {"what": what, "before": before, "after": after}
    return fill(Text("{what} {before} → {after}", "{what} {before} → {after}"), names)


def supposed_in(move: BestMove) -> Supposed:
    """Return what a move comes to that the map after it does not show."""
    stakeholder, change = move.standing.stakeholder, move.change
    if isinstance(change, SupposedMeeting) and stakeholder.person_id is not None:
        return Supposed(met=((stakeholder.person_id, change.seller_id),))
    return Supposed(assessed=frozenset({stakeholder.id}) if isinstance(change, SupposedAssessment) else frozenset())


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
