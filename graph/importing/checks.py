"""What the cells of one row must be to each other; what they must be to what is known is decided later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from domain.codes import OpportunityStatus, ReferralStatus, TieKind
from domain.errors import InvalidError
from domain.ladder import parse_stage
from domain.money import money
from domain.text import Text
from graph.importing.cells import list_keys
from graph.importing.problems import CellError
from graph.importing.tables import (
    OpportunityRow,
    OrderRow,
    PersonRow,
    ReferralRow,
    StageRow,
    StakeholderRow,
    TieRow,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from decimal import Decimal

    from graph.importing.tables import Row

Fault = tuple[str, CellError]
"""The English heading that is to blame, and what is wrong with its cell."""

_CLOSED: Final = frozenset({OpportunityStatus.WON, OpportunityStatus.LOST})


def check_of(row: type[Row]) -> Callable[[Row], Iterator[Fault]] | None:
    """Return what finds faults in rows of a table whose cells are right, each taken by itself; null: nothing can be."""
    return _CHECKS.get(row)


def _check_person(row: PersonRow) -> Iterator[Fault]:
    if row.account_id is None and (row.since or row.until):
        yield "account_id", _missing("the employment's dates", "入职或离职日期")
    if row.since and row.until and row.until <= row.since:
        yield "until", _backwards("since")


def _check_opportunity(row: OpportunityRow) -> Iterator[Fault]:
    yield from _check_money(row.amount, row.currency)
    if row.closed_at and row.status not in _CLOSED:
        yield (
            "status",
            CellError(
                Text("A closing date is given.", "填写了关闭日期。"),
                Text("Then it is WON or LOST.", "状态应为赢单或丢单。"),
            ),
        )
    if row.lost_reason and row.status is not OpportunityStatus.LOST:
        yield (
            "status",
            CellError(
                Text("A reason for the loss is given.", "填写了丢单原因。"),
                Text("Then it is LOST.", "状态应为丢单。"),
            ),
        )
    if row.opened_at and row.closed_at and row.closed_at < row.opened_at:
        yield "closed_at", _backwards("opened_at")


def _check_stakeholder(row: StakeholderRow) -> Iterator[Fault]:
    if row.person_id is None and row.label is None:
        yield (
            "person_id",
            CellError(
                Text("Nobody is named.", "没有指明是谁。"),
                Text(
                    "Give person_id, or label for somebody not known yet.",
                    "请填联系人编号；尚不知姓名的请填占位说明。",
                ),
            ),
        )
    stated = (row.influence, row.support, row.adaptability, row.coverage, row.orientation)
    if (row.evidence or row.confidence) and not any(stated):
        yield (
            "evidence" if row.evidence else "confidence",
            CellError(
                Text("Nothing is assessed.", "没有任何评估内容。"),
                Text("Give influence, support or another dimension.", "请填写影响力、支持力等至少一项。"),
            ),
        )


def _check_tie(row: TieRow) -> Iterator[Fault]:
    if row.circle and row.kind is not TieKind.KNOWS:
        yield "circle", _only("KNOWS", "人际圈")
    if row.polarity and row.kind is not TieKind.INFLUENCES:
        yield "polarity", _only("INFLUENCES", "影响")
    if row.strength is not None:
        yield from _check_strength(row.kind, row.strength)


def _check_strength(kind: TieKind, strength: float) -> Iterator[Fault]:
    if kind is TieKind.REPORTS_TO:
        yield "strength", _only("INFLUENCES and KNOWS", "影响、人际圈")
    elif kind is TieKind.INFLUENCES and strength not in (1, 2, 3, 4, 5):
        yield (
            "strength",
            CellError(
                Text("It is no strength of INFLUENCES.", "不是影响关系的强度。"),
                Text("Give a whole number from 1 to 5.", "请填 1 至 5 的整数。"),
            ),
        )
    elif kind is TieKind.KNOWS and strength > 1:
        yield (
            "strength",
            CellError(
                Text("It is no strength of KNOWS.", "不是人际圈关系的强度。"),
                Text("Give a number from 0 to 1.", "请填 0 至 1 的数字。"),
            ),
        )


def _check_referral(row: ReferralRow) -> Iterator[Fault]:
    yield from _check_money(row.amount, row.currency)
    if row.amount is not None and row.status is not ReferralStatus.CONVERTED:
        yield (
            "amount",
            CellError(
                Text("Only a CONVERTED referral has an amount.", "只有已成交的转介绍才有成交金额。"),
                Text("Leave it empty, or give the status CONVERTED.", "请留空，或将状态填为已成交。"),
            ),
        )
    if row.status_at and row.status is None:
        yield "status", _missing("the date of a status", "状态日期")
    if row.status_at and row.status_at < row.made_at:
        yield "status_at", _backwards("made_at")


def _check_stage(row: StageRow) -> Iterator[Fault]:
    if parse_stage(row.ladder, row.to) is None:
        yield (
            "to",
            CellError(
                Text(
                    f"The ladder {row.ladder.key} has no such stage.",
                    f"“{row.ladder.label.zh}”没有这个阶段。",
                ),
                list_keys(row.ladder.stages),
            ),
        )


def _check_order(row: OrderRow) -> Iterator[Fault]:
    yield from _check_money(row.amount, row.currency)
    if row.cost is not None:
        yield from _check_money(row.cost, row.currency, "cost")


def _check_money(amount: Decimal | None, currency: str | None, heading: str = "amount") -> Iterator[Fault]:
    if amount is None and currency is None:
        return
    if currency is None:
        yield "currency", _missing("an amount", "金额")
    elif amount is None:
        yield heading, _missing("a currency", "币种")
    else:
        try:
            money(amount, currency, field=heading)
        except InvalidError as error:
            yield (
                heading,
                CellError(error.message, Text("Such as 1,200.50; not negative.", "例如 1,200.50；不能为负数。")),
            )


def _missing(beside: str, beside_zh: str) -> CellError:
    return CellError(
        Text(f"It is empty beside {beside}.", f"填写了{beside_zh}，此列却为空。"),
        Text("Give both, or neither.", "请同时填写，或都留空。"),
    )


def _only(kinds: str, kinds_zh: str) -> CellError:
    return CellError(
        Text(f"Only ties of the kind {kinds} have it.", f"只有“{kinds_zh}”关系才有此项。"),
        Text("Leave it empty.", "请留空。"),
    )


def _backwards(earlier: str) -> CellError:
    return CellError(
        Text(f"It is before {earlier}.", f"日期早于 {earlier}。"),
        Text("Dates do not go backwards.", "日期不能倒退。"),
    )


_CHECKS: Final[Mapping[type[Row], Callable[[Any], Iterator[Fault]]]] = {
    PersonRow: _check_person,
    OpportunityRow: _check_opportunity,
    StakeholderRow: _check_stakeholder,
    TieRow: _check_tie,
    ReferralRow: _check_referral,
    StageRow: _check_stage,
    OrderRow: _check_order,
}
