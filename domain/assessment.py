"""Assessments: dated statements by a seller about a stakeholder, only ever added (domain.md §2, §13)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Final

from domain.errors import InvalidError
from domain.ids import StreamId
from domain.text import Text, clean_note

if TYPE_CHECKING:
    from datetime import datetime

    from domain.codes import Adaptability, Confidence, Coverage, DecisionOrientation, Influence, Support
    from domain.ids import AccountId, AssessmentId, SellerId, StakeholderId

DIMENSIONS: Final = ("support", "influence", "adaptability", "coverage", "orientation")
"""What an assessment may state of a stakeholder; the latest statement holds, each dimension on its own."""


@dataclass(frozen=True, slots=True)
class Assessed:
    """Any of five dimensions of a stakeholder as one seller saw it at `observed_at`; at least one is stated."""

    assessment_id: AssessmentId
    stakeholder_id: StakeholderId
    account_id: AccountId
    support: Support | None = None
    influence: Influence | None = None
    adaptability: Adaptability | None = None
    coverage: Coverage | None = None
    orientation: DecisionOrientation | None = None
    confidence: Confidence | None = None
    evidence: str | None = None

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"evidence"})

    @property
    def stream(self) -> StreamId:
        return StreamId(self.account_id)

    @property
    def subject(self) -> str:
        return self.stakeholder_id

    @property
    def mentions(self) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True, slots=True)
class Assessment:
    """One recorded assessment. `by` is the seller who made it, null where nobody is named."""

    id: AssessmentId
    stakeholder_id: StakeholderId
    account_id: AccountId
    by: SellerId | None
    observed_at: datetime
    recorded_at: datetime
    support: Support | None = None
    influence: Influence | None = None
    adaptability: Adaptability | None = None
    coverage: Coverage | None = None
    orientation: DecisionOrientation | None = None
    confidence: Confidence | None = None
    evidence: str | None = None


def assess(said: Assessed) -> Assessed:
    """Return the assessment with its evidence cleaned; raises InvalidError where it states nothing."""
    if all(getattr(said, dimension) is None for dimension in DIMENSIONS):
        raise InvalidError(
            Text(
                "It states nothing: give support, influence, adaptability, coverage or orientation.",
                "评估没有内容：请至少给出支持力、影响力、变革适应度、接触程度或决策导向之一。",
            ),
            field="support",
        )
    return replace(said, evidence=clean_note(said.evidence, "evidence"))
