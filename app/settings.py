"""Settings: environment variables named RAPPORT_…, read once into one frozen object."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from domain.rule import RuleSettings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.rule import Threshold

DEFAULT_STORE_URL: Final = "sqlite:///rapport.db"
DEFAULT_OPERATION_TIMEOUT: Final = 30.0
DEFAULT_IMPORT_LIMIT: Final = 200
_MEANINGS: Final[Mapping[str, str]] = {
    "RAPPORT_HOST": "the address to listen on (127.0.0.1)",
    "RAPPORT_PORT": "the port to listen on, 0 for any free one (8000)",
    "RAPPORT_ENV": "demo or production, which refuses what is unsafe (demo)",
    "RAPPORT_STORE_URL": f"the database: sqlite:///FILE, neo4j:// or bolt://HOST:PORT/DATABASE ({DEFAULT_STORE_URL})",
    "RAPPORT_STORE_USER": "the user of a Neo4j database",
    "RAPPORT_STORE_PASSWORD": "the password of that user",
    "RAPPORT_STORE_PASSWORD_FILE": "a file with that password, instead of RAPPORT_STORE_PASSWORD",
    "RAPPORT_OPERATION_TIMEOUT": "how many seconds an operation may take before it is stopped (30)",
    "RAPPORT_IMPORT_LIMIT": "how many MB the uploaded files of one import may have together (200)",
    "RAPPORT_TOKENS_FILE": "the file of bearer tokens that `rapport user add --token` writes",
}
_RULE: Final = "RAPPORT_RULE_"

_SECONDS: Final = re.compile(r"[0-9]{1,4}(\.[0-9]{1,3})?", re.ASCII)
_LONGEST_OPERATION: Final = 3600
_LARGEST_IMPORT: Final = 100_000
_SQLITE: Final = "sqlite:///"
_NEO4J_SCHEMES: Final = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")
_SAID_ON_COMMAND_LINE: Final = "the store's address"


class Environment(StrEnum):
    """Where the server runs: `production` refuses what is unsafe."""

    DEMO = "demo"
    PRODUCTION = "production"


class SettingsError(Exception):
    """A setting that cannot be: its name, the value it has, and what would be right."""

    def __init__(self, variable: str, value: str, right: str) -> None:
        shown = f"“{value[:200]}”" if value else "empty"
        super().__init__(f"{variable} is {shown}; {right}")
        self.variable = variable


@dataclass(frozen=True, slots=True)
class SqliteAddress:
    """A SQLite file."""

    path: Path

    def __str__(self) -> str:
        return f"{_SQLITE}{self.path}"


@dataclass(frozen=True, slots=True)
class Neo4jAddress:
    """A Neo4j database: `url` without its name, `database` null for the server's default one."""

    url: str
    database: str | None = None
    user: str | None = None
    password: str | None = field(default=None, repr=False)

    def __str__(self) -> str:
        return f"{self.url}/{self.database}" if self.database else self.url


StoreAddress = SqliteAddress | Neo4jAddress


@dataclass(frozen=True, slots=True)
class Settings:
    """All of them; see `meanings`."""

    host: str = "127.0.0.1"
    port: int = 8000
    environment: Environment = Environment.DEMO
    store: StoreAddress = SqliteAddress(Path("rapport.db"))
    tokens_file: Path | None = None
    operation_timeout: float = DEFAULT_OPERATION_TIMEOUT
    import_limit: int = DEFAULT_IMPORT_LIMIT
    rules: RuleSettings = field(default_factory=RuleSettings)

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach the server."""
        return is_loopback(self.host)

    @property
    def is_production(self) -> bool:
        """Whether what is unsafe must be refused."""
        return self.environment is Environment.PRODUCTION

    def address_at(self, port: int) -> str:
        """Return where a browser on this machine finds the server on a port."""
        host = "127.0.0.1" if self.host in {"", "0.0.0.0", "::"} else self.host  # noqa: S104 - compared, not bound
        return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def meanings() -> dict[str, str]:
    """Return every variable that the program reads, and what it is for."""
    from domain.rules import THRESHOLDS

    return {**_MEANINGS, **{one.variable: f"{one.meaning} ({one.default})" for one in THRESHOLDS}}


def load_settings(environ: Mapping[str, str]) -> Settings:
    """Read the settings; raises SettingsError for the first that cannot be."""
    tokens_file = environ.get("RAPPORT_TOKENS_FILE", "")
    return Settings(
        host=_host(environ.get("RAPPORT_HOST", "127.0.0.1")),
        port=_port(environ.get("RAPPORT_PORT", "8000")),
        environment=_environment(environ.get("RAPPORT_ENV", "demo")),
        store=store_address(environ.get("RAPPORT_STORE_URL", DEFAULT_STORE_URL), environ, "RAPPORT_STORE_URL"),
        tokens_file=Path(tokens_file) if tokens_file else None,
        operation_timeout=_seconds(environ.get("RAPPORT_OPERATION_TIMEOUT", f"{DEFAULT_OPERATION_TIMEOUT:g}")),
        import_limit=_megabytes(environ.get("RAPPORT_IMPORT_LIMIT", str(DEFAULT_IMPORT_LIMIT))),
        rules=RuleSettings({one.name: _threshold(one, environ[one.variable]) for one in _given(environ)}),
    )


def store_address(url: str, environ: Mapping[str, str], variable: str = _SAID_ON_COMMAND_LINE) -> StoreAddress:
    """Read a store's address; a Neo4j's user and password come from the environment."""
    if url.startswith(_SQLITE):
        return _sqlite(url, variable)
    parts = urlsplit(url)
    if parts.scheme in _NEO4J_SCHEMES:
        return _neo4j(url, environ, variable)
    raise SettingsError(
        variable,
        _without_password(url),
        "it must begin with sqlite:/// (sqlite:///rapport.db, sqlite:////var/lib/rapport.db), neo4j:// or bolt://.",
    )


def is_loopback(host: str) -> bool:
    """Whether an address to listen on is reached from this machine alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def unknown_variables(environ: Mapping[str, str], others: frozenset[str] = frozenset()) -> list[str]:
    """Return variables that look like settings and are none: misspelled ones, most likely."""
    known = {*meanings(), *others}
    return sorted(name for name in environ if name.startswith("RAPPORT_") and name not in known)


