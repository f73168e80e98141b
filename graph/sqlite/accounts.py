"""Lists of accounts and sellers; of each account its people, opportunities, interactions; of a person theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from domain.account import Account
from domain.codes import AccountOrder
from domain.interaction import Interaction
from domain.opportunity import Opportunity
from domain.person import Person
from domain.seller import Seller
from graph.sqlite import columns
from graph.sqlite.filters import PASSES, filter_json
from graph.sqlite.nodes import read
from graph.sqlite.paging import (
    FIRST_TEXT,
    FIRST_TIME,
    LAST_TEXT,
    LAST_TIME,
    bounds,
    by_owner,
    counts,
    cut,
    slices,
)
from graph.sqlite.query import Query

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.account_filter import AccountFilter
    from graph.sqlite.query import Snapshot
    from graph.store import Page, Slice, SortKey

# The order, from where it starts, and the column that says a row's place in it.
PAGE_ACCOUNTS: Final[dict[AccountOrder, tuple[Query, SortKey, int]]] = {
    AccountOrder.NAME_ASC: (
        Query(f"""
            SELECT {columns.ACCOUNT} FROM account
            WHERE (account.name, account.id) > (:after, :after_id) AND ACCOUNT_LISTED AND {PASSES}
            ORDER BY account.name, account.id LIMIT :most
        """),
        FIRST_TEXT,
        3,
    ),
    AccountOrder.NAME_DESC: (
        Query(f"""
            SELECT {columns.ACCOUNT} FROM account
            WHERE account.name <= :after AND (account.name < :after OR account.id > :after_id)
            AND ACCOUNT_LISTED AND {PASSES}
            ORDER BY account.name DESC, account.id LIMIT :most
        """),
        LAST_TEXT,
        3,
    ),
    AccountOrder.CREATED_ASC: (
        Query(f"""
            SELECT {columns.ACCOUNT} FROM account
            WHERE (account.created_at, account.id) > (:after, :after_id) AND ACCOUNT_LISTED AND {PASSES}
            ORDER BY account.created_at, account.id LIMIT :most
        """),
        FIRST_TIME,
        2,
    ),
    AccountOrder.CREATED_DESC: (
        Query(f"""
            SELECT {columns.ACCOUNT} FROM account
            WHERE account.created_at <= :after AND (account.created_at < :after OR account.id > :after_id)
            AND ACCOUNT_LISTED AND {PASSES}
            ORDER BY account.created_at DESC, account.id LIMIT :most
        """),
        LAST_TIME,
        2,
    ),
}
COUNT_ACCOUNTS: Final = Query(f"""
    SELECT count(*) FROM account WHERE account.name >= '' AND ACCOUNT_LISTED AND {PASSES}
""")
PAGE_SELLERS: Final = Query(f"""
    SELECT {columns.SELLER} FROM seller WHERE (seller.name, seller.id) > (:after, :after_id)
    ORDER BY seller.name, seller.id LIMIT :most
""")
COUNT_SELLERS: Final = Query("""
    SELECT count(*) FROM seller WHERE seller.name >= ''
""")
PAGE_PEOPLE: Final = Query(f"""
    SELECT owner.key, {columns.PERSON} FROM json_each(:owners) AS owner
    CROSS JOIN account ON account.id = owner.value AND ACCOUNT_VISIBLE
    CROSS JOIN person ON person.id IN (
        SELECT employee.id FROM relationship AS work JOIN person AS employee ON employee.id = work.source
        WHERE work.kind = 'WORKS_AT' AND work.target = account.id AND work.until IS NULL
        AND (employee.name, employee.id) > (:after, :after_id)
        ORDER BY employee.name, employee.id LIMIT :most
    )
    ORDER BY owner.key, person.name, person.id
""")
COUNT_PEOPLE: Final = Query("""
    SELECT owner.key, count(*) FROM json_each(:owners) AS owner
    CROSS JOIN account ON account.id = owner.value AND ACCOUNT_VISIBLE
    CROSS JOIN relationship AS work
        ON work.kind = 'WORKS_AT' AND work.target = account.id AND work.until IS NULL
    GROUP BY owner.key
""")
PAGE_OPPORTUNITIES: Final = Query(f"""
    SELECT owner.key, {columns.OPPORTUNITY} FROM json_each(:owners) AS owner
    CROSS JOIN account ON account.id = owner.value AND ACCOUNT_VISIBLE
    CROSS JOIN opportunity ON opportunity.id IN (
        SELECT id FROM opportunity AS own
        WHERE own.account_id = account.id
        AND own.opened_at <= :after AND (own.opened_at < :after OR own.id > :after_id)
        ORDER BY own.opened_at DESC, own.id LIMIT :most
    )
    ORDER BY owner.key, opportunity.opened_at DESC, opportunity.id
""")
COUNT_OPPORTUNITIES: Final = Query("""
    SELECT owner.key, count(*) FROM json_each(:owners) AS owner
    CROSS JOIN account ON account.id = owner.value AND ACCOUNT_VISIBLE
    CROSS JOIN opportunity ON opportunity.account_id = account.id
    GROUP BY owner.key
""")
LIST_OPEN_OPPORTUNITIES: Final = Query(f"""
    SELECT owner.key, {columns.OPPORTUNITY} FROM json_each(:owners) AS owner
    CROSS JOIN account ON account.id = owner.value AND ACCOUNT_VISIBLE
    CROSS JOIN opportunity ON opportunity.account_id = account.id AND opportunity.status = 'OPEN'
    ORDER BY owner.key, opportunity.opened_at DESC, opportunity.id
