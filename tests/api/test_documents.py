"""Documents are parsed and validated once, and kept: the valid ones, those used last, so many and no longer."""

from __future__ import annotations

import pytest
from graphql import GraphQLError

from resolvers.root import build_schema
from schema import documents
from schema.documents import Documents

SCHEMA = build_schema()._schema
VALID = "{ viewer { id } }"


@pytest.fixture
def known() -> Documents:
    return Documents(SCHEMA)


def test_a_valid_document_is_prepared_once(known: Documents) -> None:
    prepared = known.prepare(VALID)
    assert prepared.errors == []
    assert known.prepare(VALID) is prepared
    assert Documents(SCHEMA).prepare(VALID) is not prepared


def test_an_invalid_or_long_document_is_not_kept(known: Documents) -> None:
    for query in ("{ viewer { nothing } }", VALID + " " * documents.LONGEST):
        assert known.prepare(query) is not known.prepare(query)
    assert known.prepare("{ viewer { nothing } }").errors
    with pytest.raises(GraphQLError):
        known.prepare("{ viewer { id }")


def test_those_used_last_are_kept(known: Documents) -> None:
    first, second = known.prepare(VALID), known.prepare("{ viewer { name } }")
    for number in range(documents.MOST - 2):
        known.prepare(f"{{ viewer {{ a{number}: id }} }}")
    assert known.prepare(VALID) is first
    known.prepare("{ viewer { one: id more: id } }")
    assert known.prepare(VALID) is first
    assert known.prepare("{ viewer { name } }") is not second


def test_long_documents_are_kept_in_smaller_numbers(known: Documents) -> None:
    def long(number: int) -> str:
        return f"{{ viewer {{ a{number}: id }} }}".ljust(documents.LONGEST)

    first = known.prepare(long(0))
    fitting = documents.MOST_CHARACTERS // documents.LONGEST
    for number in range(1, fitting):
        known.prepare(long(number))
    assert known.prepare(long(0)) is first
    for number in range(fitting, 2 * fitting):
        known.prepare(long(number))
    assert known.prepare(long(0)) is not first


def test_introspection_and_suggestions_are_for_the_open_alone() -> None:
    closed = Documents(SCHEMA, open_=False)
    for query in ("{ __schema { types { name } } }", "{ viewer { nam } }"):
        errors = closed.prepare(query).errors
        assert errors
        assert not any("Did you mean" in error.message for error in errors)
    assert Documents(SCHEMA).prepare("{ __schema { types { name } } }").errors == []
    assert "Did you mean" in Documents(SCHEMA).prepare("{ viewer { nam } }").errors[0].message
