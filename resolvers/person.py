"""People."""

from __future__ import annotations

import domain.person
import graph.person
from resolvers.keyed import ExternalId, ObjectId, find_keyed
from resolvers.writing import perform
from schema.arguments import Given
from schema.context import Info
from schema.person import (
    ChangeEmploymentInput,
    ChangeEmploymentPayload,
    CreatePersonInput,
    CreatePersonPayload,
    Person,
    UpdatePersonInput,
    UpdatePersonPayload,
)


async def resolve_person(info: Info, id: ObjectId = None, external_id: ExternalId = None) -> Person | None:
    found = await find_keyed(info, "person", id, external_id)
    return Person.from_domain(found) if isinstance(found, domain.person.Person) else None


async def create_person(info: Info, input: Given[CreatePersonInput]) -> CreatePersonPayload:
    return await perform(info, input, graph.person.create_person, CreatePersonPayload)


async def update_person(info: Info, input: Given[UpdatePersonInput]) -> UpdatePersonPayload:
    return await perform(info, input, graph.person.update_person, UpdatePersonPayload)


async def change_employment(info: Info, input: Given[ChangeEmploymentInput]) -> ChangeEmploymentPayload:
    return await perform(info, input, graph.person.change_employment, ChangeEmploymentPayload)
