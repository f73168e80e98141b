"""What a request's fields have at hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import strawberry

from domain.rules import DEFAULTS
from schema.language import Language, language_of
from schema.loaders import Loaders

if TYPE_CHECKING:
    from datetime import datetime

    from domain.rule import RuleSettings
    from domain.viewer import Viewer
    from graph.importing.uploads import Uploads
    from graph.store import Store, ViewerStore


@dataclass(slots=True)
class Context:
    """One request: whose it is, the store as they may use it, the moment it is answered for, and its language.

    `uploads`: files that are to be imported; null where nobody can upload any.
    """

    store: ViewerStore
    viewer: Viewer
    now: datetime
    language: Language
    loaders: Loaders
    rules: RuleSettings = DEFAULTS
    uploads: Uploads | None = None

    def forget(self, now: datetime) -> None:
        """Read everything anew from here on, for the moment `now`, because something was written."""
        self.now = now
        self.loaders = Loaders(self.store, now, self.rules)


Info = strawberry.Info[Context, None]


def make_context(
    store: Store,
    viewer: Viewer,
    now: datetime,
    accept_language: str | None,
    rules: RuleSettings = DEFAULTS,
    uploads: Uploads | None = None,
) -> Context:
    """Return the context of a request by `viewer`, answered for the moment `now`."""
    bound = store.for_viewer(viewer)
    return Context(bound, viewer, now, language_of(accept_language), Loaders(bound, now, rules), rules, uploads)
