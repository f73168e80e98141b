"""The command line, as processes of their own: what it prints, writes and exits with."""

import json
import shutil
import sqlite3
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from graph.sqlite.schema import MIGRATIONS
from tests.server import ROOT, rapport

# Every case starts the program at least once.
pytestmark = pytest.mark.slow

COMMANDS = [
    ["serve"],
    ["demo"],
    ["import"],
    ["copy"],
    ["map"],
    ["insights"],
    ["changes"],
    ["check"],
    ["migrate"],
    ["schema"],
    ["user"],
    ["user", "add"],
    ["user", "list"],
    ["user", "revoke"],
]


@pytest.fixture(scope="module")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a database that holds the demo. Tests copy from it and never write to it."""
    folder = tmp_path_factory.mktemp("demo")
    done = rapport("demo", "--json", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["changes"] > 5000
    return folder


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_each_command_explains_itself_with_an_example(command: list[str], tmp_path: Path):
    done = rapport(*command, "--help", cwd=tmp_path)
    assert done.returncode == 0
    assert f"Usage: rapport {' '.join(command)}" in done.stdout
    assert "Example: " in done.stdout
    assert "rapport " + command[0] in done.stdout.split("Example: ")[1]


def test_no_command_and_a_wrong_one_are_wrong_usage(tmp_path: Path):
    assert rapport(cwd=tmp_path).returncode == 2
    assert rapport("sell", cwd=tmp_path).returncode == 2
    assert rapport("copy", "sqlite:///a.db", cwd=tmp_path).returncode == 2


def test_a_schema_that_cannot_be_written_is_said(tmp_path: Path):
    done = rapport("schema", "--output", "nowhere/schema.graphql", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "rapport: nowhere/schema.graphql cannot be written: No such file or directory.\n"


def test_a_wrong_setting_is_named_with_its_value_and_what_would_be_right(tmp_path: Path):
    done = rapport("check", cwd=tmp_path, port="eighty")
    assert done.returncode == 2
    assert done.stderr == (
        "rapport: RAPPORT_PORT is “eighty”; it must be a port number from 0 (any free one) to 65535.\n"
    )
    assert done.stdout == ""


# ── demo ──


@pytest.mark.slow
def test_the_demo_fills_an_empty_database_only(demo_folder: Path):
    again = rapport("demo", cwd=demo_folder)
    assert again.returncode == 1
    assert "holds data already" in again.stderr
    quiet = rapport("demo", "--if-empty", "--json", cwd=demo_folder)
    assert quiet.returncode == 0
    assert json.loads(quiet.stdout) == {"store": "sqlite:///rapport.db", "changes": 0}


@pytest.mark.slow
def test_nothing_but_the_answer_is_printed_where_there_is_no_terminal(tmp_path: Path):
    done = rapport("demo", cwd=tmp_path)
    assert done.stderr == ""
    assert done.stdout.startswith("The demo is in sqlite:///rapport.db: ")


# ── check and migrate ──


@pytest.mark.slow
def test_check_finds_a_sound_database_sound(demo_folder: Path):
    done = rapport("check", "--json", cwd=demo_folder)
    assert done.returncode == 0
    found = json.loads(done.stdout)
    assert found["ok"] is True
    words = {finding["name"]: finding["words"] for finding in found["findings"]}
    assert f"version {len(MIGRATIONS)} of its tables" in words["store"]
    assert "make exactly the current graph" in words["graph"]


def test_check_does_not_make_a_database(tmp_path: Path):
    done = rapport("check", cwd=tmp_path)
    assert done.returncode == 0
    assert "is not there yet" in done.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_check_finds_a_graph_that_its_facts_do_not_make(demo_folder: Path, tmp_path: Path):
    target = tmp_path / "rapport.db"
    with sqlite3.connect(demo_folder / "rapport.db") as whole, sqlite3.connect(target) as broken:
        whole.backup(broken)
        broken.execute("UPDATE account SET name = 'another' WHERE external_id = 'C-002'")
        broken.commit()
    whole.close()
    broken.close()
    done = rapport("check", cwd=tmp_path)
    assert done.returncode == 1
    assert "✗ graph: The current graph is not what the facts make, at accounts/account_" in done.stdout


def test_check_says_what_is_unsafe_and_misspelled(tmp_path: Path):
    done = rapport("check", cwd=tmp_path, env="production", token_file="x")
    assert done.returncode == 1
    assert "✗ safety: RAPPORT_ENV is production and no authentication is configured" in done.stdout
    assert "RAPPORT_TOKEN_FILE is no setting; is it misspelled?" in done.stdout


def test_check_finds_tokens_that_others_can_read(tmp_path: Path):
    tokens = tmp_path / "tokens.json"
    rapport("user", "add", "ann@example.com", "--token", cwd=tmp_path, tokens_file=str(tokens))
    tokens.chmod(0o644)
    done = rapport("check", cwd=tmp_path, tokens_file=str(tokens), host="192.0.2.1")
    assert f"chmod 600 {tokens}" in done.stdout
    assert "put TLS before it" in done.stdout
    tokens.write_text("{")
    assert rapport("check", cwd=tmp_path, tokens_file=str(tokens)).returncode == 1


def test_migrate_makes_a_database_and_says_its_version(tmp_path: Path):
    done = rapport("migrate", "--json", cwd=tmp_path)
    assert done.returncode == 0
    assert json.loads(done.stdout) == {"store": "sqlite:///rapport.db", "version": len(MIGRATIONS)}
    assert (tmp_path / "rapport.db").is_file()


@pytest.mark.parametrize("command", [["migrate"], ["demo"], ["user", "list"], ["serve"]], ids=" ".join)
def test_a_text_file_is_no_database(command: list[str], tmp_path: Path):
    (tmp_path / "rapport.db").write_text("name,kind\nAnn,Person\n")
    done = rapport(*command, cwd=tmp_path)
    assert done.returncode == 3
    assert done.stderr.startswith("rapport: rapport.db is not a database")
    assert (tmp_path / "rapport.db").read_text() == "name,kind\nAnn,Person\n"


@pytest.mark.parametrize("command", [["migrate"], ["serve"], ["user", "list"]], ids=" ".join)
def test_a_neo4j_that_is_down_is_named(command: list[str], tmp_path: Path):
    # Nothing listens on port 9 of this machine.
    done = rapport(*command, cwd=tmp_path, store_url="bolt://127.0.0.1:9")
    assert done.returncode == 3
    assert done.stderr.startswith("rapport: Neo4j at bolt://127.0.0.1:9 cannot be reached")
    assert "Traceback" not in done.stderr


# ── copy ──


@pytest.mark.slow
def test_a_copy_holds_the_same_and_goes_on_where_it_was(demo_folder: Path, tmp_path: Path):
    source, target = f"sqlite:///{demo_folder}/rapport.db", "sqlite:///copy.db"
    first = rapport("copy", source, target, "--json", cwd=tmp_path)
    assert first.returncode == 0, first.stderr
    copied = json.loads(first.stdout)
    assert copied["resumedAt"] == 0
    assert copied["counts"]["accounts"] == 60
    again = json.loads(rapport("copy", source, target, "--json", cwd=tmp_path).stdout)
    assert again == {**copied, "resumedAt": copied["written"], "written": 0}


@pytest.mark.slow
def test_a_copy_onto_other_data_and_onto_itself_is_refused(demo_folder: Path, tmp_path: Path):
    source = f"sqlite:///{demo_folder}/rapport.db"
    rapport("user", "add", "ann@example.com", cwd=tmp_path)
    other = rapport("copy", source, "sqlite:///rapport.db", cwd=tmp_path)
    assert other.returncode == 1
    assert "its change 1 (found) is not the source's" in other.stderr
    more = rapport("copy", "sqlite:///rapport.db", source, cwd=tmp_path)
    assert more.returncode == 1
    assert "more changes than the source" in more.stderr
    itself = rapport("copy", source, source, cwd=tmp_path)
    assert itself.returncode == 1
    assert "the same database" in itself.stderr


@pytest.mark.parametrize("command", [["copy", "sqlite:///nowhere.db", "sqlite:///copy.db"], ["map", "X"]])
def test_what_only_reads_a_database_makes_none(command: list[str], tmp_path: Path):
    done = rapport(*command, cwd=tmp_path, store_url="sqlite:///nowhere.db")
    assert (done.returncode, done.stdout) == (3, "")
    assert "There is no database at sqlite:///nowhere.db" in done.stderr
    assert list(tmp_path.iterdir()) == []


# ── user ──


def test_the_first_user_is_the_admin_and_others_are_added_by_name(tmp_path: Path):
    refused = rapport("user", "add", "ann@example.com", "--role", "MEMBER", cwd=tmp_path)
    assert refused.returncode == 1
    first = rapport("user", "add", "ann@example.com", "--name", "Ann", "--json", cwd=tmp_path)
    ann = json.loads(first.stdout)
    assert (ann["name"], ann["role"], ann["added"]) == ("Ann", "ADMIN", True)

    nameless = rapport("user", "add", "bo@example.com", cwd=tmp_path)
    assert nameless.returncode == 1
    assert "give --name" in nameless.stderr
    given = ("--name", "薄舟", "--role", "manager", "--team", "华东", "--manager", "ANN@example.com")
    second = rapport("user", "add", "bo@example.com", *given, "--json", cwd=tmp_path)
    assert json.loads(second.stdout)["role"] == "MANAGER"

    again = json.loads(rapport("user", "add", "Bo@Example.com", "--json", cwd=tmp_path).stdout)
    assert (again["added"], again["name"]) == (False, "薄舟")
    listed = json.loads(rapport("user", "list", "--json", cwd=tmp_path).stdout)["users"]
    assert [(u["name"], u["role"], u["team"], u["tokens"]) for u in listed] == [
        ("Ann", "ADMIN", None, 0),
        ("薄舟", "MANAGER", "华东", 0),
    ]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["bo@example.com", "--name", "Bo", "--role", "BOSS"], "There is no role BOSS"),
        (["bo@example.com", "--name", "Bo", "--manager", "x@example.com"], "No seller has the e-mail x@example.com"),
        (["nonsense", "--name", "Bo"], "email: "),
    ],
)
def test_what_is_wrong_with_a_user_is_said(arguments: list[str], words: str, tmp_path: Path):
    rapport("user", "add", "ann@example.com", cwd=tmp_path)
    done = rapport("user", "add", *arguments, cwd=tmp_path)
    assert done.returncode == 1
    assert words in done.stderr


def test_a_token_is_shown_once_and_kept_as_a_hash(tmp_path: Path):
    unset = rapport("user", "add", "ann@example.com", "--token", cwd=tmp_path)
    assert unset.returncode == 2
    assert "RAPPORT_TOKENS_FILE is empty" in unset.stderr
    assert list(tmp_path.iterdir()) == []

    path = tmp_path / "tokens.json"
    done = rapport("user", "add", "ann@example.com", "--token", "--json", cwd=tmp_path, tokens_file=str(path))
    token = json.loads(done.stdout)["token"]
    assert token not in path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    listed = rapport("user", "list", "--json", cwd=tmp_path, tokens_file=str(path)).stdout
    assert token not in listed
    assert json.loads(listed)["users"][0]["tokens"] == 1

    revoked = rapport("user", "revoke", "ANN@example.com", "--json", cwd=tmp_path, tokens_file=str(path))
    assert json.loads(revoked.stdout) == {"revoked": 1}
    assert json.loads(path.read_text()) == {"tokens": []}
    assert rapport("user", "revoke", "ann@example.com", cwd=tmp_path, tokens_file=str(path)).returncode == 1


# ── import ──

EXAMPLES = ROOT / "examples"


def test_the_examples_import_in_either_language_and_twice_changes_nothing(tmp_path: Path):
    for language, zone in (("en", "UTC"), ("zh", "Asia/Shanghai")):
        url = f"sqlite:///{language}.db"
        command = ["import", str(EXAMPLES / language), "--zone", zone, "--json"]
        dry = json.loads(rapport(*command, "--dry-run", cwd=tmp_path, store_url=url).stdout)
        first = rapport(*command, cwd=tmp_path, store_url=url)
        assert first.returncode == 0
        report = json.loads(first.stdout)
        assert report["changeId"].startswith("change_")
        assert report["facts"] == dry["facts"] > 100
        assert dry["changeId"] is None
        again = json.loads(rapport(*command, cwd=tmp_path, store_url=url).stdout)
        assert (again["changeId"], again["facts"]) == (None, 0)


def test_one_broken_cell_is_named_and_changes_nothing(tmp_path: Path):
    tables = tmp_path / "tables"
    shutil.copytree(EXAMPLES / "en", tables)
    accounts = tables / "accounts.csv"
    heading, first, *rest = accounts.read_text(encoding="utf-8").splitlines()
    cells = first.split(",")
    cells[heading.split(",").index("kind")] = "CLUB"
    accounts.write_text("\n".join([heading, ",".join(cells), *rest]), encoding="utf-8")
    done = rapport("import", str(tables), cwd=tmp_path)
    assert done.returncode == 1
    assert "✗ accounts.csv:2: kind “CLUB” It is none of the values of this column. One of: COMPANY" in done.stdout
    assert "Nothing was written." in done.stdout
    listed = json.loads(rapport("user", "list", "--json", cwd=tmp_path).stdout)["users"]
    assert [user["name"] for user in listed] == ["Administrator"]

    good = rapport("import", str(tables), "--skip-bad-rows", "--json", cwd=tmp_path)
    assert good.returncode == 0
    (bad_file, *_) = json.loads(good.stdout)["badRowFiles"]
    assert "CLUB" in (tmp_path / bad_file).read_text(encoding="utf-8-sig")


def test_what_cannot_be_imported_is_said(tmp_path: Path):
    assert rapport("import", cwd=tmp_path).returncode == 2
    missing = rapport("import", "nowhere.csv", cwd=tmp_path)
    assert missing.returncode == 1
    assert "nowhere.csv" in missing.stdout
    zone = rapport("import", str(EXAMPLES / "en"), "--zone", "Mars/Olympus", cwd=tmp_path)
    assert zone.returncode == 1
    assert "There is no time zone Mars/Olympus" in zone.stderr
    (tmp_path / "accounts.csv").mkdir()
    folder = rapport("import", "accounts.csv", cwd=tmp_path)
    assert folder.returncode == 1
    assert "a folder where a file should be" in folder.stdout


def test_errors_in_tables_are_in_the_language_of_the_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    (tmp_path / "客户.csv").write_text("编号,名称,性质\n1,云岭,俱乐部\n", encoding="gb18030")
    done = rapport("import", "客户.csv", cwd=tmp_path)
    assert "客户.csv:2: 性质 “俱乐部” 不是此列的可选值。" in done.stdout


def test_there_is_nothing_to_abandon_where_nothing_was_cut_off(tmp_path: Path):
    done = rapport("import", "--abandon", "--json", cwd=tmp_path)
    assert (done.returncode, json.loads(done.stdout)) == (0, {"abandonedFacts": 0})


# ── map ──


def test_a_map_is_drawn_as_a_tree(demo_folder: Path):
    done = rapport("map", "DEMO-INSURER", cwd=demo_folder)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[1].startswith("Green · support score +25 · completeness 6/7 (missing: ")
    assert "? 合规审批人（姓名未知） Compliance approver (name unknown) · A" in lines
    assert "└── + 沈若棠, 总裁 · D · Inner circle · Multiple contacts" in lines
    assert "  顾长汀 → 罗敬川 (3, conflict)" in lines
    by_name = rapport("map", "某大型保险公司", cwd=demo_folder)
    assert by_name.stdout == done.stdout


def test_a_map_is_drawn_as_of_a_day_and_in_chinese(demo_folder: Path):
    today = rapport("map", "DEMO-INSURER", "--at", datetime.now(UTC).date().isoformat(), "--zh", cwd=demo_folder)
    assert "绿 · 支持得分 +25 · 完整度 6/7" in today.stdout
    before = rapport("map", "DEMO-INSURER", "--at", "2001-01-01", "--zh", cwd=demo_folder)
    assert before.stdout.splitlines()[0].endswith("客户关系图（截至 2001-01-01 23:59 UTC）")
    assert before.stdout.splitlines()[1].startswith("红 · 支持得分 未知 · 完整度 0/7")
    assert before.stdout.splitlines()[2] == "关系图中还没有人。"


def test_a_map_answers_a_script_as_the_api_does(demo_folder: Path):
    done = rapport("map", "DEMO-INSURER", "--json", cwd=demo_folder)
    found = json.loads(done.stdout)["decisionMap"]
    assert (found["status"], found["supportScore"]["value"], len(found["stakeholders"])) == ("GREEN", 25, 10)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nothing"], "There is no account “nothing”, or you may not see it."),
        (["insur"], "“insur” are 2 accounts: Larkhall Insurance (C-047), "),
        (["DEMO-INSURER", "--at", "yesterday"], "--at is “yesterday”; it must be a day, like 2026-06-30, or"),
        (["DEMO-INSURER", "--at", "2026-01-01T00:00"], "it must be a day, like 2026-06-30, or a time with an offset"),
        (["DEMO-INSURER", "--at", "2999-01-01"], "It lies in the future"),
        (["DEMO-INSURER", "--as", "nobody@example.com"], "There is no seller nobody@example.com."),
    ],
)
def test_what_cannot_be_drawn_is_said(demo_folder: Path, arguments: list[str], words: str):
    done = rapport("map", *arguments, cwd=demo_folder)
    assert (done.returncode, done.stdout) == (1, "")
    assert words in done.stderr


# ── insights and changes ──


def test_insights_are_told_with_their_plays_the_most_pressing_first(demo_folder: Path):
    done = rapport("insights", "--first", "3", cwd=demo_folder)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].startswith("Critical · ")
    assert lines[1].startswith("  ")
    assert lines[2].startswith("  → ")
    assert lines[-1] == "These are the first 3; --first takes more."


def test_insights_of_an_account_are_told_in_chinese(demo_folder: Path):
    done = rapport("insights", "--account", "DEMO-INSURER", "--zh", "--severity", "warning", cwd=demo_folder)
    lines = done.stdout.splitlines()
    assert "  我方无人接触关键人庄远山。" in lines
    assert "  → 约见庄远山。顾南枝只能通过罗敬川接触，而罗敬川不支持我方。" in lines
    headings = [line for line in lines if not line.startswith(" ")]
    assert {line.split(" · ")[0] for line in headings} == {"警告"}
    assert any(line.endswith(" · 新一代核心系统（虚构） New core system (made up) · no-sponsor") for line in headings)


def test_my_insights_answer_a_script_as_the_api_does(demo_folder: Path):
    mine = ("--mine", "--as", "gu.nanzhi@rapport.example")
    found = json.loads(rapport("insights", *mine, "--json", cwd=demo_folder).stdout)["insights"]
    assert "key-player-uncovered" in {one["rule"] for one in found}
    none = rapport("insights", *mine, "--account", "C-001", cwd=demo_folder)
    assert (none.returncode, none.stdout) == (0, "Nothing to see to.\n")


def test_changes_are_told_in_sentences(demo_folder: Path):
    today = datetime.now(UTC).date()
    since = (today - timedelta(days=61)).isoformat()
    done = rapport("changes", "DEMO-INSURER", "--since", since, cwd=demo_folder)
    assert done.returncode == 0, done.stderr
    assert "沈若棠: support from neutral to supporter, assessed by 顾南枝 on " in done.stdout
    days = [line.split()[0] for line in done.stdout.splitlines()]
    assert days == sorted(days)
    assert days[0] >= since
    first_day = rapport("changes", "DEMO-INSURER", "--since", days[0], "--until", days[0], "--zh", cwd=demo_folder)
    assert [line.split()[0] for line in first_day.stdout.splitlines()] == [day for day in days if day == days[0]]
    assert "：" in first_day.stdout


def test_changes_answer_a_script_as_the_api_does(demo_folder: Path):
    done = rapport("changes", "DEMO-INSURER", "--since", "2001-01-01", "--until", "2001-02-01", cwd=demo_folder)
    assert done.stdout == "Nothing changed.\n"
    found = json.loads(rapport("changes", "DEMO-INSURER", "--since", "2001-01-01", "--json", cwd=demo_folder).stdout)
    assert {"JOINED", "ASSESSED"} <= {one["kind"] for one in found["decisionMap"]["changes"]}


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["insights", "--severity", "bad"], 1, "--severity is “bad”; it must be one of CRITICAL, WARNING, INFO."),
        (["insights", "--first", "0"], 1, "first: It is 0; 1 to 1000 is possible."),
        (["insights", "--account", "nothing"], 1, "There is no account “nothing”, or you may not see it."),
        (["changes", "DEMO-INSURER"], 2, "--since"),
        (["changes", "DEMO-INSURER", "--since", "May"], 1, "--since is “May”; it must be a day, like 2026-06-30, or"),
        (["changes", "DEMO-INSURER", "--since", "2026-02-01", "--until", "2026-01-01"], 1, "until: It lies before"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_cannot_be_told_is_said(demo_folder: Path, arguments: list[str], code: int, words: str):
    done = rapport(*arguments, cwd=demo_folder)
    assert (done.returncode, done.stdout) == (code, "")
    assert words in done.stderr
