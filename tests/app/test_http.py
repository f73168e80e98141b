"""GraphQL over HTTP: reading the request's headers."""

import pytest

from app.http import GRAPHQL_JSON, JSON, HttpError, media_type, prefers_chinese
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
    ("header", "chinese"),
    [
        (None, False),
        ("", False),
        ("zh", True),
        ("zh-CN,zh;q=0.9,en;q=0.8", True),
        ("zh-Hans-CN", True),
        ("en-GB,en;q=0.9,zh;q=0.8", False),
        ("en;q=0.2, zh;q=0.3", True),
        ("zh;q=0", False),
        ("zh;q=nonsense", False),
        ("fr", False),
        ("fr, zh;q=0.1", True),
    ],
)
def test_messages_are_chinese_where_that_comes_before_english(header: str | None, chinese: bool):
    assert prefers_chinese(header) is chinese


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
