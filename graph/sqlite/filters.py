"""Filters of accounts: one condition in SQL, into which every filter goes as data.

The filter is a JSON list of alternatives, each a list of conditions that must all hold: a field, whether it is
negated, and values; null instead of the list for no filter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import orjson

from domain.account_filter import normal_form

if TYPE_CHECKING:
    from domain.account_filter import AccountFilter, Condition

# An alternative holds when no condition of it fails, which it does when it comes to what `negated` says. What is
# null has none of the values.
PASSES: Final = """(
    :filter IS NULL
    OR EXISTS (
        SELECT 1 FROM json_each(:filter) AS alternative
        WHERE NOT EXISTS (
            SELECT 1 FROM json_each(alternative.value) AS test
            WHERE json_extract(test.value, '$.negated') = coalesce(
                CASE json_extract(test.value, '$.field')
                WHEN 'name' THEN account.name IN (SELECT value FROM json_each(test.value, '$.values'))
                WHEN 'name_contains' THEN EXISTS (
                    SELECT 1 FROM json_each(test.value, '$.values')
                    WHERE value <> '' AND instr(' ' || account.name_folded, ' ' || value)
                )
                WHEN 'kind' THEN account.kind IN (SELECT value FROM json_each(test.value, '$.values'))
                WHEN 'tier' THEN account.tier IN (SELECT value FROM json_each(test.value, '$.values'))
                WHEN 'industry' THEN account.industry IN (SELECT value FROM json_each(test.value, '$.values'))
                WHEN 'industry_contains' THEN EXISTS (
                    SELECT 1 FROM json_each(test.value, '$.values')
                    WHERE value <> '' AND instr(' ' || account.industry_folded, ' ' || value)
                )
                WHEN 'owner' THEN account.owner_id IN (SELECT value FROM json_each(test.value, '$.values'))
                WHEN 'tag' THEN EXISTS (
                    SELECT 1 FROM json_each(account.tags) AS tag
                    WHERE tag.value IN (SELECT value FROM json_each(test.value, '$.values'))
                )
                WHEN 'stage' THEN EXISTS (
                    SELECT 1 FROM json_each(test.value, '$.values') AS stage
                    JOIN transition ON transition.ladder = substr(stage.value, 1, instr(stage.value, '/') - 1)
                    WHERE transition.account_id = account.id AND transition.next_at IS NULL
                    AND transition.to_stage = substr(stage.value, instr(stage.value, '/') + 1)
                )
                WHEN 'map_status' THEN coalesce(
                    (SELECT status FROM map_status WHERE map_id = 'map_' || account.id), 'RED'
                ) IN (SELECT value FROM json_each(test.value, '$.values'))
                WHEN 'archived' THEN CASE account.archived WHEN 0 THEN 'false' ELSE 'true' END
                    IN (SELECT value FROM json_each(test.value, '$.values'))
                WHEN 'stakeholder' THEN EXISTS (
                    SELECT 1 FROM stakeholder
                    WHERE stakeholder.map_id = 'map_' || account.id AND stakeholder.until IS NULL
                    AND (
                        json_extract(test.value, '$.person_id') IS NULL
                        OR stakeholder.person_id = json_extract(test.value, '$.person_id')
                    )
                    AND (
                        json_extract(test.value, '$.influence') IS NULL
                        OR stakeholder.influence IN (SELECT value FROM json_each(test.value, '$.influence'))
                    )
                    AND (
                        json_extract(test.value, '$.support') IS NULL
                        OR stakeholder.support IN (SELECT value FROM json_each(test.value, '$.support'))
                    )
                    AND (
                        json_extract(test.value, '$.roles') IS NULL
                        OR EXISTS (
                            SELECT 1 FROM json_each(stakeholder.roles) AS role
                            WHERE role.value IN (SELECT value FROM json_each(test.value, '$.roles'))
                        )
                    )
                )
                END,
                0
            )
        )
    )
)"""


def filter_json(filter_: AccountFilter | None) -> str | None:
    """Return a filter as `PASSES` takes it; raises LimitError for one that comes to too much."""
    if filter_ is None:
        return None
    return orjson.dumps([[_plain(test) for test in tests] for tests in normal_form(filter_)]).decode()


def _plain(test: Condition) -> dict[str, Any]:
    found: dict[str, Any] = {"field": test.field, "negated": test.negated, "values": test.values}
    if (of := test.stakeholder) is not None:
        found |= {"roles": of.roles, "influence": of.influence, "support": of.support, "person_id": of.person_id}
    return found
