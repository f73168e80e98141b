"""Importing over HTTP, spoken to an application in this process: upload, check, import, wait for the end."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from tests.server import ROOT

EXAMPLES = ROOT / "examples"
CSV = {"Content-Type": "text/csv"}

_RUN = """run { writes state rows allRows report { facts errorCount changeId
  counts { table { key } created changed left notAgain bad }
  errors { file line heading value wrong { en zh } right { en zh } }
  notes { file line text { en } } badRows { name path } } }"""
_FILES = """files(files: $files) { name bytes encoding delimiter { en } table { key }
  columns { number name heading { key } samples } error { line heading wrong { en } right { en } } }"""


def _contents(folder: Path) -> list[tuple[str, bytes]]:
    return [(path.name, path.read_bytes()) for path in sorted(folder.iterdir())]


@dataclass
class Importer:
    """One upload of a viewer."""

    client: httpx.AsyncClient
    headers: dict[str, str] = field(default_factory=dict[str, str])
    id: str = ""

    async def post(self, name: str, content: bytes, **more: Any) -> httpx.Response:
        """Upload a file, to the upload at hand where there is one."""
        query = {"file": name, **({"import": self.id} if self.id else {})}
        given = {"params": query, "headers": {**CSV, **self.headers}, **more}
        return await self.client.post("/imports", content=content, **given)

    async def upload(self, name: str, content: bytes | str) -> None:
        """Upload a file that must be taken."""
        answer = await self.post(name, content.encode() if isinstance(content, str) else content)
        assert answer.status_code == 200, answer.text
        self.id = answer.json()["import"]

    async def upload_folder(self, folder: Path) -> None:
        for name, content in _contents(folder):
            await self.upload(name, content)

    async def ask(self, query: str, **variables: Any) -> dict[str, Any]:
        answer = await self.client.post(
            "/graphql", json={"query": query, "variables": {"id": self.id, **variables}}, headers=self.headers
        )
        return answer.json()

    async def files(self, files: list[dict[str, Any]] | None = None) -> dict[str, dict[str, Any]]:
        """Return what the files seem to be, by name."""
        query = f"query ($id: ID!, $files: [ImportFileInput!]) {{ import(id: $id) {{ {_FILES} }} }}"
        found = (await self.ask(query, files=files))["data"]["import"]["files"]
        return {file["name"]: file for file in found}

    async def begin(self, mutation: str = "importFiles", **given: Any) -> dict[str, Any]:
        """Begin to check or import; return the payload."""
        kind = f"{mutation[0].upper()}{mutation[1:]}Input"
        query = (
            f"mutation ($input: {kind}!) {{ {mutation}(input: $input) {{ userErrors {{ code field message }} "
            "import { id run { writes state } } } }"
        )
        return (await self.ask(query, input={"importId": self.id, **given}))["data"][mutation]

    async def wait(self) -> dict[str, Any]:
        """Return the run once it has ended."""
        await self._rest()
        told = await self.ask(f"query ($id: ID!) {{ import(id: $id) {{ {_RUN} }} }}")
        assert "errors" not in told, told
        run = told["data"]["import"]["run"]
        assert run["state"] == "DONE"
        return run

    async def wait_for_failure(self) -> dict[str, Any]:
        """Return the answer that says why the run failed."""
        await self._rest()
        return await self.ask("query ($id: ID!) { import(id: $id) { run { state report { facts } } } }")

    async def _rest(self) -> None:
        transport = self.client._transport
        assert isinstance(transport, httpx.ASGITransport)
        app: Any = transport.app
        await asyncio.gather(*app.state.uploads.tasks, return_exceptions=True)

    async def run(self, mutation: str = "importFiles", **given: Any) -> dict[str, Any]:
        """Check or import; return what came of it."""
        payload = await self.begin(mutation, **given)
        assert payload["userErrors"] == [], payload
        return (await self.wait())["report"]

    async def undo(self, change_id: str) -> bool:
        query = "mutation ($input: UndoInput!) { undo(input: $input) { undone userErrors { message } } }"
        return (await self.ask(query, input={"changeId": change_id}))["data"]["undo"]["undone"]
