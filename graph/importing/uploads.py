"""Files that somebody hands over to be imported: in a folder of this process, until an hour after they were last used.

They are neither in the database nor seen by anybody else, and do not outlive the process.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from domain.errors import ConflictError, ForbiddenError, InvalidError, LimitError, NotFoundError
from domain.ids import new_id
from domain.text import Text

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterable, Awaitable, Callable

    from domain.ids import ChangeId, SellerId
    from domain.viewer import Viewer
    from graph.importing.describing import Description
    from graph.importing.headings import Said
    from graph.importing.jobs import Job

MEGABYTE: Final = 1_000_000
MAX_FILES: Final = 50
"""Most files of one upload."""
MOST: Final = 3
"""Most uploads of one viewer; with a further one, the one that was used last longest ago goes."""
KEPT: Final = 3600.0
"""How long an upload is kept after it was last used, in seconds."""

_PREFIX: Final = "rapport-import-"
_SWEEP_SECONDS: Final = 60.0
_BUFFER: Final = 1 << 20
_LONGEST_NAME: Final = 200


@dataclass(slots=True)
class Uploaded:
    """One file: its owner's name for it, where it lies, its size in bytes, and what was seen in it, by what is said."""

    name: str
    path: Path
    bytes: int
    found: tuple[Said, Description] | None = None


@dataclass(slots=True)
class Upload:
    """Files that are imported together; `bytes`: what they take, those that are still on their way included."""

    id: str
    owner: SellerId
    folder: Path
    touched: float
    files: dict[str, Uploaded] = field(default_factory=dict[str, Uploaded])
    bytes: int = 0
    job: Job | None = None

    @property
    def is_busy(self) -> bool:
        """Whether it is being checked or imported."""
        return self.job is not None and not self.job.ended

    def make_idle(self) -> None:
        """End a check, which gives way to whatever comes; raise ConflictError while it is being imported."""
        if self.job is None or self.job.ended:
            return
        if self.job.asked.write:
            raise ConflictError(
                Text("These files are being imported; wait for the end.", "这些文件正在导入，请等待结束。"),
                field="importId",
            )
        self.job.stop()


