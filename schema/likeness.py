"""What may be one and the same."""

from __future__ import annotations

import strawberry

import domain.likeness
from schema.node import Party
from schema.party import party_of
from schema.text import Text


@strawberry.type(description="Two accounts, or two people, that may be the same. Nothing is merged by itself.")
class Duplicate:
    first: Party = strawberry.field(description="The one with the lower id.")
    second: Party = strawberry.field(description="The other.")
    score: float = strawberry.field(
        description="How likely it is, 0 to 1: each sign by itself says this much (e-mail 0.9, phone 0.7, an account's "
        "name 0.6, external ids spelt alike 0.5, a person's name 0.4, then a common employer 0.3), and together "
        "1 − the product of what each leaves open."
    )
    reasons: list[Text] = strawberry.field(description="By what signs.")


@strawberry.type(description="The likeliest pairs that may be the same.")
class Duplicates:
    pairs: list[Duplicate] = strawberry.field(description="The likeliest first, then by names.")
    complete: bool = strawberry.field(
        description="Whether these are all. Not so where there are more pairs than asked for, where more than 20 share "
        "one sign, which then is passed over, or beyond 20,000 accounts or people."
    )

    @classmethod
    def from_domain(cls, found: domain.likeness.Duplicates) -> Duplicates:
        shown = (_pair(one) for one in found.pairs)
        return cls(pairs=[pair for pair in shown if pair is not None], complete=found.complete)


def _pair(found: domain.likeness.Duplicate) -> Duplicate | None:
    first, second = party_of(found.first), party_of(found.second)
    if first is None or second is None:
        return None
    return Duplicate(first=first, second=second, score=found.score, reasons=list(map(Text.from_domain, found.reasons)))
