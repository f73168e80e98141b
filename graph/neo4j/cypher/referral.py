"""Referrals: (:Account|Person)-[:REFERRED]->(:Account|Person)."""

from __future__ import annotations

from typing import Final, LiteralString

from graph.neo4j.cypher.columns import REFERRAL
from graph.neo4j.cypher.visibility import PARTY_SEEN

_BOTH_SEEN: Final[LiteralString] = "($admin OR all(x IN [startNode(r), endNode(r)] WHERE " + PARTY_SEEN + "))"

# The status at $as_of is that of the last step by then.
_MATCHES: Final[LiteralString] = """
  ($party IS NULL OR r.referrer = $party OR r.referred = $party)
  AND ($referrer IS NULL OR r.referrer = $referrer)
  AND ($referred IS NULL OR r.referred = $referred)
  AND r.made_at >= $made_from AND r.made_at < $made_to AND r.made_at <= $as_of
  AND ($statuses IS NULL OR coalesce(last(
    [at IN range(0, size(r.step_times) - 1) WHERE r.step_times[at] <= $as_of | r.step_statuses[at]]
  ), 'MADE') IN $statuses)
  AND """

LIST_REFERRALS: Final[LiteralString] = (
    "MATCH ()-[r:REFERRED]->() WHERE r.id IN $ids AND " + _BOTH_SEEN + " RETURN collect(" + REFERRAL + ")"
)

LIST_REFERRALS_BY_KEY: Final[LiteralString] = (
    "MATCH ()-[r:REFERRED]->() WHERE r.external_id IN $keys AND " + _BOTH_SEEN + " RETURN collect(" + REFERRAL + ")"
)

PAGE_REFERRALS: Final[LiteralString] = (
    "MATCH ()-[r:REFERRED]->() WHERE r.latest > $after AND "
    + _MATCHES
    + _BOTH_SEEN
    + " WITH r ORDER BY r.latest LIMIT $limit RETURN collect("
    + REFERRAL
    + ")"
)

COUNT_REFERRALS: Final[LiteralString] = (
    "MATCH ()-[r:REFERRED]->() WHERE r.latest > '' AND " + _MATCHES + _BOTH_SEEN + " RETURN count(r)"
)

# $anchor: one of the parties that the filter names.
PAGE_REFERRALS_OF: Final[LiteralString] = (
    "MATCH (:Party {id: $anchor})-[r:REFERRED]-() WHERE r.latest > $after AND "
    + _MATCHES
    + _BOTH_SEEN
    + " WITH r ORDER BY r.latest LIMIT $limit RETURN collect("
    + REFERRAL
    + ")"
)

COUNT_REFERRALS_OF: Final[LiteralString] = (
    "MATCH (:Party {id: $anchor})-[r:REFERRED]-() WHERE r.latest > '' AND " + _MATCHES + _BOTH_SEEN + " RETURN count(r)"
)

# Everybody reachable, each once however many ways lead to them, with their own referrals. That a way leads only
# over somebody hidden, or over later referrals, is for the reader to find out.
LIST_DOWNSTREAM: Final[LiteralString] = (
    """
MATCH (s:Party)-[:REFERRED*0..]->(x) WHERE s.id IN $ids
WITH DISTINCT x WHERE """
    + PARTY_SEEN
    + """
RETURN collect([x.id, [(x)-[r:REFERRED]->() WHERE r.made_at <= $as_of | """
    + REFERRAL
    + "]])"
)

LIST_UPSTREAM: Final[LiteralString] = (
    """
MATCH (s:Party)<-[:REFERRED*0..]-(x) WHERE s.id IN $ids
WITH DISTINCT x WHERE """
    + PARTY_SEEN
    + """
RETURN collect([x.id, [(x)<-[r:REFERRED]-() WHERE r.made_at <= $as_of | """
    + REFERRAL
    + "]])"
)
