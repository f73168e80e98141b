"""Who is against us: `opponent-decides`, `opponent-near-power`, `no-opponent-known`, `outnumbered`."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from domain.codes import BuyingRole, Polarity, Severity
from domain.insight import Evidence, listing
from domain.rule import Hit, Rule, RuleLevel, RuleSettings, Threshold
from domain.rules.wording import asking, assessed, in_role, towards
from domain.situation import AGAINST_US, FOR_US, by_power
from domain.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from domain.decision_map import Standing
    from domain.ids import PersonId
    from domain.situation import Situation

_DECIDING: Final = frozenset({BuyingRole.APPROVER, BuyingRole.DECIDER})
HOPS: Final = Threshold("OPPONENT_NEAR_POWER_HOPS", 2, 1, 6, "within how many ties an opponent is near to who decides")
PEOPLE: Final = Threshold("NO_OPPONENT_KNOWN_PEOPLE", 5, 2, 1000, "from how many people on a map has an opponent")


def _against(situation: Situation) -> list[Standing]:
    return [one for one in situation.counted if one.stakeholder.support in AGAINST_US]


def _decides(one: Standing) -> bool:
    return not _DECIDING.isdisjoint(one.stakeholder.roles)


def _opponent_decides(situation: Situation, _settings: RuleSettings) -> Iterator[Hit]:
    for one in filter(_decides, _against(situation)):
        said = situation.stated(one, "support")
        play = Text(
            "Find out what {name} fears or lacks, and answer that before the decision.",
            "弄清{name}的顾虑或所缺，在决策之前予以回应。",
        )
        yield Hit(
            (one.stakeholder.id,),
            (towards(situation, one, play, around=True),),
            (in_role(one), assessed(situation, one, "support")),
            {"name": one.label},
            said.observed_at if said is not None else None,
        )


def _opponent_near_power(situation: Situation, settings: RuleSettings) -> Iterator[Hit]:
    by_person = {one.stakeholder.person_id: one for one in situation.counted if one.stakeholder.person_id is not None}
    moves = _moves(situation, by_person)
    for one in _against(situation):
        near = _near(one.stakeholder.person_id, moves, settings.of(HOPS))
        ways = {by_person[to].stakeholder.id: way for to, way in near.items() if _decides(by_person[to])}
        powerful = by_power(by_person[way[-1]] for way in ways.values())
        if not powerful:
            continue
        evidence = [assessed(situation, one, "support")]
        for to in powerful:
            chain = " → ".join(by_person[step].label for step in ways[to.stakeholder.id])
            evidence.append(Evidence(to.stakeholder.id, Text(f"moves or manages: {chain}", f"影响或管理：{chain}")))
        names = {"name": one.label, "powerful": listing([to.label for to in powerful])}
        play = Text(
            "Hear from {name} what {opponent} says of us, and give them the answers to it.",
            "向{name}了解{opponent}对我方的说法，并提供相应的答复。",
        )
        yield Hit(
            (one.stakeholder.id,),
            (towards(situation, powerful[0], play, {"opponent": one.label}, but=one),),
            tuple(evidence),
            names,
        )


def _moves(situation: Situation, counted: Mapping[PersonId, Standing]) -> dict[PersonId, list[PersonId]]:
    """Return whom each person moves or manages directly, in order of their ids."""
    graph = situation.map.graph
    found: defaultdict[PersonId, set[PersonId]] = defaultdict(set)
    for tie in graph.influences:
        if tie.polarity is Polarity.POSITIVE:
            found[tie.source].add(tie.target)
    for line in graph.reports:
        if line.manager_id is not None:
            found[line.manager_id].add(line.person_id)
    return {source: sorted(to for to in targets if to in counted) for source, targets in found.items()}


def _near(
    start: PersonId | None, moves: Mapping[PersonId, list[PersonId]], hops: int
) -> dict[PersonId, tuple[PersonId, ...]]:
    """Return everybody within so many steps, each with a shortest way there; nobody from where no person is."""
    if start is None:
        return {}
    found: dict[PersonId, tuple[PersonId, ...]] = {start: (start,)}
    edge = [start]
    for _ in range(hops):
        after: list[PersonId] = []
        for at in edge:
            for to in moves.get(at, ()):
                if to not in found:
                    found[to] = (*found[at], to)
                    after.append(to)
        edge = after
    del found[start]
    return found


def _no_opponent_known(situation: Situation, settings: RuleSettings) -> Iterator[Hit]:
    counted = situation.counted
    if len(counted) < settings.of(PEOPLE) or _against(situation):
        return
    question = Text("who would rather leave things as they are?", "谁更愿意维持现状？")
    yield Hit((), (asking(situation, question),), names={"count": len(counted)})


def _outnumbered(situation: Situation, _settings: RuleSettings) -> Iterator[Hit]:
    against = by_power(_against(situation))
    for_us = by_power(one for one in situation.counted if one.stakeholder.support in FOR_US)
    heavier, lighter = sum(one.weight for one in against), sum(one.weight for one in for_us)
    if not against or heavier < lighter:
        return
    undecided = by_power(
        one for one in situation.counted if one.stakeholder.support not in AGAINST_US | FOR_US and one.person
    )
    win = Text("Win {name} for us: nobody undecided weighs more.", "争取{name}：尚未表态者中分量最重。")
    turn = Text("Take the reasons of {name} away one by one.", "逐一化解{name}的反对理由。")
    play = towards(situation, undecided[0], win) if undecided else towards(situation, against[0], turn, around=True)
    evidence = [assessed(situation, one, "support") for one in (*against, *for_us)]
    yield Hit((), (play,), tuple(evidence), {"against": heavier, "for": lighter})


RULES: Final = (
    Rule(
        id="opponent-decides",
        title=Text("Opponent decides", "反对者掌权"),
        version=1,
        severity=Severity.CRITICAL,
        level=RuleLevel.MAP,
        message=Text("{name} approves or decides, and is against us.", "{name}拥有批准或决策权，且不支持我方。"),
        advice=Text(
            "Do not go around them: let somebody they trust learn what speaks against us, and answer it.",
            "不要绕开此人：请其信任的人了解反对的原因，并逐一回应。",
        ),
        check=_opponent_decides,
    ),
    Rule(
        id="opponent-near-power",
        title=Text("Opponent near power", "反对者接近权力"),
        version=1,
        severity=Severity.WARNING,
        level=RuleLevel.MAP,
        message=Text(
            "{name} is against us and has the ear of {powerful}.",
            "{name}不支持我方，并能影响{powerful}。",
        ),
        advice=Text(
            "Be with who decides more often than they are, and know what they say there.",
            "比对方更多地接触决策人，并了解对方的说法。",
        ),
        check=_opponent_near_power,
        thresholds=(HOPS,),
    ),
    Rule(
        id="no-opponent-known",
        title=Text("No opponent known", "未见反对者"),
        version=1,
        severity=Severity.INFO,
        level=RuleLevel.MAP,
        message=Text(
            "{count} people, and none against us: somebody is hidden.",
            "{count} 人中没有已知的反对者：可能有人隐藏。",
        ),
        advice=Text(
            "Every decision takes something from somebody. Ask who loses by it.",
            "任何决策都会触及某些人的利益，请了解谁会因此受损。",
        ),
        check=_no_opponent_known,
        thresholds=(PEOPLE,),
    ),
    Rule(
        id="outnumbered",
        title=Text("Outnumbered", "支持者处于少数"),
        version=1,
        severity=Severity.CRITICAL,
        level=RuleLevel.MAP,
        message=Text(
            "Those against us weigh {against}, those for us {for}.",
            "反对者的权重合计 {against}，支持者合计 {for}。",
        ),
        advice=Text(
            "Win the heaviest of those who have not taken a side before working on those against us.",
            "先争取尚未表态者中分量最重的人，再去转化反对者。",
        ),
        check=_outnumbered,
    ),
)
