"""Text in both languages."""

from __future__ import annotations

import strawberry

import domain.text


@strawberry.type(description="The same text in both languages.")
class Text:
    en: str = strawberry.field(description="In English.")
    zh: str = strawberry.field(description="In Chinese.")

    @classmethod
    def from_domain(cls, found: domain.text.Text) -> Text:
        return cls(en=found.en, zh=found.zh)
