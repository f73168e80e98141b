"""Who is in the demo: twelve sellers in three teams, sixty accounts, six hundred people."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from domain.account import AccountDescribed, describe_account
from domain.codes import AccountKind, ChannelPosition, SellerRole, Tier
from domain.fact import ALWAYS, Stated
from domain.ids import AccountId, PersonId, SellerId
from domain.person import EmployedAt, PersonDescribed, describe_person
from domain.seller import SellerDescribed, describe_seller
from graph.demo import names
from graph.demo.script import DAYS

if TYPE_CHECKING:
    from datetime import datetime
    from random import Random

    from domain.ids import StakeholderId
    from graph.demo.script import Script

TAG: Final = "demo"

# Name, e-mail, role, team, manager (its place in this list).
_SELLERS: Final = (
    ("林清越", "lin.qingyue", SellerRole.ADMIN, None, None),
    ("方以北", "fang.yibei", SellerRole.MANAGER, "华北 North", 0),
    ("江晚晴", "jiang.wanqing", SellerRole.MANAGER, "华东 East", 0),
    ("Nora Vale", "nora.vale", SellerRole.MANAGER, "International", 0),
    ("石峻", "shi.jun", SellerRole.MEMBER, "华北 North", 1),
    ("苗青", "miao.qing", SellerRole.MEMBER, "华北 North", 1),
    ("童谣", "tong.yao", SellerRole.MEMBER, "华北 North", 1),
    ("顾南枝", "gu.nanzhi", SellerRole.MEMBER, "华东 East", 2),
    ("路遥遥", "lu.yaoyao", SellerRole.MEMBER, "华东 East", 2),
    ("柏舟", "bo.zhou", SellerRole.MEMBER, "华东 East", 2),
    ("Ewan Pike", "ewan.pike", SellerRole.MEMBER, "International", 3),
    ("Lena Frost", "lena.frost", SellerRole.VIEWER, "International", 3),
)
_KINDS: Final = {
    "政府": AccountKind.GOVERNMENT,
    "Government": AccountKind.GOVERNMENT,
    "公益": AccountKind.NONPROFIT,
    "Education": AccountKind.NONPROFIT,
    "分销": AccountKind.RESELLER,
    "Distribution": AccountKind.RESELLER,
}
_TIERS: Final = (Tier.A, Tier.B, Tier.C, None, Tier.B, None)
_SIZES: Final = (6, 8, 10, 12, 14)


@dataclass(slots=True)
class Person:
    """Somebody at an account, until they leave it."""

    id: PersonId
    name: str
    left: datetime | None = None

    def is_there(self, at: datetime) -> bool:
        """Whether they are still at the account."""
        return self.left is None or at < self.left


@dataclass(slots=True)
class Account:
    """An account with its people; the first of them heads it.

    `ago`: days since it was recorded. `seats`: who has which place in its standing map.
    """

    id: AccountId
    external_id: str
    name: str
    chinese: bool
    owner: SellerId
    ago: int
    currency: str
    people: list[Person] = field(default_factory=list["Person"])
    seats: dict[PersonId, StakeholderId] = field(default_factory=dict["PersonId", "StakeholderId"])


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody, as far as the other parts of the demo must know them. The first seller is the ADMIN."""

    sellers: tuple[SellerId, ...]
    accounts: tuple[Account, ...]

    @property
    def admin(self) -> SellerId:
        return self.sellers[0]

    def account(self, name: str) -> Account:
        """Return the account of this name."""
        return next(one for one in self.accounts if one.name == name)


def introduce(script: Script) -> Cast:
    """Record sellers, accounts (but for the worked example) and their people."""
    sellers = _hire(script)
    listed = [*names.CHINESE_ACCOUNTS, *names.ENGLISH_ACCOUNTS]
    sizes = [_SIZES[index % len(_SIZES)] for index in range(len(listed))]
    # With the nine of the worked example, six hundred.
    sizes[-1] += 591 - sum(sizes)
    people = _Names(script.choices("names"))
    choices = script.choices("accounts")
    accounts: list[Account] = []
    for index, about in enumerate(listed):
        account = _plan_account(script, sellers, index, about)
        described = _describe_account(choices, sellers, account, index, about)
        at = script.at(account.ago)
        said = [one for place in range(sizes[index]) for one in _add_person(script, people, account, place, at)]
        script.say(at, account.owner, "import", described, *said)
        accounts.append(account)
    _tie_groups(script, sellers, accounts)
    return Cast(sellers, tuple(accounts))


