"""Assessments: dated statements by a seller about a stakeholder, only ever added (domain.md §2, §13)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from domain.ids import StreamId

if TYPE_CHECKING:
    from datetime import datetime

    from domain.codes import Adaptability, Confidence, Coverage, DecisionOrientation, Influence, Support
    from domain.ids import AccountId, AssessmentId, SellerId, StakeholderId


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
