"""Who sees what (domain.md §13), as conditions that stand in every statement that reads for a viewer.

`$admin`, `$reach` and `$viewer` are parameters of each of them: whether everything is visible, the ids of the
viewer and everybody below, the viewer's own id.
"""

from __future__ import annotations

from typing import Final, LiteralString

ACCOUNT_SEEN: Final[LiteralString] = "($admin OR a.open OR any(one IN a.staff WHERE one IN $reach))"
"""Of the account `a`: its owner, its team, the managers above them, and everybody if it is open."""

PARTY_SEEN: Final[LiteralString] = """(
  $admin OR x:Seller OR x.open OR any(one IN x.staff WHERE one IN $reach)
  OR EXISTS { (x)-[:WORKS_AT]->(v) WHERE v.open OR any(one IN v.staff WHERE one IN $reach) }
  OR EXISTS { (x)<-[:IS]-(:Stakeholder)-[:AT]->(v) WHERE v.open OR any(one IN v.staff WHERE one IN $reach) }
  OR (x.created_by = $viewer AND NOT EXISTS { (x)-[:WORKS_AT]->() } AND NOT EXISTS { (x)<-[:IS]-() })
)"""
"""Of the party `x`: an account as above; a person through an account or a map, or who created them; any seller."""

LIST_SEEN_PARTIES: Final[LiteralString] = (
    """
MATCH (x:Party) WHERE x.id IN $ids AND (x:Account OR x:Person OR x:Seller)
RETURN collect([x.id, coalesce("""
    + PARTY_SEEN
    + """, false)])
"""
)

LIST_SEEN_REFERRALS: Final[LiteralString] = (
    """
MATCH (from)-[r:REFERRED]->(to) WHERE r.id IN $ids
RETURN collect([r.id, all(x IN [from, to] WHERE """
    + PARTY_SEEN
    + """)])
"""
)
