"""Plans: selections of plain attributes, compiled once for each document and then read without a walk.

Most of an answer is attributes of objects that are at hand (`from_domain` made them). The executor of GraphQL
visits each field of each object with all that a resolver might need; a plan is a few nested functions made from
the selection, and answers the same. Where there is more to do (a resolver, an argument, an interface, a
directive) there is no plan, and where a plan fails, the executor does the field again and says what is wrong.
"""

from __future__ import annotations

from asyncio import sleep
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from inspect import isawaitable
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, cast

from graphql import (
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLID,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLString,
    is_leaf_type,
)
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext
from strawberry.schema.schema_converter import GraphQLCoreConverter

from schema.documents import LONGEST, MOST

if TYPE_CHECKING:
    from collections.abc import Callable

    Plan = Callable[[Any], Any]
    Plans = dict[tuple[GraphQLObjectType, int], Plan | None]
    """By type and the identity of the field's node in the document; null where there can be no plan."""


@dataclass(frozen=True, slots=True)
class _Planned:
    """Plans of one operation, which is kept along so that no other one gets its identity."""

    operation: object
    fields: Plans = field(default_factory=dict[Any, Any])
    objects: Plans = field(default_factory=dict[Any, Any])


AT_ONCE: Final = 25
"""So many objects of a list are read between two other things, which takes about a millisecond."""

LET_GO: Final = 100
"""So many objects of a list are let go of at once, which takes less than a millisecond."""


class Handed(list[Any]):
    """A list made for one answer alone: what it holds is let go of some at a time once it was read."""


_planned: Final[OrderedDict[int, _Planned]] = OrderedDict()


