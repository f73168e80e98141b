"""The rules, in order, and what they find. A rule's file joins the list below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from domain.codes import Severity
from domain.insight import Finding
from domain.playbook import plays_for
from domain.rule import Rule, RuleLevel, RuleSettings, Threshold
from domain.rules import advocates, arrivals, contacts, knowledge, opponents, promises, roles, sponsor, stages, thread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.situation import Situation

RULES: Final[tuple[Rule, ...]] = (
    *roles.RULES,
    *sponsor.RULES,
    *opponents.RULES,
    *contacts.RULES,
    *promises.RULES,
    *thread.RULES,
    *knowledge.RULES,
    *arrivals.RULES,
    *stages.RULES,
    *advocates.RULES,
)
THRESHOLDS: Final[tuple[Threshold, ...]] = tuple(threshold for rule in RULES for threshold in rule.thresholds)
DEFAULTS: Final = RuleSettings()

_FIRST_ADVICE: Final = {rule.id: next((entry.id for entry in plays_for(rule.id)), None) for rule in RULES}
_ORDER: Final = {rule.id: place for place, rule in enumerate(RULES)}
_SEVERITIES: Final = {severity: place for place, severity in enumerate(Severity)}


def find(situation: Situation, settings: RuleSettings = DEFAULTS) -> tuple[Finding, ...]:
    """Return all that the rules find: by severity, then in the order of the rules, then by subject."""
    found = [finding for rule in RULES for finding in _apply(rule, situation, settings)]
    return tuple(sorted(found, key=lambda f: (_SEVERITIES[f.severity], f.place, f.subject_ids)))


def _apply(rule: Rule, situation: Situation, settings: RuleSettings) -> Iterator[Finding]:
    graph = situation.map.graph
    map_id = graph.map_id if rule.level is RuleLevel.MAP else None
    place, read_more = _ORDER[rule.id], _FIRST_ADVICE[rule.id]
    for hit in rule.check(situation, settings):
        yield Finding(rule, hit, graph.account.id, map_id, place, read_more)
