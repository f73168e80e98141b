"""Figures of referrals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import strawberry

import domain.referral_figures
from domain.codes import Attribution
from schema.loaders import NOW, FigureTerms
from schema.money import Money

if TYPE_CHECKING:
    from schema.context import Info
    from schema.loaders import Moments


@strawberry.type(
    description="What a party's referrals brought, over all whose referrer is the party or was reached from it."
)
class ReferralFigures:
    direct: int = strawberry.field(description="How many referrals it made itself.")
    indirect: int = strawberry.field(description="How many others are downstream of it.")
    conversions: int = strawberry.field(description="How many of its own are CONVERTED.")
    conversion_rate: float | None = strawberry.field(
        description="`conversions` ÷ `direct`, 0 to 1; null where it made none."
    )
    depth: int = strawberry.field(description="How many generations there are.")
    direct_value: list[Money] = strawberry.field(description="What its own won, one sum for each currency.")
    downstream_value: list[Money] = strawberry.field(description="What all downstream won, one sum for each currency.")
    referral_value: list[Money] = strawberry.field(
        description="Customer referral value: Σ value won × discount^(generation − 1), one sum for each currency."
    )

    @classmethod
    def from_domain(cls, found: domain.referral_figures.Figures) -> ReferralFigures:
        return cls(
            direct=found.direct,
            indirect=found.indirect,
            conversions=found.conversions,
            conversion_rate=found.conversion_rate,
            depth=found.depth,
            direct_value=[Money.from_domain(value) for value in found.direct_value],
            downstream_value=[Money.from_domain(value) for value in found.downstream_value],
            referral_value=[Money.from_domain(value) for value in found.referral_value],
        )


def figure_terms(discount: float | None, attribution: Attribution | None, moments: Moments = NOW) -> FigureTerms:
    """Return how figures are to be computed, nulls meaning the defaults."""
    return FigureTerms(moments, 0.5 if discount is None else discount, attribution or Attribution.RECORDED)


async def load_figures(info: Info, party_id: str, terms: FigureTerms) -> ReferralFigures:
    """Return a party's figures, batched with those of others."""
    return ReferralFigures.from_domain(await info.context.loaders.figures.load((party_id, terms)))