class PlannedExecutor(StrawberryGraphQLCoreExecutionContext):
    """An executor that reads plain attributes by plan."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._planned = _planned_of(self.operation)

    def execute_field(
        self, parent_type: Any, source: Any, field_details_list: Any, path: Any, position_context: Any
    ) -> Any:
        """Read a field by plan, or as any executor does."""
        # What is selected in several places is merged there, and may be selected alone elsewhere: no plan.
        if self._planned is not None and len(field_details_list) == 1:
            plan = self._find(self._planned.fields, self._field, parent_type, field_details_list)
            if plan is not None:
                # Whatever goes wrong, the executor comes to the same and tells it.
                with suppress(Exception):
                    return plan(source)
        return super().execute_field(parent_type, source, field_details_list, path, position_context)

    def complete_object_value(
        self, return_type: Any, field_details_list: Any, info: Any, path: Any, result: Any, position_context: Any
    ) -> Any:
        """Read an object that a resolver returned by plan, or as any executor does."""
        if self._planned is not None and len(field_details_list) == 1:
            plan = self._find(self._planned.objects, self._object, return_type, field_details_list)
            if plan is not None:
                with suppress(Exception):
                    return plan(result)
        executor: Any = super()
        return executor.complete_object_value(return_type, field_details_list, info, path, result, position_context)

    def complete_iterable_value(
        self, item_type: Any, field_details_list: Any, info: Any, path: Any, items: Any, position_context: Any
    ) -> Any:
        """Read a long list of objects by plan, some at a time, or any list as any executor does."""
        executor: Any = super()
        complete = partial(
            executor.complete_iterable_value, item_type, field_details_list, info, path, items, position_context
        )
        object_type = _inner(item_type) if isinstance(item_type, GraphQLNonNull) else item_type
        known = self._planned if len(field_details_list) == 1 and isinstance(object_type, GraphQLObjectType) else None
        if known is None or type(items) not in {list, Handed}:
            return complete()
        listed = cast("list[Any]", items)
        plan = self._find(known.objects, self._object, object_type, field_details_list)
        return complete() if plan is None or len(listed) <= AT_ONCE else self._in_turns(plan, listed, complete)

    async def _in_turns(self, plan: Plan, items: list[Any], otherwise: Callable[[], Any]) -> list[Any]:
        """Read objects by plan, and let others have their turn every now and then."""
        try:
            found: list[Any] = []
            for start in range(0, len(items), AT_ONCE):
                found += map(plan, items[start : start + AT_ONCE])
                await sleep(0)
        except Exception:  # noqa: BLE001 - the executor comes to the same and tells it
            completed = otherwise()
            return await completed if isawaitable(completed) else completed
        while isinstance(items, Handed) and items:
            del items[-LET_GO:]
            await sleep(0)
        return found

    def _find(
        self, plans: Plans, make: Callable[[Any, Any], Plan | None], type_: GraphQLObjectType, field_details_list: Any
    ) -> Plan | None:
        key = (type_, id(field_details_list[0].node))
        if key not in plans:
            plans[key] = make(type_, field_details_list)
        return plans[key]

    def _field(self, parent_type: Any, field_details_list: Any) -> Plan | None:
        name = field_details_list[0].node.name.value
        if len(field_details_list) > 1:
            return None
        if name == "__typename":
            return lambda _: parent_type.name
        found = parent_type.fields.get(name)
        # Strawberry marks a field that is nothing but an attribute.
        if found is None or found.args or not getattr(found.resolve, "_is_default", False):
            return None
        complete = self._value(found.type, field_details_list)
        if complete is None:
            return None
        read = attrgetter(found.extensions[GraphQLCoreConverter.DEFINITION_BACKREF].python_name)
        return lambda source: complete(read(source))

    def _value(self, type_: Any, field_details_list: Any) -> Plan | None:
        if isinstance(type_, GraphQLNonNull):
            return self._present(_inner(type_), field_details_list)
        present = self._present(type_, field_details_list)
        return None if present is None else lambda value: None if value is None else present(value)

    def _present(self, type_: Any, field_details_list: Any) -> Plan | None:
        """Return the plan for a value that must not be null; it fails where it is."""
        if isinstance(type_, GraphQLList):
            item = self._value(_inner(type_), field_details_list)
            return None if item is None else lambda values: [item(value) for value in _exactly(list, values)]
        if isinstance(type_, GraphQLObjectType):
            return self._object(type_, field_details_list)
        return _leaf(type_) if is_leaf_type(type_) else None

    def _object(self, type_: GraphQLObjectType, field_details_list: Any) -> Plan | None:
        selected, deferred, _ = self.collect_subfields(type_, field_details_list)
        entries = [(name, self._field(type_, details)) for name, details in selected.items()]
        if deferred or len(field_details_list) > 1 or any(plan is None for _, plan in entries):
            return None
        plans: list[tuple[str, Any]] = entries
        if type_.is_type_of is None:
            return lambda source: {name: plan(source) for name, plan in plans}
        origin = type_.extensions[GraphQLCoreConverter.DEFINITION_BACKREF].origin
        return lambda source: {name: plan(source) for name, plan in plans} if type(source) is origin else _fail()


def _inner(wrapper: Any) -> Any:
    return wrapper.of_type


def _leaf(type_: Any) -> Plan:
    if type_ in {GraphQLString, GraphQLID}:
        return lambda value: _exactly(str, value)
    if type_ is GraphQLBoolean:
        return lambda value: _exactly(bool, value)
    if isinstance(type_, GraphQLEnumType):
        names = {value.value: name for name, value in type_.values.items()}
        return names.__getitem__
    return lambda value: StrawberryGraphQLCoreExecutionContext.complete_leaf_value(type_, value)


def _exactly(type_: type, value: Any) -> Any:
    return value if type(value) is type_ else _fail()


def _fail() -> Any:
    raise TypeError


def _planned_of(operation: Any) -> _Planned | None:
    """Return the plans of an operation; null where directives may make each execution of it another one."""
    known = _planned.get(id(operation))
    if known is not None:
        _planned.move_to_end(id(operation))
        return known
    text = operation.loc.source.body if operation.loc is not None else "@"
    if "@" in text or len(text) > LONGEST:
        return None
    made = _planned[id(operation)] = _Planned(operation)
    while len(_planned) > MOST:
        _planned.popitem(last=False)
    return made
