"""Checks and imports of uploaded files: they go on by themselves, one at a time, and say how far they are."""

from __future__ import annotations

import asyncio
import contextvars
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from enum import StrEnum
from typing import TYPE_CHECKING

from domain.errors import ConflictError, InvalidError, NotFoundError
from domain.ids import new_id
from domain.text import Text
from graph.importing.files import open_table
from graph.importing.headings import Said
from graph.importing.problems import FileError
from graph.importing.run import Options, import_files
from graph.importing.uploads import check_may_import, delete
from graph.store import ANOTHER_RUN

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from graph.importing.files import TableFile
    from graph.importing.report import Report
    from graph.importing.uploads import Upload, Uploads
    from graph.store import ViewerStore


class ImportState(StrEnum):
    """How far a check or an import is."""

    WAITING = "WAITING"
    RUNNING = "RUNNING"
    DONE = "DONE"
    FAILED = "FAILED"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: which files, by name, with what is said of each; nothing is written unless `write`.

    `skip_bad_rows`: the good rows are written where others are bad. `client_id`: asked again under the same one, it
    is done once.
    """

    files: Mapping[str, Said]
    zone: tzinfo = UTC
    write: bool = False
    skip_bad_rows: bool = False
    client_id: str | None = None


@dataclass(slots=True)
class Job:
    """A check or an import. `rows`: how many of `all_rows` (null: not counted yet) the pass at hand has read.

    `error`: why it failed; then nothing was written. `folder`: for its bad rows.
    """

    asked: Asked
    folder: Path
    all_rows: int | None = None
    state: ImportState = ImportState.WAITING
    rows: int = 0
    report: Report | None = None
    error: Exception | None = None
    task: asyncio.Task[None] | None = None

    @property
    def ended(self) -> bool:
        """Whether it goes on no more."""
        return self.state in {ImportState.DONE, ImportState.FAILED}

    def stop(self) -> None:
        """End it now; what it has written is taken back."""
        self.state = ImportState.FAILED
        if self.task is not None:
            self.task.cancel()

    def told(self, rows: int) -> None:
        """Take note of how many rows have been read."""
        self.rows = rows


def start(uploads: Uploads, upload: Upload, store: ViewerStore, asked: Asked) -> Job:
    """Begin to check or import the files of an upload.

    Raises ForbiddenError, NotFoundError for a file that is not there, InvalidError where there is none, and
    ConflictError while something goes on, or for a `client_id` that was used otherwise.
    """
    check_may_import(store.viewer)
    last = upload.job
    if last is not None and asked.client_id is not None and _named_alike(last.asked, asked):
        return _repeated(last, asked)
    _check_files(upload, asked)
    upload.make_idle()
    upload.job = job = Job(asked, upload.folder / new_id("rows"), _count(last, asked))
    # No request's time limit is the job's: hence a context of its own.
    work = _run(uploads, upload, job, last, store)
    job.task = asyncio.get_running_loop().create_task(work, context=contextvars.Context())
    uploads.tasks.add(job.task)
    job.task.add_done_callback(uploads.tasks.discard)
    return job


async def _run(uploads: Uploads, upload: Upload, job: Job, last: Job | None, store: ViewerStore) -> None:
    try:
        async with uploads.turn:
            job.state = ImportState.RUNNING
            if last is not None:
                await delete(last.folder)
            if job.asked.write:
                await _check_none_was_cut_off(uploads)
            job.report = await _import(uploads, upload, job, store)
        job.state = ImportState.DONE
    except Exception as error:  # noqa: BLE001 - whoever asks how far it is is told
        job.error, job.state = error, ImportState.FAILED
    except asyncio.CancelledError:
        job.state = ImportState.FAILED
        raise


async def _import(uploads: Uploads, upload: Upload, job: Job, store: ViewerStore) -> Report:
    asked = job.asked
    files, errors = await asyncio.to_thread(_open, upload, asked)
    options = Options(
        datetime.now(UTC),
        asked.zone,
        dry_run=not asked.write,
        # A check finds out what could be put aside.
        bad_rows=job.folder if asked.skip_bad_rows or not asked.write else None,
        check_first=uploads.check_first,
        told=job.told,
    )
    return await import_files(store, files, options, errors)


async def _check_none_was_cut_off(uploads: Uploads) -> None:
    cut_off = await uploads.find_cut_off() if uploads.find_cut_off else None
    if cut_off is not None:
        # Two that go on with one run would leave out what the other has written.
        raise ConflictError(ANOTHER_RUN)


def _open(upload: Upload, asked: Asked) -> tuple[list[TableFile], list[FileError]]:
    files: list[TableFile] = []
    errors: list[FileError] = []
    for name, said in asked.files.items():
        try:
            files.append(open_table(upload.files[name].path, said))
        except FileError as error:
            errors.append(error)
    return files, errors


def _repeated(job: Job, asked: Asked) -> Job:
    if job.asked != asked:
        raise ConflictError(
            Text(
                "This clientMutationId was used before, with another input; use a new one.",
                "该 clientMutationId 此前已用于不同的输入，请使用新的标识。",
            ),
            field="clientMutationId",
        )
    return job


def _check_files(upload: Upload, asked: Asked) -> None:
    if not asked.files:
        raise InvalidError(Text("There is no file to import.", "没有要导入的文件。"), field="files")
    for name in asked.files:
        if name not in upload.files:
            raise NotFoundError(
                Text(f"No file {name[:100]!r} was uploaded.", f"没有上传过文件“{name[:100]}”。"), field="files"
            )


def _named_alike(last: Asked, asked: Asked) -> bool:
    return (last.client_id, last.write) == (asked.client_id, asked.write)


def _count(last: Job | None, asked: Asked) -> int | None:
    """Return how many rows there are, if the same files have been read through."""
    if last is None or last.report is None or last.report.file_errors or last.asked.files.keys() != asked.files.keys():
        return None
    return sum(table.rows for table in last.report.tables)
