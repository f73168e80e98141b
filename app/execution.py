"""Executing operations: each document is parsed and validated once, and the operation chosen without guessing.

Strawberry's own `Schema.execute` does both for every request, and takes the first of several operations where
none is named, which could run a mutation that nobody asked for.
"""

from __future__ import annotations

import inspect
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from graphql import (
    ExecutionResult,
    GraphQLError,
    NoSchemaIntrospectionCustomRule,
    OperationDefinitionNode,
    OperationType,
    execute,  # pyright: ignore[reportUnknownVariableType] - its classes are generic, and left open
    parse,
    specified_rules,
    validate,
)

from domain.text import Text

if TYPE_CHECKING:
    import strawberry
    from graphql import DocumentNode

    from app.http import Operation

MAX_TOKENS: Final = 10_000
"""Most tokens of a document."""
_KEPT: Final = 500
_LONGEST_KEPT: Final = 20_000
_MAX_ERRORS: Final = 20


class OperationError(Exception):
    """No operation of the document can be run: which, and in words why. `mutation`: it is one, by GET."""

    def __init__(self, message: Text, *, mutation: bool = False) -> None:
        super().__init__(message.en)
        self.message = message
        self.mutation = mutation


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A document, and what is wrong with it."""

    document: DocumentNode
    errors: list[GraphQLError]


class Executor:
    """Executes operations of one schema. `open_`: introspection and suggestions are answered."""

    def __init__(self, schema: strawberry.Schema, *, open_: bool = True) -> None:
        # The schema as graphql-core knows it; Strawberry has no public name for it.
        self._schema = schema._schema  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
        self._executor_class: Any = schema.execution_context_class  # pyright: ignore[reportUnknownMemberType]
        self._open = open_
        self._rules = (*specified_rules, *(() if open_ else (NoSchemaIntrospectionCustomRule,)))
        self._kept: OrderedDict[str, _Prepared] = OrderedDict()

    async def run(self, operation: Operation, context: object) -> ExecutionResult:
        """Execute an operation; what is wrong with the document or its variables is in the result.

        Raises OperationError.
        """
        try:
            prepared = self._prepare(operation.query)
        except GraphQLError as error:
            return ExecutionResult(None, [error])
        except RecursionError as error:
            return ExecutionResult(None, [GraphQLError("Nested too deeply.", original_error=error)])
        if prepared.errors:
            return ExecutionResult(None, prepared.errors)
        _check_operation(prepared.document, operation)
        result: Any = execute(
            self._schema,
            prepared.document,
            context_value=context,
            variable_values=operation.variables,
            operation_name=operation.name,
            executor_class=self._executor_class,
            hide_suggestions=not self._open,
        )
        return await result if inspect.isawaitable(result) else result

    def _prepare(self, query: str) -> _Prepared:
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
        prepared = _Prepared(document, errors)
        if len(query) <= _LONGEST_KEPT:
            self._kept[query] = prepared
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return prepared


def _check_operation(document: DocumentNode, asked: Operation) -> None:
    found = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    if asked.name is not None:
        found = [node for node in found if node.name and node.name.value == asked.name]
    if len(found) != 1:
        raise OperationError(_not_one(asked.name, len(found)))
    if found[0].operation is OperationType.SUBSCRIPTION:
        raise OperationError(Text("Subscriptions cannot be run by a plain request.", "普通请求不支持订阅。"))
    if asked.read_only and found[0].operation is not OperationType.QUERY:
        raise OperationError(Text("Mutations are sent by POST.", "变更操作请用 POST 发送。"), mutation=True)


def _not_one(name: str | None, count: int) -> Text:
    if name is not None:
        shown = name[:100]
        return Text(f"The document has no operation “{shown}”.", f"文档中没有名为“{shown}”的操作。")
    if count == 0:
        return Text("The document has no operation.", "文档中没有操作。")
    return Text(
        "The document has several operations: name one by `operationName`.",
        "文档含有多个操作，请用 `operationName` 指定一个。",
    )
