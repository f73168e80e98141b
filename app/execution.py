"""Executing operations: each document is parsed and validated once, and the operation chosen without guessing.

Strawberry's own `Schema.execute` does both for every request, and takes the first of several operations where
none is named, which could run a mutation that nobody asked for.
"""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any, Final

from graphql import (
    ExecutionResult,
    GraphQLError,
    OperationDefinitionNode,
    OperationType,
    execute,  # pyright: ignore[reportUnknownVariableType] - its classes are generic, and left open
)

from app.limits import check_size
from domain.errors import LimitError
from domain.text import Text
from schema.documents import Documents

if TYPE_CHECKING:
    from collections.abc import Mapping

    import strawberry
    from graphql import DocumentNode

    from app.http import Operation
    from schema.documents import Prepared

_TOO_MUCH: Final = "Too much is asked for."


class OperationError(Exception):
    """No operation of the document can be run: which, and in words why. `mutation`: it is one, by GET."""

    def __init__(self, message: Text, *, mutation: bool = False) -> None:
        super().__init__(message.en)
        self.message = message
        self.mutation = mutation


class Executor:
    """Executes operations of one schema. `open_`: introspection and suggestions are answered."""

    def __init__(self, schema: strawberry.Schema, *, open_: bool = True) -> None:
        # The schema as graphql-core knows it; Strawberry has no public name for it.
        self._schema = schema._schema  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
        self._executor_class: Any = schema.execution_context_class  # pyright: ignore[reportUnknownMemberType]
        self._open = open_
        self._documents = Documents(self._schema, open_=open_)

    async def run(self, operation: Operation, context: object) -> ExecutionResult:
        """Execute an operation; what is wrong with the document or its variables is in the result.

        Raises OperationError.
        """
        try:
            prepared = self._documents.prepare(operation.query)
            if prepared.errors:
                return ExecutionResult(None, prepared.errors)
            self._check_size(prepared, _find(prepared.document, operation), operation.variables)
        except GraphQLError as error:
            return ExecutionResult(None, [error])
        except (LimitError, RecursionError) as error:
            return ExecutionResult(None, [GraphQLError(_TOO_MUCH, original_error=error)])
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

    def _check_size(self, prepared: Prepared, operation: OperationDefinitionNode, variables: Mapping[str, Any]) -> None:
        if id(operation) not in prepared.sound and not check_size(
            self._schema, prepared.document, operation, variables
        ):
            prepared.sound.add(id(operation))


def _find(document: DocumentNode, asked: Operation) -> OperationDefinitionNode:
    found = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    if asked.name is not None:
        found = [node for node in found if node.name and node.name.value == asked.name]
    if len(found) != 1:
        raise OperationError(_not_one(asked.name, len(found)))
    if found[0].operation is OperationType.SUBSCRIPTION:
        raise OperationError(Text("Subscriptions cannot be run by a plain request.", "普通请求不支持订阅。"))
    if asked.read_only and found[0].operation is not OperationType.QUERY:
        raise OperationError(Text("Mutations are sent by POST.", "变更操作请用 POST 发送。"), mutation=True)
    return found[0]


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
