"""Imports over HTTP: files in, what they seem to be, a check, an import, its undo; and everything that is no import."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncGenerator, AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from domain.codes import SellerRole
from domain.errors import NotFoundError
from domain.ids import SellerId
from domain.viewer import Viewer
from graph.importing import uploads as room
from graph.importing.uploads import Uploads, remove_leftovers
from tests.app.conftest import Serve
from tests.uploading import EXAMPLES, Importer

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256))
ACCOUNTS = "id,name,tier\nA1,Acme,A\n"
NAMES = "{ accounts(first: 100) { edges { node { name } } } }"


@pytest.fixture
def importer(client: httpx.AsyncClient) -> Importer:
    return Importer(client)


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for temporary files that only this test uses."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def inside(folder: Path, pattern: str = "*") -> list[Path]:
    return sorted(folder.glob(pattern))


async def names(importer: Importer) -> list[str]:
    found = (await importer.ask(NAMES))["data"]["accounts"]["edges"]
    return [edge["node"]["name"] for edge in found]


# ── the way that is meant ──


async def test_the_examples_are_checked_imported_left_alone_and_taken_back(importer: Importer) -> None:
    await importer.upload_folder(EXAMPLES / "zh")
    told = (await importer.files())["客户.csv"]
    assert (told["encoding"], told["delimiter"]["en"], told["table"]["key"]) == ("GB18030", "comma", "accounts")
    assert told["columns"][0]["heading"] == {"key": "id"}
    assert len(told["columns"][0]["samples"]) == 3

    checked = await importer.run("checkImport", zone="Asia/Shanghai")
    assert (checked["errorCount"], checked["changeId"]) == (0, None)
    assert await names(importer) == []

    report = await importer.run(zone="Asia/Shanghai")
    assert report["counts"] == checked["counts"]
    assert report["facts"] == checked["facts"] > 0
    assert len(await names(importer)) == 6
    again = await importer.run(zone="Asia/Shanghai")
    assert (again["facts"], again["changeId"]) == (0, None)

    assert await importer.undo(report["changeId"])
    assert await names(importer) == []


async def test_columns_are_taken_for_what_is_said(importer: Importer) -> None:
    await importer.upload("export.csv", "Nr;Kunde;Stufe;id\n1;Acme;A;x\n")
    told = (await importer.files())["export.csv"]
    assert told["table"] is None
    assert told["error"]["wrong"]["en"] == "Neither its name nor its headings tell which table it is."
    assert [column["name"] for column in told["columns"]] == ["Nr", "Kunde", "Stufe", "id"]

    said = {
        "name": "export.csv",
        "table": "accounts",
        "columns": [
            {"number": 1, "heading": "id"},
            {"number": 2, "heading": "name"},
            {"number": 3, "heading": "tier"},
            {"number": 4, "heading": None},
        ],
    }
    told = (await importer.files([said]))["export.csv"]
    assert told["error"] is None
    assert [column["heading"] and column["heading"]["key"] for column in told["columns"]] == [
        "id",
        "name",
        "tier",
        None,
    ]
    report = await importer.run(files=[said])
    assert [(c["table"]["key"], c["created"]) for c in report["counts"]] == [("accounts", 1)]
    assert await names(importer) == ["Acme"]


async def test_bad_rows_are_told_put_aside_mended_and_imported(importer: Importer) -> None:
    await importer.upload("kunden.csv", "Nr,Kunde,tier\nA1,Acme,A\nA2,Bolt,Z\n")
    said = {
        "name": "kunden.csv",
        "table": "accounts",
        "columns": [{"number": 1, "heading": "id"}, {"number": 2, "heading": "name"}],
    }
    checked = await importer.run("checkImport", files=[said])
    (error,) = checked["errors"]
    assert (error["file"], error["line"], error["heading"], error["value"]) == ("kunden.csv", 3, "tier", "Z")
    assert error["wrong"] == {"en": "It is none of the values of this column.", "zh": "不是此列的可选值。"}
    assert error["right"]["en"]

    refused = await importer.run(files=[said])
    assert (refused["errorCount"], refused["changeId"], await names(importer)) == (1, None, [])
    skipped = await importer.run(files=[said], skipBadRows=True)
    assert skipped["changeId"]
    assert await names(importer) == ["Acme"]

    # What was said of the columns stands in the file of bad rows, which needs nobody to say it again.
    bad = await importer.client.get(skipped["badRows"][0]["path"])
    assert bad.headers["content-disposition"].startswith("attachment")
    text = bad.content.decode("utf-8-sig")
    assert text.splitlines()[0] == "problem,id,name,tier"
    mended = Importer(importer.client)
    await mended.upload("accounts.csv", text.replace(",Z", ",B"))
    assert (await mended.run())["counts"][0]["created"] == 1
    gone = await importer.client.get(skipped["badRows"][0]["path"] + "x")
    assert gone.status_code == 404


async def test_a_file_of_the_same_name_takes_the_place_of_the_one_before(importer: Importer) -> None:
    await importer.upload("accounts.csv", "id,name\nA1,\n")
    assert (await importer.run("checkImport"))["errorCount"] == 1
    await importer.upload("accounts.csv", ACCOUNTS)
    assert (await importer.run("checkImport"))["errorCount"] == 0


async def test_a_check_gives_way_to_another_file_and_to_another_check(importer: Importer) -> None:
    await importer.upload("accounts.csv", "id,name\n" + "".join(f"A{n},Account {n}\n" for n in range(20_000)))
    assert (await importer.begin("checkImport"))["userErrors"] == []
    await importer.upload("people.csv", "id,name\nP1,\n")
    assert (await importer.begin("checkImport"))["userErrors"] == []
    assert (await importer.begin("checkImport", files=[{"name": "people.csv"}]))["userErrors"] == []
    report = (await importer.wait())["report"]
    assert ([c["table"]["key"] for c in report["counts"]], report["errorCount"]) == (["people"], 1)


async def test_a_mutation_named_twice_runs_once(importer: Importer) -> None:
    await importer.upload("accounts.csv", ACCOUNTS)
    first = await importer.begin(clientMutationId="one")
    assert first["userErrors"] == []
    ended = await importer.wait()
    assert (await importer.begin(clientMutationId="one"))["import"]["run"]["state"] == "DONE"
    assert (await importer.wait()) == ended
    (error,) = (await importer.begin(clientMutationId="one", skipBadRows=True))["userErrors"]
    assert (error["code"], error["field"]) == ("CONFLICT", ["clientMutationId"])


# ── what is no table ──


@pytest.mark.parametrize(
    ("name", "content", "wrong"),
    [
        ("accounts.csv", PNG, "It is a picture, not a CSV file."),
        ("people.csv", b"PK\x03\x04", "It is a workbook or an archive, not a CSV file."),
        ("accounts.csv", b"", "It is empty."),
        ("accounts.csv", "id,name\nA1,Müller\n".encode("cp1252"), "It is not UTF-8 (line 2)."),
        ("accounts.csv", b"id\nA1\n", "A heading of the table accounts is missing: name · 名称."),
        ("客户.csv", "编号,名称,编号\n".encode(), "The heading id · 编号 is there twice."),
    ],
)
async def test_what_is_no_table_is_said_before_anything_is_written(
    importer: Importer, name: str, content: bytes, wrong: str
) -> None:
    await importer.upload(name, content)
    assert (await importer.files())[name]["error"]["wrong"]["en"] == wrong
    for mutation in ("checkImport", "importFiles"):
        report = await importer.run(mutation)
        assert [(e["file"], e["wrong"]["en"]) for e in report["errors"]] == [(name, wrong)]
        assert report["changeId"] is None
    assert await names(importer) == []


async def test_an_encoding_that_cannot_be_told_can_be_said(importer: Importer) -> None:
    await importer.upload("accounts.csv", "id,name\nA1,Müller\n".encode("cp1252"))
    said = {"name": "accounts.csv", "encoding": "WINDOWS_1252"}
    told = (await importer.files([said]))["accounts.csv"]
    assert (told["error"], told["columns"][1]["samples"]) == (None, ["Müller"])


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"table": "planets"}, "There is no table 'planets'."),
        ({"columns": [{"number": 9, "heading": "id"}]}, "It has no column 9."),
        ({"columns": [{"number": 0, "heading": "id"}]}, "It has no column 0."),
        ({"columns": [{"number": 2, "heading": "colour"}]}, "The table accounts has no heading 'colour'."),
        ({"columns": [{"number": 2, "heading": "id"}]}, "The heading id · 编号 is there twice."),
        (
            {"columns": [{"number": 2, "heading": None}]},
            "A heading of the table accounts is missing: name · 名称.",
        ),
    ],
)
async def test_what_is_said_of_nothing_is_refused(importer: Importer, said: dict[str, object], wrong: str) -> None:
    await importer.upload("accounts.csv", ACCOUNTS)
    told = (await importer.files([{"name": "accounts.csv", **said}]))["accounts.csv"]
    assert told["error"]["wrong"]["en"] == wrong


@pytest.mark.parametrize(
    ("given", "code", "about"),
    [
        ({"zone": "Mars/Olympus"}, "INVALID", "zone"),
        ({"zone": "../../etc/passwd"}, "INVALID", "zone"),
        ({"files": []}, "INVALID", "files"),
        ({"files": [{"name": "people.csv"}]}, "NOT_FOUND", "files"),
        ({"importId": "import_0"}, "NOT_FOUND", "importId"),
        ({"clientMutationId": "x" * 201}, "LIMIT", "clientMutationId"),
    ],
)
async def test_what_cannot_begin_says_why(importer: Importer, given: dict[str, Any], code: str, about: str) -> None:
    await importer.upload("accounts.csv", ACCOUNTS)
    (error,) = (await importer.begin(**given))["userErrors"]
    assert (error["code"], error["field"]) == (code, [about])


# ── uploads that are refused ──


@pytest.mark.parametrize(
    "name", ["../accounts.csv", "/etc/passwd", "a\\b.csv", "..", "", "a\nb.csv", "客" * 67 + ".csv"]
)
async def test_a_name_is_no_way_to_another_folder(importer: Importer, temporary: Path, name: str) -> None:
    answer = await importer.post(name, ACCOUNTS.encode())
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["extensions"]["code"] == "INVALID"
    assert inside(temporary) == []


@pytest.mark.parametrize("type_", ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain", ""])
async def test_no_form_of_another_site_can_upload(importer: Importer, type_: str) -> None:
    answer = await importer.post("accounts.csv", b"id,name\n", headers={"Content-Type": type_})
    assert answer.status_code == 415


async def test_only_whole_files_within_the_limit_are_kept(serve: Serve, temporary: Path) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b"x" * 100_000

    async with serve(import_limit=1) as client:
        importer = Importer(client)
        declared = await importer.post("a.csv", b"x" * 1_000_001)
        streamed = await client.post("/imports?file=a.csv", content=endless(), headers={"Content-Type": "text/csv"})
        for answer in (declared, streamed):
            assert answer.status_code == 413
            (error,) = answer.json()["errors"]
            assert error["message"] == "The files of an import have at most 1 MB together; import them in parts."
        assert inside(temporary, "**/*.csv") == []
        # Together, too; and what was refused counts for nothing.
        await importer.upload("a.csv", b"x" * 600_000)
        assert (await importer.post("b.csv", b"x" * 600_000)).status_code == 413
        await importer.upload("a.csv", b"x" * 900_000)
        assert list(await importer.files()) == ["a.csv"]
    assert inside(temporary) == []


async def test_only_an_admin_imports_and_only_what_they_uploaded(importer: Importer) -> None:
    await importer.upload("accounts.csv", ACCOUNTS)
    create = "mutation ($input: CreateSellerInput!) { createSeller(input: $input) { seller { id } } }"
    for name, role in (("mia", "MANAGER"), ("ada", "ADMIN")):
        await importer.ask(create, input={"name": name, "email": f"{name}@example.com", "role": role})
    for email in ("mia@example.com", "ada@example.com"):
        other = Importer(importer.client, {"X-Rapport-User": email}, importer.id)
        assert (await other.ask("query ($id: ID!) { import(id: $id) { id } }"))["data"] == {"import": None}
        (error,) = (await other.begin())["userErrors"]
        unknown = Importer(importer.client, other.headers, "import_" + "0" * 32)
        assert (await unknown.begin())["userErrors"] == [error]
        bad = await importer.client.get(f"/imports/{importer.id}/bad-rows/accounts.csv", headers=other.headers)
        assert bad.status_code == 404
    mia = Importer(importer.client, {"X-Rapport-User": "mia@example.com", "Accept-Language": "zh"})
    refused = await mia.post("accounts.csv", ACCOUNTS.encode())
    assert (refused.status_code, refused.json()["errors"][0]["message"]) == (403, "只有管理员可以导入。")
    nobody = Importer(importer.client, {"X-Rapport-User": "nobody@example.com"})
    assert (await nobody.post("accounts.csv", b"")).status_code == 401
    assert (await importer.client.get("/imports")).status_code == 405


async def test_after_a_restart_files_are_uploaded_again(serve: Serve, temporary: Path) -> None:
    async with serve() as client:
        importer = Importer(client)
        await importer.upload("accounts.csv", ACCOUNTS)
    assert inside(temporary) == []
    async with serve() as client:
        importer.client = client
        (error,) = (await importer.begin())["userErrors"]
        assert (error["code"], error["message"]) == (
            "NOT_FOUND",
            "There are no such files (any more); upload them again.",
        )


async def test_the_end_of_the_server_takes_an_import_back(serve: Serve) -> None:
    rows = "".join(f"A{n},Account {n}\n" for n in range(30_000))
    async with serve() as client:
        importer = Importer(client)
        await importer.upload("accounts.csv", f"id,name\n{rows}")
        await importer.begin()
        # The files are used: nobody may exchange them now.
        assert (await importer.post("accounts.csv", b"")).status_code == 409
        (error,) = (await importer.begin())["userErrors"]
        assert error["code"] == "CONFLICT"
    async with serve() as client:
        assert await names(Importer(client)) == []


# ── how long they are kept ──


async def _some(text: str) -> AsyncGenerator[bytes]:
    yield text.encode()


async def test_uploads_go_after_an_hour_and_all_but_the_latest_few(temporary: Path) -> None:
    now = 0.0
    viewer = Viewer(SellerId("seller_1"), SellerRole.ADMIN, frozenset())
    uploads = Uploads(limit=100, clock=lambda: now)
    kept = []
    for number in range(4):
        now += 10
        kept.append((await uploads.receive(viewer, "a.csv", _some(f"{number}"))).id)
    with pytest.raises(NotFoundError):
        uploads.find(viewer, kept[0])
    now = room.KEPT + 21
    await uploads.sweep()
    assert len(inside(temporary, "**/a.csv")) == 2
    await uploads.close()
    assert inside(temporary) == []


def test_what_a_killed_process_left_goes_and_what_a_living_one_has_stays(temporary: Path) -> None:
    living, _lock = room._make_folder()
    left = temporary / "rapport-import-left"
    left.mkdir()
    (left / "a.csv").write_text("x")
    (temporary / "rapport-import-link").symlink_to(tmp := temporary / "other")
    tmp.mkdir()
    remove_leftovers()
    assert [path.name for path in inside(temporary)] == sorted(["other", "rapport-import-link", living.name])
