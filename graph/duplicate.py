"""What both stores say where a unique key is taken. Never by what: the viewer may not see it (domain.md §13)."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal

from domain.errors import DuplicateError
from domain.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

UniqueKey = Literal["external_id", "email", "open_pair", "place"]
"""An external id within its type, a seller's e-mail, the open referral of a pair, a person's place in a map."""

_SAID: Final[Mapping[UniqueKey, tuple[str, Text]]] = MappingProxyType(
    {
        "external_id": ("externalId", Text("This external id is taken.", "该外部编号已被使用。")),
        "email": ("email", Text("Another seller has this e-mail address.", "该邮箱已属于另一位我方人员。")),
        "open_pair": (
            "referredId",
            Text(
                "This pair has an open referral already; advance that one.",
                "该推荐人与被推荐人已有未结束的推荐，请直接推进。",
            ),
        ),
        "place": ("personId", Text("This person is in this map already.", "该联系人已在此关系图中。")),
    }
)


def duplicate(key: UniqueKey) -> DuplicateError:
    """Return the error for a unique key that is taken, naming its field in the API."""
    field, text = _SAID[key]
    return DuplicateError(text, field=field)
