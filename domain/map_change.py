"""How a decision map came to be as it is: what changed in it, when, and who said so (domain.md §11).

`domain.map_walk` finds it in a map's facts, `domain.map_change_wording` says it in words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from domain.errors import InvalidError
from domain.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from domain.codes import ChangeKind
    from domain.ids import PersonId, SellerId, StakeholderId

PLACE: Final = "place"
EMPLOYMENT: Final = "employment"
ROLES: Final = "roles"
MANAGER: Final = "manager"
PERSON: Final = "person"
"""What a change is of, where it is no dimension of an assessment and no kind of tie."""
UNSTATED: Final = "UNSTATED"
"""The strength of an acquaintance of which none is stated."""


@dataclass(frozen=True, slots=True)
class MapChange:
    """One thing that became otherwise in a map at `at`, by whoever said so.

    `field`: `place` (in the map or not), `employment` (at the map's account or not), `person`, `roles`, `manager`,
    the dimension of an assessment, or the kind of tie. `before` and `after` are codes (several: with commas), names
    of people, or a tie's value; null: none, or unknown. `label`: the stakeholder's, as it was called then.
    `other_id`: the person at the other end of a tie, the later one where the manager changed.
    """

    at: datetime
    kind: ChangeKind
    stakeholder_id: StakeholderId
    label: str
    field: str
    before: str | None = None
    after: str | None = None
    by: SellerId | None = None
    evidence: str | None = None
    other_id: PersonId | None = None
    other_label: str | None = None


def changes_between(
    changes: Sequence[MapChange], since: datetime, until: datetime | None, *, now: datetime
) -> list[MapChange]:
    """Return what changed in [since, until), up to and at `now` without `until`.

    Raises InvalidError where the period ends before it begins, and where it begins after `now`, the map's moment.
    """
    if until is not None and since > until:
        raise InvalidError(
            Text(
                f"It lies before `since` ({since.isoformat()}); the period is from `since` to `until`.",
                f"早于 since（{since.isoformat()}）；时间段应从 since 到 until。",
            ),
            field="until",
        )
    if since > now:
        raise InvalidError(
            Text(
                f"It lies after the moment of the map ({now.isoformat()}).",
                f"晚于关系图所示的时刻（{now.isoformat()}）。",
            ),
            field="since",
        )
    return [one for one in changes if since <= one.at and (until is None or one.at < until)]


def moments_of(changes: Iterable[MapChange]) -> list[datetime]:
    """Return the moments at which something changed, each once, the earliest first."""
    return sorted({one.at for one in changes})
