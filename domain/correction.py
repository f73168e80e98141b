"""Putting right what was said wrongly: which statement it was, and what is said of it afterwards (domain.md §11)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from domain.assessment import Assessed
from domain.change import Corrected, standing_facts
from domain.errors import ConflictError, InvalidError
from domain.fact import UNSET, Stated
from domain.ids import StreamId
from domain.merge import Merged
from domain.person import EmployedAt, PersonDescribed
from domain.stakeholder import RoleGiven, StakeholderAdded
from domain.text import Text, clean_note
from domain.tie import Influences, Knows, ReportsTo

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from domain.codes import BuyingRole
    from domain.fact import Fact
    from domain.ids import AssessmentId, ChangeId, FactId, SellerId

CORRECTABLE = (Assessed, RoleGiven, StakeholderAdded, ReportsTo, Influences, Knows, EmployedAt)
"""What corrections are shown of; of a place in a map it is the roles it was added with."""

_ROLES = (StakeholderAdded, RoleGiven)


@dataclass(frozen=True, slots=True)
class Correction:
    """A statement that was wrong, why, and what is right; null where it never was so."""

    id: FactId
    change: ChangeId
    recorded_at: datetime
    by: SellerId | None
    reason: str
    wrong: Fact
    right: Fact | None

    @property
    def assessment_id(self) -> AssessmentId | None:
        """Which assessment was wrong; null where it was something else."""
        said = self.wrong.statement
        return said.assessment_id if isinstance(said, Assessed) else None


@dataclass(frozen=True, slots=True)
class Wrong:
    """A statement to correct, and how: `reason` is cleaned, `never_so` says that nothing takes its place."""

    fact: Fact
    reason: str
    never_so: bool

    def put_right(self, right: Iterable[Stated], now: datetime, also: Iterable[Fact] = ()) -> tuple[Stated, ...]:
        """Return the statements of the correction; `also`: facts that were said together with the wrong one."""
        left_out = (
            Stated(Corrected(one.id, StreamId(one.statement.stream), self.reason), now) for one in (self.fact, *also)
        )
        return (*left_out, *right)


def said_at(facts: Iterable[Fact], kinds: tuple[type, ...], subject: str, at: datetime) -> Fact:
    """Return the statement of a subject that holds at a moment; raises InvalidError where none does."""
    stated = [f for f in standing_facts(facts) if isinstance(f.statement, kinds) and f.statement.subject == subject]
    found = max((f for f in stated if f.observed_at <= at), key=lambda f: f.order, default=None)
    if found is None:
        raise InvalidError(
            Text(
                "Nothing holds at that moment: nothing was said of it, or it was taken back.",
                "该时刻没有有效的记录：从未陈述，或已被撤销。",
            ),
            field="heldAt",
        )
    return found


def check_change(found: Fact | None, change_id: str | None) -> None:
    """Raise ConflictError where what stands is not what the change said: it was undone, corrected or said anew."""
    if change_id is not None and (found is None or found.change != change_id):
        raise ConflictError(
            Text(
                "What that change said holds no more: it was undone, corrected already, or said anew.",
                "该变更所陈述的内容已不再有效：已被撤销、更正或重新陈述。",
            ),
            field="changeId",
            expected=change_id,
            actual=found.change if found is not None else None,
        )


def wrong(fact: Fact, reason: str, never_so: bool | None, given: Sequence[str]) -> Wrong:
    """Return what is to be corrected, given the names of the fields that say what is right.

    Raises InvalidError where no reason is given, nothing is said to be right, or something is of what never was.
    """
    cleaned = clean_note(reason, "reason")
    if cleaned is None:
        raise InvalidError(Text("Say why it was wrong.", "请说明更正的原因。"), field="reason")
    if never_so and given:
        raise InvalidError(
            Text(
                "It never was so, and yet something is said to be right: give one of the two.",
                "既称从未如此，又给出了正确的内容：二者只能选一。",
            ),
            field="neverSo",
        )
    if not never_so and not given:
        raise InvalidError(
            Text("Say what is right, or that it never was so.", "请给出正确的内容，或说明从未如此。"), field="neverSo"
        )
    return Wrong(fact, cleaned, bool(never_so))


def check_differs(known: Fact, right: object, at: datetime) -> None:
    """Raise InvalidError where what is right is what was said."""
    if right == known.statement and at == known.observed_at:
        raise InvalidError(Text("That is what was said.", "与原来的陈述相同。"))


def right_roles(known: Fact, roles: tuple[BuyingRole, ...], at: datetime) -> tuple[Stated, ...]:
    """Return the statements that give a stakeholder the right roles since `at`, in place of the known one.

    The roles that a place was added with are corrected by adding it again, under its id. Raises InvalidError for
    a time before that.
    """
    said = known.statement
    if isinstance(said, RoleGiven):
        return (Stated(replace(said, roles=roles), at),)
    if not isinstance(said, StakeholderAdded):
        return ()
    if at < known.observed_at:
        raise InvalidError(
            Text(
                f"It lies before the stakeholder was added ({known.observed_at.isoformat()}).",
                f"早于加入关系图的时间（{known.observed_at.isoformat()}）。",
            ),
            field="observedAt",
        )
    if at == known.observed_at:
        return (Stated(replace(said, roles=roles), at),)
    later = RoleGiven(said.stakeholder_id, said.account_id, roles)
    return (Stated(replace(said, roles=()), known.observed_at), Stated(later, at))


def check_between(facts: Iterable[Fact], known: Fact, since: datetime) -> None:
    """Raise InvalidError where an employment would begin before the one before it, or not before the next."""
    others = sorted(
        (f for f in standing_facts(facts) if isinstance(f.statement, EmployedAt) and f.id != known.id),
        key=lambda f: f.order,
    )
    before = [f.observed_at for f in others if f.order < known.order]
    after = [f.observed_at for f in others if f.order > known.order]
    if (before and since < before[-1]) or (after and since >= after[0]):
        raise InvalidError(
            Text(
                "It would change places with the employment before or after it: correct that one first.",
                "会与之前或之后的任职次序颠倒：请先更正另一段任职。",
            ),
            field="since",
        )


def titles_with(facts: Iterable[Fact], known: Fact) -> list[Fact]:
    """Return the titles that were stated together with an employment, as `employ` does."""
    return [
        fact
        for fact in standing_facts(facts)
        if fact.change == known.change
        and fact.observed_at == known.observed_at
        and isinstance(said := fact.statement, PersonDescribed)
        and said.title is not UNSET
        and said == PersonDescribed(said.person_id, title=said.title)
        and said.subject == known.statement.subject
    ]


def corrections(facts: Iterable[Fact]) -> list[Correction]:
    """Return the corrections that stand among facts, the latest recorded first, but not what merges say anew.

    `facts`: what was said of some objects, with all corrections of it, and the merges among these.
    """
    known = list(facts)
    by_id = {fact.id: fact for fact in known}
    merges = {fact.change for fact in known if isinstance(fact.statement, Merged)}
    found: list[Correction] = []
    for fact in standing_facts(known):
        said = fact.statement
        was = by_id.get(said.fact_id) if isinstance(said, Corrected) and fact.change not in merges else None
        if isinstance(said, Corrected) and was is not None and isinstance(was.statement, CORRECTABLE):
            right = _right(known, fact.change, was)
            found.append(Correction(fact.id, fact.change, fact.recorded_at, fact.by, said.reason, was, right))
    return sorted(found, key=lambda one: (one.recorded_at, one.id), reverse=True)


def _right(facts: Iterable[Fact], change_id: ChangeId, was: Fact) -> Fact | None:
    """Return what a correction states in place of a fact."""
    stated = [f for f in facts if f.change == change_id and _of_same(f, was)]
    return max(stated, key=lambda f: f.order, default=None)


def _of_same(one: Fact, other: Fact) -> bool:
    mine, others = one.statement, other.statement
    if isinstance(mine, Assessed) and isinstance(others, Assessed):
        return mine.assessment_id == others.assessment_id
    if isinstance(mine, _ROLES):
        return isinstance(others, _ROLES) and mine.subject == others.subject
    return type(mine) is type(others) and mine.subject == others.subject
