"""What rules look at: one map at one moment, with what is known around it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from domain.codes import INFLUENCE_SCORE, Polarity, Support
from domain.ids import PersonId, SellerId
from domain.money import sum_by_currency

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from domain.assessment import Assessment
    from domain.commitment import Commitment
    from domain.decision_map import DecisionMap, MapGraph, Standing
    from domain.ids import StakeholderId
    from domain.money import Money
    from domain.network_influence import Surroundings
    from domain.opportunity import Opportunity
    from domain.person import Person
    from domain.referral import Referral
    from domain.seller import Seller
    from domain.stage import Transition
    from domain.stakeholder import Stakeholder
    from domain.strength import Strength

T = TypeVar("T")

AGAINST_US = frozenset({Support.NON_SUPPORTER, Support.OPPONENT})
FOR_US = frozenset({Support.SUPPORTER, Support.SPONSOR})


@dataclass(frozen=True, slots=True)
class Stay:
    """The move by which the account stands on a stage, and after how many days a stay there is stalled."""

    move: Transition
    stalled_after_days: float


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody employed here now who has left another account, where this was their place in a map."""

    person: Person
    place: Stakeholder
    account_name: str


@dataclass(frozen=True, slots=True)
class Untouched:
    """A referral that is open, to the account or to somebody employed there, with the names of its two parties."""

    referral: Referral
    referrer_name: str
    referred_name: str


@dataclass(frozen=True, slots=True)
class Advocate:
    """The move by which the account stands where it speaks for us.

    `last_referral_at`: when it, or somebody employed there now, last referred somebody; null: never.
    """

    move: Transition
    last_referral_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """How to get to somebody: which of us (null: nobody is known), and through whom (null: directly)."""

    seller_id: SellerId | None
    through: Standing | None = None

    @property
    def against_us(self) -> bool:
        """Whether it leads through somebody who is against us."""
        return self.through is not None and _against_us(self.through)


