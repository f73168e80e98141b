"""What parties and opportunities are found by, and in which order: the same for both stores."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING

from domain.account import Account
from domain.opportunity import Opportunity
from domain.person import Person
from domain.search_text import rank, search_words
from graph.pinyin import romanise

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from domain.seller import Seller


def words_of(one: Account | Person | Seller | Opportunity) -> str:
    """Return the words by which something is found: its name with its reading; title, department, e-mail, phones."""
    if isinstance(one, Account | Opportunity):
        return words_of_name(one.name)
    if isinstance(one, Person):
        values = (one.name, one.title, one.department, *one.emails, *one.phones)
        return search_words(values, romanise)
    return search_words((one.name, one.email), romanise)


def words_of_name(name: str) -> str:
    """Return the words by which something is found that has a name alone."""
    return search_words((name,), romanise)


def best(tokens: Sequence[str], found: Iterable[tuple[str, str, str]], first: int) -> list[str]:
    """Return the ids of the best `first` of what was found, given as id, name and words, the best first."""
    query = " ".join(tokens)
    ranked = heapq.nsmallest(first, ((rank(query, name, words), name, id_) for id_, name, words in found))
    return [id_ for _, _, id_ in ranked]
