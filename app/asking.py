"""Commands that read: they ask the API's own schema, in this process, as one of the sellers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, TypeVar

from app.console import CommandError, run, settings_now
from app.stores import open_existing_store
from domain.account import Account
from domain.errors import DomainError
from domain.ids import id_type
from domain.search_text import query_phrase
from resolvers.root import build_schema
from schema.context import make_context
from schema.language import say

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from graphql import GraphQLError

    from domain.viewer import Viewer
    from graph.store import Store, ViewerStore

T = TypeVar("T")

_FEW: Final = 50
DAY_LENGTH: Final = len("2026-06-30")
_RIGHT: Final = "it must be a day, like 2026-06-30, or a time with an offset, like 2026-06-30T12:00:00+08:00."
_END_OF_DAY: Final = timedelta(days=1) - timedelta(microseconds=1)


class Asker:
    """Who asks, and what; answers are the data of a GraphQL answer."""

    def __init__(self, store: Store, viewer: Viewer, language: str) -> None:
        self.store = store.for_viewer(viewer)
        self._context = make_context(store, viewer, datetime.now(UTC), language)

    async def ask(self, query: str, **variables: Any) -> Mapping[str, Any]:
        """Return what a query answers; raises CommandError with what is wrong with it."""
        answer = await build_schema().execute(query, variable_values=variables, context_value=self._context)
        if answer.errors or answer.data is None:
            raise CommandError("; ".join(map(self._words, answer.errors or ())))
        return answer.data

    def _words(self, error: GraphQLError) -> str:
        original = error.original_error
        if not isinstance(original, DomainError):
            return error.message
        named = f"{'.'.join(original.field)}: " if original.field else ""
        return named + say(original.message, self._context.language)


async def open_asker(store: Store, email: str | None, language: str) -> Asker:
    """Return who asks: the seller with this e-mail, else the first ADMIN. Raises CommandError where there is none."""
    viewer = await store.load_viewer(email=email) if email is not None else await store.find_admin()
    if viewer is None:
        raise CommandError(f"There is no seller {email}." if email else "The database has no ADMIN yet.")
    return Asker(store, viewer, language)


async def find_account(store: ViewerStore, named: str) -> Account:
    """Return the account with this id, external id or name; raises CommandError for none, and for several."""
    if id_type(named) == "account":
        found = await store.list_nodes([named])
    elif (found := await store.list_by_key("account", [named])) == [None]:
        found = [*await store.search(query_phrase(named), _FEW)] if query_phrase(named) else []
    accounts = [one for one in found if isinstance(one, Account)]
    exact = [one for one in accounts if one.name.casefold() == named.strip().casefold()]
    if len(exact or accounts) == 1:
        return (exact or accounts)[0]
    if not accounts:
        raise CommandError(f"There is no account “{named}”, or you may not see it.")
    shown = ", ".join(f"{one.name} ({one.external_id or one.id})" for one in accounts[:5])
    raise CommandError(f"“{named}” are {len(accounts)} accounts: {shown}. Name one by its id.")


def moment_of(text: str, option: str) -> datetime:
    """Return the moment that a day or a time stands for: a day's end, in UTC, so that what happened on it counts.

    Today's is now. Raises CommandError for what is neither.
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"{option} is “{text}”; {_RIGHT}") from error
    if len(text) == DAY_LENGTH:
        now = datetime.now(UTC)
        return (
            min(moment.replace(tzinfo=UTC) + _END_OF_DAY, now)
            if moment.date() <= now.date()
            else moment.replace(tzinfo=UTC)
        )
    if moment.tzinfo is None:
        raise CommandError(f"{option} is “{text}”; {_RIGHT}")
    return moment


def ask_as(email: str | None, language: str, work: Callable[[Asker], Awaitable[T]]) -> T:
    """Open the database that is set, do some work as whoever asks, and close it."""

    async def asking() -> T:
        store = await open_existing_store(settings_now().store)
        try:
            return await work(await open_asker(store, email, language))
        finally:
            await store.close()

    return run(asking())
