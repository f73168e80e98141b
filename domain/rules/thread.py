"""On how few it hangs: `single-thread`."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from domain.codes import Severity
from domain.insight import Evidence, listing
from domain.rule import Hit, Rule, RuleLevel, RuleSettings
from domain.rules.wording import for_owner
from domain.situation import by_power
from domain.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.ids import PersonId, SellerId
    from domain.insight import Play
    from domain.network_influence import Surroundings
    from domain.situation import Situation

_WINDOW: Final = timedelta(days=365)


def _check(situation: Situation, _settings: RuleSettings) -> Iterator[Hit]:
    key = {one.stakeholder.person_id for one in situation.key_players if one.stakeholder.person_id is not None}
    yield from _ours(situation, key)
    yield from _theirs(situation, key)


def _ours(situation: Situation, key: set[PersonId]) -> Iterator[Hit]:
    """Fire where one of us alone is in contact with key players."""
    contacts = {person_id: _in_contact(situation, person_id) for person_id in sorted(key)}
    ours = {seller_id for found in contacts.values() for seller_id in found}
    if len(ours) != 1:
        return
    (only,) = ours
    met = [situation.map.graph.people[person_id].name for person_id, found in contacts.items() if found]
    name = situation.seller_name(only) or only
    known = listing(met)
    evidence = Evidence(only, Text(f"{name} is in contact with {known.en}", f"{name}与{known.zh}有联系"))
    play = _second_thread(
        situation, None, Text("Let another of us meet {target}.", "请另一位同事与{target}建立联系。"), name
    )
    yield Hit((only,), (play,), (evidence,), {"name": name})


def _in_contact(situation: Situation, person_id: PersonId) -> set[SellerId]:
    since = situation.at - _WINDOW
    met = situation.strengths.get(person_id, ())
    recent = {one.seller_id for one in met if one.last_at is not None and one.last_at > since}
    return recent | situation.acquainted.get(person_id, frozenset())


def _theirs(situation: Situation, key: set[PersonId]) -> Iterator[Hit]:
    """Fire for each cut person (§3) without whom we reach none of the other key players."""
    around = situation.surroundings
    if around is None:
        return
    for one in situation.counted:
        figures, person_id = situation.network.get(one.stakeholder.id), one.stakeholder.person_id
        if figures is None or not figures.cut or person_id is None or key <= {person_id}:
            continue
        if _reached(around, person_id) & key:
            continue
        cut = Evidence(
            one.stakeholder.id,
            Text(f"without {one.label} we reach no other key player", f"没有{one.label}，就接触不到其他关键人"),
        )
        text = Text("Find a way to {target} that does not pass {name}.", "寻找一条不经过{name}而到达{target}的途径。")
        play = _second_thread(situation, person_id, text, one.label)
        yield Hit((one.stakeholder.id,), (play,), (cut,), {"name": one.label})


def _reached(around: Surroundings, without: PersonId) -> set[PersonId]:
    """Return everybody whom we reach while somebody is gone."""
    found = set(around.met) - {without}
    edge = list(found)
    while edge:
        after = {to for to in around.ties.get(edge.pop(), ()) if to != without} - found
        found |= after
        edge.extend(after)
    return found


def _second_thread(situation: Situation, but: PersonId | None, text: Text, name: str) -> Play:
    others = (one for one in situation.key_players if one.person is not None and one.stakeholder.person_id != but)
    target = by_power(others)[0]
    return for_owner(situation, text, {"target": target.label, "name": name}, target.stakeholder.person_id)


RULES: Final = (
    Rule(
        id="single-thread",
        version=1,
        severity=Severity.WARNING,
        level=RuleLevel.MAP,
        message=Text("Every tie to the key players passes {name}.", "通向关键人的所有关系都经过{name}。"),
        advice=Text(
            "One illness, one move, and the account is lost. Tie a second thread before it is needed.",
            "一次病假或调动就可能失去客户。请在需要之前建立第二条线。",
        ),
        check=_check,
    ),
)
