"""Merging two people, or two accounts, found to be one."""

from __future__ import annotations

import strawberry

from schema.account import Account
from schema.person import Person
from schema.writing import Input, Payload


@strawberry.input(description="Two people found to be one and the same.")
class MergePeopleInput(Input):
    keep_id: strawberry.ID = strawberry.field(description="Under whose id, name and title they go on.")
    merge_id: strawberry.ID = strawberry.field(description="Who is merged; the id answers the kept one from then on.")
    reason: str = strawberry.field(description="How you know, at most 10,000 characters.")


@strawberry.type(description="What `mergePeople` did.")
class MergePeoplePayload(Payload):
    person: Person | None = strawberry.field(default=None, description="The kept one as they are now.")


@strawberry.input(description="Two accounts found to be one and the same customer.")
class MergeAccountsInput(Input):
    keep_id: strawberry.ID = strawberry.field(description="Under whose id, name and kind it goes on.")
    merge_id: strawberry.ID = strawberry.field(
        description="Which is merged; the id answers the kept one from then on. Neither is above the other."
    )
    reason: str = strawberry.field(description="How you know, at most 10,000 characters.")


@strawberry.type(description="What `mergeAccounts` did.")
class MergeAccountsPayload(Payload):
    account: Account | None = strawberry.field(default=None, description="The kept one as it is now.")
