"""Documents, parsed and validated once, because the same few are sent again and again."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from graphql import NoSchemaIntrospectionCustomRule, parse, specified_rules, validate

if TYPE_CHECKING:
    from graphql import DocumentNode, GraphQLError, GraphQLSchema

MAX_TOKENS: Final = 10_000
"""Most tokens of a document."""
MOST: Final = 500
"""How many documents are kept, the ones used last."""
LONGEST: Final = 20_000
"""Longest document that is kept, in characters."""
MOST_CHARACTERS: Final = 1_000_000
"""Most characters of all documents that are kept together; parsed, each takes about 150 bytes."""
_MAX_ERRORS: Final = 20


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document, and what is wrong with it.

    `sound`: the identities of those of its operations that ask for no more than they may, whatever the variables.
    """

    document: DocumentNode
    errors: list[GraphQLError]
    sound: set[int] = field(default_factory=set[int])


class Documents:
    """The documents of one schema. `open_`: introspection is valid, and errors suggest what was meant."""

    def __init__(self, schema: GraphQLSchema, *, open_: bool = True) -> None:
        self._schema = schema
        self._open = open_
        self._rules = (*specified_rules, *(() if open_ else (NoSchemaIntrospectionCustomRule,)))
        self._kept: OrderedDict[str, Prepared] = OrderedDict()
        self._characters = 0

    def prepare(self, query: str) -> Prepared:
        """Parse and validate a document, or take it from those that are kept.

        Raises GraphQLError where it cannot be parsed, RecursionError where it is nested too deeply.
        """
        if (known := self._kept.get(query)) is not None:
            self._kept.move_to_end(query)
            return known
        document = parse(query, max_tokens=MAX_TOKENS, allow_empty_selection_sets=False)
        errors = validate(
            self._schema,
            document,
            self._rules,
            max_errors=_MAX_ERRORS,
            hide_suggestions=not self._open,
            allow_empty_selection_sets=False,
        )
        prepared = Prepared(document, errors)
        # What is invalid is seldom sent again.
        if not errors and len(query) <= LONGEST:
            self._keep(query, prepared)
        return prepared

    def _keep(self, query: str, prepared: Prepared) -> None:
        self._kept[query] = prepared
        self._characters += len(query)
        while len(self._kept) > MOST or self._characters > MOST_CHARACTERS:
            dropped, _ = self._kept.popitem(last=False)
            self._characters -= len(dropped)
