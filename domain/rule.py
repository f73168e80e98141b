"""Rules as data: what each looks at, what it says in both languages, and the thresholds that settings may move.

The rules themselves are in `domain/rules/`, one file for each or for a few of a kind; `docs/insights.md` shows each.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from domain.codes import Severity
    from domain.insight import Evidence, Play
    from domain.situation import Situation
    from domain.text import Text


class RuleLevel(StrEnum):
    """Whether a rule looks at one map, or at an account as a whole."""

    MAP = "MAP"
    ACCOUNT = "ACCOUNT"


@dataclass(frozen=True, slots=True)
class Threshold:
    """A whole number from `least` to `most` that a rule compares with; a setting may give another than `default`."""

    name: str
    default: int
    least: int
    most: int
    meaning: str

    @property
    def variable(self) -> str:
        """The environment variable that sets it."""
        return f"RAPPORT_RULE_{self.name}"


@dataclass(frozen=True, slots=True)
class RuleSettings:
    """The thresholds that are set, by name; all others have their defaults."""

    values: Mapping[str, int] = field(default_factory=dict[str, int])

    def of(self, threshold: Threshold) -> int:
        """Return the number to compare with."""
        return self.values.get(threshold.name, threshold.default)


@dataclass(frozen=True, slots=True, eq=False)
class Hit:
    """One time that a rule fires: about whom, what to do, what speaks for it, and what its texts name.

    `plays` and `evidence` work that out when somebody reads it: of most that is found, nobody does.
    """

    subject_ids: tuple[str, ...]
    plays: Callable[[], tuple[Play, ...]]
    evidence: Callable[[], tuple[Evidence, ...]] = tuple
    names: Mapping[str, str | int | Text] = field(default_factory=dict[str, Any])
    since: datetime | None = None

    def __eq__(self, other: object) -> bool:
        """Whether both say the same."""
        return isinstance(other, Hit) and self._said() == other._said()

    def __hash__(self) -> int:
        return hash((self.subject_ids, self.since))

    def in_brief(self) -> Hit:
        """Return the same without what to do and what speaks for it."""
        return Hit(self.subject_ids, tuple, tuple, self.names, self.since)

    def _said(self) -> tuple[object, ...]:
        return (self.subject_ids, self.plays(), self.evidence(), self.names, self.since)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `title`: its name; `message` and `advice` name in braces what a hit fills in; `check` is pure.

    `version` grows when it comes to mean something else, so that what was dismissed is looked at again. `stated`:
    what it finds follows from what is stated of the map alone, and changes by no contact and no time that goes by.
    """

    id: str
    title: Text
    version: int
    severity: Severity
    level: RuleLevel
    message: Text
    advice: Text
    check: Callable[[Situation, RuleSettings], Iterable[Hit]]
    thresholds: tuple[Threshold, ...] = ()
    stated: bool = False
