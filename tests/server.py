"""The real server as a process of its own: started by its command, spoken to over HTTP, ended by its pid."""

from __future__ import annotations

import multiprocessing
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Self

import httpx

from app.entry import main

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerProcess

ROOT = Path(__file__).parents[1]
_UP = re.compile(r"GraphQL\s+(http://\S+)/graphql")
_START_SECONDS = 60.0
_COMMAND_SECONDS = 300.0
_READY = multiprocessing.get_context("forkserver")
_READY.set_forkserver_preload(["tests.preloaded"])


def environment(**variables: str) -> dict[str, str]:
    """Return this process's environment without its own settings, and with those given (`host="…"` …)."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("RAPPORT_")}
    return plain | {f"RAPPORT_{name.upper()}": value for name, value in variables.items()}


def rapport(*arguments: str, cwd: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end, in a process that begins with its modules imported: to import takes a second."""
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        values = environment(**variables) | {"PYTHONPATH": str(ROOT), "COLUMNS": "100"}
        process = _READY.Process(target=_run, args=(arguments, cwd, values, out, err))
        process.start()
        process.join(_COMMAND_SECONDS)
        if process.exitcode is None:
            process.kill()
            raise TimeoutError(f"rapport {' '.join(arguments)} takes longer than {_COMMAND_SECONDS} s")
        return subprocess.CompletedProcess(
            ["rapport", *arguments], process.exitcode, *(one.read_text(encoding="utf-8") for one in (out, err))
        )


def _run(arguments: Sequence[str], cwd: Path, variables: Mapping[str, str], out: Path, err: Path) -> None:
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(variables)
    for stream, path in ((1, out), (2, err)):
        file = os.open(path, os.O_WRONLY | os.O_CREAT)
        os.dup2(file, stream)
        os.close(file)
    sys.argv = ["rapport", *arguments]
    main()


@dataclass
class Server:
    """`rapport serve` on a free port of the loopback address."""

    folder: Path
    variables: dict[str, str] = field(default_factory=dict[str, str])
    said: list[str] = field(default_factory=list[str])
    url: str = ""
    _process: subprocess.Popen[str] | None = None

    def start(self) -> Self:
        """Return when it is up; raises AssertionError with what it said when it is not."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "app", "serve"],
            cwd=self.folder,
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert self._process.stdout is not None
        self._await_up(self._process.stdout)
        return self

    def _environment(self) -> dict[str, str]:
        return environment(**{"port": "0", **self.variables}) | {"PYTHONPATH": str(ROOT)}

    def _await_up(self, output: IO[str]) -> None:
        up = threading.Event()
        threading.Thread(target=self._follow, args=(output, up), daemon=True).start()
        up.wait(_START_SECONDS)
        assert self.url, "\n".join(self.said)

    def _follow(self, output: IO[str], up: threading.Event) -> None:
        with output:
            for line in output:
                self.said.append(line.rstrip())
                if found := _UP.search(line):
                    self.url = found[1]
                if line.startswith("  Viewer"):
                    up.set()
        up.set()

    def query(self, query: str, variables: dict[str, Any] | None = None, **headers: str) -> dict[str, Any]:
        """Send one operation; return its data. Raises AssertionError where there are errors."""
        answer = httpx.post(
            f"{self.url}/graphql",
            json={"query": query, "variables": variables or {}},
            headers={name.replace("_", "-"): value for name, value in headers.items()},
            timeout=60,
        ).json()
        assert "errors" not in answer, answer
        return answer["data"]

    def stop(self) -> int:
        """End it in order; return its exit code."""
        return self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End it at once."""
        self._end(signal.SIGKILL)

    def _end(self, number: signal.Signals) -> int:
        process, self._process = self._process, None
        if process is None:
            return 0
        process.send_signal(number)
        return process.wait(60)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.kill()


@dataclass
class ForkedServer(Server):
    """The same, begun with its modules imported and the schema made: where it is not the server that is tried."""

    _forked: ForkServerProcess | None = None

    def start(self) -> Self:
        said = self.folder / "said"
        said.unlink(missing_ok=True)
        os.mkfifo(said)
        self._forked = _READY.Process(target=_run, args=(["serve"], self.folder, self._environment(), said, said))
        self._forked.start()
        self._await_up(said.open(encoding="utf-8"))
        return self

    def _end(self, number: signal.Signals) -> int:
        process, self._forked = self._forked, None
        if process is None or process.pid is None:
            return 0
        os.kill(process.pid, number)
        process.join(60)
        assert process.exitcode is not None
        return process.exitcode


def await_ready(url: str) -> None:
    """Return when the server says that its store is there; raises AssertionError after a minute or so."""
    pause = threading.Event()
    for _ in range(600):
        if httpx.get(f"{url}/readyz", timeout=60).status_code == 200:
            return
        pause.wait(0.1)
    raise AssertionError(f"{url}/readyz never said that the store is there")
