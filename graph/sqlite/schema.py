"""The tables, as numbered migrations: each is applied once, in order, and never changed after a release.

`fact` is what was stated, for good. All else can be made from it: `stream` and `mention` find and guard facts,
the tables of nodes and `relationship` are the current graph, with a column for each field of a node's dataclass
(`columns.py`), and for what queries and unique keys need. `participation` says again who took part in
interactions, `party` and `search` under which words somebody is found, `opportunity_words` and
`search_opportunity` the same of deals. A script may call `words_of_name(name)` (`opening.run_script`).
"""

from __future__ import annotations

from typing import Final

APPLICATION_ID: Final = 0x52415050
"""Written into the file's header: the file is ours."""

_START: Final = """
CREATE TABLE migration (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    applied_at INTEGER NOT NULL
) STRICT;

CREATE TABLE change (
    position INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    recorded_at INTEGER NOT NULL,
    made_by TEXT,
    mutation TEXT NOT NULL
) STRICT;

-- flagged: an undo or a correction has named it, so that they must be read with it.
CREATE TABLE fact (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    change INTEGER NOT NULL REFERENCES change (position),
    observed_at INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    stated_by TEXT,
    stream TEXT NOT NULL,
    subject TEXT NOT NULL,
    kind TEXT NOT NULL,
    public TEXT NOT NULL,
    personal TEXT,
    flagged INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX fact_subject ON fact (kind, subject, observed_at, recorded_at);
CREATE INDEX fact_stream ON fact (stream, kind, observed_at);
CREATE INDEX fact_change ON fact (change);

CREATE TABLE mention (
    object TEXT NOT NULL,
    kind TEXT NOT NULL,
    observed_at INTEGER NOT NULL,
    fact INTEGER NOT NULL,
    PRIMARY KEY (object, kind, observed_at, fact)
) STRICT, WITHOUT ROWID;

-- position: of the change that moved the version last, so that one change moves it once.
CREATE TABLE stream (
    id TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE remembered (
    viewer TEXT NOT NULL,
    mutation TEXT NOT NULL,
    client_id TEXT NOT NULL,
    input_hash TEXT NOT NULL,
    change TEXT NOT NULL,
    result TEXT NOT NULL,
    PRIMARY KEY (viewer, mutation, client_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX remembered_change ON remembered (change);

CREATE TABLE account (
    id TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    external_id TEXT,
    channel_position TEXT,
    industry TEXT,
    region TEXT,
    tier TEXT,
    parent_id TEXT,
    owner_id TEXT,
    team_ids TEXT NOT NULL,
    tags TEXT NOT NULL,
    open INTEGER NOT NULL,
    archived INTEGER NOT NULL,
    -- As `domain.search_text.fold_name` writes them: what `contains` looks into.
    name_folded TEXT NOT NULL,
    industry_folded TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX account_external_id ON account (external_id) WHERE external_id IS NOT NULL;
CREATE INDEX account_name ON account (name, id);
CREATE INDEX account_name_down ON account (name DESC, id);
CREATE INDEX account_created ON account (created_at, id);
CREATE INDEX account_created_down ON account (created_at DESC, id);
CREATE INDEX account_open ON account (open, id) WHERE open = 1;

CREATE TABLE person (
    id TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    created_by TEXT,
    name TEXT NOT NULL,
    external_id TEXT,
    title TEXT,
    department TEXT,
    seniority TEXT,
    emails TEXT NOT NULL,
    phones TEXT NOT NULL,
    employments TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX person_external_id ON person (external_id) WHERE external_id IS NOT NULL;

CREATE TABLE seller (
    id TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    name TEXT NOT NULL,
    email TEXT,
    role TEXT NOT NULL,
    team TEXT,
    manager_id TEXT,
    email_folded TEXT
) STRICT;
CREATE UNIQUE INDEX seller_email ON seller (email_folded) WHERE email_folded IS NOT NULL;
CREATE INDEX seller_name ON seller (name, id);
CREATE INDEX seller_manager ON seller (manager_id) WHERE manager_id IS NOT NULL;
CREATE INDEX seller_role ON seller (role, created_at, id);

CREATE TABLE opportunity (
    id TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    account_id TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    name TEXT NOT NULL,
    external_id TEXT,
    amount TEXT,
    expected_close TEXT,
    status TEXT NOT NULL,
    closed_at INTEGER,
    lost_reason TEXT
) STRICT;
CREATE UNIQUE INDEX opportunity_external_id ON opportunity (external_id) WHERE external_id IS NOT NULL;
CREATE INDEX opportunity_account ON opportunity (account_id, opened_at DESC, id);

CREATE TABLE stakeholder (
    id TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    map_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    since INTEGER NOT NULL,
    until INTEGER,
    person_id TEXT,
    label TEXT,
    roles TEXT NOT NULL,
    influence TEXT,
    support TEXT,
    adaptability TEXT,
    orientation TEXT,
    coverage TEXT,
    position TEXT
) STRICT;
CREATE UNIQUE INDEX stakeholder_place ON stakeholder (map_id, person_id) WHERE until IS NULL;
CREATE INDEX stakeholder_map ON stakeholder (map_id);
CREATE INDEX stakeholder_person ON stakeholder (person_id, account_id) WHERE person_id IS NOT NULL;

CREATE TABLE map_status (
    map_id TEXT PRIMARY KEY,
    status TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE assessment (
    id TEXT PRIMARY KEY,
    stakeholder_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    stated_by TEXT,
    observed_at INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    support TEXT,
    influence TEXT,
    adaptability TEXT,
    coverage TEXT,
    orientation TEXT,
    confidence TEXT,
    evidence TEXT
) STRICT;
CREATE INDEX assessment_stakeholder ON assessment (stakeholder_id, observed_at DESC, recorded_at DESC, id);

CREATE TABLE interaction (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    at INTEGER NOT NULL,
    direction TEXT NOT NULL,
    seller_ids TEXT NOT NULL,
    person_ids TEXT NOT NULL,
    external_id TEXT,
    opportunity_id TEXT,
    duration_minutes INTEGER,
    sentiment INTEGER,
    note TEXT
) STRICT;
CREATE UNIQUE INDEX interaction_external_id ON interaction (external_id) WHERE external_id IS NOT NULL;
CREATE INDEX interaction_account ON interaction (account_id, at DESC, id);

CREATE TABLE participation (
    person_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    interaction_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (person_id, at, interaction_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE purchase (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    value TEXT NOT NULL,
    external_id TEXT,
    cost TEXT,
    product TEXT,
    opportunity_id TEXT
) STRICT;
CREATE UNIQUE INDEX purchase_external_id ON purchase (external_id) WHERE external_id IS NOT NULL;
CREATE INDEX purchase_account ON purchase (account_id, at DESC, id);

CREATE TABLE referral (
    id TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    referrer TEXT NOT NULL,
    referred TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    recorded_by TEXT,
    external_id TEXT,
    note TEXT,
    steps TEXT NOT NULL,
    status TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX referral_external_id ON referral (external_id) WHERE external_id IS NOT NULL;
CREATE UNIQUE INDEX referral_open ON referral (referrer, referred) WHERE status IN ('MADE', 'CONTACTED');
CREATE INDEX referral_referrer ON referral (referrer, made_at, id);
CREATE INDEX referral_referred ON referral (referred, made_at, id);
CREATE INDEX referral_made ON referral (made_at DESC, id);

-- place: the move's place in the order of validity on its ladder.
CREATE TABLE transition (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL,
    ladder TEXT NOT NULL,
    from_stage TEXT,
    to_stage TEXT NOT NULL,
    at INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    made_by TEXT,
    reason TEXT,
    evidence TEXT,
    skip INTEGER NOT NULL,
    next_at INTEGER,
    place INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX transition_account ON transition (account_id, ladder, place);
CREATE INDEX transition_ladder ON transition (ladder, account_id, place);
CREATE INDEX transition_standing ON transition (ladder, account_id) WHERE next_at IS NULL;

-- (person)-[WORKS_AT {since, until, label: title}]->(account), one for each employment;
-- (seller)-[OWNS]->(account); (seller)-[ON_TEAM]->(account);
-- (person)-[REPORTS_TO {account_id}]->(person);
-- (person)-[INFLUENCES {strength, label: polarity}]->(person);
-- (person or seller)-[KNOWS {strength, label: circle}]->(person or seller).
CREATE TABLE relationship (
    kind TEXT NOT NULL,
    source TEXT NOT NULL,
    target TEXT NOT NULL,
    since INTEGER NOT NULL,
    until INTEGER,
    account_id TEXT,
    strength REAL,
    label TEXT,
    PRIMARY KEY (kind, source, target, since)
) STRICT, WITHOUT ROWID;
CREATE INDEX relationship_back ON relationship (kind, target, until);
CREATE UNIQUE INDEX relationship_manager ON relationship (source, account_id) WHERE kind = 'REPORTS_TO';

CREATE TABLE party (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    words TEXT NOT NULL
) STRICT;
CREATE VIRTUAL TABLE search USING fts5 (
    words,
    content = 'party',
    content_rowid = 'number',
    tokenize = 'unicode61 remove_diacritics 0',
    columnsize = 0
);
"""

