"""`rapport import`: tables into the database, and what came of it in words."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.console import CommandError, answer, progress, run, settings_now
from app.memory import collect_rarely
from app.stores import abandon_runs, find_open_import, is_one_transaction, open_store
from graph.founding import found
from graph.importing.files import list_files, open_table
from graph.importing.headings import Said
from graph.importing.problems import FileError
from graph.importing.run import Options, import_files
from graph.importing.times import read_zone
from schema.language import say

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import tzinfo

    from app.settings import StoreAddress
    from graph.importing.files import TableFile
    from graph.importing.problems import RowError
    from graph.importing.report import Report
    from schema.language import Language


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asks for; `bad_rows`: where bad rows go, null: with any of them nothing is written."""

    paths: list[Path]
    encoding: str | None
    zone: str
    dry_run: bool
    bad_rows: Path | None


def import_tables(asked: Asked, *, as_json: bool) -> bool:
    """Import tables; false where errors stood in the way."""
    collect_rarely()
    zone = _zone(asked.zone)
    files, errors = _open(asked)
    report = run(_import(settings_now().store, asked, zone, files, errors))
    answer(_content(report), "\n".join(_lines(report, asked, language())), as_json=as_json)
    return not report.refused


def abandon_import(*, as_json: bool) -> None:
    """Take back what an import that was cut off has written."""
    address = settings_now().store

    async def abandon() -> int:
        store = await open_store(address)
        try:
            return await abandon_runs(store)
        finally:
            await store.close()

    facts = run(abandon())
    words = f"{facts} facts taken back." if facts else f"No import into {address} was cut off."
    answer({"abandonedFacts": facts}, words, as_json=as_json)


def language() -> Language:
    """Return the language of this terminal, of those that errors in tables are said in."""
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh" if locale.lower().startswith("zh") else "en"


def _zone(name: str) -> tzinfo:
    try:
        return read_zone(name)
    except LookupError as error:
        raise CommandError(f"There is no time zone {name}; write one like UTC or Asia/Shanghai.") from error


def _open(asked: Asked) -> tuple[list[TableFile], list[FileError]]:
    try:
        paths = list_files(asked.paths)
    except FileError as error:
        return [], [error]
    files: list[TableFile] = []
    errors: list[FileError] = []
    for path in paths:
        try:
            files.append(open_table(path, Said(encoding=asked.encoding)))
        except FileError as error:
            errors.append(error)
    return files, errors


async def _import(
    address: StoreAddress, asked: Asked, zone: tzinfo, files: list[TableFile], errors: list[FileError]
) -> Report:
    store = await open_store(address)
    try:
        admin = await found(store, datetime.now(UTC))
        if admin is None:
            raise CommandError("The database has sellers but no ADMIN, who alone may import.")
        with progress("Import: rows") as told:
            options = Options(
                datetime.now(UTC),
                zone,
                dry_run=asked.dry_run,
                bad_rows=asked.bad_rows,
                check_first=not is_one_transaction(store),
                change_id=await find_open_import(store),
                told=lambda rows: told(rows, None),
            )
            return await import_files(store.for_viewer(admin), files, options, errors)
    finally:
        await store.close()


def _content(report: Report) -> dict[str, Any]:
    return {
        "changeId": report.change_id,
        "refused": report.refused,
        "facts": report.facts,
        "files": [
            {
                "name": file.name,
                "table": file.table.en,
                "encoding": file.encoding,
                "delimiter": file.delimiter.en,
                "unknownHeadings": list(file.unknown),
            }
            for file in report.files
        ],
        "tables": [
            {
                "table": table.table.en,
                "created": table.created,
                "changed": table.changed,
                "left": table.left,
                "notAgain": table.not_again,
                "bad": table.bad,
            }
            for table in report.tables
        ],
        "fileErrors": [
            {"file": error.file, "line": error.line, "en": error.message.en, "zh": error.message.zh}
            for error in report.file_errors
        ],
        "errorCount": report.problems.errors,
        "errors": [_error(error) for error in report.problems.shown],
        "notes": [{"file": n.file, "line": n.line, "en": n.text.en, "zh": n.text.zh} for n in report.notes],
        "badRowFiles": [str(path) for path in report.bad_files],
    }


def _error(error: RowError) -> dict[str, Any]:
    return {
        "file": error.file,
        "line": error.line,
        "heading": error.heading,
        "value": error.value,
        "en": error.message.en,
        "zh": error.message.zh,
    }


def _lines(report: Report, asked: Asked, language: Language) -> Iterable[str]:
    for file in report.files:
        yield f"{file.name}: {say(file.table, language)}, {file.encoding}, {say(file.delimiter, language)}"
        if file.unknown:
            yield f"  left alone, unknown headings: {', '.join(file.unknown)}"
    for error in report.file_errors:
        at = f":{error.line}" if error.line else ""
        yield f"✗ {error.file}{at}: {say(error.message, language)}"
    for error in report.problems.shown:
        cell = f" {error.heading} “{error.value or ''}”" if error.heading else ""
        yield f"✗ {error.file}:{error.line}:{cell} {say(error.message, language)}"
    if (more := report.problems.errors - len(report.problems.shown)) > 0:
        yield f"… and {more} more errors."
    for note in report.notes:
        yield f"! {note.file}:{note.line}: {say(note.text, language)}"
    would = "would be " if asked.dry_run else ""
    for table in report.tables:
        rest = "".join(f", {n} {word}" for n, word in ((table.not_again, "not again"), (table.bad, "bad")) if n)
        yield (
            f"{say(table.table, language)}: {would}{table.created} created, {table.changed} changed, "
            f"{table.left} left{rest}"
        )
    yield from (f"Bad rows, with reasons, are in {path}; mend and import it." for path in report.bad_files)
    yield _outcome(report, asked)


def _outcome(report: Report, asked: Asked) -> str:
    if report.refused:
        hint = "" if report.file_errors else " With --skip-bad-rows the good rows would be."
        return f"Nothing was written.{hint}"
    if asked.dry_run:
        return f"A dry run: {report.facts} facts would be written."
    if report.change_id is None:
        return "Nothing differs from what is known; nothing was written."
    return f"{report.facts} facts were written as one change, {report.change_id}, which can be undone."
