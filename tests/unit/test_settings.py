"""Settings: what the variables mean, and errors that name variable, value and what would be right."""

from pathlib import Path

import pytest

from app.settings import (
    Environment,
    Neo4jAddress,
    Settings,
    SettingsError,
    SqliteAddress,
    is_loopback,
    load_settings,
    meanings,
    store_address,
    unknown_variables,
)
from domain.rule import Threshold
from domain.rules import THRESHOLDS

ANYWHERE = "0.0.0.0"  # noqa: S104 - read and compared, never bound


def test_nothing_set_is_a_local_demo_on_sqlite():
    assert load_settings({}) == Settings(
        host="127.0.0.1",
        port=8000,
        environment=Environment.DEMO,
        store=SqliteAddress(Path("rapport.db")),
        tokens_file=None,
        operation_timeout=30,
    )


@pytest.mark.parametrize("value", ["0", "-1", "", "x", "nan", "inf", "3600.5", "1e3", "٣", "0.0001"])
def test_an_operation_takes_a_number_of_seconds(value: str):
    with pytest.raises(SettingsError) as refused:
        load_settings({"RAPPORT_OPERATION_TIMEOUT": value})
    assert "a number of seconds from 0.001 to 3600" in str(refused.value)


def test_every_variable_is_read(tmp_path: Path):
    password = tmp_path / "password"
    password.write_text("s3cret\n")
    settings = load_settings(
        {
            "RAPPORT_HOST": ANYWHERE,
            "RAPPORT_PORT": "9001",
            "RAPPORT_ENV": "production",
            "RAPPORT_STORE_URL": "neo4j://db.example:7687/sales",
            "RAPPORT_STORE_USER": "rapport",
            "RAPPORT_STORE_PASSWORD_FILE": str(password),
            "RAPPORT_TOKENS_FILE": "/etc/rapport/tokens.json",
            "RAPPORT_OPERATION_TIMEOUT": "2.5",
        }
    )
    assert settings == Settings(
        host=ANYWHERE,
        port=9001,
        environment=Environment.PRODUCTION,
        store=Neo4jAddress("neo4j://db.example:7687", "sales", "rapport", "s3cret"),
        tokens_file=Path("/etc/rapport/tokens.json"),
        operation_timeout=2.5,
    )
    assert not settings.is_loopback
    assert settings.is_production


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("sqlite:///rapport.db", "rapport.db"),
        ("sqlite:///data/rapport.db", "data/rapport.db"),
        ("sqlite:////var/lib/rapport.db", "/var/lib/rapport.db"),
        ("sqlite:///客户.db", "客户.db"),
    ],
)
def test_a_sqlite_address_names_a_file_relative_or_absolute(url: str, path: str):
    address = store_address(url, {})
    assert address == SqliteAddress(Path(path))
    assert str(address) == url


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("bolt://127.0.0.1:7687", Neo4jAddress("bolt://127.0.0.1:7687")),
        ("bolt://127.0.0.1:7687/neo4j", Neo4jAddress("bolt://127.0.0.1:7687", "neo4j")),
        ("neo4j://[::1]:7687/", Neo4jAddress("neo4j://[::1]:7687")),
        ("neo4j+s://db.example", Neo4jAddress("neo4j+s://db.example")),
    ],
)
def test_a_neo4j_address_may_name_a_database(url: str, expected: Neo4jAddress):
    assert store_address(url, {}) == expected


def test_a_password_without_a_user_is_of_the_user_neo4j():
    address = store_address("neo4j://127.0.0.1", {"RAPPORT_STORE_PASSWORD": "pw"})
    assert address == Neo4jAddress("neo4j://127.0.0.1", None, "neo4j", "pw")
    assert "pw" not in repr(address)