# Whether something was said by a seller whose creation is to be undone.
_STATED_BY: Final = """
CREATE INDEX fact_stated_by ON fact (stated_by) WHERE stated_by IS NOT NULL;
"""


# Nothing of the kind could be stated before, so that there is nothing to fill these from.
_NOTED: Final = """
CREATE TABLE contact_level (
    seller_id TEXT NOT NULL,
    stakeholder_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    current TEXT,
    desired TEXT,
    PRIMARY KEY (stakeholder_id, seller_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE commitment (
    id TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    account_id TEXT NOT NULL,
    person_id TEXT,
    side TEXT NOT NULL,
    text TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    due TEXT,
    status TEXT NOT NULL,
    settled_at INTEGER
) STRICT;
CREATE INDEX commitment_account ON commitment (account_id, made_at DESC, id);

CREATE TABLE finding_note (
    insight_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    dismissed TEXT,
    assignee_id TEXT,
    done TEXT,
    PRIMARY KEY (account_id, insight_id)
) STRICT, WITHOUT ROWID;
"""

# Who of us took part and from whom it came: what the strength of a contact is counted from.
_DEALINGS: Final = """
ALTER TABLE participation ADD COLUMN direction TEXT NOT NULL DEFAULT 'MUTUAL';
ALTER TABLE participation ADD COLUMN seller_ids TEXT NOT NULL DEFAULT '[]';
UPDATE participation SET (direction, seller_ids) = (
    SELECT interaction.direction, (SELECT json_group_array(DISTINCT value) FROM json_each(interaction.seller_ids))
    FROM interaction WHERE interaction.id = participation.interaction_id
);
"""