""")
PAGE_INTERACTIONS: Final = Query(f"""
    SELECT owner.key, {columns.INTERACTION} FROM json_each(:owners) AS owner
    CROSS JOIN account ON account.id = owner.value AND ACCOUNT_VISIBLE
    CROSS JOIN interaction ON interaction.id IN (
        SELECT id FROM interaction AS own
        WHERE own.account_id = account.id AND own.at <= :after AND (own.at < :after OR own.id > :after_id)
        ORDER BY own.at DESC, own.id LIMIT :most
    )
    ORDER BY owner.key, interaction.at DESC, interaction.id
""")
COUNT_INTERACTIONS: Final = Query("""
    SELECT owner.key, count(*) FROM json_each(:owners) AS owner
    CROSS JOIN account ON account.id = owner.value AND ACCOUNT_VISIBLE
    CROSS JOIN interaction ON interaction.account_id = account.id
    GROUP BY owner.key
""")
# The account is looked at where each contact is found, so that a page is full as far as there is something to see.
PAGE_INTERACTIONS_WITH: Final = Query(f"""
    SELECT owner.key, {columns.INTERACTION} FROM json_each(:owners) AS owner
    CROSS JOIN person ON person.id = owner.value AND PERSON_VISIBLE
    CROSS JOIN interaction ON interaction.id IN (
        SELECT contact.interaction_id FROM participation AS contact
        CROSS JOIN account ON account.id = contact.account_id AND ACCOUNT_VISIBLE
        WHERE contact.person_id = person.id
        AND contact.at <= :after AND (contact.at < :after OR contact.interaction_id > :after_id)
        ORDER BY contact.at DESC, contact.interaction_id LIMIT :most
    )
    ORDER BY owner.key, interaction.at DESC, interaction.id
""")
COUNT_INTERACTIONS_WITH: Final = Query("""
    SELECT owner.key, count(*) FROM json_each(:owners) AS owner
    CROSS JOIN person ON person.id = owner.value AND PERSON_VISIBLE
    CROSS JOIN participation AS contact ON contact.person_id = person.id
    CROSS JOIN account ON account.id = contact.account_id AND ACCOUNT_VISIBLE
    GROUP BY owner.key
""")


def page_accounts(snapshot: Snapshot, filter_: AccountFilter | None, order: AccountOrder, page: Page) -> Slice[Account]:
    """Read a page of accounts."""
    query, start, key = PAGE_ACCOUNTS[order]
    rows = snapshot.rows(query, filter=filter_json(filter_), **bounds(page, start))
    return cut(page, read(snapshot, Account, rows), [(row[key], row[0]) for row in rows])


def count_accounts(snapshot: Snapshot, filter_: AccountFilter | None) -> int:
    """Count accounts."""
    return snapshot.one(COUNT_ACCOUNTS, filter=filter_json(filter_))


def page_sellers(snapshot: Snapshot, page: Page) -> Slice[Seller]:
    """Read a page of sellers."""
    rows = snapshot.rows(PAGE_SELLERS, **bounds(page, FIRST_TEXT))
    return cut(page, read(snapshot, Seller, rows), [(row[3], row[0]) for row in rows])


def count_sellers(snapshot: Snapshot) -> int:
    """Count sellers."""
    return snapshot.one(COUNT_SELLERS)


def page_people(snapshot: Snapshot, account_ids: Sequence[str], page: Page) -> list[Slice[Person]]:
    """Read a page of the people of each account."""
    return slices(snapshot, PAGE_PEOPLE, Person, account_ids, page, FIRST_TEXT, 4)


def count_people(snapshot: Snapshot, account_ids: Sequence[str]) -> list[int]:
    """Count the people of each account."""
    return counts(snapshot, COUNT_PEOPLE, account_ids)


def page_opportunities(snapshot: Snapshot, account_ids: Sequence[str], page: Page) -> list[Slice[Opportunity]]:
    """Read a page of the opportunities of each account."""
    return slices(snapshot, PAGE_OPPORTUNITIES, Opportunity, account_ids, page, LAST_TIME, 3)


def count_opportunities(snapshot: Snapshot, account_ids: Sequence[str]) -> list[int]:
    """Count the opportunities of each account."""
    return counts(snapshot, COUNT_OPPORTUNITIES, account_ids)


def list_open_opportunities(snapshot: Snapshot, account_ids: Sequence[str]) -> list[tuple[Opportunity, ...]]:
    """Read the opportunities of each account that are open."""
    return by_owner(snapshot, LIST_OPEN_OPPORTUNITIES, Opportunity, account_ids)


def page_interactions(snapshot: Snapshot, account_ids: Sequence[str], page: Page) -> list[Slice[Interaction]]:
    """Read a page of the interactions of each account."""
    return slices(snapshot, PAGE_INTERACTIONS, Interaction, account_ids, page, LAST_TIME, 3)


def count_interactions(snapshot: Snapshot, account_ids: Sequence[str]) -> list[int]:
    """Count the interactions of each account."""
    return counts(snapshot, COUNT_INTERACTIONS, account_ids)


def page_interactions_with(snapshot: Snapshot, person_ids: Sequence[str], page: Page) -> list[Slice[Interaction]]:
    """Read a page of the interactions with each person."""
    return slices(snapshot, PAGE_INTERACTIONS_WITH, Interaction, person_ids, page, LAST_TIME, 3)


def count_interactions_with(snapshot: Snapshot, person_ids: Sequence[str]) -> list[int]:
    """Count the interactions with each person."""
    return counts(snapshot, COUNT_INTERACTIONS_WITH, person_ids)
