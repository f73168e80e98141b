"""Findings: what a rule saw in a map or at an account, why, and what to do next (domain.md §10)."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from domain.ids import AccountId, InsightId
from domain.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from domain.codes import Severity
    from domain.ids import MapId, PersonId, SellerId
    from domain.rule import Hit, Rule


_REMEMBERED: Final = 10_000
"""So many ids of findings are hashed once, as long as they are asked for again: some megabytes."""

_ID = re.compile(r"insight_(?P<account>[0-9a-f]{32})[0-9a-f]{32}")


class _Filled(Text):
    """A text that is filled in when somebody reads it: of most that is found, nobody does."""

    __slots__ = ("_names", "_text")

    _names: Mapping[str, str | int | Text]
    _text: Text

    def __init__(self, text: Text, names: Mapping[str, str | int | Text]) -> None:
        object.__setattr__(self, "_text", text)
        object.__setattr__(self, "_names", names)

    def __getattr__(self, language: str) -> str:
        """Fill in what has not been read before; `en` and `zh` are asked for here only while they are not there."""
        if language not in {"en", "zh"}:
            raise AttributeError(language)
        names = self._names
        if any(isinstance(value, Text) for value in names.values()):
            names = {
                key: getattr(value, language) if isinstance(value, Text) else value for key, value in names.items()
            }
        filled = getattr(self._text, language).format_map(names)
        object.__setattr__(self, language, filled)
        return filled


@dataclass(frozen=True, slots=True)
class Evidence:
    """One fact that made a rule fire: what it is about, in words, and when it held from.

    The words name dates, never an age that grows by itself: a dismissed finding comes back when they change.
    """

    node_id: str | None
    text: Text
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Play:
    """One concrete next step: who of us, towards which party, through which person; `playbook_id`: read more there."""

    text: Text
    seller_id: SellerId | None = None
    target_id: str | None = None
    through_id: PersonId | None = None
    playbook_id: str | None = None

    def advised(self, playbook_id: str | None) -> Play:
        """Return the step with where to read more, unless it says so itself."""
        if self.playbook_id is not None:
            return self
        return Play(self.text, self.seller_id, self.target_id, self.through_id, playbook_id)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found. The id is that of rule, map or account, and subjects: it is the same at any time.

    `map_id` is null for what is about the account as a whole. `place`: that of the rule among all of them.
    `read_more`: where the playbook says more of what it advises.
    """

    by: Rule
    hit: Hit
    account_id: AccountId
    map_id: MapId | None
    place: int = 0
    read_more: str | None = None

    @property
    def id(self) -> str:
        return finding_id(self.account_id, self.by.id, self.map_id or self.account_id, self.hit.subject_ids)

    @property
    def rule(self) -> str:
        """The id of the rule."""
        return self.by.id

    @property
    def version(self) -> int:
        """That of the rule."""
        return self.by.version

    @property
    def severity(self) -> Severity:
        """That of the rule."""
        return self.by.severity

    @property
    def message(self) -> Text:
        """What is so."""
        return fill(self.by.message, self.hit.names)

    @property
    def advice(self) -> Text:
        """What the rule advises."""
        return fill(self.by.advice, self.hit.names)

    @property
    def subject_ids(self) -> tuple[str, ...]:
        """The stakeholders, people, referrals … it is about; none: the map itself."""
        return self.hit.subject_ids

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """What speaks for it."""
        return self.hit.evidence()

    @property
    def plays(self) -> tuple[Play, ...]:
        """What to do next, each with where the playbook says more."""
        return tuple(play.advised(self.read_more) for play in self.hit.plays())

    @property
    def since(self) -> datetime | None:
        """Since when it holds, where the facts at hand say so exactly."""
        return self.hit.since

    def in_brief(self) -> Finding:
        """Return the same without what to do and what speaks for it, so that it keeps nothing of the map in memory."""
        return replace(self, hit=self.hit.in_brief())

    @property
    def evidence_hash(self) -> str:
        """32 hexadecimal digits that change when what speaks for the finding does."""
        return evidence_hash(self.rule, self.version, self.evidence)


def evidence_hash(rule: str, version: int, evidence: Sequence[Evidence]) -> str:
    """Return what a finding of a rule has for `evidence_hash`."""
    said = [f"{rule} {version}"]
    said += [f"{one.node_id} {one.text.en} {one.at.isoformat() if one.at else ''}" for one in evidence]
    return _digest("\n".join(said))


@lru_cache(maxsize=_REMEMBERED)
def finding_id(account_id: AccountId, rule: str, about: str, subject_ids: tuple[str, ...]) -> str:
    """Return the id of what a rule finds about a map or account, and subjects in it: it tells the account's."""
    owner = account_id.removeprefix("account_")
    return f"insight_{owner}{_digest('|'.join((rule, about, *subject_ids)))}"


def account_of_finding(insight_id: str) -> AccountId | None:
    """Return at which account something was found under an id; null where the text is no such id."""
    match = _ID.fullmatch(insight_id)
    return AccountId(f"account_{match['account']}") if match else None


def finding_at(insight_id: InsightId, account_id: AccountId) -> InsightId:
    """Return the id that a finding about the same has at another account."""
    return InsightId(f"insight_{account_id.removeprefix('account_')}{insight_id[-32:]}")


def fill(text: Text, names: Mapping[str, str | int | Text]) -> Text:
    """Return a text with what its braces name filled in, in each language, when it is read."""
    return _Filled(text, names) if names else text


def listing(names: Sequence[str]) -> Text:
    """Return names one after another, as each language separates them."""
    return Text(", ".join(names), "、".join(names))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
