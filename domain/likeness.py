"""Which accounts, and which people, may be one and the same: by what they share (domain.md §11; proposed only).

Signs are a name in its normal form, an e-mail address, a phone number, and external ids that differ in spelling
only; people who share a sign count the more likely where they share an employer too. A sign that more than
`MOST_SHARING` share says little of any two of them, and is passed over.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from math import prod
from typing import TYPE_CHECKING, Final

from domain.account import Account
from domain.search_text import fold_name
from domain.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from domain.person import Person

MOST_SHARING: Final = 20
"""Most parties that one sign may be shared by."""
NAME_OF_ACCOUNT: Final = 0.6
NAME_OF_PERSON: Final = 0.4
E_MAIL: Final = 0.9
PHONE: Final = 0.7
EXTERNAL_ID: Final = 0.5
EMPLOYER: Final = 0.3
"""How much each sign says by itself, 0–1; together they say 1 − the product of what each leaves open."""

_LEAST_DIGITS: Final = 7
_LOCAL_DIGITS: Final = 10
_FORMS: Final = frozenset(
    {
        *("ab", "ag", "as", "asa", "bv", "co", "company", "corp", "corporation", "gmbh", "inc", "incorporated", "kg"),
        *("limited", "llc", "ltd", "nv", "oy", "plc", "pte", "pty", "sa", "sas", "srl"),
    }
)
_CHINESE_FORM: Final = re.compile("(股份有限公司|有限责任公司|有限公司|公司)$")
_ZEROS: Final = re.compile("(?<![0-9])0+(?=[0-9])")

Sign = tuple[str, str]
"""What kind of sign it is, and the value that is shared."""


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Two parties of one kind, `first` with the lower id, how likely they are the same (0–1), and by what signs."""

    first: Account | Person
    second: Account | Person
    score: float
    reasons: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Duplicates:
    """The likeliest pairs, and whether they are all that was found among all there are."""

    pairs: tuple[Duplicate, ...]
    complete: bool


def signs(party: Account | Person) -> dict[Sign, str]:
    """Return by what a party may be known again, the strongest last, with what was written."""
    found: list[tuple[str, str, str]] = []
    if party.external_id:
        found.append(("external id", _spelt(party.external_id), party.external_id))
    if isinstance(party, Account):
        found.append(("account", _company(party.name), party.name))
    else:
        numbers = sorted((_digits(phone), phone) for phone in party.phones)
        found.append(("person", _somebody(party.name), party.name))
        found += [("phone", digits, phone) for digits, phone in numbers if len(digits) >= _LEAST_DIGITS]
        found += sorted(("e-mail", email.casefold(), email) for email in party.emails)
    return {(kind, value): written for kind, value, written in found if value}


def find_duplicates(parties: Iterable[Account | Person], of: str | None = None) -> Duplicates:
    """Return the pairs of parties of one kind that share a sign, the likeliest first, then by names and ids.

    `of`: only pairs in which this party is.
    """
    by_id: dict[str, Account | Person] = {party.id: party for party in parties}
    sharing: defaultdict[Sign, list[str]] = defaultdict(list)
    known = {id_: signs(by_id[id_]) for id_ in sorted(by_id)}
    for id_, found in known.items():
        for sign in found:
            sharing[sign].append(id_)
    shared: defaultdict[tuple[str, str], list[Sign]] = defaultdict(list)
    complete = True
    for sign, ids in sharing.items():
        if len(ids) > MOST_SHARING:
            complete = complete and of is not None and of not in ids
            continue
        for pair in combinations(ids, 2):
            if of is None or of in pair:
                shared[pair].append(sign)
    pairs = sorted((_pair(by_id, known, ends, found) for ends, found in shared.items()), key=_order)
    return Duplicates(tuple(pairs), complete)


def _order(pair: Duplicate) -> tuple[float, str, str, str, str]:
    return (-pair.score, pair.first.name, pair.second.name, pair.first.id, pair.second.id)


def _pair(
    by_id: Mapping[str, Account | Person],
    known: Mapping[str, Mapping[Sign, str]],
    ends: tuple[str, str],
    found: Sequence[Sign],
) -> Duplicate:
    first, second = (by_id[id_] for id_ in ends)
    written = {sign: " / ".join(dict.fromkeys(known[id_][sign] for id_ in ends)) for sign in found}
    told = [*(_told(kind, written[kind, value]) for kind, value in found), *_employer(first, second)]
    return Duplicate(first, second, 1 - prod(1 - weight for weight, _ in told), tuple(text for _, text in told))


def _told(kind: str, written: str) -> tuple[float, Text]:
    weight, text = _SIGNS[kind]
    return weight, Text(f"{text.en}: {written}", f"{text.zh}：{written}")


_SIGNS: Final[Mapping[str, tuple[float, Text]]] = {
    "account": (NAME_OF_ACCOUNT, Text("the same name", "名称相同")),
    "person": (NAME_OF_PERSON, Text("the same name", "姓名相同")),
    "phone": (PHONE, Text("the same phone number", "电话相同")),
    "e-mail": (E_MAIL, Text("the same e-mail address", "邮箱相同")),
    "external id": (EXTERNAL_ID, Text("external ids that differ in spelling only", "外部编号仅写法不同")),
}


def _employer(first: Account | Person, second: Account | Person) -> list[tuple[float, Text]]:
    if isinstance(first, Account) or isinstance(second, Account):
        return []
    both = {one.account_id for one in first.employments} & {one.account_id for one in second.employments}
    return [(EMPLOYER, Text("both work or worked at one account", "在同一客户任职（或曾任职）"))] if both else []


def _somebody(name: str) -> str:
    """Return a person's name in its normal form; of names in Latin letters, whichever part comes first."""
    words = fold_name(name).split()
    joined = "".join(words)
    return " ".join(sorted(words)) if joined.isascii() else joined


def _company(name: str) -> str:
    """Return an account's name in its normal form, without its legal form and the spaces."""
    words = fold_name(name).split()
    while len(words) > 1 and words[-1] in _FORMS:
        words.pop()
    joined = "".join(words)
    return _CHINESE_FORM.sub("", joined) or joined


def _digits(phone: str) -> str:
    """Return a number's last digits, those without the country's code and the zero before an area's."""
    digits = "".join(c for c in fold_name(phone) if c.isdecimal())
    return digits.lstrip("0")[-_LOCAL_DIGITS:]


def _spelt(external_id: str) -> str:
    """Return an external id in letters and digits only, numbers without zeros before them."""
    return "".join(_ZEROS.sub("", word) for word in fold_name(external_id).split())
