"""Who a request comes from: by bearer token, or in the local demo by a header that names a seller."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from app.tokens import TokensFile, find_seller
from domain.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.settings import Settings
    from domain.viewer import Viewer
    from graph.store import Store

USER_HEADER = "X-Rapport-User"


class UnauthenticatedError(Exception):
    """Nobody may come in this way; the message says what would be right, `challenge` is for WWW-Authenticate."""

    def __init__(self, message: Text, challenge: str) -> None:
        super().__init__(message.en)
        self.message = message
        self.challenge = challenge


class UnsafeError(Exception):
    """What the settings ask for would let in anybody; the message says what to set."""


class Authentication(Protocol):
    """One way to tell who a request comes from."""

    @property
    def in_words(self) -> str:
        """Who the server takes a request's sender for, for the one who starts it."""
        ...

    async def find_viewer(self, headers: Mapping[str, str], store: Store) -> Viewer:
        """Return the sender; raises UnauthenticatedError."""
        ...


@dataclass(frozen=True, slots=True)
class DemoAuthentication:
    """Everybody on this machine is the first ADMIN, or whom the header names. For loopback alone."""

    @property
    def in_words(self) -> str:
        return f"the first ADMIN; the header {USER_HEADER}: EMAIL makes it another seller"

    async def find_viewer(self, headers: Mapping[str, str], store: Store) -> Viewer:
        email = headers.get(USER_HEADER)
        viewer = await (store.find_admin() if email is None else store.load_viewer(email=email.strip()))
        if viewer is None:
            raise UnauthenticatedError(_nobody(email), f'{USER_HEADER} realm="rapport demo"')
        return viewer


@dataclass(frozen=True, slots=True)
class TokenAuthentication:
    """Whoever has a token of the file is the seller that the token was made for."""

    file: TokensFile

    @property
    def in_words(self) -> str:
        return "whom the bearer token names"

    async def find_viewer(self, headers: Mapping[str, str], store: Store) -> Viewer:
        scheme, _, token = headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise UnauthenticatedError(
                Text(
                    "A token is required: send the header “Authorization: Bearer TOKEN”.",
                    "需要令牌：请发送请求头“Authorization: Bearer 令牌”。",
                ),
                'Bearer realm="rapport"',
            )
        seller_id = find_seller(self.file.current(), token.strip())
        viewer = await store.load_viewer(seller_id=seller_id) if seller_id is not None else None
        if viewer is None:
            raise UnauthenticatedError(
                Text("This token is not, or no longer, valid.", "令牌无效或已失效。"),
                'Bearer realm="rapport", error="invalid_token"',
            )
        return viewer


def choose_authentication(settings: Settings) -> Authentication:
    """Return how requests are told apart; raises UnsafeError where the settings would let in anybody."""
    if settings.tokens_file is not None:
        return TokenAuthentication(TokensFile(settings.tokens_file))
    if settings.is_production:
        raise UnsafeError(
            "RAPPORT_ENV is production and no authentication is configured: set RAPPORT_TOKENS_FILE, "
            "and make a token with `rapport user add EMAIL --token`."
        )
    if not settings.is_loopback:
        raise UnsafeError(
            f"RAPPORT_HOST is {settings.host}, which other machines can reach, and no authentication is configured: "
            "set RAPPORT_TOKENS_FILE and make a token with `rapport user add EMAIL --token`, "
            "or listen on 127.0.0.1."
        )
    return DemoAuthentication()


def _nobody(email: str | None) -> Text:
    if email is None:
        return Text("There is no ADMIN seller yet.", "尚无管理员。")
    shown = email[:200]
    return Text(
        f"No seller has the e-mail “{shown}”, which the header {USER_HEADER} names.",
        f"没有邮箱为“{shown}”的我方人员（请求头 {USER_HEADER}）。",
    )