def _hire(script: Script) -> tuple[SellerId, ...]:
    ids = [SellerId(script.new_id("seller")) for _ in _SELLERS]
    start = script.end - timedelta(days=DAYS)
    described = [
        describe_seller(
            SellerDescribed(
                ids[index],
                name=name,
                email=f"{email}@rapport.example",
                role=role,
                team=team,
                manager_id=ids[manager] if manager is not None else None,
            )
        )
        for index, (name, email, role, team, manager) in enumerate(_SELLERS)
    ]
    # The first change of a store is nobody's: it says who the others come from.
    script.say(start, None, "found", described[0])
    script.say(start + timedelta(minutes=5), ids[0], "import", *described[1:])
    return tuple(ids)


def _plan_account(script: Script, sellers: tuple[SellerId, ...], index: int, about: tuple[str, str, str]) -> Account:
    name, _, region = about
    chinese = index < len(names.CHINESE_ACCOUNTS)
    owners = (*sellers[4:7], *sellers[1:3], *sellers[7:10]) if chinese else (sellers[3], sellers[10])
    return Account(
        id=AccountId(script.new_id("account")),
        external_id=f"C-{index + 1:03d}",
        name=name,
        chinese=chinese,
        owner=owners[index % len(owners)],
        # Two thirds were there from the beginning; the others came one after another.
        ago=DAYS - 1 if index % 3 else DAYS - 1 - 8 * index,
        currency="CNY" if chinese else "EUR" if region == "Europe" else "USD",
    )


def _describe_account(
    choices: Random, sellers: tuple[SellerId, ...], account: Account, index: int, about: tuple[str, str, str]
) -> AccountDescribed:
    _, industry, region = about
    kind = _KINDS.get(industry, AccountKind.COMPANY)
    return describe_account(
        AccountDescribed(
            account.id,
            name=account.name,
            kind=kind,
            external_id=account.external_id,
            channel_position=ChannelPosition.INTERMEDIARY
            if kind is AccountKind.RESELLER
            else ChannelPosition.END_CUSTOMER,
            industry=industry,
            region=region,
            tier=_TIERS[index % len(_TIERS)],
            owner_id=account.owner,
            team_ids=tuple(choices.sample(sellers[1:], choices.randrange(3))),
            tags=(TAG, "重点 key") if index % 7 == 0 else (TAG,),
            open=index % 8 == 0,
            archived=index % 29 == 28,
        )
    )


def _add_person(script: Script, people: _Names, account: Account, place: int, at: datetime) -> tuple[Stated, Stated]:
    titles = names.CHINESE_TITLES if account.chinese else names.ENGLISH_TITLES
    title, department, seniority = titles[place % len(titles)]
    name, mailbox = people.next(chinese=account.chinese)
    person = Person(PersonId(script.new_id("person")), name)
    account.people.append(person)
    number = people.taken
    described = describe_person(
        PersonDescribed(
            person.id,
            name=name,
            external_id=f"P-{number:04d}",
            title=title,
            department=department,
            seniority=seniority,
            emails=(f"{mailbox}@{account.external_id.lower()}.example",) if number % 5 else (),
            phones=(f"+86 10 5550 {number:04d}" if account.chinese else f"+1 555 010 {number:04d}",)
            if number % 3
            else (),
        )
    )
    # Of some it is not known since when they have been there.
    since = ALWAYS if number % 4 == 0 else at - timedelta(days=365 + 11 * (number % 200))
    return Stated(described, at), Stated(EmployedAt(person.id, account.id, title), since)


class _Names:
    """Deals out invented names, each once."""

    def __init__(self, choices: Random) -> None:
        self.taken = 0
        self._chinese = [
            (surname + given, f"{given_spelled}.{spelled}")
            for surname, spelled in names.SURNAMES
            for given, given_spelled in names.GIVEN_NAMES
        ]
        self._english = [
            (f"{first} {last}", f"{first}.{last}".lower()) for first in names.FIRST_NAMES for last in names.LAST_NAMES
        ]
        choices.shuffle(self._chinese)
        choices.shuffle(self._english)

    def next(self, *, chinese: bool) -> tuple[str, str]:
        """Return a name and its mailbox."""
        self.taken += 1
        return (self._chinese if chinese else self._english).pop()


def _tie_groups(script: Script, sellers: tuple[SellerId, ...], accounts: list[Account]) -> None:
    """Put some accounts under others: three groups of companies."""
    for parent, children in ((5, (0, 20)), (10, (11, 12)), (45, (46,))):
        for child in children:
            described = AccountDescribed(accounts[child].id, parent_id=accounts[parent].id)
            script.say(script.at(120), sellers[0], "updateAccount", described)
