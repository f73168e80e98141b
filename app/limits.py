"""How much one operation may ask for: measured before anything of it is executed, each fragment once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLList,
    GraphQLNonNull,
    InlineFragmentNode,
    IntValueNode,
    OperationType,
    get_named_type,
    value_from_ast_untyped,
)

from domain.errors import LimitError
from domain.text import Text
from schema.connection import MAX_FIRST

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graphql import DocumentNode, GraphQLSchema, OperationDefinitionNode, SelectionSetNode

MAX_DEPTH: Final = 50
"""How deeply fields may be nested."""
MAX_COST: Final = 500_000
"""How many fields an answer may have, by what the lists in it can hold."""
MAX_MUTATIONS: Final = 50
"""How many writes one operation may make: they are made one after the other, each a change of its own."""
ITEMS: Final = 20
"""How many a list is taken to hold that does not say so."""


class Size(NamedTuple):
    """Of a selection: how many fields it comes to, how deep they are nested, and how many are on its first level."""

    cost: int
    depth: int
    breadth: int


def check_size(
    schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode, variables: Mapping[str, Any]
) -> bool:
    """Return whether the size depends on the variables; raises LimitError for an operation that asks for too much.

    The document must be valid.
    """
    scale = _Scale(schema, document, operation, variables)
    root: Any = schema.get_root_type(operation.operation)
    size = scale.weigh(operation.selection_set, root, paged=False)
    if operation.operation is OperationType.MUTATION:
        _check_mutations(size.breadth)
    _check(size)
    return scale.varies


class _Scale:
    """Weighs selections of one operation. `varies`: what was weighed depends on the variables."""

    def __init__(
        self,
        schema: GraphQLSchema,
        document: DocumentNode,
        operation: OperationDefinitionNode,
        variables: Mapping[str, Any],
    ) -> None:
        defaults = {d.variable.name.value: d.default_value for d in operation.variable_definitions or ()}
        said = {name: value_from_ast_untyped(value) for name, value in defaults.items() if value is not None}
        self._schema = schema
        self._variables = {**said, **variables}
        self._fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
        self._known: dict[tuple[str, bool], Size] = {}
        self.varies = False

    def weigh(self, selected: SelectionSetNode, parent: Any, *, paged: bool) -> Size:
        """Weigh a selection on a type. `paged`: lists directly in it hold what `first` beside them has said."""
        sizes = [self._weigh_one(node, parent, paged=paged) for node in selected.selections]
        return Size(
            sum(size.cost for size in sizes),
            max((size.depth for size in sizes), default=0),
            sum(size.breadth for size in sizes),
        )

    def _weigh_one(self, node: object, parent: Any, *, paged: bool) -> Size:
        if isinstance(node, FieldNode):
            return self._weigh_field(node, parent, paged=paged)
        if isinstance(node, InlineFragmentNode):
            on = self._schema.get_type(node.type_condition.name.value) if node.type_condition else parent
            return self.weigh(node.selection_set, on, paged=paged)
        if isinstance(node, FragmentSpreadNode):
            return self._weigh_fragment(node.name.value, paged=paged)
        return Size(0, 0, 0)

    def _weigh_fragment(self, name: str, *, paged: bool) -> Size:
        if (name, paged) not in self._known:
            fragment = self._fragments[name]
            on = self._schema.get_type(fragment.type_condition.name.value)
            self._known[name, paged] = self.weigh(fragment.selection_set, on, paged=paged)
        return self._known[name, paged]

    def _weigh_field(self, node: FieldNode, parent: Any, *, paged: bool) -> Size:
        field: Any = self._schema.get_field(parent, node.name.value)
        if field is None or node.selection_set is None:
            return Size(1, 1, 1)
        said = self._items(field, node)
        inner = self.weigh(node.selection_set, get_named_type(field.type), paged=said is not None)
        items = said if said is not None else ITEMS if _is_list(field.type) and not paged else 1
        return Size(1 + items * inner.cost, 1 + inner.depth, 1)

    def _items(self, field: Any, node: FieldNode) -> int | None:
        """Return how many the arguments ask for; null where there are no such arguments."""
        if "ids" in field.args:
            # What is no list is read as one with that in it.
            return min(len(_as_list(self._given(node, "ids"))), MAX_FIRST)
        if "first" in field.args:
            first = self._given(node, "first")
            # What is no number here is refused by whoever reads it.
            return min(max(first if isinstance(first, int) else field.args["first"].default_value, 1), MAX_FIRST)
        return None

    def _given(self, node: FieldNode, name: str) -> object:
        value = next((argument.value for argument in node.arguments or () if argument.name.value == name), None)
        if value is None:
            return None
        self.varies = self.varies or not isinstance(value, IntValueNode)
        return value_from_ast_untyped(value, self._variables)


def _as_list(value: object) -> list[object]:
    return cast("list[object]", value) if isinstance(value, list) else [value]


def _is_list(type_: Any) -> bool:
    inner: Any = cast("Any", type_).of_type if isinstance(type_, GraphQLNonNull) else type_
    return isinstance(inner, GraphQLList)


def _shown(cost: int) -> str:
    # Nested lists multiply to numbers that say nothing.
    return f"{cost:,}" if cost < 10**12 else "10¹² or more"


def _check_mutations(count: int) -> None:
    if count > MAX_MUTATIONS:
        shown = _shown(count)
        raise LimitError(
            Text(
                f"The operation has {shown} mutations; {MAX_MUTATIONS} are possible. Send the others by another one.",
                f"该操作含有 {shown} 个变更，最多 {MAX_MUTATIONS} 个；请分多次发送。",
            )
        )


def _check(size: Size) -> None:
    if size.depth > MAX_DEPTH:
        raise LimitError(
            Text(
                f"Fields are nested {size.depth} deep; {MAX_DEPTH} is possible.",
                f"字段嵌套 {size.depth} 层，最多 {MAX_DEPTH} 层。",
            )
        )
    if size.cost > MAX_COST:
        shown = _shown(size.cost)
        raise LimitError(
            Text(
                f"The answer could have {shown} fields; {MAX_COST:,} are possible. Ask its lists for fewer (`first`).",
                f"结果可能有 {shown} 个字段，最多 {MAX_COST:,} 个；请减少列表的条数（`first`）。",
            )
        )
