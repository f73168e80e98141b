"""The whole current graph, table by table, each in pages by its key."""

from __future__ import annotations

from typing import Final, LiteralString

from graph.neo4j.cypher.columns import (
    ACCOUNT,
    ACQUAINTANCE,
    ASSESSMENT,
    COMMITMENT,
    CONTACT_LEVEL,
    FINDING_NOTE,
    INFLUENCE,
    INTERACTION,
    OPPORTUNITY,
    ORDER,
    PERSON,
    REFERRAL,
    REPORT,
    SELLER,
    STAKEHOLDER,
    TRANSITION,
)

WORLD_ACCOUNTS: Final[LiteralString] = (
    "MATCH (a:Account) WHERE a.id > $after WITH a ORDER BY a.id LIMIT $limit RETURN collect([a.id, " + ACCOUNT + "])"
)
WORLD_PEOPLE: Final[LiteralString] = (
    "MATCH (p:Person) WHERE p.id > $after WITH p ORDER BY p.id LIMIT $limit RETURN collect([p.id, " + PERSON + "])"
)
WORLD_SELLERS: Final[LiteralString] = (
    "MATCH (s:Seller) WHERE s.id > $after WITH s ORDER BY s.id LIMIT $limit RETURN collect([s.id, " + SELLER + "])"
)
WORLD_OPPORTUNITIES: Final[LiteralString] = (
    "MATCH (o:Opportunity) WHERE o.id > $after WITH o ORDER BY o.id LIMIT $limit"
    " RETURN collect([o.id, " + OPPORTUNITY + "])"
)
WORLD_STAKEHOLDERS: Final[LiteralString] = (
    "MATCH (h:Stakeholder) WHERE h.id > $after WITH h ORDER BY h.id LIMIT $limit"
    " RETURN collect([h.id, " + STAKEHOLDER + "])"
)
WORLD_ASSESSMENTS: Final[LiteralString] = (
    "MATCH (e:Assessment) WHERE e.id > $after WITH e ORDER BY e.id LIMIT $limit"
    " RETURN collect([e.id, " + ASSESSMENT + "])"
)
WORLD_INTERACTIONS: Final[LiteralString] = (
    "MATCH (i:Interaction) WHERE i.id > $after WITH i, i.person_ids AS seen ORDER BY i.id LIMIT $limit"
    " RETURN collect([i.id, " + INTERACTION + "])"
)
WORLD_ORDERS: Final[LiteralString] = (
    "MATCH (n:Order) WHERE n.id > $after WITH n ORDER BY n.id LIMIT $limit RETURN collect([n.id, " + ORDER + "])"
)
WORLD_TRANSITIONS: Final[LiteralString] = (
    "MATCH (t:Transition) WHERE t.id > $after WITH t ORDER BY t.id LIMIT $limit"
    " RETURN collect([t.id, " + TRANSITION + "])"
)
WORLD_REPORTS: Final[LiteralString] = (
    "MATCH ()-[r:REPORTS_TO]->() WHERE r.key > $after WITH r ORDER BY r.key LIMIT $limit"
    " RETURN collect([r.key, " + REPORT + "])"
)
WORLD_INFLUENCES: Final[LiteralString] = (
    "MATCH ()-[r:INFLUENCES]->() WHERE r.key > $after WITH r ORDER BY r.key LIMIT $limit"
    " RETURN collect([r.key, " + INFLUENCE + "])"
)
WORLD_ACQUAINTANCES: Final[LiteralString] = (
    "MATCH ()-[r:KNOWS]->() WHERE r.key > $after WITH r ORDER BY r.key LIMIT $limit"
    " RETURN collect([r.key, " + ACQUAINTANCE + "])"
)
WORLD_REFERRALS: Final[LiteralString] = (
    "MATCH ()-[r:REFERRED]->() WHERE r.id > $after WITH r ORDER BY r.id LIMIT $limit"
    " RETURN collect([r.id, " + REFERRAL + "])"
)
WORLD_CONTACT_LEVELS: Final[LiteralString] = (
    "MATCH (l:ContactLevel) WHERE l.key > $after WITH l ORDER BY l.key LIMIT $limit"
    " RETURN collect([l.key, " + CONTACT_LEVEL + "])"
)
WORLD_COMMITMENTS: Final[LiteralString] = (
    "MATCH (c:Commitment) WHERE c.id > $after WITH c, c.person_id AS seen ORDER BY c.id LIMIT $limit"
    " RETURN collect([c.id, " + COMMITMENT + "])"
)
WORLD_FINDING_NOTES: Final[LiteralString] = (
    "MATCH (d:FindingNote) WHERE d.key > $after WITH d ORDER BY d.key LIMIT $limit"
    " RETURN collect([d.key, " + FINDING_NOTE + "])"
)
WORLD_STATUSES: Final[LiteralString] = (
    "MATCH (m:DecisionMap) WHERE m.id > $after WITH m ORDER BY m.id LIMIT $limit"
    " RETURN collect([m.id, [m.id, m.status]])"
)