# The latest assessment that states something, however many since then do not.
_STATING: Final = """
CREATE INDEX assessment_support ON assessment (stakeholder_id, observed_at DESC, recorded_at DESC, id)
    WHERE support IS NOT NULL;
CREATE INDEX assessment_influence ON assessment (stakeholder_id, observed_at DESC, recorded_at DESC, id)
    WHERE influence IS NOT NULL;
"""

# Opportunities by their names.
_OPPORTUNITIES_FOUND: Final = """
CREATE TABLE opportunity_words (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    words TEXT NOT NULL
) STRICT;
CREATE VIRTUAL TABLE search_opportunity USING fts5 (
    words,
    content = 'opportunity_words',
    content_rowid = 'number',
    tokenize = 'unicode61 remove_diacritics 0',
    columnsize = 0
);
INSERT INTO opportunity_words (id, words) SELECT id, words_of_name(name) FROM opportunity;
INSERT INTO search_opportunity (rowid, words) SELECT number, words FROM opportunity_words;
"""

MIGRATIONS: Final = (
    ("start", _START),
    ("stated by", _STATED_BY),
    ("noted", _NOTED),
    ("dealings", _DEALINGS),
    ("stating", _STATING),
    ("opportunities found", _OPPORTUNITIES_FOUND),
)
"""Name and statements of each, numbered from 1 in this order."""
