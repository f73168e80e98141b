"""Starts and stops a real Neo4j Community server: on the loopback address, with a password, by its pid."""

from __future__ import annotations

import contextlib
import secrets
import shutil
import signal
import socket
import subprocess
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self

from neo4j import GraphDatabase

from tools.neo4j.jars import get_jars
from tools.neo4j.java import find_java
from tools.neo4j.releases import Release, release_of

USER: Final = "neo4j"
_START_SECONDS: Final = 120.0
_STOP_SECONDS: Final = 60.0
_OPENED = ("java.base/java.nio", "java.base/java.io", "java.base/sun.nio.ch")
_CONF = """\
server.default_listen_address=127.0.0.1
server.default_advertised_address=127.0.0.1
server.bolt.enabled=true
server.bolt.listen_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
dbms.usage_report.enabled=false
dbms.security.auth_enabled=true
server.memory.pagecache.size=128m
# The files of a fresh database would take half a gigabyte.
db.tx_log.preallocate=false
# Nobody else is connected when a test stops a server: do not give them twice five seconds.
internal.server.bolt.thread_pool_shutdown_wait_time=100ms
internal.server.bolt.connection_shutdown_wait_time=100ms
# Neither look for other servers on the network nor offer this one to a console elsewhere. Older releases
# do not know these two, and pass over them when they are not strict.
server.config.strict_validation.enabled=false
server.fleet_discovery.enabled=false
dbms.fleet_manager.enabled=false
"""

_CONF_SHORT_LIVED = """\
# A plan for a graph that is filled and emptied again for each test serves as well as a new one.
dbms.cypher.min_replan_interval=10h
dbms.cypher.statistics_divergence_threshold=1.0
"""
_SHORT_LIVED: Final = ("-XX:+UseSerialGC",)
"""One core less for collecting. (To compile quickly only, `TieredStopAtLevel=1`, takes a run half as long again.)"""


class Neo4jStartError(RuntimeError):
    """The server did not start; the message has the end of its log."""


@dataclass(slots=True)
class Neo4jServer:
    """A server over one home folder. `start` may follow `stop` or `kill`: the port and the data stay.

    Where `setpriv` is at hand (Linux), the server dies with the thread that started it, so that a killed test
    run leaves nothing behind: start it from the main thread.
    """

    home: Path
    release: Release
    port: int = 0
    """The port on 127.0.0.1; 0 until the first start finds a free one. (Given 0 itself, Neo4j would tell its
    clients to go to port 0.)"""
    short_lived: bool = False
    """For a run of tests: what it does the first time is quick, what it does all day is not."""
    password: str = field(default_factory=lambda: secrets.token_urlsafe(18), repr=False)
    user: str = USER
    _process: subprocess.Popen[str] | None = field(default=None, repr=False)
    _reader: threading.Thread | None = field(default=None, repr=False)

    @property
    def version(self) -> str:
        return self.release.version

    @property
    def url(self) -> str:
        """The address for one server; `routing_url` is for what must work on a cluster too."""
        return f"bolt://127.0.0.1:{self.port}"

    @property
    def routing_url(self) -> str:
        return f"neo4j://127.0.0.1:{self.port}"

    @property
    def auth(self) -> tuple[str, str]:
        return self.user, self.password

    @property
    def log(self) -> Path:
        """What the server printed, over all its starts."""
        return self.home / "console.log"

    @property
    def _password_set(self) -> Path:
        """A mark; that there are data does not say it, since the start that made them may have been cut short."""
        return self.home / "password-set"

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process is not None else None

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Return when the server answers. The first start on a home folder sets the password.

        Raises:
            Neo4jStartError: no suitable Java, or the server ended or was not ready within two minutes.
        """
        if self.running:
            return
        command = self._command()
        self.port = self.port or _free_port()
        self._configure()
        self._process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self._await_started(self._process)
        if not self._password_set.exists():
            self._set_password()
            self._password_set.touch()

    def stop(self) -> None:
        """Shut down in order: what was committed is checkpointed. Nothing happens when it is not running."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End the process at once (SIGKILL), as when a machine loses its power."""
        self._end(signal.SIGKILL)

    def wait(self) -> None:
        """Return when the server has ended by itself."""
        if self._process is not None:
            self._process.wait()

    def _end(self, number: signal.Signals) -> None:
        process = self._process
        if process is None:
            return
        process.send_signal(number)
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if self._reader is not None:
            self._reader.join()
        self._process = None

    def _command(self) -> list[str]:
        java = find_java(self.release)
        if java is None:
            raise Neo4jStartError(
                f"Neo4j {self.version} needs Java {self.release.oldest_java} to {self.release.newest_java}."
            )
        # SIGKILL, since a JVM that shuts down in order could wait for a client that is gone.
        bound = ["setpriv", "--pdeathsig", "KILL", "--"] if shutil.which("setpriv") else []
        opens = [f"--add-opens={package}=ALL-UNNAMED" for package in _OPENED]
        return [
            *bound, str(java), "-Xmx768m", *(_SHORT_LIVED if self.short_lived else ()), "-Dfile.encoding=UTF-8", *opens,
            "-cp", f"{get_jars(self.version)}/*", self.release.main_class,
            "--console-mode", f"--home-dir={self.home}", f"--config-dir={self.home / 'conf'}",
        ]  # fmt: skip

    def _configure(self) -> None:
        folder = self.home / "conf"
        folder.mkdir(parents=True, exist_ok=True)
        conf = _CONF.format(port=self.port) + (_CONF_SHORT_LIVED if self.short_lived else "")
        (folder / "neo4j.conf").write_text(conf, encoding="utf-8")

    def _await_started(self, process: subprocess.Popen[str]) -> None:
        """Follow what the server prints until it says that it is ready, and drain it from then on."""
        said = threading.Event()
        ready = threading.Event()

        def follow() -> None:
            assert process.stdout is not None  # noqa: S101 - opened as a pipe by `start`
            with process.stdout, self.log.open("a", encoding="utf-8") as log:
                for line in process.stdout:
                    log.write(line)
                    log.flush()
                    if "Started." in line:
                        ready.set()
                        said.set()
            said.set()

        self._reader = threading.Thread(target=follow, name=f"neo4j-{self.version}-log", daemon=True)
        self._reader.start()
        said.wait(_START_SECONDS)
        if not ready.is_set():
            self.kill()
            tail = "\n".join(self.log.read_text(encoding="utf-8").splitlines()[-30:])
            raise Neo4jStartError(f"Neo4j {self.version} did not start:\n{tail}")

    def _set_password(self) -> None:
        with (
            GraphDatabase.driver(self.url, auth=(USER, USER)) as driver,
            driver.session(database="system") as session,
        ):
            session.run("ALTER CURRENT USER SET PASSWORD FROM $old TO $new", old=USER, new=self.password).consume()

    def __enter__(self) -> Self:
        """Start it, unless it runs already."""
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop it."""
        with contextlib.suppress(ProcessLookupError):
            self.stop()


def new_server(home: Path, version: str, *, port: int = 0, short_lived: bool = False) -> Neo4jServer:
    """Return a server that is not started yet, over `home`, a folder that may be absent."""
    return Neo4jServer(home.absolute(), release_of(version), port, short_lived)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
