"""The settled part of the API: everything in core.graphql is there under its name with its type, or still to come."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from graphql import (
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    build_schema,
    is_enum_type,
    is_input_object_type,
    is_interface_type,
    is_object_type,
)

from resolvers.root import build_schema as build_ours

if TYPE_CHECKING:
    from collections.abc import Iterator

CORE = build_schema(Path(__file__).with_name("core.graphql").read_text(encoding="utf-8"))
OURS: GraphQLSchema = build_ours()._schema

# Names of core.graphql that further work brings: types, fields and arguments. The list only shrinks.
STILL_TO_COME = frozenset(
    [
        "Query.ambassadors",
        "Query.referralNetwork",
        "Query.referralPeriod",
        "Query.introductionPaths",
        "Query.stageFunnel",
        "Query.stageFlows",
        "Query.stalledAccounts",
        "Query.stageForecast",
        "Mutation.recordSatisfaction",
        "Account.suggestedStage",
        "Play.path",
        "Ambassador",
        "ReferralNetwork",
        "ReferralNetworkNode",
        "ReferralNetworkTie",
        "Community",
        "ReferralPeriod",
        "IntroductionPaths",
        "IntroductionPath",
        "IntroductionHop",
        "SuggestedStage",
        "StageFunnel",
        "FunnelRow",
        "StageFlow",
        "StageForecast",
        "RecordSatisfactionInput",
        "RecordSatisfactionPayload",
        "Subscription",
        "MapChangedEvent",
        "HopKind",
        "ReferralFigure",
        "Period",
    ]
)

Fielded = GraphQLObjectType | GraphQLInterfaceType


def entries(schema: GraphQLSchema) -> dict[str, str]:
    """Return every name of a schema with what is said of it: `Account.people(first:)` is `Int`."""
    return {
        name: said
        for type_ in schema.type_map.values()
        if not type_.name.startswith("__")
        for name, said in _of_type(type_)
    }


def _of_type(type_: GraphQLNamedType) -> Iterator[tuple[str, str]]:
    yield type_.name, type(type_).__name__.removeprefix("Custom")
    if isinstance(type_, Fielded):
        yield from ((f"{type_.name} implements {one.name}", "") for one in type_.interfaces)
        for name, field in type_.fields.items():
            yield f"{type_.name}.{name}", str(field.type)
            yield from ((f"{type_.name}.{name}({arg}:)", str(one.type)) for arg, one in field.args.items())
    elif isinstance(type_, GraphQLInputObjectType):
        yield from ((f"{type_.name}.{name}", str(field.type)) for name, field in type_.fields.items())
    elif is_enum_type(type_):
        yield from ((f"{type_.name}.{value}", "") for value in type_.values)


def _later(name: str) -> bool:
    owner = name.split(" implements ", maxsplit=1)[0].partition("(")[0]
    return owner in STILL_TO_COME or owner.partition(".")[0] in STILL_TO_COME


def test_every_core_name_is_there_or_still_to_come() -> None:
    ours = entries(OURS)
    wrong = {
        name: (said, ours.get(name, "absent"))
        for name, said in entries(CORE).items()
        if ours.get(name) != said and not _later(name)
    }
    assert wrong == {}


def test_nothing_that_is_there_is_listed_as_still_to_come() -> None:
    assert STILL_TO_COME & entries(OURS).keys() == set()


def test_only_core_names_are_listed() -> None:
    assert STILL_TO_COME - entries(CORE).keys() == set()


def _described(type_: Any) -> Iterator[tuple[str, str | None]]:
    yield type_.name, type_.description
    if is_object_type(type_) or is_interface_type(type_):
        for name, field in type_.fields.items():
            yield f"{type_.name}.{name}", field.description
            yield from ((f"{type_.name}.{name}({arg}:)", one.description) for arg, one in field.args.items())
    elif is_input_object_type(type_):
        yield from ((f"{type_.name}.{name}", field.description) for name, field in type_.fields.items())
    elif is_enum_type(type_):
        yield from ((f"{type_.name}.{name}", value.description) for name, value in type_.values.items())


def test_everything_is_described() -> None:
    said = dict(
        entry for type_ in OURS.type_map.values() if not type_.name.startswith("__") for entry in _described(type_)
    )
    assert [name for name, text in said.items() if not (text or "").strip()] == []


def test_the_exported_schema_is_up_to_date() -> None:
    exported = Path(__file__).parents[2] / "schema" / "schema.graphql"
    assert exported.read_text(encoding="utf-8") == build_ours().as_str().rstrip() + "\n", "run `make schema`"
