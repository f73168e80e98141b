"""What commands share: settings, answers, progress, and failures in words."""

from __future__ import annotations

import asyncio
import io
import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, TypeVar

from app.authentication import UnsafeError
from app.exits import FAILED, UNREACHABLE, USAGE
from app.settings import SettingsError, load_settings
from app.tokens import TokensFileError
from domain.errors import DomainError
from graph.copying import CopyError
from graph.store import StoreUnavailableError, StoreVersionError

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Generator, Mapping

    from rich.console import RenderableType

    from app.settings import Settings

T = TypeVar("T")

_WIDEST: Final = 1_000
"""Lines are as long as what they say: a terminal wraps them, a script does not want it."""


class CommandError(Exception):
    """A command that cannot do what it was asked to; the message says why."""


def settings_now(instead: Mapping[str, str | None] | None = None) -> Settings:
    """Read the settings of this process; what is given in `instead` goes before the environment."""
    given = {name: value for name, value in (instead or {}).items() if value is not None}
    return load_settings({**os.environ, **given})


def run(task: Coroutine[Any, Any, T]) -> T:
    """Run a command's work to its end."""
    return asyncio.run(task)


def answer(content: Mapping[str, Any], words: str, *, as_json: bool) -> None:
    """Print a command's answer: JSON for a script, words for a person."""
    if as_json:
        import orjson

        words = orjson.dumps(content, option=orjson.OPT_INDENT_2).decode()
    sys.stdout.write(words + "\n")


def rendered(shown: RenderableType) -> str:
    """Return what Rich draws, as text without colours."""
    from rich.console import Console

    console = Console(width=_WIDEST, color_system=None, file=io.StringIO(), legacy_windows=False)
    with console.capture() as captured:
        console.print(shown)
    return "\n".join(line.rstrip() for line in captured.get().splitlines())


@contextmanager
def progress(what: str) -> Generator[Callable[[int, int | None], None]]:
    """Show a bar for long work, on a terminal alone: the function given takes how much is done, of how much."""
    if not sys.stderr.isatty():
        yield lambda _done, _total=None: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total=None: bar.update(task, completed=done, total=total)


def failure_of(error: Exception) -> tuple[int, str] | None:
    """Return the exit code and the words for a failure; null for one that nobody expected."""
    if isinstance(error, SettingsError | UnsafeError):
        return USAGE, str(error)
    if isinstance(error, StoreUnavailableError | StoreVersionError):
        return UNREACHABLE, str(error)
    if isinstance(error, CommandError | CopyError | TokensFileError):
        return FAILED, str(error)
    if isinstance(error, DomainError):
        field = f"{'.'.join(error.field)}: " if error.field else ""
        return FAILED, field + str(error)
    return None
