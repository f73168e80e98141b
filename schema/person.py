"""People on the customers' side, and where they are employed."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Annotated

import strawberry
from strawberry import UNSET

import domain.person
from domain.codes import Attribution
from domain.errors import InvalidError
from domain.text import Text
from schema.arguments import After, AsOf, AttributedBy, Discount, First, KnownAt
from schema.connection import DEFAULT_FIRST, Connection, connect, read_page
from schema.context import Info
from schema.correction import Correction, show_corrections
from schema.interaction import INTERACTIONS, Interaction
from schema.loaders import Moments
from schema.node import Party
from schema.referral_figures import ReferralFigures, figure_terms, load_figures
from schema.related import find_account, find_accounts, show_places, show_stakeholders, show_strengths
from schema.writing import Edit, Input, Payload

if TYPE_CHECKING:
    from schema.account import Account
    from schema.stakeholder import Stakeholder
    from schema.strength import Strength


@strawberry.type(description="Work of a person at one account, over [since, until).")
class Employment:
    account: Annotated[Account, strawberry.lazy("schema.account")] = strawberry.field(description="The employer.")
    title: str | None = strawberry.field(description="The last title that they had there.")
    since: date | None = strawberry.field(description="Since when; null: always, as far as we know.")
    until: date | None = strawberry.field(description="Until when; null: still.")


@strawberry.type(description="Somebody on the customer's side.")
class Person(Party):
    version: int = strawberry.field(description="Counts the changes of the person's own fields and employment.")
    external_id: str | None = strawberry.field(description="The id they have in a system of yours.")
    title: str | None = strawberry.field(description="Their title.")
    department: str | None = strawberry.field(description="Their department.")
    seniority: str | None = strawberry.field(description="Their seniority.")
    emails: list[str] = strawberry.field(description="E-mail addresses.")
    phones: list[str] = strawberry.field(description="Phone numbers.")
    known: strawberry.Private[domain.person.Person]

    @strawberry.field(description="Where they work.")
    async def account(self, info: Info) -> Annotated[Account, strawberry.lazy("schema.account")] | None:
        return await find_account(info, self.known.account_id)

    @strawberry.field(description="Every employment known, the earliest first, as far as you may see the employer.")
    async def employments(self, info: Info) -> list[Employment]:
        accounts = await find_accounts(info, [one.account_id for one in self.known.employments])
        pairs = zip(self.known.employments, accounts, strict=True)
        return [_employment(one, account) for one, account in pairs if account is not None]

    @strawberry.field(description="Contacts with them, at whatever account you may see, the latest first.")
    async def interactions(
        self, info: Info, first: First = DEFAULT_FIRST, after: After = None
    ) -> Connection[Interaction]:
        page = read_page(INTERACTIONS, first, after)
        loaders = info.context.loaders
        found = await loaders.interactions_with.load((self.id, page))
        count = partial(loaders.interaction_with_counts.load, self.id)
        return connect(found, INTERACTIONS, page, Interaction.from_domain, count)

    @strawberry.field(description="What their referrals brought.")
    async def referral_figures(
        self,
        info: Info,
        discount: Discount = 0.5,
        attribution: AttributedBy = Attribution.RECORDED,
        as_of: AsOf = None,
        known_at: KnownAt = None,
    ) -> ReferralFigures:
        return await load_figures(info, self.id, figure_terms(discount, attribution, Moments(as_of, known_at)))

    @strawberry.field(
        description="Their places in decision maps, each with its map and account: now, or as of a time; `leftAt` says "
        "since when they work at that account no more."
    )
    async def standings(
        self,
        info: Info,
        ended: Annotated[
            bool | None,
            strawberry.argument(description="Also those that were taken out of a map since, as they were last."),
        ] = False,
        as_of: AsOf = None,
    ) -> list[Annotated[Stakeholder, strawberry.lazy("schema.stakeholder")]]:
        found = await info.context.loaders.standings.load(self.id)
        if as_of is None:
            return await show_stakeholders(info, [one for one in found if ended or one.until is None])
        if ended:
            raise InvalidError(
                Text("With `asOf`, only the places of that time are shown.", "给出 asOf 时只显示当时的位置。"),
                field="ended",
            )
        return await show_places(info, self.id, [one.map_id for one in found], Moments(as_of=as_of))

    @strawberry.field(description="Employments and ties that were wrong and put right, the latest correction first.")
    async def corrections(self, info: Info) -> list[Correction]:
        return await show_corrections(info, await info.context.loaders.corrections.load(self.id))

    @strawberry.field(
        description="How strong the contact of each of us who ever met them is: the strongest first, then by name."
    )
    async def strengths(
        self, info: Info, as_of: AsOf = None, known_at: KnownAt = None
    ) -> list[Annotated[Strength, strawberry.lazy("schema.strength")]]:
        found = await info.context.loaders.strengths.load((self.id, Moments(as_of, known_at)))
        return show_strengths(found, self)

    @classmethod
    def from_domain(cls, found: domain.person.Person) -> Person:
        return cls(
            id=strawberry.ID(found.id),
            name=found.name,
            version=found.version,
            external_id=found.external_id,
            title=found.title,
            department=found.department,
            seniority=found.seniority,
            emails=list(found.emails),
            phones=list(found.phones),
            known=found,
        )


def _employment(found: domain.person.Employment, account: Account) -> Employment:
    return Employment(account=account, title=found.title, since=_day(found.since), until=_day(found.until))


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment is not None else None


@strawberry.input(description="A new person, employed at an account if one is given.")
class CreatePersonInput(Input):
    name: str = strawberry.field(description="The name, one line of at most 200 characters.")
    account_id: strawberry.ID | None = strawberry.field(default=UNSET, description="Where they work.")
    external_id: str | None = strawberry.field(default=UNSET, description="The id they have in a system of yours.")
    title: str | None = strawberry.field(default=UNSET, description="Their title.")
    department: str | None = strawberry.field(default=UNSET, description="Their department.")
    seniority: str | None = strawberry.field(default=UNSET, description="Their seniority.")
    emails: list[str] | None = strawberry.field(default=UNSET, description="E-mail addresses, at most 20.")
    phones: list[str] | None = strawberry.field(default=UNSET, description="Phone numbers, at most 20.")
    since: date | None = strawberry.field(default=UNSET, description="Since when they work there; always unless given.")


@strawberry.input(description="Fields of a person anew: what is left out stays, null empties.")
class UpdatePersonInput(Edit):
    person_id: strawberry.ID = strawberry.field(description="The person's id.")
    name: str | None = strawberry.field(default=UNSET, description="The name; it cannot be emptied.")
    external_id: str | None = strawberry.field(default=UNSET, description="The id they have in a system of yours.")
    title: str | None = strawberry.field(default=UNSET, description="Their title.")
    department: str | None = strawberry.field(default=UNSET, description="Their department.")
    seniority: str | None = strawberry.field(default=UNSET, description="Their seniority.")
    emails: list[str] | None = strawberry.field(default=UNSET, description="All their e-mail addresses, at most 20.")
    phones: list[str] | None = strawberry.field(default=UNSET, description="All their phone numbers, at most 20.")


@strawberry.input(description="A change of employer: ends the employment that holds and begins another.")
class ChangeEmploymentInput(Edit):
    person_id: strawberry.ID = strawberry.field(description="The person's id.")
    account_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Where they work from then on; null: they left, no new employer is known."
    )
    title: str | None = strawberry.field(default=UNSET, description="Their title there.")
    at: date | None = strawberry.field(default=UNSET, description="From which day on; now unless given.")


@strawberry.type(description="What `createPerson` did.")
class CreatePersonPayload(Payload):
    person: Person | None = strawberry.field(default=None, description="The new person.")


@strawberry.type(description="What `updatePerson` did.")
class UpdatePersonPayload(Payload):
    person: Person | None = strawberry.field(default=None, description="The person as they are now.")


@strawberry.type(description="What `changeEmployment` did.")
class ChangeEmploymentPayload(Payload):
    person: Person | None = strawberry.field(default=None, description="The person as they are now.")
