"""Random histories for Hypothesis: every kind of statement, undos and corrections, as the writes of the API allow.

A drawn history is a list of steps, worked out with `domain.fold` alone. A step that a unique key forbids is kept
and marked, because a store must refuse it and be as it was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVar

from hypothesis import strategies as st

from domain.account import AccountDescribed
from domain.assessment import Assessed
from domain.change import Corrected, Undone
from domain.codes import (
    AccountKind,
    Adaptability,
    BuyingRole,
    Circle,
    CommitmentSide,
    CommitmentStatus,
    Coverage,
    DecisionOrientation,
    Direction,
    Influence,
    InteractionKind,
    OpportunityStatus,
    PlayTopic,
    Polarity,
    ReferralStatus,
    RelationshipLevel,
    SellerRole,
    Support,
    Tier,
)
from domain.commitment import CommitmentMade, CommitmentSettled
from domain.contact_level import ContactLevelStated
from domain.errors import ConflictError
from domain.fact import ALWAYS, Change, Fact, Stated
from domain.finding_note import FindingAssigned, FindingDismissed, FindingDone, FindingReopened
from domain.fold import fold
from domain.ids import ChangeId, PlayId, map_of, owner_of_map
from domain.interaction import Interacted
from domain.ladder import LADDERS
from domain.money import Money
from domain.opportunity import OpportunityClosed, OpportunityDescribed
from domain.order import Ordered
from domain.person import EmployedAt, PersonDescribed
from domain.playbook_entry import Answer, PlayDescribed
from domain.referral import ReferralAdvanced, Referred
from domain.seller import SellerDescribed
from domain.stage import StageMoved
from domain.stakeholder import (
    Position,
    RoleGiven,
    StakeholderAdded,
    StakeholderNamed,
    StakeholderPlaced,
    StakeholderRemoved,
)
from domain.tie import Influences, Knows, ReportsTo
from domain.undo import check_undo
from domain.world import World
from tests.worlds import (
    History,
    account,
    assessment,
    change,
    commitment,
    day,
    ident,
    insight,
    interaction,
    new_account,
    new_person,
    new_seller,
    opportunity,
    order,
    person,
    referral,
    seller,
    stakeholder,
    transition,
)

T = TypeVar("T")
Draw = Callable[[st.SearchStrategy[T]], T]

NAMES = ("Ann", "Bob", "王伟", "李娜", "Zoë")
EXTERNAL = ("x-1", "x-2")
MONEY = Money(12_345, "CNY")


@dataclass(frozen=True, slots=True)
class Step:
    """One change to append. `drafted`: as the fold has it, with ids of its own for the facts.

    `refused`: a unique key is taken. `touching`: the streams of what it takes back.
    """

    drafted: Change
    refused: bool
    touching: frozenset[str] = frozenset()

    @property
    def stated(self) -> tuple[Stated, ...]:
        return tuple(Stated(fact.statement, fact.observed_at, fact.by) for fact in self.drafted.facts)


@dataclass(slots=True)
class Draft:
    """A history as far as it is drawn. Numbers of new objects start where those of the first change end."""

    draw: Callable[[st.SearchStrategy[Any]], Any]
    history: History = field(default_factory=History)
    steps: list[Step] = field(default_factory=list[Step])
    world: World = field(default_factory=World)
    used: Counter[str] = field(default_factory=Counter[str])

    def begin(self) -> None:
        """State who is there from the start: three sellers, three accounts, four people; never taken back."""
        self._keep(
            self.history.record(
                new_seller(1, "Root", SellerRole.ADMIN, email="Root@example.com"),
                new_seller(2, "Sue", email="sue@example.com", manager_id=seller(1)),
                new_seller(3, "Tom", SellerRole.VIEWER),
                new_account(1, "Acme", owner_id=seller(2), tags=("key",), industry="Tea"),
                new_account(2, "Acme", team_ids=(seller(2), seller(3)), external_id="x-0"),
                new_account(3, "青山", open=True, tier=Tier.B, parent_id=account(1)),
                new_person(1, "Ann", 1, emails=("ann@example.com",)),
                new_person(2, "Bob", 1, phones=("+86 138 0013 8000",)),
                new_person(3, "王伟", 2),
                new_person(4, "Dee"),
                by=seller(1),
            )
        )
        self.used.update(account=3, person=4, seller=3)

    def number(self, kind: str) -> int:
        self.used[kind] += 1
        return self.used[kind]

    def pick(self, options: Sequence[T]) -> T:
        return self.draw(st.sampled_from(list(options)))

    def maybe(self, options: Sequence[T]) -> T | None:
        return self.draw(st.sampled_from([None, *options]))

    def some(self, options: Sequence[T]) -> T | None:
        return self.pick(options) if options else None

    def when(self) -> datetime:
        return day(self.draw(st.integers(0, 6)))

    def state(self, count: int) -> None:
        """Draw a change of some statements; each is worked out on what stood before the change."""
        said = [one for _ in range(count) if (one := self.pick(IDEAS)(self)) is not None]
        if said:
            self._try(lambda history: history.record(said, by=self.pick(list(self.world.sellers))))

    def undo(self) -> None:
        """Draw a change to take back, if nothing stands in the way."""
        undone = self.maybe(self.history.changes[1:])
        if undone is None:
            return
        touched = _touched(self.history, undone.id)
        try:
            check_undo(undone.id, touched, undone.recorded_at, self.history.facts)
        except ConflictError:
            return
        self._try(lambda history: history.undo(undone, by=seller(1)), touched)

    def correct(self) -> None:
        """Draw a fact to leave out, but not one that creates something."""
        made = self.maybe(self.history.changes[1:])
        facts = [] if made is None else [f for f in made.facts if isinstance(f.statement, CORRECTABLE)]
        if facts:
            wrong = self.pick(facts)
            self._try(lambda history: history.correct(wrong, by=seller(1)), [wrong])

    def _try(self, record: Callable[[History], Change], touched: Sequence[Fact] = ()) -> None:
        trial = History(list(self.history.changes), self.history.count)
        made = record(trial)
        world = fold(trial.facts)
        if dangling(world):
            return
        if taken(world):
            refused = replace(made, id=change(1_000_000 + len(self.steps)))
            self.steps.append(Step(refused, refused=True, touching=_streams(touched)))
            return
        self.history = trial
        self._keep(made, touched, world)

    def _keep(self, made: Change, touched: Sequence[Fact] = (), world: World | None = None) -> None:
        self.world = world if world is not None else fold(self.history.facts)
        self.steps.append(Step(made, refused=False, touching=_streams(touched)))


def _streams(facts: Sequence[Fact]) -> frozenset[str]:
    return frozenset(fact.statement.stream for fact in facts)


def _touched(history: History, change_id: ChangeId) -> list[Fact]:
    """Return the facts of a change, and those that its undos and corrections name, to the end."""
    facts = [fact for one in _named(history, change_id) for fact in one.facts]
    wrong = {fact.statement.fact_id for fact in facts if isinstance(fact.statement, Corrected)}
    return [*facts, *(fact for fact in history.facts if fact.id in wrong)]


def _named(history: History, change_id: ChangeId) -> Iterator[Change]:
    """Give a change, and those that its undos name, to the end."""
    by_id = {one.id: one for one in history.changes}
    pending = [change_id]
    while pending:
        found = by_id[pending.pop()]
        yield found
        pending += [f.statement.change_id for f in found.facts if isinstance(f.statement, Undone)]


def dangling(world: World) -> bool:
    """Whether something is about what is not there, which no write of the API brings about."""
    known = {id_ for table in World.__slots__ for id_ in getattr(world, table) if isinstance(id_, str)}
    named: set[str | None] = {end for key in (*world.influences, *world.acquaintances) for end in key}
    named |= {end for referral_ in world.referrals.values() for end in (referral_.referrer, referral_.referred)}
    named |= {e.account_id for one in world.people.values() for e in one.employments}
    for stakeholder_ in world.stakeholders.values():
        named |= {owner_of_map(stakeholder_.map_id), stakeholder_.account_id, stakeholder_.person_id}
    for one in (*world.interactions.values(), *world.orders.values()):
        named |= {one.account_id, one.opportunity_id}
    for interaction_ in world.interactions.values():
        named |= {*interaction_.person_ids, *interaction_.seller_ids}
    named |= {one.account_id for one in (*world.opportunities.values(), *world.transitions.values())}
    named |= {id_ for pair in world.contact_levels for id_ in pair}
    for promise in world.commitments.values():
        named |= {promise.account_id, promise.person_id}
    for note in world.finding_notes.values():
        named |= {note.account_id, note.assignee_id}
    for account_ in world.accounts.values():
        named |= {account_.owner_id, account_.parent_id, *account_.team_ids}
    named |= {one.manager_id for one in world.sellers.values()}
    return not named - {None} <= known


def taken(world: World) -> bool:
    """Whether a unique key is there twice."""
    keys: Counter[Any] = Counter()
    for table in ("accounts", "people", "opportunities", "interactions", "orders", "referrals"):
        keys.update((table, one.external_id) for one in getattr(world, table).values() if one.external_id)
    keys.update(one.email.casefold() for one in world.sellers.values() if one.email)
    keys.update((one.referrer, one.referred) for one in world.referrals.values() if one.is_open)
    places = (one for one in world.stakeholders.values() if one.person_id and one.until is None)
    keys.update((one.map_id, one.person_id) for one in places)
    return any(count > 1 for count in keys.values())


# ── what may be stated next ──


def _describe_account(draft: Draft) -> Stated:
    new = draft.maybe(["new"])
    given: dict[str, Any] = {"kind": draft.pick(list(AccountKind)), "name": draft.pick(NAMES)} if new else {}
    if draft.maybe([1]):
        given |= {"industry": draft.maybe(["Tea", "保险"]), "external_id": draft.maybe(EXTERNAL)}
    if draft.maybe([1]):
        given |= {"owner_id": draft.maybe(list(draft.world.sellers)), "open": draft.pick([False, True])}
    if draft.maybe([1]):
        given |= {"name": draft.pick(NAMES), "tags": draft.pick([(), ("a",), ("a", "key")]), "archived": True}
    id_ = account(draft.number("account")) if new else draft.pick(list(draft.world.accounts))
    return Stated(AccountDescribed(id_, **given), draft.when())


def _describe_person(draft: Draft) -> Stated:
    new = draft.maybe(["new"])
    given: dict[str, Any] = {"name": draft.pick(NAMES)} if new or draft.maybe([1]) else {}
    if draft.maybe([1]):
        given |= {"title": draft.maybe(["Chief", "主任"]), "external_id": draft.maybe(EXTERNAL)}
    if draft.maybe([1]):
        given |= {"emails": draft.pick([(), ("a@example.com", "b@example.com")]), "phones": ("010-1234",)}
    id_ = person(draft.number("person")) if new else draft.pick(list(draft.world.people))
    return Stated(PersonDescribed(id_, **given), draft.when())


def _describe_seller(draft: Draft) -> Stated:
    new = draft.maybe(["new"])
    given: dict[str, Any] = {"name": draft.pick(NAMES)} if new or draft.maybe([1]) else {}
    given |= {"email": draft.maybe(["SUE@example.com", "new@example.com"]), "team": draft.maybe(["North"])}
    id_ = seller(draft.number("seller")) if new else draft.pick(list(draft.world.sellers)[1:])
    return Stated(SellerDescribed(id_, **given), draft.when())


def _employ(draft: Draft) -> Stated:
    said = EmployedAt(
        draft.pick(list(draft.world.people)), draft.maybe(list(draft.world.accounts)), draft.maybe(["Chief"])
    )
    return Stated(said, draft.pick([ALWAYS, *(day(n) for n in range(7))]))


def _describe_opportunity(draft: Draft) -> Stated:
    known = draft.maybe(list(draft.world.opportunities.values()))
    given: dict[str, Any] = {"amount": draft.maybe([MONEY]), "external_id": draft.maybe(EXTERNAL)}
    if known is None:
        id_ = opportunity(draft.number("opportunity"))
        said = OpportunityDescribed(id_, draft.pick(list(draft.world.accounts)), name=draft.pick(NAMES), **given)
        return Stated(said, draft.when())
    said = OpportunityDescribed(known.id, known.account_id, **given)
    return Stated(said, max(draft.when(), known.opened_at))


def _close_opportunity(draft: Draft) -> Stated | None:
    known = draft.some(list(draft.world.opportunities.values()))
    if known is None:
        return None
    status = draft.pick([OpportunityStatus.WON, OpportunityStatus.LOST])
    return Stated(OpportunityClosed(known.id, known.account_id, status), max(draft.when(), known.opened_at))


def _add_stakeholder(draft: Draft) -> Stated:
    owner: Any = draft.pick([*draft.world.accounts.values(), *draft.world.opportunities.values()])
    account_id = getattr(owner, "account_id", owner.id)
    person_id = draft.maybe(list(draft.world.people))
    roles = draft.pick([(), (BuyingRole.DECIDER,), (BuyingRole.APPROVER, BuyingRole.USER)])
    id_ = stakeholder(draft.number("stakeholder"))
    label = None if person_id else "somebody"
    return Stated(StakeholderAdded(id_, map_of(owner.id), account_id, person_id, label, roles), draft.when())


def _of_stakeholder(draft: Draft) -> Stated | None:
    known = draft.some(list(draft.world.stakeholders.values()))
    if known is None:
        return None
    said: list[Any] = [
        RoleGiven(known.id, known.account_id, draft.pick([(), (BuyingRole.EVALUATOR,), tuple(BuyingRole)])),
        StakeholderPlaced(known.id, known.account_id, draft.maybe([Position(1.5, -2)])),
        StakeholderRemoved(known.id, known.account_id),
    ]
    if known.person_id is None:
        said.append(StakeholderNamed(known.id, known.account_id, draft.pick(list(draft.world.people))))
    return Stated(draft.pick(said), draft.when())


def _assess(draft: Draft) -> Stated | None:
    known = draft.some(list(draft.world.stakeholders.values()))
    if known is None:
        return None
    said = Assessed(
        assessment(draft.number("assessment")),
        known.id,
        known.account_id,
        support=draft.pick(list(Support)),
        influence=draft.maybe(list(Influence)),
        adaptability=draft.maybe([Adaptability.LAGGARD]),
        coverage=draft.maybe([Coverage.NONE, Coverage.BRIEF]),
        orientation=draft.maybe([DecisionOrientation.TECHNICAL]),
        evidence=draft.maybe(["She said so."]),
    )
    return Stated(said, draft.when(), by=draft.maybe(list(draft.world.sellers)))


def _report(draft: Draft) -> Stated:
    who, other = draft.draw(st.permutations(list(draft.world.people)))[:2]
    manager = draft.pick([other, other, None])
    return Stated(ReportsTo(draft.pick([account(1), account(2)]), who, manager), draft.when())


def _influence(draft: Draft) -> Stated:
    source, target = draft.draw(st.permutations(list(draft.world.people)))[:2]
    return Stated(Influences(source, target, draft.maybe([1, 5]), draft.pick(list(Polarity))), draft.when())


def _acquaint(draft: Draft) -> Stated:
    one, two = draft.draw(st.permutations(list(draft.world.people)))[:2]
    source = draft.pick([one, *list(draft.world.sellers)])
    said = Knows(source, two, draft.pick([None, 0, 0.25, 1]), draft.maybe([Circle.ALUMNI]))
    return Stated(said, draft.when())


def _interact(draft: Draft) -> Stated:
    said = Interacted(
        interaction(draft.number("interaction")),
        draft.pick(list(draft.world.accounts)),
        draft.pick(list(InteractionKind)),
        draft.pick(list(Direction)),
        (draft.pick(list(draft.world.sellers)),),
        tuple(draft.draw(st.lists(st.sampled_from(list(draft.world.people)), max_size=3, unique=True))),
        external_id=draft.maybe(EXTERNAL),
        note=draft.maybe(["Tea."]),
    )
    return Stated(said, draft.when())


def _order(draft: Draft) -> Stated:
    known = draft.maybe(list(draft.world.opportunities.values()))
    account_id = known.account_id if known else draft.pick(list(draft.world.accounts))
    said = Ordered(
        order(draft.number("order")),
        account_id,
        MONEY,
        external_id=draft.maybe(EXTERNAL),
        opportunity_id=known.id if known else None,
    )
    return Stated(said, draft.when())


def _refer(draft: Draft) -> Stated:
    parties = [*draft.world.people, *draft.world.accounts]
    referrer, referred = draft.draw(st.permutations(parties))[:2]
    said = Referred(referral(draft.number("referral")), referrer, referred, note=draft.maybe(["Call her."]))
    return Stated(said, draft.when())


def _advance(draft: Draft) -> Stated | None:
    known = draft.some(list(draft.world.referrals.values()))
    if known is None:
        return None
    status = draft.pick([ReferralStatus.CONTACTED, ReferralStatus.CONVERTED, ReferralStatus.DECLINED])
    value = MONEY if status is ReferralStatus.CONVERTED else None
    return Stated(ReferralAdvanced(known.id, status, value), max(draft.when(), known.made_at))


def _move(draft: Draft) -> Stated:
    ladder = LADDERS[draft.pick(["LOYALTY", "REPURCHASE"])]
    to = draft.pick([stage.key for stage in ladder.stages])
    id_ = transition(draft.number("transition"))
    said = StageMoved(id_, draft.pick(list(draft.world.accounts)), ladder.key, to, reason="So it is.")
    return Stated(said, draft.when())


def _level(draft: Draft) -> Stated | None:
    known = draft.some(list(draft.world.stakeholders.values()))
    if known is None:
        return None
    levels = [draft.maybe(list(RelationshipLevel)) for _ in range(2)]
    said = ContactLevelStated(draft.pick(list(draft.world.sellers)), known.id, known.account_id, *levels)
    return Stated(said, draft.when())


def _promise(draft: Draft) -> Stated:
    said = CommitmentMade(
        commitment(draft.number("commitment")),
        draft.pick(list(draft.world.accounts)),
        draft.pick(list(CommitmentSide)),
        draft.pick(["A visit.", "样品"]),
        draft.maybe(list(draft.world.people)),
        draft.maybe([day(3).date()]),
    )
    return Stated(said, draft.when())


def _settle(draft: Draft) -> Stated | None:
    known = draft.some(list(draft.world.commitments.values()))
    if known is None:
        return None
    status = draft.pick([CommitmentStatus.KEPT, CommitmentStatus.BROKEN, CommitmentStatus.WITHDRAWN])
    return Stated(CommitmentSettled(known.id, known.account_id, status), max(draft.when(), known.made_at))


def _note(draft: Draft) -> Stated:
    about = (insight(draft.pick([1, 2])), draft.pick(list(draft.world.accounts)))
    said = draft.pick(
        [
            FindingDismissed(*about, "Known.", "0" * 32, draft.maybe([day(9).date()])),
            FindingDone(*about, "1" * 32, draft.maybe(["Met her."])),
            FindingReopened(*about),
            FindingAssigned(*about, draft.maybe(list(draft.world.sellers))),
        ]
    )
    return Stated(said, draft.when())


def _advise(draft: Draft) -> Stated:
    said = PlayDescribed(
        PlayId(ident("play", draft.pick([1, 2]))),
        (Answer(PlayTopic.RULE, "no-sponsor"), Answer(PlayTopic.TRUST)),
        draft.maybe(["Call."]),
        withdrawn=draft.pick([False, True]),
    )
    return Stated(said, draft.when())


IDEAS: tuple[Callable[[Draft], Stated | None], ...] = (
    _describe_account,
    _describe_person,
    _describe_seller,
    _employ,
    _employ,
    _describe_opportunity,
    _close_opportunity,
    _add_stakeholder,
    _add_stakeholder,
    _of_stakeholder,
    _of_stakeholder,
    _assess,
    _assess,
    _report,
    _report,
    _influence,
    _acquaint,
    _interact,
    _order,
    _refer,
    _refer,
    _advance,
    _advance,
    _move,
    _move,
    _level,
    _promise,
    _settle,
    _note,
    _advise,
)
CORRECTABLE = (
    EmployedAt,
    RoleGiven,
    StakeholderNamed,
    StakeholderPlaced,
    StakeholderRemoved,
    Assessed,
    ReportsTo,
    Influences,
    Knows,
    Interacted,
    Ordered,
    ReferralAdvanced,
    StageMoved,
    OpportunityClosed,
    ContactLevelStated,
    CommitmentSettled,
    FindingDismissed,
    FindingDone,
    FindingReopened,
    FindingAssigned,
)


@st.composite
def histories(draw: Any, *, least: int = 8, most: int = 24) -> tuple[Step, ...]:
    """Draw the steps of a history; the first one states who is there."""
    draft = Draft(draw)
    draft.begin()
    for kind in draw(st.lists(st.sampled_from("sssssuuc"), min_size=least, max_size=most)):
        if kind == "s":
            draft.state(draw(st.integers(1, 3)))
        elif kind == "u":
            draft.undo()
        else:
            draft.correct()
    return tuple(draft.steps)


def with_recorded_ids(stated: Sequence[Stated], recorded: dict[str, Fact]) -> tuple[Stated, ...]:
    """Return statements with corrections that name facts as a store recorded them, given by drafted id."""
    found: list[Stated] = []
    for one in stated:
        said = one.statement
        if isinstance(said, Corrected):
            one = replace(one, statement=replace(said, fact_id=recorded[said.fact_id].id))  # noqa: PLW2901
        found.append(one)
    return tuple(found)