class Uploads:
    """All uploads of a process. `limit`: most bytes of one.

    `check_first`, `find_cut_off`: what the store needs of an import, and which one was cut off or goes on elsewhere.
    """

    def __init__(
        self,
        *,
        limit: int,
        check_first: bool = True,
        find_cut_off: Callable[[], Awaitable[ChangeId | None]] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.limit = limit
        self.check_first = check_first
        self.find_cut_off = find_cut_off
        self.turn = asyncio.Lock()
        """Of checks and imports, one at a time."""
        self.tasks: set[asyncio.Task[None]] = set()
        self._clock = clock
        self._all: dict[str, Upload] = {}
        self._folder: Path | None = None
        self._lock: int | None = None

    def find(self, viewer: Viewer, upload_id: str) -> Upload:
        """Return a viewer's own upload; raises NotFoundError for any other, and for one that is gone."""
        found = self._all.get(upload_id)
        if found is None or found.owner != viewer.id:
            raise NotFoundError(
                Text("There are no such files (any more); upload them again.", "没有这些文件或已被清理，请重新上传。"),
                field="importId",
            )
        found.touched = self._clock()
        return found

    async def receive(
        self, viewer: Viewer, name: str, chunks: AsyncIterable[bytes], upload_id: str | None = None
    ) -> Upload:
        """Keep a file, whole or not at all, as part of an upload; of a new one unless `upload_id` names one.

        A file of the same name takes the place of the one before. Raises ForbiddenError, NotFoundError,
        InvalidError for what is no file's name, LimitError, ConflictError, and what `chunks` raises.
        """
        check_may_import(viewer)
        _check_name(name)
        upload = self._begin(viewer) if upload_id is None else self.find(viewer, upload_id)
        upload.make_idle()
        if len({*upload.files, name}) > MAX_FILES:
            raise LimitError(
                Text(f"At most {MAX_FILES} files at once.", f"一次最多 {MAX_FILES} 个文件。"), field="file"
            )
        path = upload.folder / new_id("file") / name
        before = upload.files.get(name)
        try:
            size = await self._write(upload, path, chunks, but=before.bytes if before else 0)
            upload.make_idle()
        except BaseException:
            # Another request may have begun to use it meanwhile.
            if not upload.files:
                await self._remove(upload)
            await delete(path.parent)
            raise
        upload.files[name] = Uploaded(name, path, size)
        self._all[upload.id] = upload
        if before is not None:
            upload.bytes -= before.bytes
            await delete(before.path.parent)
        await self._leave_few(viewer)
        return upload

    async def sweep(self) -> None:
        """Remove what has not been used for long."""
        latest = self._clock() - KEPT
        for upload in [one for one in self._all.values() if one.touched < latest and not one.is_busy]:
            await self._remove(upload)

    async def close(self) -> None:
        """End what goes on, which is taken back, and remove everything."""
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        self._all.clear()
        if self._folder is not None:
            await delete(self._folder)
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _begin(self, viewer: Viewer) -> Upload:
        if self._folder is None:
            self._folder, self._lock = _make_folder()
        id_ = new_id("import")
        return Upload(id_, viewer.id, self._folder / id_, self._clock())

    async def _write(self, upload: Upload, path: Path, chunks: AsyncIterable[bytes], *, but: int) -> int:
        size = 0
        try:
            await asyncio.to_thread(path.parent.mkdir, parents=True, mode=0o700)
            with await asyncio.to_thread(path.open, "wb", 0) as file:
                waiting = bytearray()
                async for chunk in chunks:
                    size += len(chunk)
                    upload.bytes += len(chunk)
                    self._check_size(upload.bytes - but)
                    waiting += chunk
                    if len(waiting) >= _BUFFER:
                        await asyncio.to_thread(file.write, waiting)
                        waiting = bytearray()
                await asyncio.to_thread(file.write, waiting)
        except BaseException:
            upload.bytes -= size
            raise
        return size

    def _check_size(self, size: int) -> None:
        if size > self.limit:
            raise too_much(self.limit)

    async def _leave_few(self, viewer: Viewer) -> None:
        own = [one for one in self._all.values() if one.owner == viewer.id]
        idle = sorted((one for one in own if not one.is_busy), key=lambda one: one.touched)
        for upload in idle[: max(0, len(own) - MOST)]:
            await self._remove(upload)

    async def _remove(self, upload: Upload) -> None:
        self._all.pop(upload.id, None)
        await delete(upload.folder)


@contextlib.asynccontextmanager
async def open_uploads(uploads: Uploads) -> AsyncGenerator[Uploads]:
    """Keep uploads swept until the end, and remove then what is left, and now what processes left that were killed."""

    async def sweep() -> None:
        await asyncio.to_thread(remove_leftovers)
        while True:
            await asyncio.sleep(_SWEEP_SECONDS)
            await uploads.sweep()

    sweeping = asyncio.create_task(sweep())
    try:
        yield uploads
    finally:
        sweeping.cancel()
        await uploads.close()


def check_may_import(viewer: Viewer) -> None:
    """Raise ForbiddenError for whoever may not import: tables speak of any account, so that only an ADMIN may."""
    if not viewer.is_admin:
        raise ForbiddenError(Text("Only an ADMIN may import.", "只有管理员可以导入。"))


def too_much(limit: int) -> LimitError:
    """Return the refusal of files that are more than `limit` bytes together."""
    return LimitError(
        Text(
            f"The files of an import have at most {limit // MEGABYTE:,} MB together; import them in parts.",
            f"一次导入的文件合计最多 {limit // MEGABYTE:,} MB，请分批导入。",
        ),
        field="file",
    )


def remove_leftovers() -> None:
    """Remove the folders of processes that have ended without doing so: nobody holds a lock on them."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):
            if folder.is_symlink() or folder.stat().st_uid != os.getuid():
                continue
            if (lock := _take_lock(folder)) is not None:
                shutil.rmtree(folder, ignore_errors=True)
                os.close(lock)


def _make_folder() -> tuple[Path, int | None]:
    # Only we may look into it.
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
    return folder, _take_lock(folder)


def _take_lock(folder: Path) -> int | None:
    """Lock a folder for as long as this process lives; null where another one holds it, or nobody can."""
    try:
        import fcntl
    except ImportError:
        return None
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return None
    return handle


def _check_name(name: str) -> None:
    if name in {"", ".", ".."} or not name.isprintable() or set(name) & {"/", "\\"}:
        raise InvalidError(
            Text(
                "This is no name of a file; without folders, like accounts.csv.",
                "文件名无效；请使用不含文件夹的名称，如 客户.csv。",
            ),
            field="file",
        )
    if len(name.encode()) > _LONGEST_NAME:
        raise InvalidError(
            Text(
                f"The file's name is too long; at most {_LONGEST_NAME} bytes.",
                f"文件名过长，最多 {_LONGEST_NAME} 字节。",
            ),
            field="file",
        )


async def delete(folder: Path) -> None:
    """Remove a folder with all that is in it, if it is there."""
    await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
