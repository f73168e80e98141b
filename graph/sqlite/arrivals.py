"""Who comes to us by others: people who worked elsewhere before, and referrals that nobody has followed up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from domain.person import Person
from domain.referral import Referral
from domain.situation import Arrival, Untouched
from domain.stakeholder import Stakeholder
from graph.codec import row_codec
from graph.sqlite import columns
from graph.sqlite.nodes import read
from graph.sqlite.query import Query, Snapshot, to_json

if TYPE_CHECKING:
    from collections.abc import Sequence

LIST_ARRIVALS: Final = Query(f"""
    SELECT owner.key, (SELECT name FROM account WHERE id = place.account_id), {columns.PLACE}, {columns.PERSON}
    FROM json_each(:owners) AS owner
    CROSS JOIN account ON account.id = owner.value AND ACCOUNT_VISIBLE
    CROSS JOIN relationship AS work
        ON work.kind = 'WORKS_AT' AND work.target = account.id AND work.until IS NULL
    CROSS JOIN stakeholder AS place ON place.person_id = work.source AND place.account_id <> account.id
    CROSS JOIN person ON person.id = work.source
    WHERE EXISTS (
        SELECT 1 FROM relationship AS past
        WHERE past.kind = 'WORKS_AT' AND past.source = place.person_id AND past.target = place.account_id
        AND past.until IS NOT NULL
    )
    AND EXISTS (SELECT 1 FROM account WHERE account.id = place.account_id AND ACCOUNT_VISIBLE)
    ORDER BY owner.key, person.id, place.id
""")


def _referrals(to: str) -> str:
    return f"""
        SELECT
            owner.key,
            (SELECT name FROM party WHERE id = referral.referrer),
            (SELECT name FROM party WHERE id = referral.referred),
            {columns.REFERRAL}
        FROM json_each(:owners) AS owner
        CROSS JOIN account ON account.id = owner.value AND ACCOUNT_VISIBLE
        {to} AND referral.status = 'MADE'
        WHERE PARTY_VISIBLE(referral.referrer)
    """


_TO_ACCOUNTS: Final = "CROSS JOIN referral ON referral.referred = account.id"
# Who is employed at an account that is visible is visible.
_TO_EMPLOYED: Final = """
    CROSS JOIN relationship AS work ON work.kind = 'WORKS_AT' AND work.target = account.id AND work.until IS NULL
    CROSS JOIN referral ON referral.referred = work.source
"""
LIST_UNTOUCHED: Final = Query(f"{_referrals(_TO_ACCOUNTS)} UNION ALL {_referrals(_TO_EMPLOYED)} ORDER BY 1, 4")
_PLACE_AT: Final = 2
_PERSON_AT: Final = _PLACE_AT + len(row_codec(Stakeholder).names)


def list_arrivals(snapshot: Snapshot, account_ids: Sequence[str]) -> list[tuple[Arrival, ...]]:
    """Read who is employed at each account now and worked at another before, with each place in its maps."""
    rows = _rows(snapshot, LIST_ARRIVALS, account_ids)
    people = read(snapshot, Person, [row[_PERSON_AT:] for row in rows])
    places = read(snapshot, Stakeholder, [row[_PLACE_AT:] for row in rows])
    found = [list[Arrival]() for _ in account_ids]
    for row, person, place in zip(rows, people, places, strict=True):
        at: int = row[0]
        found[at].append(Arrival(person, place, row[1]))
    return [tuple(one) for one in found]


def list_untouched(snapshot: Snapshot, account_ids: Sequence[str]) -> list[tuple[Untouched, ...]]:
    """Read the referrals that nobody has followed up, to each account or to somebody employed there."""
    rows = _rows(snapshot, LIST_UNTOUCHED, account_ids)
    found = [list[Untouched]() for _ in account_ids]
    for row, referral in zip(rows, read(snapshot, Referral, [row[3:] for row in rows]), strict=True):
        at: int = row[0]
        found[at].append(Untouched(referral, row[1], row[2]))
    return [tuple(one) for one in found]


def _rows(snapshot: Snapshot, query: Query, owners: Sequence[str]) -> list[Any]:
    return snapshot.rows(query, owners=to_json(owners))
