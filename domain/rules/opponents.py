"""Who is against us: `opponent-decides`, `opponent-near-power`, `no-opponent-known`, `outnumbered`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from domain.codes import BuyingRole, Severity
from domain.insight import Evidence, listing
from domain.rule import Hit, Rule, RuleLevel, RuleSettings, Threshold
from domain.rules.wording import asking, assessed, in_role, towards
from domain.situation import AGAINST_US, FOR_US, by_power
from domain.text import Text

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence

    from domain.decision_map import Standing
    from domain.ids import PersonId
    from domain.insight import Play
    from domain.situation import Situation

_DECIDING: Final = frozenset({BuyingRole.APPROVER, BuyingRole.DECIDER})
HOPS: Final = Threshold("OPPONENT_NEAR_POWER_HOPS", 2, 1, 6, "within how many ties an opponent is near to who decides")
PEOPLE: Final = Threshold("NO_OPPONENT_KNOWN_PEOPLE", 5, 2, 1000, "from how many people on a map has an opponent")


def _against(situation: Situation) -> list[Standing]:
    counted = situation.counted
    return situation.once("against", lambda: [one for one in counted if one.stakeholder.support in AGAINST_US])


def _decides(one: Standing) -> bool:
    return not _DECIDING.isdisjoint(one.stakeholder.roles)


def _opponent_decides(situation: Situation, _settings: RuleSettings) -> Iterator[Hit]:
    for one in filter(_decides, _against(situation)):
        yield _deciding(situation, one)


def _deciding(situation: Situation, one: Standing) -> Hit:
    said = situation.stated(one, "support")
    play = Text(
        "Find out what {name} fears or lacks, and answer that before the decision.",
        "弄清{name}的顾虑或所缺，在决策之前予以回应。",
    )
    return Hit(
        (one.stakeholder.id,),
        lambda: (towards(situation, one, play, around=True),),
        lambda: (in_role(one), assessed(situation, one, "support")),
        {"name": one.label},
        said.observed_at if said is not None else None,
    )


def _opponent_near_power(situation: Situation, settings: RuleSettings) -> Iterator[Hit]:
    by_person = {one.stakeholder.person_id: one for one in situation.counted if one.stakeholder.person_id is not None}
    for one in _against(situation):
        came_from = _near(one.stakeholder.person_id, situation.moves, by_person, settings.of(HOPS))
        powerful = by_power(by_person[to] for to in came_from if _decides(by_person[to]))
        if powerful:
            yield _near_power(situation, one, powerful, came_from, by_person)


def _near_power(
    situation: Situation,
    one: Standing,
    powerful: Sequence[Standing],
    came_from: Mapping[PersonId, PersonId],
    by_person: Mapping[PersonId, Standing],
) -> Hit:
    play = Text(
        "Hear from {name} what {opponent} says of us, and give them the answers to it.",
        "向{name}了解{opponent}对我方的说法，并提供相应的答复。",
    )

    def way_to(to: Standing) -> Evidence:
        way, at = [to.label], to.stakeholder.person_id
        while at is not None and (at := came_from.get(at)) is not None:
            way.append(by_person[at].label)
        chain = " → ".join(reversed(way))
        return Evidence(to.stakeholder.id, Text(f"moves or manages: {chain}", f"影响或管理：{chain}"))

    return Hit(
        (one.stakeholder.id,),
        # Rather from somebody who talks to us.
        lambda: (
            towards(
                situation,
                next((to for to in powerful if situation.contact(to.stakeholder.person_id) is not None), powerful[0]),
                play,
                {"opponent": one.label},
                but=one,
            ),
        ),
        lambda: (assessed(situation, one, "support"), *map(way_to, powerful)),
        {"name": one.label, "powerful": listing([to.label for to in powerful])},
    )


def _near(
    start: PersonId | None, moves: Mapping[PersonId, Sequence[PersonId]], counted: Container[PersonId], hops: int
) -> dict[PersonId, PersonId]:
    """Return everybody within so many steps, each with the one before on a shortest way; nobody from no person."""
    found: dict[PersonId, PersonId] = {}
    edge = [start] if start is not None else []
    for _ in range(hops):
        after: list[PersonId] = []
        for at in edge:
            for to in moves.get(at, ()):
                if to not in found and to != start and to in counted:
                    found[to] = at
                    after.append(to)
        edge = after
    return found


def _no_opponent_known(situation: Situation, settings: RuleSettings) -> Iterator[Hit]:
    counted = situation.counted
    if len(counted) < settings.of(PEOPLE) or _against(situation):
        return
    question = Text("who would rather leave things as they are?", "谁更愿意维持现状？")
    yield Hit((), lambda: (asking(situation, question),), names={"count": len(counted)})


def _outnumbered(situation: Situation, _settings: RuleSettings) -> Iterator[Hit]:
    against = _against(situation)
    for_us = [one for one in situation.counted if one.stakeholder.support in FOR_US]
    heavier, lighter = sum(one.weight for one in against), sum(one.weight for one in for_us)
    if not against or heavier < lighter:
        return
    yield Hit(
        (),
        lambda: (_outweigh(situation),),
        lambda: tuple(assessed(situation, one, "support") for one in (*by_power(against), *by_power(for_us))),
        {"against": heavier, "for": lighter},
    )


def _outweigh(situation: Situation) -> Play:
    undecided = by_power(
        one for one in situation.counted if one.stakeholder.support not in AGAINST_US | FOR_US and one.person
    )
    if undecided:
        win = Text("Win {name} for us: nobody undecided weighs more.", "争取{name}：尚未表态者中分量最重。")
        return towards(situation, undecided[0], win)
    turn = Text("Take the reasons of {name} away one by one.", "逐一化解{name}的反对理由。")
    return towards(situation, by_power(_against(situation))[0], turn, around=True)


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
        stated=True,
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
            "See those who decide more often than they do, and know what is said there.",
            "比对方更多地接触决策人，并了解对方的说法。",
        ),
        check=_opponent_near_power,
        stated=True,
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
        stated=True,
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
        stated=True,
    ),
)
