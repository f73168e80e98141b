"""Sellers and their tokens, from the command line: done as the first ADMIN."""

from __future__ import annotations

from collections import Counter
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from app.console import CommandError, answer, run, settings_now
from app.settings import SettingsError
from app.stores import open_store
from app.tokens import Token, new_token, read_tokens, write_tokens
from domain.codes import SellerRole
from domain.seller import Seller
from graph.founding import FIRST_NAME, found
from graph.recording import record
from graph.seller import create_seller
from graph.store import Page

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping
    from pathlib import Path

    from graph.recording import Decision
    from graph.store import Store, ViewerStore


def add_user(email: str, given: Mapping[str, str | None], *, token: bool, as_json: bool) -> None:
    """Add a seller, where there is none with the e-mail, and a token for them where one is asked for."""
    path = _tokens_file() if token else None
    seller, added = run(_ensure_seller(email, given))
    content: dict[str, Any] = {
        "id": seller.id,
        "name": seller.name,
        "email": seller.email,
        "role": seller.role.value,
        "added": added,
    }
    words = f"{seller.name} <{seller.email}>, {seller.role.value}, {'added' if added else 'is there already'}."
    if path is not None:
        content["token"] = _add_token(path, seller)
        words += f"\nToken, shown this once: {content['token']}"
    answer(content, words, as_json=as_json)


def list_users(*, as_json: bool) -> None:
    """List the sellers with their roles, teams and numbers of tokens."""
    tokens_file = settings_now().tokens_file
    tokens = read_tokens(tokens_file) if tokens_file is not None and tokens_file.exists() else ()
    held = Counter(token.seller_id for token in tokens)
    users = [
        {
            "id": seller.id,
            "name": seller.name,
            "email": seller.email,
            "role": seller.role.value,
            "team": seller.team,
            "tokens": held[seller.id],
        }
        for seller in run(_list_sellers())
    ]
    lines = [
        f"{u['name']} <{u['email'] or 'no e-mail'}>, {u['role']}, {u['team'] or 'no team'}, {u['tokens']} token(s)"
        for u in users
    ]
    answer({"users": users}, "\n".join(lines) or "There are no sellers yet.", as_json=as_json)


def revoke_tokens(email: str, *, as_json: bool) -> None:
    """Take back all tokens of a seller, by the e-mail they have now or had when the token was made."""
    path = _tokens_file()
    tokens = read_tokens(path) if path.exists() else ()
    seller = next((s for s in run(_list_sellers()) if _same(s.email, email)), None)
    kept = [t for t in tokens if not (_same(t.email, email) or (seller is not None and t.seller_id == seller.id))]
    revoked = len(tokens) - len(kept)
    if not revoked:
        raise CommandError(f"{email} has no token in {path}.")
    write_tokens(path, kept)
    answer({"revoked": revoked}, f"{revoked} token(s) of {email} taken back.", as_json=as_json)


def _same(known: str | None, given: str) -> bool:
    return known is not None and known.casefold() == given.strip().casefold()


def _tokens_file() -> Path:
    path = settings_now().tokens_file
    if path is None:
        raise SettingsError("RAPPORT_TOKENS_FILE", "", "set it to the file that holds the tokens' hashes.")
    return path


def _add_token(path: Path, seller: Seller) -> str:
    token, sha256 = new_token()
    known = read_tokens(path) if path.exists() else ()
    created = datetime.now(UTC).isoformat(timespec="seconds")
    write_tokens(path, [*known, Token(seller.id, seller.email or "", sha256, created)])
    return token


@asynccontextmanager
async def _opened() -> AsyncGenerator[Store]:
    store = await open_store(settings_now().store)
    try:
        yield store
    finally:
        await store.close()


async def _ensure_seller(email: str, given: Mapping[str, str | None]) -> tuple[Seller, bool]:
    role = _role(given.get("role"))
    async with _opened() as store:
        first = await store.load_position() == 0
        if first:
            if role not in {None, SellerRole.ADMIN}:
                raise CommandError("The first seller of a database is its ADMIN; leave --role out.")
            await found(store, datetime.now(UTC), name=given.get("name") or FIRST_NAME, email=email)
        admin = await store.find_admin()
        if admin is None:
            raise CommandError("The database has sellers but no ADMIN.")
        bound = store.for_viewer(admin)
        (known,) = await bound.list_by_key("seller", [email.strip()])
        if isinstance(known, Seller):
            return known, first
        return await _create(bound, email, role, given), True


async def _create(store: ViewerStore, email: str, role: SellerRole | None, given: Mapping[str, str | None]) -> Seller:
    if not given.get("name"):
        raise CommandError(f"No seller has the e-mail {email}; give --name to add one.")
    manager_id = None
    if manager := given.get("manager"):
        (managing,) = await store.list_by_key("seller", [manager])
        if not isinstance(managing, Seller):
            raise CommandError(f"No seller has the e-mail {manager}, named as the manager.")
        manager_id = managing.id

    async def decide() -> Decision:
        return await create_seller(
            store,
            datetime.now(UTC),
            name=given["name"],
            email=email,
            role=role,
            team=given.get("team"),
            manager_id=manager_id,
        )

    recorded = await record(store, "createSeller", decide, client_mutation_id=None, input_hash="")
    (seller,) = await store.list_nodes([recorded.result["seller"]])
    if not isinstance(seller, Seller):
        raise CommandError("The seller was written but cannot be read.")
    return seller


def _role(name: str | None) -> SellerRole | None:
    if name is None:
        return None
    try:
        return SellerRole(name.upper())
    except ValueError as error:
        roles = ", ".join(SellerRole)
        raise CommandError(f"There is no role {name}; there are {roles}.") from error


async def _list_sellers() -> list[Seller]:
    async with _opened() as store:
        admin = await store.find_admin()
        if admin is None:
            return []
        bound = store.for_viewer(admin)
        sellers: list[Seller] = []
        page = Page(1000)
        while True:
            found_ = await bound.page_sellers(page)
            sellers += found_.items
            if not found_.has_next:
                return sellers
            page = Page(1000, found_.keys[-1])
