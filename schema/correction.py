"""What was said wrongly, and what was said in its place."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import strawberry

import domain.account
import domain.person
import domain.seller
from domain.fact import ALWAYS
from domain.statement_text import worded
from domain.text import Text as Words
from schema.context import Info
from schema.seller import Seller, load_seller
from schema.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import domain.correction
    from domain.fact import Fact


@strawberry.type(description="A statement, as it was made.")
class CorrectedStatement:
    says: Text = strawberry.field(description="What it says, in words.")
    observed_at: datetime | None = strawberry.field(description="Since when it was said to hold; null: always.")
    recorded_at: datetime = strawberry.field(description="When it was recorded.")
    by_id: strawberry.Private[str | None]

    @strawberry.field(description="Who said it; null where nobody is named.")
    async def by(self, info: Info) -> Seller | None:
        return await load_seller(info, self.by_id)


@strawberry.type(description="A statement that was wrong, why, and what is right. `knownAt` before it shows the wrong.")
class Correction:
    change_id: strawberry.ID = strawberry.field(description="What `undo` takes.")
    recorded_at: datetime = strawberry.field(description="When it was corrected.")
    reason: str = strawberry.field(description="Why it was wrong.")
    wrong: CorrectedStatement = strawberry.field(description="What was said.")
    right: CorrectedStatement | None = strawberry.field(
        description="What was said in its place; null: it never was so, and what was said before holds again."
    )
    by_id: strawberry.Private[str | None]

    @strawberry.field(description="Who corrected it.")
    async def by(self, info: Info) -> Seller | None:
        return await load_seller(info, self.by_id)


async def show_corrections(info: Info, found: Iterable[domain.correction.Correction]) -> list[Correction]:
    """Return corrections with the names of those they are about, in the order given."""
    corrections = list(found)
    facts = [fact for one in corrections for fact in (one.wrong, one.right) if fact is not None]
    names = await _names(info, {id_ for fact in facts for id_ in fact.statement.mentions})
    return [
        Correction(
            change_id=strawberry.ID(one.change),
            recorded_at=one.recorded_at,
            reason=one.reason,
            wrong=_statement(one.wrong, names),
            right=_statement(one.right, names) if one.right is not None else None,
            by_id=one.by,
        )
        for one in corrections
    ]


async def _names(info: Info, ids: Iterable[str]) -> dict[str, Words]:
    wanted = sorted(ids)
    named = (domain.account.Account, domain.person.Person, domain.seller.Seller)
    found = zip(wanted, await info.context.loaders.nodes.load_many(wanted), strict=True)
    return {id_: Words(one.name, one.name) for id_, one in found if isinstance(one, named)}


def _statement(fact: Fact, names: Mapping[str, Words]) -> CorrectedStatement:
    return CorrectedStatement(
        says=Text.from_domain(worded(fact.statement, names)),
        observed_at=fact.observed_at if fact.observed_at != ALWAYS else None,
        recorded_at=fact.recorded_at,
        by_id=fact.by,
    )
