"""Runs on SQLite: what becomes a change, and what stands in its way."""

from __future__ import annotations

import csv
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from domain.codes import AccountKind, SellerRole
from domain.errors import ConflictError, ForbiddenError
from graph.account import update_account
from graph.importing import passing, run
from graph.sqlite import open_sqlite
from tests.imports import NOW, Desk, open_desk, sqlite_desk, tell, wrongs

EXAMPLES = Path(__file__).parents[2] / "examples"
TWO = """
    id,name
    A1,Acme
    A2,Bolt
"""


CUT = "The row has 1 cells; there are 3 headings. As many cells as headings; quote a cell that holds a separator."


def read_csv(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with sqlite_desk(tmp_path) as desk:
        yield desk


@pytest.mark.parametrize("check_first", [True, False])
@pytest.mark.parametrize(("language", "zone"), [("en", "UTC"), ("zh", "Asia/Shanghai")])
async def test_the_examples_import_as_one_change_and_twice_changes_nothing(
    desk: Desk, language: str, zone: str, check_first: bool
) -> None:
    options = {"zone": ZoneInfo(zone), "check_first": check_first}
    report = await desk.bring(EXAMPLES / language, **options)
    assert not report.refused
    assert sum(table.created for table in report.tables) == sum(table.rows for table in report.tables) == 121
    (_, change) = await desk.store.list_changes(0, 10)
    assert (change.id, change.mutation, len(change.facts)) == (report.change_id, "import", report.facts)
    world = await desk.world()
    assert (len(world.accounts), len(world.people), len(world.sellers)) == (6, 20, 5)
    again = await desk.bring(EXAMPLES / language, **options)
    assert (again.change_id, again.facts, again.refused) == (None, 0, False)
    assert sum(table.left for table in again.tables) == 121
    assert await desk.store.load_position() == 2


async def test_both_languages_make_the_same_world_but_for_its_words(tmp_path: Path) -> None:
    digests = []
    for language in ("en", "zh"):
        store = await open_sqlite(tmp_path / f"{language}.db", clock=lambda: NOW)
        desk = await open_desk(store, tmp_path)
        await desk.bring(EXAMPLES / language, zone=ZoneInfo("Asia/Shanghai"))
        world = await desk.world()
        digests.append(
            (
                sorted(world.statuses.values()),
                sorted((t.ladder, t.to, t.at) for t in world.transitions.values()),
                sorted(
                    (r.external_id or "", r.status, r.value_won and r.value_won.minor) for r in world.referrals.values()
                ),
                sorted((i.external_id or "", i.at, i.kind, i.direction) for i in world.interactions.values()),
                sorted((o.external_id or "", o.at, o.value.minor) for o in world.orders.values()),
                sorted((a.external_id or "", a.kind, a.open) for a in world.accounts.values()),
                sorted(k.strength or -1 for k in world.acquaintances.values()),
                len(world.reports),
            )
        )
        await store.close()
    assert digests[0] == digests[1]


async def test_an_import_is_undone_as_one_and_not_created_again(desk: Desk) -> None:
    before = await desk.world()
    report = await desk.bring(EXAMPLES / "en")
    await desk.undo(report.change_id)
    assert await desk.world() == before
    again = await desk.bring(EXAMPLES / "en")
    assert (again.change_id, again.refused) == (None, False)
    assert sum(table.not_again for table in again.tables) == 121
    assert again.notes[0].text.en == "The seller he@example.com was undone here; it is not created again."
    assert "不再重新创建" in again.notes[0].text.zh


async def test_an_import_that_something_was_built_on_is_not_undone(desk: Desk) -> None:
    report = await desk.take(accounts=TWO)
    (account, _) = (await desk.world()).accounts.values()
    await desk.write(await update_account(desk.viewed, desk.now, account_id=account.id, region="North"))
    with pytest.raises(ConflictError):
        await desk.undo(report.change_id)


@pytest.mark.parametrize("check_first", [True, False])
async def test_one_broken_cell_changes_nothing_and_is_named(desk: Desk, check_first: bool) -> None:
    before = await desk.world()
    folder = desk.lay(accounts=TWO, people="id,name,account_id,since\nP1,Ann,A1,31.12.2025\nP2,Bob,A9,\n")
    report = await desk.bring(folder, check_first=check_first)
    assert report.refused
    assert report.change_id is None
    assert wrongs(report) == [
        ("people.csv", 2, "since", "It is not a date."),
        ("people.csv", 3, "account_id", "No account A9 is in these files or in the database."),
    ]
    assert report.problems.shown[0].value == "31.12.2025"
    assert tell(report) == {"accounts": (2, 0, 0, 0, 0), "people": (0, 0, 0, 0, 2)}
    assert await desk.world() == before
    assert await desk.store.load_position() == 1


async def test_a_dry_run_says_what_would_be_and_writes_nothing(desk: Desk) -> None:
    await desk.take(accounts=TWO)
    folder = desk.lay(accounts="id,name,region\nA1,Acme,\nA2,Bolt,North\nA3,Cog,South\n")
    report = await desk.bring(folder, dry_run=True)
    assert tell(report) == {"accounts": (1, 1, 1, 0, 0)}
    assert (report.change_id, report.refused, report.facts) == (None, False, 2)
    assert await desk.store.load_position() == 2
    assert tell(await desk.bring(folder)) == tell(report)


async def test_good_rows_are_written_and_bad_ones_can_be_mended(desk: Desk) -> None:
    folder = desk.lay(
        accounts="id,name,tier\nA1,Acme,A\nA2,,B\nA3,Cog,Z\nA4\n",
        people="编号,姓名,客户编号\nP1,安,A1\nP2,博,A2\nP3,陈,A9\n",
        ties="kind,source_id,target_id\nKNOWS,P1,P2\nKNOWS,P1,P1\n",
    )
    bad_rows = desk.folder / "bad"
    report = await desk.bring(folder, bad_rows=bad_rows)
    assert not report.refused
    assert tell(report) == {"accounts": (1, 0, 0, 0, 3), "people": (1, 0, 0, 0, 2), "ties": (0, 0, 0, 0, 2)}
    world = await desk.world()
    assert [a.name for a in world.accounts.values()] == ["Acme"]
    assert [p.name for p in world.people.values()] == ["安"]
    assert sorted(path.name for path in report.bad_files) == ["accounts.csv", "people.csv", "ties.csv"]
    accounts, people = (read_csv(bad_rows / f"{name}.csv") for name in ("accounts", "people"))
    assert accounts == [
        ["problem", "id", "name", "tier"],
        ["name: It is empty. This column needs a value.", "A2", "", "B"],
        ["tier: It is none of the values of this column. One of: A, B, C.", "A3", "Cog", "Z"],
        [CUT, "A4"],
    ]
    assert people[0] == ["问题", "编号", "姓名", "客户编号"]
    assert people[1] == ["客户编号: 客户 A2 所在的行有错误。请先修正该行。", "P2", "博", "A2"]
    # Mended, but for one.
    mended = (
        (bad_rows / "accounts.csv").read_text(encoding="utf-8-sig").replace("A2,,B", "A2,Bolt,B").replace("Z\n", "C\n")
    )
    (bad_rows / "accounts.csv").write_text(mended.replace("A4", "A4,Dyn,"), encoding="utf-8")
    second = await desk.bring(bad_rows, bad_rows=desk.folder / "worse")
    assert tell(second) == {"accounts": (3, 0, 0, 0, 0), "people": (1, 0, 0, 0, 1), "ties": (1, 0, 0, 0, 1)}
    assert all(file.unknown == () for file in second.files)


async def test_mended_rows_are_read_from_where_bad_ones_go(desk: Desk) -> None:
    folder = desk.lay(accounts="id,name,tier\nA1,Acme,Z\nA2,Bolt,Z\n")
    bad_rows = desk.folder / "bad"
    await desk.bring(folder, bad_rows=bad_rows)
    first = bad_rows / "accounts.csv"
    first.write_text(mended := first.read_text(encoding="utf-8-sig").replace("Acme,Z", "Acme,A"), encoding="utf-8")
    report = await desk.bring(bad_rows, bad_rows=bad_rows)
    assert tell(report) == {"accounts": (1, 0, 0, 0, 1)}
    assert [account.name for account in (await desk.world()).accounts.values()] == ["Acme"]
    # What somebody is at mending is never written over.
    assert first.read_text(encoding="utf-8") == mended
    assert report.bad_files == [bad_rows / "accounts 2.csv"]
    reason = "tier: It is none of the values of this column. One of: A, B, C."
    assert read_csv(bad_rows / "accounts 2.csv") == [["problem", "id", "name", "tier"], [reason, "A2", "Bolt", "Z"]]


async def test_a_folder_of_bad_rows_that_cannot_be_made_is_said_and_nothing_written(desk: Desk) -> None:
    (desk.folder / "bad").write_text("a file")
    folder = desk.lay(accounts="id,name,tier\nA1,Acme,Z\nA2,Bolt,A\n")
    report = await desk.bring(folder, bad_rows=desk.folder / "bad")
    ((file, said),) = [(error.file, error.message.en) for error in report.file_errors]
    assert file == str(desk.folder / "bad")
    assert said == "The bad rows cannot be written: File exists. Name another folder for them."
    assert not (await desk.world()).accounts


async def test_what_turns_out_wrong_at_the_end_of_a_table_is_told_with_its_cell(desk: Desk) -> None:
    report = await desk.take(
        accounts="id,parent_id,name\nA1,A2,Acme\nA2,A1,Bolt\n",
        people="id,name,account_id\nP1,Ann,A1\nP2,Bob,A1\n",
        ties="kind,source_id,target_id\nREPORTS_TO,P1,P2\nREPORTS_TO,P2,P1\n",
    )
    told = [(error.file, error.line, error.heading, error.value) for error in report.problems.shown]
    assert told == [
        ("accounts.csv", 2, "parent_id", "A2"),
        ("accounts.csv", 3, "parent_id", "A1"),
        ("ties.csv", 2, "target_id", "P2"),
        ("ties.csv", 3, "target_id", "P1"),
    ]


async def test_rows_that_hang_on_later_found_bad_rows_are_bad_too(desk: Desk) -> None:
    folder = desk.lay(
        accounts="id,name,parent_id\nA1,Acme,A2\nA2,Bolt,A1\nA3,Cog,A2\n",
        people="id,name,account_id\nP1,Ann,A3\n",
    )
    report = await desk.bring(folder, bad_rows=desk.folder / "bad")
    assert tell(report) == {"accounts": (0, 0, 0, 0, 3), "people": (0, 0, 0, 0, 1)}
    assert report.change_id is None
    rows = read_csv(desk.folder / "bad" / "accounts.csv")
    assert [row[1:] for row in rows[1:]] == [["A1", "Acme", "A2"], ["A2", "Bolt", "A1"], ["A3", "Cog", "A2"]]
    assert "lead back" in rows[1][0]
    assert "The row of the account A2 has errors" in rows[3][0]


async def test_with_no_bad_row_there_is_no_file_of_them(desk: Desk) -> None:
    report = await desk.bring(desk.lay(accounts=TWO), bad_rows=desk.folder / "bad")
    assert report.change_id is not None
    assert report.bad_files == []
    assert not (desk.folder / "bad").exists()


async def test_a_dry_run_tells_the_bad_rows_too(desk: Desk) -> None:
    folder = desk.lay(accounts="id,name\nA1,Acme\nA2,\n")
    report = await desk.bring(folder, bad_rows=desk.folder / "bad", dry_run=True)
    assert (tell(report), report.change_id) == ({"accounts": (1, 0, 0, 0, 1)}, None)
    assert await desk.store.load_position() == 1


async def test_files_that_cannot_be_read_are_told_together_and_nothing_is_written(desk: Desk) -> None:
    folder = desk.lay(accounts=TWO, people="id\nP1\n", orders="")
    (folder / "orders.csv").write_text("")
    report = await desk.bring(folder)
    assert report.refused
    assert {error.file for error in report.file_errors} == {"people.csv", "orders.csv"}
    assert await desk.store.load_position() == 1


@pytest.mark.parametrize("options", [{"check_first": True}, {"check_first": False}, {"bad_rows": Path("bad")}])
async def test_a_file_that_ends_in_the_middle_of_a_row_stops_everything(desk: Desk, options: dict) -> None:
    if "bad_rows" in options:
        options = {"bad_rows": desk.folder / "bad"}
    report = await desk.bring(desk.lay(accounts='id,name\nA1,Acme\nA2,"Bolt\n'), **options)
    assert report.refused
    (error,) = report.file_errors
    assert (error.file, error.line) == ("accounts.csv", 3)
    assert await desk.store.load_position() == 1


async def test_rows_that_were_not_reached_are_not_missed(desk: Desk) -> None:
    folder = desk.lay(accounts='id,name\nA1,Acme\nA2,"Bolt\n', people="id,name,account_id\nP1,Ann,A2\n")
    report = await desk.bring(folder)
    assert [error.file for error in report.file_errors] == ["accounts.csv"]
    assert wrongs(report) == []


async def test_a_bad_row_of_a_seller_is_told_where_they_are_named(desk: Desk) -> None:
    report = await desk.take(
        sellers="email,name,role\nAnn@Example.com,Ann,KING\n",
        accounts="id,name,owner_email\nA1,Acme,ann@example.com\n",
    )
    assert wrongs(report)[1] == (
        "accounts.csv", 2, "owner_email", "The row of the seller ann@example.com has errors."
    )  # fmt: skip


async def test_how_each_file_was_read_is_said(desk: Desk) -> None:
    folder = desk.lay(accounts="id;name;colour\nA1;Acme;red\n")
    (folder / "联系人.csv").write_bytes("编号,姓名\nP1,安\n".encode("gb18030"))
    report = await desk.bring(folder)
    assert [(f.name, f.table.en, f.encoding, f.delimiter.en, f.unknown) for f in report.files] == [
        ("accounts.csv", "accounts", "UTF-8", "semicolon", ("colour",)),
        ("联系人.csv", "people", "GB18030", "comma", ()),
    ]


async def test_files_of_one_name_are_told_apart(desk: Desk) -> None:
    for name in ("north", "south"):
        (desk.folder / name).mkdir()
        (desk.folder / name / "accounts.csv").write_text("id,name\nA1,Acme\n")
    report = await desk.bring(desk.folder / "north", desk.folder / "south")
    ((file, line, _, wrong),) = wrongs(report)
    assert file == str(desk.folder / "south" / "accounts.csv")
    assert line == 2
    assert wrong == f"The same is on line 2 of {desk.folder / 'north' / 'accounts.csv'}."


async def test_bad_rows_of_files_of_one_name_go_into_files_of_their_own(desk: Desk) -> None:
    for name in ("north", "south"):
        (desk.folder / name).mkdir()
        (desk.folder / name / "accounts.csv").write_text("id,name\nA1,\n")
    report = await desk.bring(desk.folder / "north", desk.folder / "south", bad_rows=desk.folder / "bad")
    assert [path.name for path in report.bad_files] == ["accounts.csv", "accounts 2.csv"]


async def test_only_an_admin_imports(desk: Desk) -> None:
    desk.viewer = replace(desk.viewer, role=SellerRole.MANAGER)
    with pytest.raises(ForbiddenError):
        await desk.take(accounts=TWO)


@pytest.mark.parametrize("options", [{"check_first": True}, {"check_first": False}, {"bad_rows": Path("bad")}])
async def test_more_than_fits_in_memory_is_read_again_for_writing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, options: dict
) -> None:
    monkeypatch.setattr(run, "KEPT", 10)
    monkeypatch.setattr(passing, "BATCH", 3)
    if "bad_rows" in options:
        options = {"bad_rows": desk.folder / "bad"}
    report = await desk.bring(EXAMPLES / "en", **options)
    assert report.facts == 182
    assert len((await desk.store.list_changes(1, 1))[0].facts) == 182
    again = await desk.bring(EXAMPLES / "en", **options)
    assert again.facts == 0
    passes = 1 if options.get("check_first") is False else 2
    assert desk.told.count(desk.told[-1]) == passes + 1
    await desk.world()


async def test_the_run_that_was_named_is_gone_on_with(desk: Desk) -> None:
    report = await desk.bring(desk.lay(accounts=TWO), change_id="change_" + "1" * 32)
    assert report.change_id == "change_" + "1" * 32


async def test_what_has_no_date_begins_with_the_import(desk: Desk) -> None:
    await desk.take(accounts=TWO)
    (account, _) = (await desk.world()).accounts.values()
    assert account.kind is AccountKind.COMPANY
    facts = [fact for fact in await desk.facts() if fact.statement.subject == account.id]
    assert [fact.observed_at for fact in facts] == [NOW]
    assert datetime(2026, 1, 1, tzinfo=UTC) < NOW
