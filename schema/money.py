"""Money."""

from __future__ import annotations

from decimal import Decimal

import strawberry

import domain.money


@strawberry.type(description="An amount in one currency, exact.")
class Money:
    amount: Decimal = strawberry.field(description="The amount, with all digits of the currency's minor unit.")
    currency: str = strawberry.field(description="The currency's three letters (ISO 4217).")

    @classmethod
    def from_domain(cls, found: domain.money.Money) -> Money:
        return cls(amount=found.amount, currency=found.currency)


def money_of(found: domain.money.Money | None) -> Money | None:
    """Return an amount as it is shown; null where there is none."""
    return Money.from_domain(found) if found is not None else None
