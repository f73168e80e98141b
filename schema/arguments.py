"""Arguments that many fields take, each described once."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, TypeVar

import strawberry

from domain.codes import Attribution

T = TypeVar("T")

First = Annotated[int | None, strawberry.argument(description="How many at most, 1 to 1,000.")]
After = Annotated[
    str | None,
    strawberry.argument(description="Only what follows this cursor of the same list, in the same order."),
]
AsOf = Annotated[
    datetime | None,
    strawberry.argument(description="The world as it was at this moment; now unless given, never in the future."),
]
KnownAt = Annotated[
    datetime | None,
    strawberry.argument(description="What had been recorded by this moment; everything unless given."),
]
IncludeDismissed = Annotated[
    bool | None, strawberry.argument(description="Also those that were dismissed or are marked done.")
]
Discount = Annotated[
    float | None,
    strawberry.argument(description="What each further generation's value counts for in `referralValue`, 0 to 1."),
]
AttributedBy = Annotated[
    Attribution | None,
    strawberry.argument(description="Who is credited where several referred the same party."),
]
LadderKey = Annotated[str, strawberry.argument(description="The ladder's key, as `ladders` has it.")]
Given = Annotated[T, strawberry.argument(description="What to write.")]
