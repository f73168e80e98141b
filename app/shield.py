"""What every answer carries against misuse by browsers, and whom the local demo answers at all."""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING, Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

REQUEST_ID: Final = "X-Request-ID"

_POLICY: Final = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
# The IDE writes styles into its elements; its fonts and pictures are inside its style sheet.
IDE_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; "
    "img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
# The pages run scripts and styles of their own files alone: libraries set styles by the DOM, never by markup.
UI_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
_HEADERS: Final = {
    "Content-Security-Policy": _POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_SOUND_ID: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")


class Shield:
    """Adds the headers and the request's id (the caller's own, where it is a plain word).

    `hosts`: names by which the server may be called; null: any. The demo knows its viewer by nothing but being
    on this machine, so that a page elsewhere must not reach it by a name that points here (DNS rebinding).
    """

    def __init__(self, app: ASGIApp, hosts: frozenset[str] | None = None) -> None:
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        given = headers.get(REQUEST_ID, "")
        request_id = given if _SOUND_ID.fullmatch(given) else secrets.token_hex(8)
        scope.setdefault("state", {})["request_id"] = request_id

        async def send_shielded(message: Message) -> None:
            if message["type"] == "http.response.start":
                sent = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    sent.setdefault(name, value)
                sent[REQUEST_ID] = request_id
            await send(message)

        if self._hosts is not None and host_name(headers.get("host", "")) not in self._hosts:
            refusal = PlainTextResponse(
                "This demo is for this machine alone: call it by 127.0.0.1 or localhost.\n", 421
            )
            await refusal(scope, receive, send_shielded)
            return
        await self._app(scope, receive, send_shielded)


def host_name(host: str) -> str:
    """Return a Host header's name without the port, in small letters."""
    if host.startswith("["):
        return host[1:].partition("]")[0].lower()
    return host.partition(":")[0].lower()
