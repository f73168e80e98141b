"""The file of bearer tokens: who may come in, by the hash of their token. Tokens themselves are nowhere.

A token has 256 random bits, so that a plain SHA-256 of it cannot be guessed back.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
import stat
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from domain.ids import SellerId, id_type

if TYPE_CHECKING:
    from collections.abc import Sequence

PREFIX: Final = "rapport_"
"""What a token begins with, so that secret scanners and people know it."""


class TokensFileError(Exception):
    """The file cannot be read, or is not what `rapport user add --token` writes; the message names it."""


@dataclass(frozen=True, slots=True)
class Token:
    """One token: the seller it stands for, the SHA-256 of it in hexadecimal, when it was made (ISO 8601)."""

    seller_id: SellerId
    email: str
    sha256: str
    created: str


def new_token() -> tuple[str, str]:
    """Return a new token and its hash."""
    token = PREFIX + secrets.token_urlsafe(32)
    return token, hash_token(token)


def hash_token(token: str) -> str:
    """Return the SHA-256 of a token, in hexadecimal."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def find_seller(tokens: Sequence[Token], token: str) -> SellerId | None:
    """Return whose token this is. Every entry is compared, so that the time says nothing about any."""
    given = hash_token(token)
    found: SellerId | None = None
    for known in tokens:
        if hmac.compare_digest(known.sha256, given):
            found = known.seller_id
    return found


def read_tokens(path: Path) -> tuple[Token, ...]:
    """Read the file; raises TokensFileError."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        tokens = tuple(Token(**entry) for entry in content["tokens"])
    except OSError as error:
        raise TokensFileError(f"The file of tokens {path} cannot be read ({error.strerror}).") from error
    except (ValueError, KeyError, TypeError) as error:
        raise _not_tokens(path) from error
    if not all(_is_sound(token) for token in tokens):
        raise _not_tokens(path)
    return tokens


def _is_sound(token: Token) -> bool:
    values = list(asdict(token).values())
    return (
        all(isinstance(value, str) for value in values)
        and id_type(token.seller_id) == "seller"
        and len(token.sha256) == hashlib.sha256().digest_size * 2
        and token.sha256.isascii()
    )


def _not_tokens(path: Path) -> TokensFileError:
    return TokensFileError(
        f"The file of tokens {path} is not one that `rapport user add EMAIL --token` wrote; "
        "move it away and make the tokens anew."
    )


def write_tokens(path: Path, tokens: Sequence[Token]) -> None:
    """Replace the file in one step, readable by its owner alone."""
    content = json.dumps({"tokens": [asdict(token) for token in tokens]}, indent=2, ensure_ascii=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    # A temporary file is made with mode 0600, and is on the same disk, so that the replacement is atomic.
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(content + "\n")
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def is_private(path: Path) -> bool:
    """Whether nobody but its owner can read or write the file."""
    return not path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)


class TokensFile:
    """The tokens of a file, read again whenever it has changed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[int, int, int] | None = None
        self._tokens: tuple[Token, ...] = ()

    def current(self) -> tuple[Token, ...]:
        """Return the tokens as the file has them now, none where there is no file yet; raises TokensFileError."""
        try:
            now = self._path.stat()
        except FileNotFoundError:
            self._seen = None
            return ()
        except OSError as error:
            raise TokensFileError(f"The file of tokens {self._path} cannot be read ({error.strerror}).") from error
        seen = (now.st_mtime_ns, now.st_size, now.st_ino)
        if seen != self._seen:
            self._tokens = read_tokens(self._path)
            self._seen = seen
        return self._tokens
