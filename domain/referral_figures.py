"""Figures of a party over the referrals downstream of it (domain.md §5, §13)."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass
from fractions import Fraction
from operator import attrgetter
from typing import TYPE_CHECKING

from domain.codes import Attribution, ReferralStatus
from domain.errors import InvalidError
from domain.money import Money, exact_fraction, sum_shares
from domain.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from domain.referral import Referral

_ONE = Fraction(1)
_FIRST_MADE = attrgetter("made_at", "id")


@dataclass(frozen=True, slots=True)
class Figures:
    """What a party's referrals brought.

    `direct` its own referrals, `indirect` the others downstream, `conversions` CONVERTED among its own,
    `conversion_rate` a share 0–1 (null without own referrals), `depth` the greatest least depth. Values are exact
    sums by currency: won by its own, by all, and by all × discount^(generation − 1).
    """

    direct: int
    indirect: int
    conversions: int
    conversion_rate: float | None
    depth: int
    direct_value: tuple[Money, ...]
    downstream_value: tuple[Money, ...]
    referral_value: tuple[Money, ...]


@dataclass(frozen=True, slots=True)
class ReferralGraph:
    """Referrals by who made them, the first made first, with what each is credited under an attribution."""

    by_referrer: Mapping[str, Sequence[Referral]]
    credit: Mapping[str, Sequence[tuple[Money, Fraction]]]


def referral_graph(referrals: Iterable[Referral], attribution: Attribution = Attribution.RECORDED) -> ReferralGraph:
    """Return the graph of referrals; an attribution other than RECORDED needs all incoming ones of a party."""
    known = list(referrals)
    by_referrer = _by(known, attrgetter("referrer"))
    if attribution is Attribution.RECORDED:
        won = ((r.id, r.value_won) for r in known if r.steps)
        return ReferralGraph(by_referrer, {id_: [(value, _ONE)] for id_, value in won if value is not None})
    credit: dict[str, list[tuple[Money, Fraction]]] = {}
    for same_referred in _by(known, attrgetter("referred")).values():
        credit |= _credit(same_referred, attribution)
    return ReferralGraph(by_referrer, credit)


def _by(referrals: Iterable[Referral], party: Callable[[Referral], str]) -> Mapping[str, list[Referral]]:
    """Group referrals by a party, each group by made_at, then id."""
    groups: defaultdict[str, list[Referral]] = defaultdict(list)
    for referral in referrals:
        groups[party(referral)].append(referral)
    for group in groups.values():
        if len(group) > 1:
            group.sort(key=_FIRST_MADE)
    return groups


def _credit(incoming: Sequence[Referral], attribution: Attribution) -> dict[str, list[tuple[Money, Fraction]]]:
    """Give what a party's incoming referrals won to the FIRST, the LAST, or all equally; not to DECLINED ones."""
    entitled = [r for r in incoming if r.status is not ReferralStatus.DECLINED]
    if attribution is Attribution.FIRST:
        entitled = entitled[:1]
    elif attribution is Attribution.LAST:
        entitled = entitled[-1:]
    values = [won for r in incoming if (won := r.value_won) is not None]
    return {r.id: [(value, Fraction(1, len(entitled))) for value in values] for r in entitled}


def depths(graph: ReferralGraph, party_id: str) -> dict[str, int]:
    """Return the least depth of every party reachable downstream, the party itself at 0, in breadth-first order."""
    found = {party_id: 0}
    queue = deque([party_id])
    while queue:
        at = queue.popleft()
        for referral in graph.by_referrer.get(at, ()):
            if referral.referred not in found:
                found[referral.referred] = found[at] + 1
                queue.append(referral.referred)
    return found


def figures(graph: ReferralGraph, party_id: str, discount: float = 0.5) -> Figures:
    """Return a party's figures. `discount` is 0–1; referrals back to the party itself are left out."""
    rate = check_discount(discount)
    reached = depths(graph, party_id)
    downstream = [
        (referral, depth + 1)
        for referrer, depth in reached.items()
        for referral in graph.by_referrer.get(referrer, ())
        if referral.referred != party_id
    ]
    own = [referral for referral, generation in downstream if generation == 1]
    conversions = sum(r.status is ReferralStatus.CONVERTED for r in own)
    return Figures(
        direct=len(own),
        indirect=len(downstream) - len(own),
        conversions=conversions,
        conversion_rate=conversions / len(own) if own else None,
        depth=max(reached.values()),
        direct_value=_sum(graph, own),
        downstream_value=_sum(graph, (referral for referral, _ in downstream)),
        referral_value=_discounted(graph, downstream, rate),
    )


def check_discount(discount: float) -> Fraction:
    """Return the discount exactly; raises InvalidError unless it is 0–1."""
    if not 0 <= discount <= 1:
        raise InvalidError(Text("The discount is 0 to 1.", "折扣系数为 0 到 1。"), field="discount")
    return exact_fraction(discount, "discount")


def _sum(graph: ReferralGraph, referrals: Iterable[Referral]) -> tuple[Money, ...]:
    return sum_shares(part for referral in referrals for part in graph.credit.get(referral.id, ()))


def _discounted(
    graph: ReferralGraph, downstream: Iterable[tuple[Referral, int]], discount: Fraction
) -> tuple[Money, ...]:
    """Sum what referrals won, each × discount^(generation − 1)."""
    won: defaultdict[str, defaultdict[int, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for referral, generation in downstream:
        for value, share in graph.credit.get(referral.id, ()):
            won[value.currency][generation] += value.minor * share
    return sum_shares((Money(1, currency), _polynomial(sums, discount)) for currency, sums in won.items())


def _polynomial(sums: Mapping[int, Fraction], discount: Fraction) -> Fraction:
    # By Horner's rule: powers of a long decimal, each on its own, would take minutes in a chain of thousands.
    total = Fraction(0)
    for generation in range(max(sums), 0, -1):
        total = total * discount + sums.get(generation, 0)
    return total
