"""Rows of referrals, and how far they have come."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from domain.change import standing_facts
from domain.codes import ReferralStatus
from domain.errors import DuplicateError
from domain.fact import Stated
from domain.ids import ReferralId, new_id
from domain.opportunity import amount_of
from domain.referral import Referral, ReferralAdvanced, ReferralStep, Referred, advance, refer
from domain.text import Text
from graph.importing.deciding import LEFT, Decided, RefusedError, Result, correct, place_of
from graph.importing.shelf import Shelf
from graph.store import Selection

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from domain.errors import DomainError
    from domain.fact import Fact
    from domain.ids import AccountId, PersonId, SellerId
    from domain.money import Money
    from graph.importing.cells import Ref
    from graph.importing.deciding import Place
    from graph.importing.shelf import Directory
    from graph.importing.tables import ReferralRow
    from graph.store import ViewerStore

_KINDS: Final = (Referred, ReferralAdvanced)

Pair = tuple[str, str]


class ReferralDecider:
    """Referrals are known by the customer's id."""

    def __init__(self, store: ViewerStore, directory: Directory, now: datetime) -> None:
        self._store = store
        self._directory = directory
        self._now = now
        self._referrals = Shelf[Referral](store, "referral")
        self._facts: dict[str, list[Fact]] = {}
        self._pairs: defaultdict[Pair, dict[str, Referral]] = defaultdict(dict)
        self._loaded: set[str] = set()

    async def prepare(self, rows: Sequence[ReferralRow]) -> None:
        directory = self._directory
        refs = [ref for row in rows for ref in (row.referrer_id, row.referred_id)]
        await directory.accounts.load(ref.key for ref in refs if ref.kind in ("account", None))
        await directory.people.load(ref.key for ref in refs if ref.kind in ("person", None))
        await directory.sellers.load(row.by_email.casefold() for row in rows if row.by_email is not None)
        await self._referrals.load(row.id for row in rows)
        known = (self._referrals.find(row.id) for row in rows)
        subjects = tuple(sorted({referral.id for referral in known if referral is not None} - self._facts.keys()))
        if subjects:
            facts = await self._store.load_facts([Selection(kinds=_KINDS, subjects=subjects)])
            for fact in standing_facts(facts):
                self._facts.setdefault(fact.statement.subject, []).append(fact)
        await self._load_pairs(rows)

    async def _load_pairs(self, rows: Sequence[ReferralRow]) -> None:
        """Read what the referrers have referred before; those that this run creates have not."""
        directory = self._directory
        stored: set[str] = set()
        for row in rows:
            for shelf in (directory.accounts, directory.people):
                key = row.referrer_id.key
                if (party := shelf.find(key)) is not None and party.version > 0:
                    stored.add(party.id)
        fresh = tuple(sorted(stored - self._loaded))
        self._loaded |= stored
        if not fresh:
            return
        facts = await self._store.load_facts([Selection(kinds=(Referred,), mentioning=fresh)])
        ids = sorted({f.statement.subject for f in facts if isinstance(f.statement, Referred)})
        for referral in await self._store.list_nodes(ids):
            if isinstance(referral, Referral):
                self._pairs[referral.referrer, referral.referred].setdefault(referral.id, referral)

    def decide(self, row: ReferralRow) -> Decided:
        self._referrals.check_once(row.id)
        referrer = self._party(row.referrer_id, "referrer_id")
        referred = self._party(row.referred_id, "referred_id")
        by = None
        if row.by_email is not None:
            by = self._directory.sellers.get(row.by_email.casefold(), "by_email").id
        known = self._referrals.find(row.id)
        if known is not None:
            return self._change(row, known, referrer, referred)
        return self._create(row, referrer, referred, by)

    def _party(self, ref: Ref, heading: str) -> AccountId | PersonId:
        accounts, people = self._directory.accounts, self._directory.people
        if ref.kind == "seller":
            raise RefusedError(
                heading,
                Text("A seller refers nobody to us.", "我方人员不能作为推荐人或被推荐人。"),
                Text("Give an account or a person.", "请填写客户或联系人。"),
            )
        if ref.kind is None and accounts.find(ref.key) is not None and people.find(ref.key) is not None:
            raise RefusedError(
                heading,
                Text("Both an account and a person have this id.", "客户和联系人中都有这个编号。"),
                Text(f"Write account:{ref.key} or person:{ref.key}.", f"请写成 客户:{ref.key} 或 联系人:{ref.key}。"),
            )
        if ref.kind == "account" or (ref.kind is None and accounts.find(ref.key) is not None):
            return accounts.get(ref.key, heading).id
        if ref.kind is None and people.find(ref.key) is None:
            accounts.check_not_undone(ref.key)
        return people.get(ref.key, heading).id

    def _create(
        self, row: ReferralRow, referrer: AccountId | PersonId, referred: AccountId | PersonId, by: SellerId | None
    ) -> Decided:
        self._referrals.check_not_undone(row.id)
        said = Referred(ReferralId(new_id("referral")), referrer, referred, external_id=row.id, note=row.note)
        made = refer(said, row.made_at, ())
        known = Referral(said.referral_id, 0, referrer, referred, row.made_at, self._now, by, row.id, row.note)
        steps = self._advance(row, known)
        known = _after(known, steps)
        self._check_alone(known)
        self._keep(row, known)
        return Decided(Result.CREATED, tuple(replace(stated, by=by) for stated in (made, *steps)))

    def _change(
        self, row: ReferralRow, known: Referral, referrer: AccountId | PersonId, referred: AccountId | PersonId
    ) -> Decided:
        if (known.referrer, known.referred) != (referrer, referred):
            heading = "referrer_id" if known.referrer != referrer else "referred_id"
            raise RefusedError(
                heading,
                Text("The referral is stored as between others.", "该转介绍已记录为其他双方之间。"),
                Text("Give it an id of its own.", "请使用新的编号。"),
            )
        made = self._make_anew(row, known)
        after = replace(known, made_at=row.made_at, note=row.note if row.note is not None else known.note)
        steps = self._advance(row, after)
        after = _after(after, steps)
        self._check_alone(after)
        self._keep(row, after)
        stated = (*made, *steps)
        return Decided(Result.CHANGED, stated) if stated else LEFT

    def _make_anew(self, row: ReferralRow, known: Referral) -> tuple[Stated, ...]:
        note = row.note if row.note is not None else known.note
        if (row.made_at, note) == (known.made_at, known.note):
            return ()
        if known.steps and row.made_at > known.steps[0].at:
            raise RefusedError(
                "made_at",
                Text("It is after the referral's next step.", "推荐日期晚于其后续状态的日期。"),
                Text(f"Not after {known.steps[0].at.isoformat()}.", f"不晚于 {known.steps[0].at.isoformat()}。"),
            )
        fact = next(f for f in self._facts[known.id] if isinstance(f.statement, Referred))
        said = Referred(known.id, known.referrer, known.referred, external_id=known.external_id, note=note)
        return correct(fact, refer(said, row.made_at, ()).statement, row.made_at, self._now)

    def _advance(self, row: ReferralRow, known: Referral) -> tuple[Stated, ...]:
        """State how far the referral has come, as far as that is not known."""
        value = amount_of(amount=row.amount, currency=row.currency)
        if row.status is None or (row.status is ReferralStatus.MADE and known.status is ReferralStatus.MADE):
            return ()
        if row.status is known.status:
            return self._step_anew(row, known, value)
        if any(step.status is row.status and step.at == row.status_at for step in known.steps):
            return ()
        return (advance(known, row.status, row.status_at or self._now, value),)

    def _step_anew(self, row: ReferralRow, known: Referral, value: Money | None) -> tuple[Stated, ...]:
        """State the last step anew where it has another date or value."""
        last = known.steps[-1]
        anew = ReferralStep(last.status, row.status_at or last.at, value or last.value)
        if anew == last:
            return ()
        before = replace(known, steps=known.steps[:-1])
        stated = advance(before, anew.status, anew.at, anew.value)
        facts = (f for f in self._facts.get(known.id, ()) if isinstance(f.statement, ReferralAdvanced))
        return correct(max(facts, key=lambda f: f.order), stated.statement, anew.at, self._now)

    def _check_alone(self, known: Referral) -> None:
        """Raise DuplicateError where another referral of the pair is open at a time when this one is."""
        for other in self._pairs[known.referrer, known.referred].values():
            if other.id != known.id and _overlap(known, other):
                raise DuplicateError(
                    Text(
                        "This pair has an open referral at that time already; advance that one.",
                        "该推荐人与被推荐人当时已有未结束的推荐，请直接推进。",
                    ),
                    field="referredId",
                )

    def _keep(self, row: ReferralRow, known: Referral) -> None:
        self._pairs[known.referrer, known.referred][known.id] = known
        self._referrals.describe(row.id, place_of(row), known)

    async def finish(self) -> Iterable[tuple[Place, RefusedError | DomainError]]:
        return ()


def _after(known: Referral, steps: Iterable[Stated]) -> Referral:
    for stated in steps:
        said: Any = stated.statement
        if isinstance(said, ReferralAdvanced):
            step = ReferralStep(said.status, stated.observed_at, said.value)
            kept = known.steps[:-1] if known.status is said.status else known.steps
            known = replace(known, steps=(*kept, step))
    return known


def _overlap(one: Referral, other: Referral) -> bool:
    return (other.is_open or one.made_at < other.steps[-1].at) and (one.is_open or other.made_at < one.steps[-1].at)
