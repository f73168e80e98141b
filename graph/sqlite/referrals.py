"""Referrals: lists of them, and everything downstream and upstream of parties."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from domain.referral import Referral
from graph.codec import to_micros
from graph.sqlite import columns
from graph.sqlite.nodes import read
from graph.sqlite.paging import LAST_TIME, bounds, cut
from graph.sqlite.query import Query, Snapshot, to_json

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from graph.store import Page, ReferralFilter, Slice

_EVER: Final = 2**63 - 1
_VISIBLE: Final = "PARTY_VISIBLE(referral.referrer) AND PARTY_VISIBLE(referral.referred)"
_PASSES: Final = """
    referral.made_at >= :made_from AND referral.made_at < :made_to
    AND (
        :statuses IS NULL
        OR coalesce(
            (
                SELECT json_extract(step.value, '$[0]') FROM json_each(referral.steps) AS step
                WHERE json_extract(step.value, '$[1]') <= :as_of
                ORDER BY step.key DESC LIMIT 1
            ),
            'MADE'
        ) IN (SELECT value FROM json_each(:statuses))
    )
"""
_OF_PARTY: Final = """
    referral.id IN (
        SELECT id FROM referral WHERE referrer = :party UNION SELECT id FROM referral WHERE referred = :party
    )
    AND (:referrer IS NULL OR referral.referrer = :referrer)
    AND (:referred IS NULL OR referral.referred = :referred)
    AND (:either IS NULL OR :either IN (referral.referrer, referral.referred))
"""
_AFTER: Final = "referral.made_at <= :after AND (referral.made_at < :after OR referral.id > :after_id)"

PAGE_REFERRALS: Final = Query(f"""
    SELECT {columns.REFERRAL} FROM referral
    WHERE referral.made_at <= :as_of AND {_AFTER} AND {_PASSES} AND {_VISIBLE}
    ORDER BY referral.made_at DESC, referral.id LIMIT :most
""")
PAGE_REFERRALS_OF_PARTY: Final = Query(f"""
    SELECT {columns.REFERRAL} FROM referral
    WHERE {_OF_PARTY} AND referral.made_at <= :as_of AND {_AFTER} AND {_PASSES} AND {_VISIBLE}
    ORDER BY referral.made_at DESC, referral.id LIMIT :most
""")
COUNT_REFERRALS: Final = Query(f"""
    SELECT count(*) FROM referral WHERE referral.made_at <= :as_of AND {_PASSES} AND {_VISIBLE}
""")
COUNT_REFERRALS_OF_PARTY: Final = Query(f"""
    SELECT count(*) FROM referral
    WHERE {_OF_PARTY} AND referral.made_at <= :as_of AND {_PASSES} AND {_VISIBLE}
""")
# A party is reached once (UNION drops repetitions), so that a loop ends.
DOWNSTREAM: Final = Query(f"""
    WITH RECURSIVE reached (party) AS (
        SELECT value FROM json_each(:parties)
        UNION
        SELECT referral.referred FROM reached CROSS JOIN referral ON referral.referrer = reached.party
        WHERE referral.made_at <= :as_of AND {_VISIBLE}
    )
    SELECT {columns.REFERRAL} FROM reached CROSS JOIN referral ON referral.referrer = reached.party
    WHERE referral.made_at <= :as_of AND {_VISIBLE}
""")
UPSTREAM: Final = Query(f"""
    WITH RECURSIVE reached (party) AS (
        SELECT value FROM json_each(:parties)
        UNION
        SELECT referral.referrer FROM reached CROSS JOIN referral ON referral.referred = reached.party
        WHERE referral.made_at <= :as_of AND {_VISIBLE}
    )
    SELECT {columns.REFERRAL} FROM reached CROSS JOIN referral ON referral.referred = reached.party
    WHERE referral.made_at <= :as_of AND {_VISIBLE}
""")


def page_referrals(snapshot: Snapshot, filter_: ReferralFilter, page: Page, as_of: datetime | None) -> Slice[Referral]:
    """Read a page of referrals, with the status they had at `as_of`."""
    parameters = _parameters(filter_, as_of)
    query = PAGE_REFERRALS if parameters["party"] is None else PAGE_REFERRALS_OF_PARTY
    rows = snapshot.rows(query, **parameters, **bounds(page, LAST_TIME))
    return cut(page, _at(read(snapshot, Referral, rows), as_of), [(row[4], row[0]) for row in rows])


def count_referrals(snapshot: Snapshot, filter_: ReferralFilter, as_of: datetime | None) -> int:
    """Count referrals."""
    parameters = _parameters(filter_, as_of)
    query = COUNT_REFERRALS if parameters["party"] is None else COUNT_REFERRALS_OF_PARTY
    return snapshot.one(query, **parameters)


def list_downstream(snapshot: Snapshot, party_ids: Sequence[str], as_of: datetime | None) -> list[Referral]:
    """Read every referral downstream of the parties."""
    rows = snapshot.each(DOWNSTREAM, parties=to_json(party_ids), as_of=_micros(as_of, _EVER))
    return _at(read(snapshot, Referral, rows), as_of)


def list_upstream(snapshot: Snapshot, party_ids: Sequence[str], as_of: datetime | None) -> list[Referral]:
    """Read every referral upstream of the parties."""
    rows = snapshot.each(UPSTREAM, parties=to_json(party_ids), as_of=_micros(as_of, _EVER))
    return _at(read(snapshot, Referral, rows), as_of)


def _parameters(filter_: ReferralFilter, as_of: datetime | None) -> dict[str, Any]:
    return {
        "party": filter_.party_id or filter_.referrer_id or filter_.referred_id,
        "either": filter_.party_id,
        "referrer": filter_.referrer_id,
        "referred": filter_.referred_id,
        "statuses": None if filter_.statuses is None else to_json(filter_.statuses),
        "made_from": _micros(filter_.made_from, -(2**63)),
        "made_to": _micros(filter_.made_to, _EVER),
        "as_of": _micros(as_of, _EVER),
    }


def _micros(moment: datetime | None, otherwise: int) -> int:
    return to_micros(moment) if moment is not None else otherwise


def _at(referrals: list[Referral], as_of: datetime | None) -> list[Referral]:
    return referrals if as_of is None else [referral.at(as_of) for referral in referrals]
