"""Documents that were parsed and found valid are kept, because the same few are sent again and again."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Final

from strawberry.extensions import SchemaExtension

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphql import DocumentNode

MOST: Final = 500
"""How many documents are kept, the ones used last."""
LONGEST: Final = 20_000
"""Longest document that is kept, in characters."""

_known: OrderedDict[str, DocumentNode] = OrderedDict()


class KnownDocuments(SchemaExtension):
    """Takes a document from those that are kept, and skips its validation."""

    _known = False

    def on_parse(self) -> Iterator[None]:
        context = self.execution_context
        document = _known.get(context.query or "")
        if document is not None:
            _known.move_to_end(context.query or "")
            self._known = True
            context.graphql_document = document
        yield

    def on_validate(self) -> Iterator[None]:
        context = self.execution_context
        if self._known:
            context.pre_execution_errors = []
        yield
        if not self._known and not context.pre_execution_errors:
            self._keep()

    def _keep(self) -> None:
        query, document = self.execution_context.query, self.execution_context.graphql_document
        if query is None or document is None or len(query) > LONGEST:
            return
        _known[query] = document
        while len(_known) > MOST:
            _known.popitem(last=False)
