"""`rapport insights` and `rapport changes`: what to see to next, and what became otherwise, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from app.asking import DAY_LENGTH, ask_as, find_account, moment_of
from app.console import CommandError, answer
from domain.codes import Severity
from domain.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from app.asking import Asker

    Answer = Mapping[str, Any]

_INSIGHTS: Final = """
query($severity: Severity, $mine: Boolean, $account: ID, $first: Int) {
  insights(severity: $severity, mine: $mine, accountId: $account, first: $first) {
    id rule severity since message { en zh } advice { en zh }
    account { id name } map { id opportunity { name } } assignee { name }
    plays { text { en zh } seller { name } through { name } }
  }
}
"""
_CHANGES: Final = """
query($id: ID!, $opportunity: ID, $since: DateTime!, $until: DateTime) {
  account(id: $id) {
    name
    decisionMap(opportunityId: $opportunity) {
      id opportunity { name }
      changes(since: $since, until: $until) {
        at kind field before after evidence by { name } sentence { en zh }
      }
    }
  }
}
"""
_NO_INSIGHT: Final = Text("Nothing to see to.", "没有待处理的提示。")
_NO_CHANGE: Final = Text("Nothing changed.", "没有变化。")
_SINCE: Final = Text("since", "自")
_MORE: Final = Text("These are the first {}; --first takes more.", "以上为前 {} 条；可用 --first 增加。")


def tell_insights(
    *,
    mine: bool,
    severity: str | None,
    named: str | None,
    first: int,
    email: str | None,
    chinese: bool,
    as_json: bool,
) -> None:
    """Print the insights of what the seller may see, the most pressing first, each with its plays."""
    asked = _severity_of(severity)

    async def read(asker: Asker) -> Answer:
        account = (await find_account(asker.store, named)).id if named is not None else None
        return await asker.ask(_INSIGHTS, severity=asked, mine=mine, account=account, first=first)

    found = ask_as(email, _language(chinese=chinese), read)
    answer(found, insight_words(found["insights"], first, _language(chinese=chinese)), as_json=as_json)


def tell_changes(
    named: str,
    *,
    opportunity_id: str | None,
    since: str,
    until: str | None,
    email: str | None,
    chinese: bool,
    as_json: bool,
) -> None:
    """Print what changed in an account's map: days count from the beginning of the first to the end of the last."""
    given = {
        "opportunity": opportunity_id,
        "since": _beginning_of(since).isoformat(),
        "until": moment_of(until, "--until").isoformat() if until is not None else None,
    }

    async def read(asker: Asker) -> Answer:
        account = await find_account(asker.store, named)
        return (await asker.ask(_CHANGES, id=account.id, **given))["account"]

    found = ask_as(email, _language(chinese=chinese), read)
    answer(found, change_words(found["decisionMap"]["changes"], _language(chinese=chinese)), as_json=as_json)


def insight_words(insights: Sequence[Answer], first: int, language: str) -> str:
    """Return insights as they are told in a terminal, in a language: en or zh."""
    if not insights:
        return _in(_NO_INSIGHT, language)
    lines = [line for one in insights for line in _insight_lines(one, language)]
    return "\n".join([*lines, *([_in(_MORE, language).format(first)] if len(insights) == first else [])])


def _insight_lines(one: Answer, language: str) -> Iterator[str]:
    deal = one["map"]["opportunity"] if one["map"] is not None else None
    since = f"{_in(_SINCE, language)} {one['since'][:10]}" if one["since"] is not None else ""
    parts = [
        _in(Severity(one["severity"]).label, language),
        one["account"]["name"],
        deal["name"] if deal is not None else "",
        since,
        one["rule"],
    ]
    yield " · ".join(part for part in parts if part)
    yield f"  {one['message'][language]}"
    yield from (f"  → {play['text'][language]}" for play in one["plays"])


def change_words(changes: Sequence[Answer], language: str) -> str:
    """Return changes as they are told in a terminal, a line for each, in a language: en or zh."""
    if not changes:
        return _in(_NO_CHANGE, language)
    return "\n".join(f"{one['at'][:10]}  {one['sentence'][language]}" for one in changes)


def _severity_of(text: str | None) -> str | None:
    """Return a severity's code, in whatever case it is given."""
    codes = [one.name for one in Severity]
    if text is not None and text.upper() not in codes:
        raise CommandError(f"--severity is “{text}”; it must be one of {', '.join(codes)}.")
    return text.upper() if text is not None else None


def _beginning_of(text: str) -> datetime:
    """Return the moment that --since stands for: of a day its beginning, in UTC."""
    moment = moment_of(text, "--since")
    return moment.replace(hour=0, minute=0, second=0, microsecond=0) if len(text) == DAY_LENGTH else moment


def _language(*, chinese: bool) -> str:
    return "zh" if chinese else "en"


def _in(text: Text, language: str) -> str:
    return text.zh if language == "zh" else text.en
