"""The file of tokens: hashed, private, read again when it changes."""

import hashlib
import json
import stat
from pathlib import Path

import pytest

from app.tokens import (
    PREFIX,
    Token,
    TokensFile,
    TokensFileError,
    find_seller,
    is_private,
    new_token,
    read_tokens,
    write_tokens,
)
from domain.ids import SellerId, new_id


def _token() -> tuple[str, Token]:
    secret, sha256 = new_token()
    return secret, Token(SellerId(new_id("seller")), "ann@example.com", sha256, "2026-01-01T00:00:00+00:00")


def test_a_token_has_256_random_bits_and_only_its_hash_is_kept(tmp_path: Path):
    secret, token = _token()
    assert secret.startswith(PREFIX)
    assert len(secret) - len(PREFIX) == 43
    assert token.sha256 == hashlib.sha256(secret.encode()).hexdigest()
    path = tmp_path / "tokens.json"
    write_tokens(path, [token])
    assert secret not in path.read_text()
    assert read_tokens(path) == (token,)


def test_the_file_is_its_owners_alone_and_replaced_in_one_step(tmp_path: Path):
    path = tmp_path / "new" / "tokens.json"
    write_tokens(path, [])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert is_private(path)
    path.chmod(0o640)
    assert not is_private(path)
    write_tokens(path, [_token()[1]])
    assert is_private(path)
    assert [one.name for one in path.parent.iterdir()] == ["tokens.json"]


def test_a_token_finds_its_seller_and_another_text_finds_nobody():
    secret, token = _token()
    other_secret, other = _token()
    assert find_seller([other, token], secret) == token.seller_id
    assert find_seller([other, token], other_secret) == other.seller_id
    assert find_seller([other, token], secret[:-1]) is None
    assert find_seller([], secret) is None
    assert find_seller([token], "\ud800") is None


def test_a_changed_file_is_read_again(tmp_path: Path):
    path = tmp_path / "tokens.json"
    _, token = _token()
    _, other = _token()
    write_tokens(path, [token])
    file = TokensFile(path)
    assert file.current() == (token,)
    assert file.current() is file.current()
    write_tokens(path, [token, other])
    assert file.current() == (token, other)
    path.unlink()
    assert file.current() == ()
    write_tokens(path, [other])
    assert file.current() == (other,)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises(TokensFileError, match=r"file/tokens\.json cannot be read"):
        TokensFile(tmp_path / "file" / "tokens.json").current()
    with pytest.raises(TokensFileError, match="cannot be read"):
        TokensFile(tmp_path).current()


_GOOD = {"seller_id": "seller_" + "0" * 32, "email": "a@b.c", "sha256": "0" * 64, "created": ""}


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        '{"tokens": [{}]}',
        '{"tokens": 3}',
        json.dumps({"tokens": [{**_GOOD, "sha256": "short"}]}),
        json.dumps({"tokens": [{**_GOOD, "sha256": "é" * 64}]}),
        json.dumps({"tokens": [{**_GOOD, "seller_id": "person_" + "0" * 32}]}),
        json.dumps({"tokens": [{**_GOOD, "email": None}]}),
        "\ufffd",
    ],
)
def test_another_file_is_refused_in_words(tmp_path: Path, content: str):
    path = tmp_path / "tokens.json"
    path.write_text(content)
    with pytest.raises(TokensFileError, match=r"tokens\.json is not one that `rapport user add"):
        read_tokens(path)
