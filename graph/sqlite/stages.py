"""Stages: moves of accounts, where they stand, and the rows of a board."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import orjson

from domain.stage import Transition
from graph.codec import from_micros, from_text, to_micros
from graph.sqlite import columns
from graph.sqlite.filters import PASSES, filter_json
from graph.sqlite.nodes import read
from graph.sqlite.query import Query, Snapshot, to_json
from graph.store import BoardRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from domain.account_filter import AccountFilter

LIST_TRANSITIONS: Final = Query(f"""
    SELECT owner.key, {columns.TRANSITION} FROM json_each(:accounts) AS owner
    CROSS JOIN account ON account.id = owner.value AND ACCOUNT_VISIBLE
    CROSS JOIN transition ON transition.account_id = account.id
    ORDER BY owner.key, transition.at, transition.recorded_at, transition.ladder, transition.place
""")
LIST_STANDINGS: Final = Query(f"""
    SELECT owner.key, {columns.TRANSITION} FROM json_each(:accounts) AS owner
    CROSS JOIN account ON account.id = owner.value AND ACCOUNT_VISIBLE
    CROSS JOIN transition ON transition.account_id = account.id AND transition.next_at IS NULL
    ORDER BY owner.key, transition.ladder
""")
LIST_BOARD_ROWS: Final = Query(f"""
    SELECT account.id, account.name, transition.to_stage, transition.at, (
        SELECT json_group_array(opportunity.amount) FROM opportunity
        WHERE opportunity.account_id = account.id AND opportunity.status = 'OPEN' AND opportunity.amount IS NOT NULL
    )
    FROM transition JOIN account ON account.id = transition.account_id
    WHERE transition.ladder = :ladder AND transition.next_at IS NULL AND ACCOUNT_LISTED AND {PASSES}
    ORDER BY account.name, account.id
""")
LIST_STAYS: Final = Query(f"""
    SELECT {columns.TRANSITION} FROM transition JOIN account ON account.id = transition.account_id
    WHERE transition.ladder = :ladder AND transition.at <= :as_of AND ACCOUNT_LISTED AND {PASSES}
    ORDER BY transition.account_id, transition.place
""")
LIST_STAY_LENGTHS: Final = Query("""
    SELECT transition.to_stage, transition.next_at - transition.at
    FROM transition JOIN account ON account.id = transition.account_id
    WHERE transition.ladder = :ladder AND transition.next_at <= :until AND ACCOUNT_LISTED
""")


def list_transitions(snapshot: Snapshot, account_ids: Sequence[str]) -> list[tuple[Transition, ...]]:
    """Read every move of each account."""
    return _by_account(snapshot, LIST_TRANSITIONS, account_ids)


def list_standings(snapshot: Snapshot, account_ids: Sequence[str]) -> list[tuple[Transition, ...]]:
    """Read by which move each account stands on each ladder."""
    return _by_account(snapshot, LIST_STANDINGS, account_ids)


def list_board_rows(snapshot: Snapshot, ladder: str, filter_: AccountFilter | None) -> list[BoardRow]:
    """Read every account on a ladder."""
    rows = snapshot.rows(LIST_BOARD_ROWS, ladder=ladder, filter=filter_json(filter_))
    return [
        BoardRow(account_id, name, stage, from_micros(since), tuple(map(from_text, orjson.loads(amounts))))
        for account_id, name, stage, since, amounts in rows
    ]


def list_stays(
    snapshot: Snapshot, ladder: str, filter_: AccountFilter | None, as_of: datetime | None
) -> list[Transition]:
    """Read every move on a ladder by `as_of`; what ended a stay later has not happened yet."""
    until = to_micros(as_of) if as_of is not None else 2**63 - 1
    rows = snapshot.rows(LIST_STAYS, ladder=ladder, filter=filter_json(filter_), as_of=until)
    found = read(snapshot, Transition, rows)
    if as_of is None:
        return found
    return [replace(t, next_at=None) if t.next_at is not None and t.next_at > as_of else t for t in found]


def list_stay_lengths(snapshot: Snapshot, ladder: str, until: datetime) -> list[tuple[str, timedelta]]:
    """Read how long each stay on a ladder that was completed by a moment took."""
    rows = snapshot.each(LIST_STAY_LENGTHS, ladder=ladder, until=to_micros(until))
    return [(stage, timedelta(0, 0, micros)) for stage, micros in rows]


def _by_account(snapshot: Snapshot, query: Query, account_ids: Sequence[str]) -> list[tuple[Transition, ...]]:
    rows = snapshot.rows(query, accounts=to_json(account_ids))
    found = [list[Transition]() for _ in account_ids]
    for row, transition in zip(rows, read(snapshot, Transition, [row[1:] for row in rows]), strict=True):
        owner: int = row[0]
        found[owner].append(transition)
    return [tuple(one) for one in found]
