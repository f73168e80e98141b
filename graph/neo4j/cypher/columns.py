"""The columns of each kind of row, in the order of its dataclass's fields, for one fixed variable each.

A list costs less to send and to read than a map. `graph.neo4j.rows` reads them; a test compares the order.
"""

from __future__ import annotations

from typing import Final, LiteralString

ACCOUNT: Final[LiteralString] = (
    "[a.id, a.version, a.created_at, a.name, a.kind, a.external_id, a.channel_position, a.industry, a.region,"
    " a.tier, a.parent_id, a.owner_id, a.team_ids, a.tags, a.open, a.archived]"
)

# Employments at accounts that the viewer may not see are left out.
PERSON: Final[LiteralString] = (
    "[p.id, p.version, p.created_at, p.created_by, p.name, p.external_id, p.title, p.department, p.seniority,"
    " p.emails, p.phones,"
    " [(p)-[w:WORKS_AT]->(v) WHERE $admin OR v.open OR any(one IN v.staff WHERE one IN $reach)"
    " | [w.ordinal, v.id, w.title, w.since, w.until]]]"
)

SELLER: Final[LiteralString] = "[s.id, s.version, s.created_at, s.name, s.email, s.role, s.team, s.manager_id]"

OPPORTUNITY: Final[LiteralString] = (
    "[o.id, o.version, o.account_id, o.opened_at, o.name, o.external_id, o.amount, o.expected_close, o.status,"
    " o.closed_at, o.lost_reason]"
)

STAKEHOLDER: Final[LiteralString] = (
    "[h.id, h.version, h.map_id, h.account_id, h.since, h.until, h.person_id, h.label, h.roles, h.influence,"
    " h.support, h.adaptability, h.orientation, h.coverage, h.position]"
)

ASSESSMENT: Final[LiteralString] = (
    "[e.id, e.stakeholder_id, e.account_id, e.by, e.observed_at, e.recorded_at, e.support, e.influence,"
    " e.adaptability, e.coverage, e.orientation, e.confidence, e.evidence]"
)

# `seen` holds the ids of those among the people whom the viewer may see.
INTERACTION: Final[LiteralString] = (
    "[i.id, i.account_id, i.kind, i.at, i.direction, i.seller_ids, [one IN i.person_ids WHERE one IN seen],"
    " i.external_id, i.opportunity_id, i.duration_minutes, i.sentiment, i.note]"
)

ORDER: Final[LiteralString] = "[n.id, n.account_id, n.at, n.value, n.external_id, n.cost, n.product, n.opportunity_id]"

REFERRAL: Final[LiteralString] = (
    "[r.id, r.version, r.referrer, r.referred, r.made_at, r.recorded_at, r.recorded_by, r.external_id, r.note, r.steps]"
)

TRANSITION: Final[LiteralString] = (
    "[t.id, t.account_id, t.ladder, t.from_stage, t.to, t.at, t.recorded_at, t.by, t.reason, t.evidence, t.skip,"
    " t.next_at]"
)

CONTACT_LEVEL: Final[LiteralString] = "[l.seller_id, l.stakeholder_id, l.account_id, l.current, l.desired]"

# `seen`: the person's id, where the viewer may see them.
COMMITMENT: Final[LiteralString] = (
    "[c.id, c.version, c.account_id, seen, c.side, c.text, c.made_at, c.due, c.status, c.settled_at]"
)

FINDING_NOTE: Final[LiteralString] = "[d.insight_id, d.account_id, d.dismissed, d.assignee_id, d.done]"

REPORT: Final[LiteralString] = "[r.account_id, r.person_id, r.manager_id]"

INFLUENCE: Final[LiteralString] = "[r.source, r.target, r.strength, r.polarity]"

ACQUAINTANCE: Final[LiteralString] = "[r.source, r.target, r.strength, r.circle]"

FACT: Final[LiteralString] = (
    "[f.id, f.change, f.observed_at, f.recorded_at, f.by, f.kind, f.body, f.personal, f.ordinal, f.flagged]"
)
