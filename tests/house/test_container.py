"""Dockerfile and compose.yaml, where no container engine is at hand: their rules, and every command for real.

The rules are those that hadolint and the image scanners look for. The commands run in a folder of their own, in
which the paths of the Dockerfile are set: what they make there is the image's last stage, and the server starts
from it with the image's own environment, user apart.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from itertools import takewhile
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
import yaml

from tests.house.dockerfile import Copy, Stage, read_copy, read_dockerfile

ROOT = Path(__file__).parents[2]
STAGES = read_dockerfile(ROOT / "Dockerfile")
PAGES, BUILD, LAST = STAGES
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
PINNED = re.compile(r"[a-z0-9./-]+:\d+\.\d+[a-z0-9.-]*(@sha256:[0-9a-f]{64})?")


# --------------------------------------------------------------------------------------- the Dockerfile


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.name or "last")
def test_base_images_are_pinned(stage: Stage) -> None:
    assert PINNED.fullmatch(stage.image), stage.image


def test_the_last_two_stages_have_the_same_python() -> None:
    # The environment that the one makes points at the interpreter of the other.
    assert BUILD.image == LAST.image


def test_the_last_stage_builds_nothing() -> None:
    assert LAST.all("RUN") == []
    assert {read_copy(copy).stage for copy in LAST.all("COPY")} == {BUILD.name}


def test_the_server_is_not_root() -> None:
    (user,) = LAST.all("USER")
    assert re.fullmatch(r"[1-9]\d{4,}:[1-9]\d{4,}", user.value), "a number, and not one of the system's"
    assert {read_copy(copy).owner for copy in LAST.all("COPY")} == {None, user.value}
    after = LAST.instructions[LAST.instructions.index(user) + 1 :]
    assert {instruction.word for instruction in after} <= {"HEALTHCHECK", "ENTRYPOINT", "CMD"}


def test_commands_are_in_exec_form() -> None:
    # A shell in between would swallow the signal that ends the server in order.
    for word in ("ENTRYPOINT", "CMD"):
        (instruction,) = LAST.all(word)
        assert instruction.exec_form, word


def test_health_is_asked_of_the_server_without_another_program() -> None:
    command = healthcheck()
    assert command[0] == "python"
    assert "/healthz" in command[-1]
    assert "timeout=" in command[-1]


def test_the_lock_is_installed_before_the_source_is_copied() -> None:
    # Else every change of a line installs every dependency anew.
    locks = {"requirements.lock", "requirements-build.lock"}
    assert copied_before(BUILD, "install --no-deps --require-hashes") == locks
    for folder in ("tools/graphiql", "ui"):
        copied = copied_before(PAGES, f"{folder} ci")
        assert {f"{folder}/package.json", f"{folder}/package-lock.json"} <= copied
        assert folder not in copied


def test_everything_installed_is_hashed() -> None:
    commands = [c for stage in STAGES for run in stage.all("RUN") for c in run.value.split(" && ")]
    for command in commands:
        if " install " in f"{command} ":
            assert "--require-hashes" in command or "--no-deps" in command, command
        if command.startswith("npm"):
            assert " ci" in command or " run " in command, command


def copied_before(stage: Stage, command: str) -> set[str]:
    """Return what a stage has copied when it comes to the RUN with this command."""
    before = takewhile(lambda i: not (i.word == "RUN" and command in i.value), stage.instructions)
    return {source for i in before if i.word == "COPY" for source in read_copy(i).sources}


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.name or "last")
def test_no_stage_does_what_linters_forbid(stage: Stage) -> None:
    text = "\n".join(f"{i.word} {i.value}" for i in stage.instructions)
    for forbidden in ("sudo", "curl", "wget", "apt-get upgrade", "chmod 777", "--trusted-host", "--index-url"):
        assert forbidden not in text
    for run in stage.all("RUN"):
        if "apt-get install" in run.value:
            assert "--no-install-recommends" in run.value
            assert "rm -rf /var/lib/apt/lists" in run.value
        assert " cd " not in f" {run.value}", "WORKDIR is for that"
    for folder in stage.all("WORKDIR"):
        assert folder.value.startswith("/")
    for name in stage.environment():
        assert not re.search("PASSWORD|TOKEN$|SECRET|KEY", name), "a secret would stay in a layer"


def test_the_context_is_what_is_copied() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules[0] == "*"
    let_in = {rule.removeprefix("!") for rule in rules if rule.startswith("!")}
    copies = [read_copy(copy) for stage in STAGES for copy in stage.all("COPY")]
    sources = {source for copy in copies if copy.stage is None for source in copy.sources}
    assert let_in == {source for source in sources if not sources & {str(p) for p in Path(source).parents}}
    assert all((ROOT / name).exists() for name in let_in)


# ---------------------------------------------------------------------------------------- compose.yaml


def test_the_services_are_a_server_and_a_neo4j() -> None:
    assert set(COMPOSE["services"]) == {"rapport", "neo4j"}
    assert PINNED.fullmatch(COMPOSE["services"]["neo4j"]["image"])


def test_the_server_waits_for_a_healthy_neo4j() -> None:
    assert COMPOSE["services"]["rapport"]["depends_on"] == {"neo4j": {"condition": "service_healthy"}}
    assert COMPOSE["services"]["neo4j"]["healthcheck"]["test"][0] == "CMD-SHELL"


def test_compose_has_no_secret_and_no_default_for_one() -> None:
    for service in COMPOSE["services"].values():
        for name, value in service["environment"].items():
            if re.search("PASSWORD|AUTH", name):
                assert re.fullmatch(r"(neo4j/)?\$\{NEO4J_PASSWORD:\?[^}]+\}", value), name
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert ".env" in ignored


def test_compose_publishes_on_this_machine_alone() -> None:
    ports = [port for service in COMPOSE["services"].values() for port in service.get("ports", [])]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_compose_gives_the_server_few_rights() -> None:
    server = COMPOSE["services"]["rapport"]
    assert server["read_only"] is True
    assert server["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in server["security_opt"]
    assert {volume.partition(":")[2] for volume in server["volumes"]} <= {
        folder for volume in LAST.all("VOLUME") for folder in volume.exec_form or []
    }


def test_every_named_volume_is_declared() -> None:
    used = {v.partition(":")[0] for service in COMPOSE["services"].values() for v in service["volumes"]}
    assert used == set(COMPOSE["volumes"])


# ------------------------------------------------------------------------------- the commands, for real


def healthcheck() -> list[str]:
    (check,) = LAST.all("HEALTHCHECK")
    words = check.value.partition(" CMD ")[2]
    assert words.startswith("["), "exec form"
    return yaml.safe_load(words)


class PlainEnvironment:
    """A folder that stands for the file systems of an image: `/opt/rapport` is `<folder>/opt/rapport`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def place(self, path: str) -> Path:
        return self.folder / path.lstrip("/")

    def moved(self, text: str) -> str:
        """Return a command, or a value of ENV, with the absolute paths of the Dockerfile set in the folder."""
        return re.sub(r"(?<![\w.*-])/(?=(?:build|data|opt|pages)\b)", f"{self.folder}/", text)

    def build(self, stage: Stage, path: str) -> None:
        """Follow the instructions of a stage, programs found on `path`."""
        # How this machine reaches registries stays; what would lead back to the tests' own environment goes.
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "RAPPORT_", "VIRTUAL_ENV"))}
        environment |= stage.environment() | {"PATH": path, "npm_config_prefer_offline": "true"}
        # An image keeps no downloads; here they are on the disk since this machine was set up.
        environment.pop("PIP_NO_CACHE_DIR", None)
        folder = self.folder
        for instruction in stage.instructions:
            match instruction.word:
                case "WORKDIR":
                    folder = self.place(instruction.value)
                    folder.mkdir(parents=True)
                case "COPY":
                    self.copy(read_copy(instruction), folder)
                case "RUN":
                    self.run(instruction.value, folder, environment)
                case _:
                    pass

    def copy(self, copy: Copy, folder: Path) -> None:
        """Copy within the folder, or from the context: what git knows or would take up."""
        if copy.stage is not None:
            (source,) = copy.sources
            shutil.copytree(self.place(source), folder / copy.target, dirs_exist_ok=True)
            return
        for name in _context():
            if any(name == source or name.startswith(f"{source}/") for source in copy.sources):
                target = folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, target)

    def run(self, command: str, folder: Path, environment: dict[str, str]) -> None:
        """Run one command as `sh` in a container would, and fail with what it said."""
        done = subprocess.run(
            ["sh", "-ec", self.moved(command)],
            cwd=folder, env=environment, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"


def _context() -> list[str]:
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [name for name in listed.splitlines() if (ROOT / name).is_file()]


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> PlainEnvironment:
    """The stages before the last, done: what the last one copies is in the folder."""
    image = PlainEnvironment(tmp_path_factory.mktemp("image"))
    image.place("/opt").mkdir()
    # `python` is the system's; nothing of the environment of these tests is on the path.
    python = image.place("/usr/local/bin/python")
    python.parent.mkdir(parents=True)
    python.symlink_to(Path(sys.base_prefix) / "bin" / f"python3.{sys.version_info.minor}")
    node = Path(shutil.which("node") or "/usr/bin/node").parent
    for stage in (PAGES, BUILD):
        image.build(stage, f"{python.parent}:{node}:/usr/bin:/bin")
    return image


@pytest.mark.slow
@pytest.mark.xdist_group("image")
def test_the_image_holds_what_is_locked_and_nothing_to_build_with(image: PlainEnvironment) -> None:
    listed = subprocess.run(
        [image.place("/opt/rapport/bin/python"), "-c",
         "from importlib.metadata import distributions as d; print(*(f\"{x.name}=={x.version}\" for x in d()))"],
        check=True, capture_output=True, text=True,
    ).stdout.split()  # fmt: skip
    names = {entry.partition("==")[0].lower().replace("_", "-") for entry in listed}
    assert {"rapport", "starlette", "neo4j", "strawberry-graphql"} <= names
    assert names & {"pip", "setuptools", "wheel", "pytest", "ruff", "uv"} == set()
    locked = set(
        re.findall(r"^([a-z0-9.-]+)==", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert names - {"rapport"} <= locked


@pytest.mark.slow
@pytest.mark.xdist_group("image")
def test_the_image_holds_the_files_that_the_code_reads(image: PlainEnvironment) -> None:
    (site,) = image.place("/opt/rapport/lib").glob("python3.*/site-packages")
    shipped = {
        file.relative_to(ROOT).as_posix()
        for room in ("app", "schema")
        for file in (ROOT / room).rglob("*")
        if file.is_file() and file.suffix not in {".py", ".pyc"} and file.name != ".built"
    }
    assert sorted(name for name in shipped if not (site / name).is_file()) == []
    assert not (site / "tests").exists()
    assert not (site / "tools").exists()


@pytest.mark.slow
@pytest.mark.xdist_group("image")
def test_the_entry_point_is_there(image: PlainEnvironment) -> None:
    (entry,) = LAST.all("ENTRYPOINT")
    words = entry.exec_form or []
    assert os.access(image.place("/opt/rapport/bin") / words[0], os.X_OK)


@pytest.mark.slow
@pytest.mark.xdist_group("image")
def test_the_server_starts_from_the_image_and_is_healthy(image: PlainEnvironment) -> None:
    port = free_port()
    environment = {name: image.moved(value) for name, value in LAST.environment().items()}
    # `$PATH` of the base image, and an address that only this machine reaches.
    environment |= {"PATH": environment["PATH"].replace("$PATH", "/usr/bin:/bin")}
    environment |= {"RAPPORT_HOST": "127.0.0.1", "RAPPORT_PORT": str(port), "HOME": "/nonexistent"}
    data = image.place("/data")
    shutil.copytree(image.place("/build/data"), data)
    words = [word for name in ("ENTRYPOINT", "CMD") for word in LAST.all(name)[0].exec_form or []]
    program = [str(image.place("/opt/rapport/bin") / words[0]), *words[1:]]

    with (image.folder / "log").open("wb") as log:
        server = subprocess.Popen(program, cwd=data, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        assert becomes_healthy(environment, server), (image.folder / "log").read_text(encoding="utf-8")
        with pytest.raises(HTTPError) as refused:
            ask(port, "{ __typename }", token=None)
        assert refused.value.code == 401
        refused.value.close()

        added = subprocess.run(
            [program[0], "user", "add", "ann@example.com", "--name", "Ann Li", "--role", "ADMIN", "--token", "--json"],
            cwd=data, env=environment, check=True, capture_output=True, text=True,
        ).stdout  # fmt: skip
        token = json.loads(added)["token"]
        assert ask(port, "{ __typename }", token=token) == {"data": {"__typename": "Query"}}
    finally:
        server.send_signal(signal.SIGTERM)
        # uvicorn raises the signal again when it has shut down in order.
        assert server.wait(30) in {0, -signal.SIGTERM}
    # In order: SQLite's journal and the write-ahead log are gone.
    assert {file.name for file in data.iterdir()} == {"rapport.db", "tokens.json"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def becomes_healthy(environment: dict[str, str], server: subprocess.Popen[bytes]) -> bool:
    """Ask as a container engine does, until it is content."""
    command = [shutil.which(healthcheck()[0], path=environment["PATH"]) or "", *healthcheck()[1:]]
    deadline = time.monotonic() + 30
    while server.poll() is None and time.monotonic() < deadline:
        if subprocess.run(command, env=environment, check=False, capture_output=True).returncode == 0:
            return True
        time.sleep(0.1)
    return False


def ask(port: int, query: str, *, token: str | None) -> Any:
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    body = json.dumps({"query": query}).encode()
    request = Request(f"http://127.0.0.1:{port}/graphql", data=body, headers=headers)
    with urlopen(request, timeout=10) as answer:  # noqa: S310 - our own server
        return json.load(answer)
