"""Numbered migrations, applied at start: constraints and indexes, each version once and by one server at a time.

Community edition has uniqueness constraints only; presence and types are the codec's to keep. A uniqueness
constraint leaves out what lacks the property, which makes `open_pair`, `place`, `external_id` and `email_key`
the nullable unique keys on which the invariants across streams rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, LiteralString

from graph.neo4j.connection import CHUNK
from graph.neo4j.cypher.schema import (
    AWAIT_INDEXES,
    COUNT_NODES,
    COUNT_ONE_SCHEMA,
    FINISH_MIGRATION,
    ONE_SCHEMA,
    SET_OPPORTUNITY_WORDS,
    TAKE_SCHEMA,
    WALK_OPPORTUNITY_NAMES,
)
from graph.search import words_of_name
from graph.store import StoreVersionError

if TYPE_CHECKING:
    from graph.neo4j.connection import Connection, Transaction

_FIRST: Final[tuple[LiteralString, ...]] = (
    # What facts and changes are found by.
    "CREATE CONSTRAINT fact_id IF NOT EXISTS FOR (n:Fact) REQUIRE n.id IS UNIQUE",
    "CREATE INDEX fact_subject IF NOT EXISTS FOR (n:Fact) ON (n.kind, n.subject, n.observed_at, n.recorded_at)",
    "CREATE INDEX fact_stream IF NOT EXISTS FOR (n:Fact) ON (n.stream, n.kind)",
    "CREATE INDEX fact_change IF NOT EXISTS FOR (n:Fact) ON (n.change, n.ordinal)",
    "CREATE INDEX mention_subject IF NOT EXISTS FOR (n:Mention) ON (n.kind, n.subject, n.observed_at, n.recorded_at)",
    "CREATE CONSTRAINT change_id IF NOT EXISTS FOR (n:Change) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT change_position IF NOT EXISTS FOR (n:Change) REQUIRE n.position IS UNIQUE",
    "CREATE CONSTRAINT stream_id IF NOT EXISTS FOR (n:Stream) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT counter_name IF NOT EXISTS FOR (n:Counter) REQUIRE n.name IS UNIQUE",
    "CREATE CONSTRAINT remembered_key IF NOT EXISTS FOR (n:Remembered) REQUIRE n.key IS UNIQUE",
    "CREATE INDEX remembered_change IF NOT EXISTS FOR (n:Remembered) ON (n.change_id)",
    "CREATE CONSTRAINT run_id IF NOT EXISTS FOR (n:Run) REQUIRE n.id IS UNIQUE",
    # Objects by id.
    "CREATE CONSTRAINT party_id IF NOT EXISTS FOR (n:Party) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT account_id IF NOT EXISTS FOR (n:Account) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT person_id IF NOT EXISTS FOR (n:Person) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT seller_id IF NOT EXISTS FOR (n:Seller) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT opportunity_id IF NOT EXISTS FOR (n:Opportunity) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT map_id IF NOT EXISTS FOR (n:DecisionMap) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT stakeholder_id IF NOT EXISTS FOR (n:Stakeholder) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT assessment_id IF NOT EXISTS FOR (n:Assessment) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT interaction_id IF NOT EXISTS FOR (n:Interaction) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT order_id IF NOT EXISTS FOR (n:Order) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT transition_id IF NOT EXISTS FOR (n:Transition) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT referral_id IF NOT EXISTS FOR ()-[r:REFERRED]-() REQUIRE r.id IS UNIQUE",
    # Keys that only one may have.
    "CREATE CONSTRAINT account_external IF NOT EXISTS FOR (n:Account) REQUIRE n.external_id IS UNIQUE",
    "CREATE CONSTRAINT person_external IF NOT EXISTS FOR (n:Person) REQUIRE n.external_id IS UNIQUE",
    "CREATE CONSTRAINT opportunity_external IF NOT EXISTS FOR (n:Opportunity) REQUIRE n.external_id IS UNIQUE",
    "CREATE CONSTRAINT interaction_external IF NOT EXISTS FOR (n:Interaction) REQUIRE n.external_id IS UNIQUE",
    "CREATE CONSTRAINT order_external IF NOT EXISTS FOR (n:Order) REQUIRE n.external_id IS UNIQUE",
    "CREATE CONSTRAINT referral_external IF NOT EXISTS FOR ()-[r:REFERRED]-() REQUIRE r.external_id IS UNIQUE",
    "CREATE CONSTRAINT seller_email IF NOT EXISTS FOR (n:Seller) REQUIRE n.email_key IS UNIQUE",
    "CREATE CONSTRAINT referral_open IF NOT EXISTS FOR ()-[r:REFERRED]-() REQUIRE r.open_pair IS UNIQUE",
    "CREATE CONSTRAINT stakeholder_place IF NOT EXISTS FOR (n:Stakeholder) REQUIRE n.place IS UNIQUE",
    "CREATE CONSTRAINT manager_one IF NOT EXISTS FOR ()-[r:REPORTS_TO]-() REQUIRE r.key IS UNIQUE",
    "CREATE CONSTRAINT influence_one IF NOT EXISTS FOR ()-[r:INFLUENCES]-() REQUIRE r.key IS UNIQUE",
    "CREATE CONSTRAINT acquaintance_one IF NOT EXISTS FOR ()-[r:KNOWS]-() REQUIRE r.key IS UNIQUE",
    # Orders that pages follow.
    "CREATE INDEX account_by_name IF NOT EXISTS FOR (n:Account) ON (n.by_name)",
    "CREATE INDEX account_by_name_down IF NOT EXISTS FOR (n:Account) ON (n.by_name_down)",
    "CREATE INDEX account_earliest IF NOT EXISTS FOR (n:Account) ON (n.earliest)",
    "CREATE INDEX account_latest IF NOT EXISTS FOR (n:Account) ON (n.latest)",
    "CREATE INDEX seller_by_name IF NOT EXISTS FOR (n:Seller) ON (n.by_name)",
    "CREATE INDEX seller_role IF NOT EXISTS FOR (n:Seller) ON (n.role)",
    "CREATE INDEX person_employed IF NOT EXISTS FOR (n:Person) ON (n.account_id, n.by_name)",
    "CREATE INDEX opportunity_latest IF NOT EXISTS FOR (n:Opportunity) ON (n.account_id, n.latest)",
    "CREATE INDEX interaction_latest IF NOT EXISTS FOR (n:Interaction) ON (n.account_id, n.latest)",
    "CREATE INDEX assessment_latest IF NOT EXISTS FOR (n:Assessment) ON (n.stakeholder_id, n.latest)",
    "CREATE INDEX referral_latest IF NOT EXISTS FOR ()-[r:REFERRED]-() ON (r.latest)",
    "CREATE INDEX transition_subject IF NOT EXISTS FOR (n:Transition) ON (n.subject)",
    "CREATE INDEX transition_account IF NOT EXISTS FOR (n:Transition) ON (n.account_id)",
    "CREATE INDEX transition_ladder IF NOT EXISTS FOR (n:Transition) ON (n.ladder, n.standing)",
    # Search, on the words that domain.search_text makes.
    """
    CREATE FULLTEXT INDEX party_words IF NOT EXISTS FOR (n:Account|Person|Seller) ON EACH [n.words]
    OPTIONS {indexConfig: {`fulltext.analyzer`: 'whitespace', `fulltext.eventually_consistent`: false}}
    """,
)

# Whether something was said by a seller whose creation is to be undone.
_STATED_BY: Final[tuple[LiteralString, ...]] = ("CREATE INDEX fact_by IF NOT EXISTS FOR (n:Fact) ON (n.by)",)


# Nothing of the kind could be stated before, so that there is nothing to make nodes of.
_NOTED: Final[tuple[LiteralString, ...]] = (
    "CREATE CONSTRAINT contact_level_key IF NOT EXISTS FOR (n:ContactLevel) REQUIRE n.key IS UNIQUE",
    "CREATE INDEX contact_level_stakeholder IF NOT EXISTS FOR (n:ContactLevel) ON (n.stakeholder_id)",
    "CREATE CONSTRAINT commitment_id IF NOT EXISTS FOR (n:Commitment) REQUIRE n.id IS UNIQUE",
    "CREATE INDEX commitment_latest IF NOT EXISTS FOR (n:Commitment) ON (n.account_id, n.latest)",
    "CREATE CONSTRAINT finding_note_key IF NOT EXISTS FOR (n:FindingNote) REQUIRE n.key IS UNIQUE",
    "CREATE INDEX finding_note_account IF NOT EXISTS FOR (n:FindingNote) ON (n.account_id)",
)

# Opportunities by their names: `_give_words` fills it.
_OPPORTUNITIES_FOUND: Final[tuple[LiteralString, ...]] = (
    """
    CREATE FULLTEXT INDEX opportunity_words IF NOT EXISTS FOR (n:Opportunity) ON EACH [n.words]
    OPTIONS {indexConfig: {`fulltext.analyzer`: 'whitespace', `fulltext.eventually_consistent`: false}}
    """,
)

MIGRATIONS: Final[tuple[tuple[LiteralString, ...], ...]] = (_FIRST, _STATED_BY, _NOTED, _OPPORTUNITIES_FOUND)
"""The statements of each version. A released version never changes; what is new goes into a further one."""


async def migrate(connection: Connection) -> None:
    """Bring the database to this program's version.

    The schema's node stays locked while its statements run, each in a transaction of its own as Neo4j wants it:
    a second server waits, and one that is killed lets go. Each statement may be repeated.

    Raises:
        StoreVersionError: A newer program wrote the database, or it holds somebody else's data.
    """
    await connection.write(_one_schema)

    async def work(tx: Transaction) -> None:
        (version,) = await tx.row(TAKE_SCHEMA, {})
        await _check(tx, version, connection.address)
        for migration in MIGRATIONS[version:]:
            for statement in migration:
                await connection.alter(statement)
            if migration is _OPPORTUNITIES_FOUND:
                await _give_words(connection)
        if version < len(MIGRATIONS):
            await connection.alter(AWAIT_INDEXES)
            await tx.row(FINISH_MIGRATION, {"version": len(MIGRATIONS)})

    await connection.write(work)


async def _give_words(connection: Connection) -> None:
    """Write the words that opportunities are found by, which the database does not make by itself."""
    after = ""
    while True:
        (found,) = await connection.row(WALK_OPPORTUNITY_NAMES, {"after": after, "limit": CHUNK})
        if not found:
            return
        rows = [{"id": id_, "words": words_of_name(name)} for id_, name in found]
        await connection.write(lambda tx, rows=rows: tx.row(SET_OPPORTUNITY_WORDS, {"rows": rows}))
        after = found[-1][0]


async def _one_schema(tx: Transaction) -> None:
    # Looked for each time that this is tried: to make it again would wait for whoever migrates now.
    if (await tx.row(COUNT_ONE_SCHEMA, {})) == [0]:
        await tx.row(ONE_SCHEMA, {})


async def _check(tx: Transaction, version: int, address: str) -> None:
    if version > len(MIGRATIONS):
        raise StoreVersionError(
            f"The database {address} is of version {version}; this program knows versions up to "
            f"{len(MIGRATIONS)}. Install the program that wrote it, or a newer one."
        )
    if version == 0:
        (others,) = await tx.row(COUNT_NODES, {})
        if others > 1:
            raise StoreVersionError(
                f"The database {address} holds {others - 1} nodes that this program did not write; "
                "give it an empty database."
            )
