"""How much one operation may ask for; what is too much is refused before anything of it is executed, and soon."""

from typing import Any

import pytest
from graphql import OperationDefinitionNode, parse, validate

from app.limits import ITEMS, MAX_COST, MAX_DEPTH, MAX_MUTATIONS, check_size
from domain.errors import LimitError
from resolvers.root import build_schema
from schema.connection import DEFAULT_FIRST, MAX_FIRST

SCHEMA = build_schema()._schema


def weigh(query: str, variables: dict[str, Any] | None = None) -> bool:
    document = parse(query)
    assert validate(SCHEMA, document) == []
    (operation,) = (d for d in document.definitions if isinstance(d, OperationDefinitionNode))
    return check_size(SCHEMA, document, operation, variables or {})


def chain(depth: int) -> str:
    return "{ viewer { " + "manager { " * (depth - 2) + "id" + " }" * (depth - 2) + " } }"


def test_fields_are_nested_so_deep_and_no_deeper() -> None:
    weigh(chain(MAX_DEPTH))
    with pytest.raises(LimitError) as refused:
        weigh(chain(MAX_DEPTH + 1))
    assert str(MAX_DEPTH + 1) in refused.value.message.en
    assert str(MAX_DEPTH) in refused.value.message.zh


def test_fragments_hide_no_depth() -> None:
    fragments = "".join(f" fragment F{n} on Seller {{ manager {{ ...F{n + 1} }} }}" for n in reversed(range(MAX_DEPTH)))
    spreads = " ".join(f"...F{n}" for n in range(MAX_DEPTH, -1, -1))
    with pytest.raises(LimitError):
        weigh(f"{{ viewer {{ {spreads} }} }} fragment F{MAX_DEPTH} on Seller {{ id }}{fragments}")


LISTS = "accounts{} {{ edges {{ node {{ people{} {{ edges {{ node {{ id }} }} }} }} }} }}"


def test_what_lists_hold_multiplies() -> None:
    """Each account costs its edge, itself, its people's list; each of them an edge, a node and an id."""
    fitting = MAX_COST // MAX_FIRST // 3 - 3
    assert weigh("{" + LISTS.format("(first: 1000)", f"(first: {fitting})") + "}") is False
    with pytest.raises(LimitError) as refused:
        weigh("{" + LISTS.format("(first: 1000)", f"(first: {fitting + 3})") + "}")
    assert f"{MAX_COST:,}" in refused.value.message.en
    # Where nothing is said, the API's own number counts.
    weigh("{" + LISTS.format("", "") + "}")
    assert DEFAULT_FIRST**3 < MAX_COST
    inside = "id"
    for _ in range(4):
        inside = f"people {{ edges {{ node {{ account {{ {inside} }} }} }} }}"
    with pytest.raises(LimitError):
        weigh(f'{{ account(id: "a") {{ {inside} }} }}')


def test_how_many_may_come_by_a_variable_and_then_each_request_is_weighed() -> None:
    query = "query Q($many: Int = 1000, $few: Int) {" + LISTS.format("(first: $many)", "(first: $few)") + "}"
    assert weigh(query, {"few": 5}) is True
    for variables in ({"few": 1000}, {"few": 1000, "many": 999}, {"few": 10**6, "many": 1000}):
        with pytest.raises(LimitError):
            weigh(query, variables)
    assert weigh(query, {"few": 1000, "many": -1}) is True
    assert weigh(query, {"few": None, "many": 1}) is True
    people = "people(first: 200) { edges { node { id name title } } }"
    nodes = f"query Q($ids: [ID!]!) {{ nodes(ids: $ids) {{ ... on Account {{ {people} }} }} }}"
    assert weigh(nodes, {"ids": ["a"] * 10}) is True
    with pytest.raises(LimitError):
        weigh(nodes, {"ids": ["a"] * 1000})


def test_lists_that_do_not_say_how_many_they_hold_are_taken_to_hold_some() -> None:
    inside = "id"
    for _ in range(6):
        inside = f"stakeholders {{ map {{ {inside} }} }}"
    with pytest.raises(LimitError):
        weigh(f'{{ decisionMap(id: "m") {{ {inside} }} }}')
    assert ITEMS**6 > MAX_COST


def test_the_fragment_bomb_is_weighed_in_no_time() -> None:
    """Each fragment spreads the next one twice: a walk of every spread would take as many steps as 2^100."""
    bomb = "{ viewer { ...F0 } }" + "".join(
        f" fragment F{n} on Seller {{ a: manager {{ ...F{n + 1} }} b: manager {{ ...F{n + 1} }} }}" for n in range(40)
    ) + " fragment F40 on Seller { id }"  # fmt: skip
    document = parse(bomb)
    (operation,) = (d for d in document.definitions if isinstance(d, OperationDefinitionNode))
    with pytest.raises(LimitError) as refused:
        check_size(SCHEMA, document, operation, {})
    assert "10¹²" in refused.value.message.zh


def writes(count: int) -> str:
    return " ".join(f'u{n}: undo(input: {{changeId: "c"}}) {{ changeId }}' for n in range(count))


@pytest.mark.parametrize(
    "document", ["mutation {{ {} }}", "mutation {{ ...F ... {{ __typename }} }} fragment F on Mutation {{ {} }}"]
)
def test_an_operation_writes_so_often_and_no_oftener(document: str) -> None:
    allowed = MAX_MUTATIONS - document.count("__typename")
    weigh(document.format(writes(allowed)))
    with pytest.raises(LimitError) as refused:
        weigh(document.format(writes(allowed + 1)))
    assert f"{MAX_MUTATIONS + 1} mutations; {MAX_MUTATIONS}" in refused.value.message.en
    assert f"{MAX_MUTATIONS + 1} 个变更，最多 {MAX_MUTATIONS} 个" in refused.value.message.zh


def test_reads_are_not_counted_as_writes() -> None:
    weigh("{ " + " ".join(f"s{n}: ladders {{ key }}" for n in range(MAX_MUTATIONS + 1)) + " }")
