"""Statements that read as a viewer: who may see what is part of each of them (domain.md §13, "Who sees what").

A statement names a rule in capitals where it applies, and is kept in two forms: for who sees everything, where
the rule is `TRUE`, and for everybody else, where it is the condition written here.

- `ACCOUNT_VISIBLE`: of the row `account`; its owner or team is within the viewer's reach, or it is open.
- `ACCOUNT_LISTED`: the same, for walking over accounts: the visible ones are looked up first.
- `PERSON_VISIBLE`: of the row `person`; some account that employs or employed them, or in a map of which they are
  or were, is visible; with none of these, the viewer has created them.
- `PARTY_VISIBLE(id)`: of an account's, person's or seller's id.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import orjson

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from domain.viewer import Viewer

_REACH: Final = "(SELECT value FROM json_each(:reach))"
# The plus keeps the planner from looking up every seller of the reach instead of the few of the account.
_ACCOUNT: Final = f"""(
    account.open
    OR EXISTS (
        SELECT 1 FROM relationship AS staff
        WHERE staff.kind IN ('OWNS', 'ON_TEAM') AND staff.target = account.id AND +staff.source IN {_REACH}
    )
)"""
_LISTED: Final = f"""account.id IN (
    SELECT target FROM relationship WHERE kind IN ('OWNS', 'ON_TEAM') AND source IN {_REACH}
    UNION ALL
    SELECT id FROM account WHERE open = 1
)"""
_PERSON: Final = f"""(
    EXISTS (
        SELECT 1 FROM relationship AS work JOIN account ON account.id = work.target
        WHERE work.kind = 'WORKS_AT' AND work.source = person.id AND {_ACCOUNT}
    )
    OR EXISTS (
        SELECT 1 FROM stakeholder AS place JOIN account ON account.id = place.account_id
        WHERE place.person_id = person.id AND {_ACCOUNT}
    )
    OR (
        person.created_by = :viewer
        AND NOT EXISTS (SELECT 1 FROM relationship WHERE kind = 'WORKS_AT' AND source = person.id)
        AND NOT EXISTS (SELECT 1 FROM stakeholder WHERE person_id = person.id)
    )
)"""
_PARTY: Final = rf"""(
    substr(\1, 1, 7) = 'seller_'
    OR EXISTS (SELECT 1 FROM account WHERE account.id = \1 AND {_ACCOUNT})
    OR EXISTS (SELECT 1 FROM person WHERE person.id = \1 AND {_PERSON})
)"""
_RULES: Final = (
    (re.compile(r"\bACCOUNT_VISIBLE\b"), _ACCOUNT),
    (re.compile(r"\bACCOUNT_LISTED\b"), _LISTED),
    (re.compile(r"\bPERSON_VISIBLE\b"), _PERSON),
    (re.compile(r"\bPARTY_VISIBLE\((\w+\.\w+)\)"), _PARTY),
)


class Query:
    """A statement in both of its forms."""

    __slots__ = ("everything", "visible")

    def __init__(self, text: str) -> None:
        self.everything = self.visible = text
        for name, condition in _RULES:
            self.everything = name.sub("TRUE", self.everything)
            self.visible = name.sub(condition, self.visible)


class Snapshot:
    """What one viewer sees of the file at one moment. Parameters `reach` and `viewer` are given by itself."""

    __slots__ = ("_connection", "_parameters", "everything")

    def __init__(self, connection: sqlite3.Connection, viewer: Viewer) -> None:
        self._connection = connection
        self.everything = viewer.is_admin
        self._parameters: dict[str, Any] = (
            {} if viewer.is_admin else {"viewer": viewer.id, "reach": to_json(viewer.reach)}
        )

    def rows(self, query: Query, **parameters: Any) -> list[tuple[Any, ...]]:
        """Run a statement and return all rows."""
        return self.each(query, **parameters).fetchall()

    def each(self, query: Query, **parameters: Any) -> sqlite3.Cursor:
        """Run a statement and return its rows one by one, to be used up before anything else is asked."""
        text = query.everything if self.everything else query.visible
        return self._connection.execute(text, self._parameters | parameters)

    def one(self, query: Query, **parameters: Any) -> Any:
        """Run a statement and return the first column of its first row, null without one."""
        rows = self.rows(query, **parameters)
        return rows[0][0] if rows else None


def to_json(values: Iterable[str]) -> str:
    """Return ids or codes as the JSON list that statements take."""
    return orjson.dumps(list(values)).decode()
