"""The API as a test speaks to it: one line for a query, one for a write, one for a refusal."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

import httpx

_NUMBERS = count(1)


@dataclass(frozen=True)
class Api:
    """A client as one viewer, in one language."""

    http: httpx.Client
    headers: dict[str, str] = field(default_factory=dict[str, str])

    def by(self, email: str) -> Api:
        """Return the API as the seller with this e-mail."""
        return replace(self, headers={**self.headers, "X-Rapport-User": email})

    def speaking(self, language: str) -> Api:
        """Return the API in a language."""
        return replace(self, headers={**self.headers, "Accept-Language": language})

    def send(self, query: str, variables: dict[str, Any] | None = None) -> httpx.Response:
        return self.http.post("/graphql", json={"query": query, "variables": variables or {}}, headers=self.headers)

    def read(self, query: str, **variables: Any) -> dict[str, Any]:
        """Return the data; there must be no errors."""
        answer = self.send(query, variables).json()
        assert "errors" not in answer, answer
        return answer["data"]

    def error(self, query: str, **variables: Any) -> dict[str, Any]:
        """Return the one error that there must be, without its places."""
        answer = self.send(query, variables).json()
        assert len(answer.get("errors", [])) == 1, answer
        return {"message": answer["errors"][0]["message"], **answer["errors"][0].get("extensions", {})}

    def write(self, mutation: str, select: str = "", **given: Any) -> dict[str, Any]:
        """Run a mutation; return its payload, whatever it is."""
        name = mutation[0].upper() + mutation[1:]
        told = "changeId clientMutationId userErrors { code field message expected actual }"
        query = f"mutation($input: {name}Input!) {{ {mutation}(input: $input) {{ {told} {select} }} }}"
        return self.read(query, input=given)[mutation]

    def written(self, mutation: str, select: str = "", **given: Any) -> dict[str, Any]:
        """Run a mutation that must succeed; return its payload."""
        payload = self.write(mutation, select, **given)
        assert payload["userErrors"] == [], payload
        return payload

    def refused(self, mutation: str, **given: Any) -> tuple[str, list[str] | None]:
        """Run a mutation that must be refused; return the error's code and field."""
        payload = self.write(mutation, **given)
        (error,) = payload["userErrors"]
        assert payload["changeId"] is None
        return error["code"], error["field"]

    # ── things to speak about ──

    def account(self, name: str = "Acme", **given: Any) -> str:
        payload = self.written("createAccount", "account { id }", name=name, **{"kind": "COMPANY", **given})
        return payload["account"]["id"]

    def person(self, name: str = "Ann", account_id: str | None = None, **given: Any) -> str:
        payload = self.written("createPerson", "person { id }", name=name, accountId=account_id, **given)
        return payload["person"]["id"]

    def place(self, account_id: str, person_id: str | None = None, **given: Any) -> str:
        """Add a stakeholder to an account's standing map."""
        said = {"mapId": f"map_{account_id}", "personId": person_id, **given}
        return self.written("addStakeholder", "stakeholder { id }", **said)["stakeholder"]["id"]

    def seller(self, name: str = "Sam", **given: Any) -> tuple[str, str]:
        """Create a seller; return the id and the e-mail."""
        email = f"seller{next(_NUMBERS)}@example.com"
        payload = self.written("createSeller", "seller { id }", name=name, email=email, **given)
        return payload["seller"]["id"], email