@pytest.mark.parametrize(
    ("environ", "variable", "right"),
    [
        ({"RAPPORT_PORT": "http"}, "RAPPORT_PORT", "0 (any free one) to 65535"),
        ({"RAPPORT_PORT": "70000"}, "RAPPORT_PORT", "0 (any free one) to 65535"),
        ({"RAPPORT_PORT": "-1"}, "RAPPORT_PORT", "0 (any free one) to 65535"),
        ({"RAPPORT_PORT": "８０"}, "RAPPORT_PORT", "0 (any free one) to 65535"),
        ({"RAPPORT_PORT": ""}, "RAPPORT_PORT", "0 (any free one) to 65535"),
        ({"RAPPORT_HOST": ""}, "RAPPORT_HOST", "like 127.0.0.1"),
        ({"RAPPORT_HOST": "http://localhost"}, "RAPPORT_HOST", "like 127.0.0.1"),
        ({"RAPPORT_ENV": "prod"}, "RAPPORT_ENV", "demo or production"),
        ({"RAPPORT_STORE_URL": "postgres://x"}, "RAPPORT_STORE_URL", "sqlite:///"),
        ({"RAPPORT_STORE_URL": "rapport.db"}, "RAPPORT_STORE_URL", "sqlite:///"),
        ({"RAPPORT_STORE_URL": "sqlite://rapport.db"}, "RAPPORT_STORE_URL", "sqlite:///"),
        ({"RAPPORT_STORE_URL": "sqlite:///"}, "RAPPORT_STORE_URL", "must name a file"),
        ({"RAPPORT_STORE_URL": "sqlite:///:memory:"}, "RAPPORT_STORE_URL", "must name a file"),
        ({"RAPPORT_STORE_URL": "sqlite:///data/"}, "RAPPORT_STORE_URL", "must name a file"),
        ({"RAPPORT_STORE_URL": "neo4j://"}, "RAPPORT_STORE_URL", "neo4j://127.0.0.1:7687"),
        ({"RAPPORT_STORE_URL": "bolt://h:port"}, "RAPPORT_STORE_URL", "bolt://127.0.0.1:7687"),
        ({"RAPPORT_STORE_URL": "bolt://h:1/a/b"}, "RAPPORT_STORE_URL", "bolt://127.0.0.1:7687"),
        (
            {"RAPPORT_STORE_URL": "bolt://h", "RAPPORT_STORE_USER": "u"},
            "RAPPORT_STORE_USER",
            "RAPPORT_STORE_PASSWORD",
        ),
    ],
)
def test_an_error_names_the_variable_its_value_and_what_would_be_right(
    environ: dict[str, str], variable: str, right: str
):
    with pytest.raises(SettingsError) as caught:
        load_settings(environ)
    assert caught.value.variable == variable
    message = str(caught.value)
    assert message.startswith(f"{variable} is ")
    assert (environ[variable] or "empty") in message
    assert right in message


def test_a_password_in_the_address_is_refused_and_not_repeated():
    with pytest.raises(SettingsError, match="RAPPORT_STORE_PASSWORD") as caught:
        load_settings({"RAPPORT_STORE_URL": "neo4j://neo4j:h0rse@db.example"})
    assert "h0rse" not in str(caught.value)
    with pytest.raises(SettingsError) as unknown:
        load_settings({"RAPPORT_STORE_URL": "mysql://root:h0rse@db.example"})
    assert "h0rse" not in str(unknown.value)


def test_a_password_file_must_be_readable_not_empty_and_alone(tmp_path: Path):
    neo4j = {"RAPPORT_STORE_URL": "neo4j://127.0.0.1"}
    missing = str(tmp_path / "missing")
    with pytest.raises(SettingsError, match=r"missing.*cannot be read"):
        load_settings({**neo4j, "RAPPORT_STORE_PASSWORD_FILE": missing})
    with pytest.raises(SettingsError, match="cannot be read"):
        load_settings({**neo4j, "RAPPORT_STORE_PASSWORD_FILE": str(tmp_path)})
    empty = tmp_path / "empty"
    empty.write_text("\n")
    with pytest.raises(SettingsError, match="the file is empty"):
        load_settings({**neo4j, "RAPPORT_STORE_PASSWORD_FILE": str(empty)})
    binary = tmp_path / "binary"
    binary.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match="not text"):
        load_settings({**neo4j, "RAPPORT_STORE_PASSWORD_FILE": str(binary)})
    with pytest.raises(SettingsError, match="keep one of the two"):
        load_settings({**neo4j, "RAPPORT_STORE_PASSWORD_FILE": missing, "RAPPORT_STORE_PASSWORD": "x"})


@pytest.mark.parametrize("threshold", THRESHOLDS, ids=lambda one: one.name)
def test_each_threshold_of_a_rule_is_a_setting_with_bounds(threshold: Threshold):
    variable = threshold.variable
    assert f"({threshold.default})" in meanings()[variable]
    assert unknown_variables({variable: "1"}) == []
    assert load_settings({}).rules.of(threshold) == threshold.default
    for value in (threshold.least, threshold.most):
        assert load_settings({variable: str(value)}).rules.of(threshold) == value
    for wrong in ("", "many", "1.5", "-1", "٣", str(threshold.least - 1), str(threshold.most + 1), "9" * 5000):
        with pytest.raises(SettingsError) as caught:
            load_settings({variable: wrong})
        assert str(caught.value).startswith(f"{variable} is ")
        assert f"from {threshold.least} to {threshold.most}" in str(caught.value)


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("localhost", True),
        (ANYWHERE, False),
        ("::", False),
        ("192.168.1.5", False),
        ("rapport.example", False),
        ("localhost.example", False),
    ],
)
def test_loopback_is_what_only_this_machine_reaches(host: str, loopback: bool):
    assert is_loopback(host) is loopback


def test_what_looks_like_a_setting_and_is_none_is_found():
    environ = {"RAPPORT_TOKEN_FILE": "x", "RAPPORT_PORT": "1", "RAPPORT_CACHE": "y", "PATH": "z"}
    assert unknown_variables(environ, frozenset({"RAPPORT_CACHE"})) == ["RAPPORT_TOKEN_FILE"]


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:9"),
        (ANYWHERE, "http://127.0.0.1:9"),
        ("::1", "http://[::1]:9"),
        ("rapport.example", "http://rapport.example:9"),
    ],
)
def test_the_address_is_one_that_a_browser_can_open(host: str, address: str):
    assert Settings(host=host).address_at(9) == address