def _host(value: str) -> str:
    if not value or any(c.isspace() or c in "/@" for c in value):
        raise SettingsError("RAPPORT_HOST", value, "it must be an address of this machine, like 127.0.0.1 or 0.0.0.0.")
    return value.strip("[]")


def _port(value: str) -> int:
    if not (value.isascii() and value.isdigit() and int(value) <= 65535):
        raise SettingsError("RAPPORT_PORT", value, "it must be a port number from 0 (any free one) to 65535.")
    return int(value)


def _seconds(value: str) -> float:
    if not (_SECONDS.fullmatch(value) and 0 < float(value) <= _LONGEST_OPERATION):
        right = f"it must be a number of seconds from 0.001 to {_LONGEST_OPERATION}, like 30 or 2.5."
        raise SettingsError("RAPPORT_OPERATION_TIMEOUT", value, right)
    return float(value)


def _megabytes(value: str) -> int:
    if value.isascii() and value.isdigit() and len(value) < 10 and 1 <= int(value) <= _LARGEST_IMPORT:
        return int(value)
    right = f"it must be a whole number of megabytes from 1 to {_LARGEST_IMPORT}, like 200."
    raise SettingsError("RAPPORT_IMPORT_LIMIT", value, right)


def _given(environ: Mapping[str, str]) -> list[Threshold]:
    # A server that starts needs no rules yet: they are imported where one of their thresholds is set.
    if not any(name.startswith(_RULE) for name in environ):
        return []
    from domain.rules import THRESHOLDS

    return [threshold for threshold in THRESHOLDS if threshold.variable in environ]


def _threshold(threshold: Threshold, value: str) -> int:
    if value.isascii() and value.isdigit() and len(value) < 10 and threshold.least <= int(value) <= threshold.most:
        return int(value)
    right = f"it must be a whole number from {threshold.least} to {threshold.most}: {threshold.meaning}."
    raise SettingsError(threshold.variable, value, right)


def _environment(value: str) -> Environment:
    try:
        return Environment(value)
    except ValueError as error:
        raise SettingsError("RAPPORT_ENV", value, "it must be demo or production.") from error


def _sqlite(url: str, variable: str) -> SqliteAddress:
    path = url.removeprefix(_SQLITE)
    if not path or path == ":memory:" or path.endswith("/") or "?" in path or "\0" in path:
        raise SettingsError(variable, url, "it must name a file, as sqlite:///rapport.db does.")
    return SqliteAddress(Path(path))


def _neo4j(url: str, environ: Mapping[str, str], variable: str) -> Neo4jAddress:
    parts = urlsplit(url)
    if parts.username is not None or parts.password is not None:
        raise SettingsError(
            variable,
            _without_password(url),
            "user and password belong into RAPPORT_STORE_USER and RAPPORT_STORE_PASSWORD (or …_PASSWORD_FILE).",
        )
    try:
        port = parts.port
    except ValueError:
        port = -1
    database = parts.path.strip("/")
    if not parts.hostname or port == -1 or "/" in database or parts.query or parts.fragment:
        raise SettingsError(variable, url, f"it must be like {parts.scheme}://127.0.0.1:7687/neo4j.")
    user, password = _credentials(environ)
    return Neo4jAddress(f"{parts.scheme}://{parts.netloc}", database or None, user, password)


def _credentials(environ: Mapping[str, str]) -> tuple[str | None, str | None]:
    password = environ.get("RAPPORT_STORE_PASSWORD") or None
    if named := environ.get("RAPPORT_STORE_PASSWORD_FILE"):
        if password is not None:
            raise SettingsError(
                "RAPPORT_STORE_PASSWORD_FILE", named, "RAPPORT_STORE_PASSWORD is set too: keep one of the two."
            )
        password = _read_password(named)
    user = environ.get("RAPPORT_STORE_USER") or None
    if user is not None and password is None:
        raise SettingsError(
            "RAPPORT_STORE_USER",
            user,
            "its password is missing: set RAPPORT_STORE_PASSWORD or RAPPORT_STORE_PASSWORD_FILE.",
        )
    return (user or "neo4j", password) if password is not None else (None, None)


def _read_password(name: str) -> str:
    try:
        password = Path(name).read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not text"
        raise SettingsError(
            "RAPPORT_STORE_PASSWORD_FILE",
            name,
            f"it cannot be read ({reason}); it must be a text file with the password.",
        ) from error
    if not password:
        raise SettingsError("RAPPORT_STORE_PASSWORD_FILE", name, "the file is empty; it must hold the password.")
    return password


def _without_password(url: str) -> str:
    """Return an address that may be printed: what stands before an @ may be a password."""
    scheme, separator, rest = url.partition("://")
    return f"{scheme}://…@{rest.rpartition('@')[2]}" if separator and "@" in rest else url
