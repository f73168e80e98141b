"""The rules, in order, and what they find. A rule's file joins the list below."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Final

from domain.codes import Severity
from domain.insight import Finding
from domain.playbook import plays_for
from domain.rule import Rule, RuleLevel, RuleSettings, Threshold
from domain.rules import advocates, arrivals, contacts, knowledge, opponents, promises, roles, sponsor, stages, thread

if TYPE_CHECKING:
    from collections.abc import Container

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
_SEVERITIES: Final = {severity: place for place, severity in enumerate(Severity)}
_subjects: Final = attrgetter("subject_ids")
_BY_SEVERITY: Final = sorted(enumerate(RULES), key=lambda placed: _SEVERITIES[placed[1].severity])


def find(
    situation: Situation, settings: RuleSettings = DEFAULTS, only: Container[str] | None = None
) -> tuple[Finding, ...]:
    """Return all that the rules find: by severity, then in the order of the rules, then by subject.

    `only`: the ids of the rules to apply; null: all.
    """
    graph = situation.map.graph
    account_id = graph.account.id
    found: list[Finding] = []
    for place, rule in _BY_SEVERITY:
        if only is not None and rule.id not in only:
            continue
        hits = sorted(rule.check(situation, settings), key=_subjects)
        map_id = graph.map_id if rule.level is RuleLevel.MAP else None
        found += [Finding(rule, hit, account_id, map_id, place, _FIRST_ADVICE[rule.id]) for hit in hits]
    return tuple(found)
