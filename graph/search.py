"""What parties are found by, and in which order: the same for both stores."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING

from domain.account import Account
from domain.person import Person
from domain.search_text import rank, search_words
from graph.pinyin import romanise

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from domain.seller import Seller


def words_of(party: Account | Person | Seller) -> str:
    """Return the words by which a party is found: its name with its reading; title, department, e-mail, phones."""
    if isinstance(party, Account):
        return search_words((party.name,), romanise)
    if isinstance(party, Person):
        values = (party.name, party.title, party.department, *party.emails, *party.phones)
        return search_words(values, romanise)
    return search_words((party.name, party.email), romanise)


def best(tokens: Sequence[str], found: Iterable[tuple[str, str, str]], first: int) -> list[str]:
    """Return the ids of the best `first` of what was found, given as id, name and words, the best first."""
    query = " ".join(tokens)
    ranked = heapq.nsmallest(first, ((rank(query, name, words), name, id_) for id_, name, words in found))
    return [id_ for _, _, id_ in ranked]
