"""Reads a Dockerfile into stages and instructions: as much of its grammar as ours uses, and no more."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import dataclass, field
from pathlib import Path

KNOWN = {
    "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL", "RUN", "USER", "VOLUME", "WORKDIR",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction: `word` in capitals, `value` as written, lines joined."""

    word: str
    value: str

    @property
    def exec_form(self) -> list[str] | None:
        """The words of `["a", "b"]`, or None for the shell form."""
        return json.loads(self.value) if self.value.startswith("[") else None


@dataclass(slots=True)
class Stage:
    """From one FROM to the next."""

    image: str
    name: str | None
    instructions: list[Instruction] = field(default_factory=list)

    def all(self, word: str) -> list[Instruction]:
        return [instruction for instruction in self.instructions if instruction.word == word]

    def environment(self) -> dict[str, str]:
        """What ENV sets, as written."""
        pairs = (pair.partition("=") for env in self.all("ENV") for pair in shlex.split(env.value))
        return {name: value for name, _, value in pairs}


@dataclass(frozen=True, slots=True)
class Copy:
    """One COPY: the stage it takes from (None: the build context), sources, and where they go."""

    stage: str | None
    owner: str | None
    sources: tuple[str, ...]
    target: str


def read_dockerfile(file: Path) -> list[Stage]:
    stages: list[Stage] = []
    for word, value in _logical_lines(file.read_text(encoding="utf-8")):
        if word not in KNOWN:
            raise ValueError(f"{file.name}: {word} is not known here")
        if word == "FROM":
            match = re.fullmatch(r"(\S+)(?: AS (\S+))?", value)
            if match is None:
                raise ValueError(f"{file.name}: FROM {value}")
            stages.append(Stage(match[1], match[2]))
        else:
            stages[-1].instructions.append(Instruction(word, value))
    return stages


def read_copy(instruction: Instruction) -> Copy:
    words = shlex.split(instruction.value)
    flags = dict(word.removeprefix("--").split("=", 1) for word in words if word.startswith("--"))
    *sources, target = (word for word in words if not word.startswith("--"))
    return Copy(flags.get("from"), flags.get("chown"), tuple(sources), target)


def _logical_lines(text: str) -> list[tuple[str, str]]:
    kept = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    joined = re.sub(r"\s*\\\n\s*", " ", "\n".join(kept))
    return [(word.upper(), value.strip()) for word, _, value in (line.partition(" ") for line in joined.splitlines())]
