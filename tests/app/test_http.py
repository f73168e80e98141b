"""GraphQL over HTTP: reading the request's headers."""

import pytest

from app.http import GRAPHQL_JSON, JSON, HttpError, media_type
from app.shield import host_name


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, JSON),
        ("", JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        ("application/json", JSON),
        ("application/graphql-response+json", GRAPHQL_JSON),
        ("application/graphql-response+json; charset=utf-8", GRAPHQL_JSON),
        ("application/graphql-response+json, application/json;q=0.9", GRAPHQL_JSON),
        ("application/graphql-response+json;q=0.5, application/json", JSON),
        ("text/html, application/graphql-response+json;q=0.1", GRAPHQL_JSON),
        ("application/json;q=0, application/graphql-response+json", GRAPHQL_JSON),
        ("Application/JSON", JSON),
    ],
)
def test_the_answer_has_the_type_that_the_client_prefers(accept: str | None, expected: str):
    assert media_type(accept) == expected


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "application/json;q=0", "a/b;q=x"])
def test_a_client_that_takes_neither_type_is_told_so(accept: str):
    with pytest.raises(HttpError) as caught:
        media_type(accept)
    assert caught.value.status == 406


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("127.0.0.1:8000", "127.0.0.1"),
        ("LOCALHOST", "localhost"),
        ("[::1]:8000", "::1"),
        ("[::1]", "::1"),
        ("evil.example:8000", "evil.example"),
        ("", ""),
    ],
)
def test_a_host_is_known_without_its_port(host: str, name: str):
    assert host_name(host) == name
