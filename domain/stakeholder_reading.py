"""What each statement about a stakeholder says of its fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domain.assessment import Assessed
from domain.stakeholder import (
    RoleGiven,
    StakeholderAdded,
    StakeholderNamed,
    StakeholderPlaced,
    StakeholderRemoved,
    StatedCoverage,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from domain.fact import Fact


def values_said(fact: Fact) -> dict[str, Any]:
    """Return the fields of `Stakeholder` that a fact about one gives from then on, by name."""
    return _SAID[type(fact.statement)](fact.statement, fact.observed_at)


def _assessed(said: Assessed, at: datetime) -> dict[str, Any]:
    names = ("support", "influence", "adaptability", "orientation")
    values: dict[str, Any] = {name: value for name in names if (value := getattr(said, name)) is not None}
    if said.coverage is not None:
        values["coverage"] = StatedCoverage(said.coverage, at)
    return values


_SAID: Mapping[type, Callable[[Any, datetime], dict[str, Any]]] = {
    Assessed: _assessed,
    StakeholderAdded: lambda said, _: {"roles": said.roles},
    RoleGiven: lambda said, _: {"roles": said.roles},
    StakeholderNamed: lambda said, _: {"person_id": said.person_id},
    StakeholderPlaced: lambda said, _: {"position": said.position},
    StakeholderRemoved: lambda _, at: {"until": at},
}
