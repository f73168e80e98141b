"""What everything with an id is, and what can be referred, refer, or be known."""

from __future__ import annotations

import strawberry


@strawberry.interface(description="Anything with an id of its own; `node` finds it again.")
class Node:
    id: strawberry.ID = strawberry.field(description="An opaque id that says its type, the same in and out, for good.")


@strawberry.interface(description="Anything that can be referred, refer, or be known: an Account, a Person, a Seller.")
class Party(Node):
    name: str = strawberry.field(description="What it is called.")