@dataclass(frozen=True, slots=True)
class Situation:
    """A map at the moment `at`, with what is known around it; what is not given is unknown or not asked for.

    `hidden`: the hidden influencers. `strengths`: contacts of a person, strongest first, of all who ever met.
    `last_met`: the latest interaction with somebody for us in the last 365 days, whether or not it names any of us.
    `assessments`: of a stakeholder, latest first, as many as are at hand. `open_opportunities`: the account's, at
    that moment. `people`: others than the map's. The five from `commitments` on are about the account as a whole,
    and given where that is asked for. What follows from the map: `counted`, everybody but those who have left the
    account; `key_players`, those of them who are; `moves`, whom each person moves or manages directly, by their ids.
    """

    map: DecisionMap
    at: datetime
    hidden: frozenset[StakeholderId] = frozenset()
    strengths: Mapping[PersonId, tuple[Strength, ...]] = field(default_factory=dict[Any, Any])
    last_met: Mapping[PersonId, datetime] = field(default_factory=dict[Any, Any])
    sellers: Mapping[SellerId, Seller] = field(default_factory=dict[Any, Any])
    assessments: Mapping[StakeholderId, tuple[Assessment, ...]] = field(default_factory=dict[Any, Any])
    surroundings: Surroundings | None = None
    open_opportunities: tuple[Opportunity, ...] = ()
    people: Mapping[PersonId, Person] = field(default_factory=dict[Any, Any])
    commitments: tuple[Commitment, ...] = ()
    untouched: tuple[Untouched, ...] = ()
    stays: tuple[Stay, ...] = ()
    arrivals: tuple[Arrival, ...] = ()
    advocate: Advocate | None = None
    counted: tuple[Standing, ...] = field(init=False, repr=False, compare=False)
    key_players: tuple[Standing, ...] = field(init=False, repr=False, compare=False)
    _known: dict[Any, Any] = field(default_factory=dict[Any, Any], init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Work out, once for all rules, what each of them asks of the map."""
        counted = tuple(standing for standing in self.map.standings if standing.counts)
        object.__setattr__(self, "counted", counted)
        object.__setattr__(self, "key_players", tuple(standing for standing in counted if standing.key_player))

    def once(self, key: object, read: Callable[[], T]) -> T:
        """Return what several rules read from the situation, read when it is first asked for under its key."""
        known = self._known
        if key not in known:
            known[key] = read()
        return known[key]

    @property
    def moves(self) -> Mapping[PersonId, Sequence[PersonId]]:
        """Whom each person moves or manages directly, in the order of their ids."""
        return self.once("moves", lambda: _moves(self.map.graph))

    @property
    def at_stake(self) -> tuple[Money, ...]:
        """What the account's open opportunities sum to, by currency."""
        return sum_by_currency(one.amount for one in self.open_opportunities if one.amount is not None)

    def contact(self, person_id: PersonId | None) -> Strength | None:
        """Return the strongest contact that any of us has with a person; null if nobody ever met them."""
        found = self.strengths.get(person_id, ()) if person_id is not None else ()
        return found[0] if found and found[0].value > 0 else None

    def person_name(self, person_id: PersonId | None) -> str | None:
        """Return what a person is called."""
        person = self.map.graph.people.get(person_id) or self.people.get(person_id) if person_id is not None else None
        return person.name if person is not None else None

    def name_of(self, party_id: str) -> str | None:
        """Return what one of us, or one of theirs, is called."""
        if party_id.startswith("seller_"):
            return self.seller_name(SellerId(party_id))
        return self.person_name(PersonId(party_id))

    def seller_name(self, seller_id: SellerId | None) -> str | None:
        """Return what one of us is called."""
        seller = self.sellers.get(seller_id) if seller_id is not None else None
        return seller.name if seller is not None else None

    def way_to(self, to: Standing, *, around: bool = False, but: Standing | None = None) -> Way:
        """Return how to get to somebody: directly where one of us knows them, else through whom we know best.

        Those against us come last, and are gone through only where nobody of us knows the person. `around`: rather
        through somebody, because they would not listen to us. `but`: through anybody but them. Else it is the
        account's owner.
        """
        key = ("way", to.stakeholder.id, around, but.stakeholder.id if but is not None else None)
        return self.once(key, lambda: self._way_to(to, around, but))

    def _way_to(self, to: Standing, around: bool, but: Standing | None) -> Way:
        direct = self.contact(to.stakeholder.person_id)
        if direct is not None and not around:
            return Way(direct.seller_id)
        leading = self.once("leading", lambda: _leading(self.moves, self.counted))
        before = [one for one in leading.get(to.stakeholder.person_id or "", ()) if one is not but]
        if direct is not None:
            before = [one for one in before if not _against_us(one)]
        contacts = [(one, c) for one in before if (c := self.contact(one.stakeholder.person_id)) is not None]
        if contacts:
            through, contact = min(contacts, key=_preference)
            return Way(contact.seller_id, through)
        return Way(direct.seller_id if direct is not None else self.map.graph.account.owner_id)

    def confidant(self) -> Standing | None:
        """Return whom to ask: of those for us the one we know best, else of all who are not against us."""
        return self.once("confidant", self._confidant)

    def _confidant(self) -> Standing | None:
        known = [one for one in self.counted if self.contact(one.stakeholder.person_id) is not None]
        friends = [one for one in known if one.stakeholder.support in FOR_US]
        others = [one for one in known if one.stakeholder.support not in AGAINST_US]
        return max(friends or others, key=self._closeness, default=None)

    def stated(self, standing: Standing, dimension: str) -> Assessment | None:
        """Return the latest assessment at hand that states a dimension of somebody."""
        found = self.assessments.get(standing.stakeholder.id, ())
        return next((one for one in found if getattr(one, dimension) is not None), None)

    def _closeness(self, one: Standing) -> tuple[float, str]:
        contact = self.contact(one.stakeholder.person_id)
        return (contact.value if contact is not None else 0.0, one.stakeholder.id)


def _moves(graph: MapGraph) -> dict[PersonId, list[PersonId]]:
    found: dict[PersonId, set[PersonId]] = {}
    for line in graph.reports:
        if line.manager_id is not None:
            found.setdefault(line.manager_id, set()).add(line.person_id)
    for tie in graph.influences:
        if tie.polarity is Polarity.POSITIVE:
            found.setdefault(tie.source, set()).add(tie.target)
    return {source: sorted(targets) for source, targets in found.items()}


def _leading(moves: Mapping[PersonId, Iterable[PersonId]], counted: Iterable[Standing]) -> dict[str, list[Standing]]:
    """Return by person those who influence or manage them, in the order of the map, and would not work against us."""
    found: dict[str, list[Standing]] = {}
    for one in counted:
        if one.stakeholder.support is not Support.OPPONENT and one.stakeholder.person_id is not None:
            for person_id in moves.get(one.stakeholder.person_id, ()):
                found.setdefault(person_id, []).append(one)
    return found


def _against_us(one: Standing) -> bool:
    return one.stakeholder.support in AGAINST_US


def _preference(known: tuple[Standing, Strength]) -> tuple[bool, float, str, str]:
    """Return the order of those to go through: who is against us last, then whom we know best first."""
    one, contact = known
    return (_against_us(one), -contact.value, one.label, one.stakeholder.id)


def by_power(standings: Iterable[Standing]) -> list[Standing]:
    """Return people by influence, then weight, the highest first; then by label and id."""
    return sorted(standings, key=lambda s: (-_influence(s), -s.weight, s.label, s.stakeholder.id))


def _influence(standing: Standing) -> int:
    influence = standing.stakeholder.influence
    return INFLUENCE_SCORE[influence] if influence is not None else 0
