"""Clients that write over HTTP until the server is gone, and remember what it acknowledged."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Any

import httpx

CREATE_ACCOUNT = """
mutation ($input: CreateAccountInput!) {
  createAccount(input: $input) { account { id } changeId userErrors { code message } }
}
"""
CREATE_PERSON = """
mutation ($input: CreatePersonInput!) {
  createPerson(input: $input) { person { id } changeId userErrors { code message } }
}
"""
ADD_STAKEHOLDER = """
mutation ($input: AddStakeholderInput!) {
  addStakeholder(input: $input) { stakeholder { id } changeId userErrors { code message } }
}
"""
_TIMEOUT = 30.0


@dataclass(frozen=True, slots=True)
class Write:
    """One mutation as it was sent; its `clientMutationId` makes sending it again harmless."""

    document: str
    field: str
    object: str
    input: dict[str, Any]

    def send(self, client: httpx.Client) -> Acknowledged | None:
        """Return what was acknowledged; null where no answer, or one that the database is away, came back."""
        try:
            answer = client.post("/graphql", json={"query": self.document, "variables": {"input": self.input}})
            content = answer.json()
        except (httpx.HTTPError, ValueError):
            return None
        if answer.status_code == 503:
            return None
        assert "errors" not in content, content
        payload = content["data"][self.field]
        assert payload["userErrors"] == [], payload
        return Acknowledged(self, payload[self.object]["id"], payload["changeId"])


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A write with the id of its object and of its change."""

    write: Write
    id: str
    change_id: str


@dataclass
class Tally:
    """What all writers have had acknowledged; `reached` is set after `goal` more."""

    goal: int
    done: list[Acknowledged] = field(default_factory=list[Acknowledged])
    reached: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, acknowledged: Acknowledged) -> None:
        with self._lock:
            self.done.append(acknowledged)
            if len(self.done) >= self.goal:
                self.reached.set()


class Writer(threading.Thread):
    """One client: an account, a person there, and the person on its map; and again."""

    def __init__(self, name: str, url: str, tally: Tally) -> None:
        super().__init__(name=name, daemon=True)
        self._url = url
        self._tally = tally
        self._count = 0
        self.unanswered: Write | None = None
        """The write that was under way in the end: it may be there, or not."""
        self.failure: AssertionError | None = None

    def run(self) -> None:
        try:
            with httpx.Client(base_url=self._url, timeout=_TIMEOUT) as client:
                while self._write_once(client):
                    pass
        except AssertionError as error:
            self.failure = error
            self._tally.reached.set()

    def _write_once(self, client: httpx.Client) -> bool:
        account = self._send(client, CREATE_ACCOUNT, "createAccount", "account", name="账户", kind="COMPANY")
        if account is None:
            return False
        person = self._send(client, CREATE_PERSON, "createPerson", "person", name="人", accountId=account.id)
        if person is None:
            return False
        added = {"mapId": f"map_{account.id}", "personId": person.id, "roles": ["DECIDER"]}
        return self._send(client, ADD_STAKEHOLDER, "addStakeholder", "stakeholder", **added) is not None

    def _send(
        self, client: httpx.Client, document: str, field_: str, object_: str, **input_: Any
    ) -> Acknowledged | None:
        self._count += 1
        name = f"{self.name}-{self._count}"
        if "name" in input_:
            input_["name"] += f" {name}"
            input_["externalId"] = name
        self.unanswered = Write(document, field_, object_, {**input_, "clientMutationId": name})
        acknowledged = self.unanswered.send(client)
        if acknowledged is not None:
            self.unanswered = None
            self._tally.add(acknowledged)
        return acknowledged
