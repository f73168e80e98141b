"""The ten tables that an import reads: their names, and the headings of each with what its cells hold.

Another heading is one line here: a field whose name is the English heading, with the Chinese heading and the
parser of its cells. Without a default the heading is required, and so is a value in each row.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Final

from domain.codes import (
    AccountKind,
    Adaptability,
    BuyingRole,
    ChannelPosition,
    Circle,
    Confidence,
    Coverage,
    DecisionOrientation,
    Direction,
    Influence,
    InteractionKind,
    OpportunityStatus,
    Polarity,
    ReferralStatus,
    SellerRole,
    Support,
    TieKind,
    Tier,
)
from domain.interaction import MAX_MINUTES
from domain.ladder import Ladder
from graph.importing import cells, times

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Column:
    """A heading in Chinese, and the parser of its cells."""

    zh: str
    parse: Callable[[str], object] | times.Timed


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its file, the line it begins on, its cells as they were read, and a value for each heading.

    None is an empty cell, or a heading that the file has not: nothing is stated.
    """

    file: str
    line: int
    raw: list[str]


@dataclass(frozen=True, slots=True)
class AccountRow(Row):
    """A customer. Its id is the customer's own, and so are the ids in the other tables."""

    id: Annotated[str, Column("编号", cells.line)]
    name: Annotated[str, Column("名称", cells.line)]
    kind: Annotated[AccountKind | None, Column("性质", cells.code(AccountKind))] = None
    channel_position: Annotated[ChannelPosition | None, Column("渠道位置", cells.code(ChannelPosition))] = None
    industry: Annotated[str | None, Column("行业", cells.line)] = None
    region: Annotated[str | None, Column("地区", cells.line)] = None
    tier: Annotated[Tier | None, Column("等级", cells.code(Tier))] = None
    parent_id: Annotated[str | None, Column("上级客户编号", cells.line)] = None
    owner_email: Annotated[str | None, Column("负责人邮箱", cells.email)] = None
    team_emails: Annotated[tuple[str, ...] | None, Column("团队邮箱", cells.several(cells.email))] = None
    tags: Annotated[tuple[str, ...] | None, Column("标签", cells.several(cells.line))] = None
    open: Annotated[bool | None, Column("公开", cells.yes_no)] = None


@dataclass(frozen=True, slots=True)
class PersonRow(Row):
    """A person on a customer's side; `since` and `until` are days of the employment at the account."""

    id: Annotated[str, Column("编号", cells.line)]
    name: Annotated[str, Column("姓名", cells.line)]
    account_id: Annotated[str | None, Column("客户编号", cells.line)] = None
    title: Annotated[str | None, Column("职务", cells.line)] = None
    department: Annotated[str | None, Column("部门", cells.line)] = None
    emails: Annotated[tuple[str, ...] | None, Column("邮箱", cells.several(cells.email))] = None
    phones: Annotated[tuple[str, ...] | None, Column("电话", cells.several(cells.phone))] = None
    seniority: Annotated[str | None, Column("级别", cells.line)] = None
    since: Annotated[date | None, Column("入职日期", times.PAST_DAY)] = None
    until: Annotated[date | None, Column("离职日期", times.PAST_DAY)] = None


@dataclass(frozen=True, slots=True)
class SellerRow(Row):
    """One of us, known by e-mail."""

    email: Annotated[str, Column("邮箱", cells.email)]
    name: Annotated[str, Column("姓名", cells.line)]
    role: Annotated[SellerRole | None, Column("权限", cells.code(SellerRole))] = None
    team: Annotated[str | None, Column("团队", cells.line)] = None
    manager_email: Annotated[str | None, Column("经理邮箱", cells.email)] = None


@dataclass(frozen=True, slots=True)
class OpportunityRow(Row):
    """A deal at an account."""

    id: Annotated[str, Column("编号", cells.line)]
    account_id: Annotated[str, Column("客户编号", cells.line)]
    name: Annotated[str, Column("名称", cells.line)]
    amount: Annotated[Decimal | None, Column("金额", cells.amount)] = None
    currency: Annotated[str | None, Column("币种", cells.currency)] = None
    opened_at: Annotated[datetime | None, Column("开启日期", times.PAST_MOMENT)] = None
    expected_close: Annotated[date | None, Column("预计成交", times.day)] = None
    status: Annotated[OpportunityStatus | None, Column("状态", cells.code(OpportunityStatus))] = None
    closed_at: Annotated[datetime | None, Column("关闭日期", times.PAST_MOMENT)] = None
    lost_reason: Annotated[str | None, Column("丢单原因", cells.note)] = None


@dataclass(frozen=True, slots=True)
class StakeholderRow(Row):
    """A person's place in a map, or a placeholder's, with what `by_email` saw there at `observed_at`.

    Without `opportunity_id` it is the account's standing map.
    """

    account_id: Annotated[str, Column("客户编号", cells.line)]
    opportunity_id: Annotated[str | None, Column("商机编号", cells.line)] = None
    person_id: Annotated[str | None, Column("联系人编号", cells.line)] = None
    label: Annotated[str | None, Column("占位说明", cells.line)] = None
    roles: Annotated[tuple[BuyingRole, ...] | None, Column("角色", cells.several(cells.code(BuyingRole)))] = None
    influence: Annotated[Influence | None, Column("影响力", cells.code(Influence))] = None
    support: Annotated[Support | None, Column("支持力", cells.code(Support))] = None
    adaptability: Annotated[Adaptability | None, Column("变革适应度", cells.code(Adaptability))] = None
    coverage: Annotated[Coverage | None, Column("接触程度", cells.code(Coverage))] = None
    orientation: Annotated[DecisionOrientation | None, Column("决策导向", cells.code(DecisionOrientation))] = None
    observed_at: Annotated[datetime | None, Column("观察日期", times.PAST_MOMENT)] = None
    by_email: Annotated[str | None, Column("评估人邮箱", cells.email)] = None
    evidence: Annotated[str | None, Column("依据", cells.note)] = None
    confidence: Annotated[Confidence | None, Column("把握", cells.code(Confidence))] = None


@dataclass(frozen=True, slots=True)
class TieRow(Row):
    """Who reports to, moves or knows whom. Strength: 1–5 of INFLUENCES, 0–1 of KNOWS."""

    kind: Annotated[TieKind, Column("关系类型", cells.code(TieKind))]
    source_id: Annotated[cells.Ref, Column("起点编号", cells.ref)]
    target_id: Annotated[cells.Ref, Column("终点编号", cells.ref)]
    strength: Annotated[float | None, Column("强度", cells.number(0, 5))] = None
    polarity: Annotated[Polarity | None, Column("正负", cells.code(Polarity))] = None
    circle: Annotated[Circle | None, Column("圈子", cells.code(Circle))] = None
    since: Annotated[datetime | None, Column("起始日期", times.PAST_MOMENT)] = None


@dataclass(frozen=True, slots=True)
class InteractionRow(Row):
    """A contact of some of us with some of them."""

    id: Annotated[str, Column("编号", cells.line)]
    account_id: Annotated[str, Column("客户编号", cells.line)]
    kind: Annotated[InteractionKind, Column("类型", cells.code(InteractionKind))]
    at: Annotated[datetime, Column("时间", times.PAST_MOMENT)]
    direction: Annotated[Direction, Column("方向", cells.code(Direction))]
    opportunity_id: Annotated[str | None, Column("商机编号", cells.line)] = None
    duration_minutes: Annotated[int | None, Column("时长分钟", cells.whole(1, MAX_MINUTES))] = None
    seller_emails: Annotated[tuple[str, ...] | None, Column("我方邮箱", cells.several(cells.email))] = None
    person_ids: Annotated[tuple[str, ...] | None, Column("联系人编号", cells.several(cells.line))] = None
    sentiment: Annotated[int | None, Column("情绪", cells.whole(-2, 2))] = None
    note: Annotated[str | None, Column("备注", cells.note)] = None


@dataclass(frozen=True, slots=True)
class ReferralRow(Row):
    """Who recommended us to whom, and what came of it."""

    id: Annotated[str, Column("编号", cells.line)]
    referrer_id: Annotated[cells.Ref, Column("推荐人编号", cells.ref)]
    referred_id: Annotated[cells.Ref, Column("被推荐人编号", cells.ref)]
    made_at: Annotated[datetime, Column("推荐日期", times.PAST_MOMENT)]
    status: Annotated[ReferralStatus | None, Column("状态", cells.code(ReferralStatus))] = None
    status_at: Annotated[datetime | None, Column("状态日期", times.PAST_MOMENT)] = None
    amount: Annotated[Decimal | None, Column("成交金额", cells.amount)] = None
    currency: Annotated[str | None, Column("币种", cells.currency)] = None
    by_email: Annotated[str | None, Column("记录人邮箱", cells.email)] = None
    note: Annotated[str | None, Column("备注", cells.note)] = None


@dataclass(frozen=True, slots=True)
class StageRow(Row):
    """A move onto a stage of a ladder. `to` is read with its ladder, by whoever uses the row."""

    account_id: Annotated[str, Column("客户编号", cells.line)]
    ladder: Annotated[Ladder, Column("阶梯", cells.ladder)]
    to: Annotated[str, Column("进入阶段", cells.line)]
    at: Annotated[datetime, Column("日期", times.PAST_MOMENT)]
    reason: Annotated[str | None, Column("原因", cells.note)] = None
    evidence: Annotated[str | None, Column("依据", cells.note)] = None
    by_email: Annotated[str | None, Column("记录人邮箱", cells.email)] = None


@dataclass(frozen=True, slots=True)
class OrderRow(Row):
    """What an account ordered; `cost` is in the currency of `amount`."""

    id: Annotated[str, Column("编号", cells.line)]
    account_id: Annotated[str, Column("客户编号", cells.line)]
    at: Annotated[datetime, Column("日期", times.PAST_MOMENT)]
    amount: Annotated[Decimal, Column("金额", cells.amount)]
    currency: Annotated[str, Column("币种", cells.currency)]
    cost: Annotated[Decimal | None, Column("成本", cells.amount)] = None
    product: Annotated[str | None, Column("产品", cells.line)] = None
    opportunity_id: Annotated[str | None, Column("商机编号", cells.line)] = None


NAMES: Final = {
    SellerRow: ("sellers", "我方人员"),
    AccountRow: ("accounts", "客户"),
    PersonRow: ("people", "联系人"),
    OpportunityRow: ("opportunities", "商机"),
    StakeholderRow: ("stakeholders", "决策角色"),
    TieRow: ("ties", "关系"),
    InteractionRow: ("interactions", "互动"),
    ReferralRow: ("referrals", "转介绍"),
    StageRow: ("stages", "阶段"),
    OrderRow: ("orders", "订单"),
}
"""What the file of a table is called, in the order of a run: what is referred to comes first."""
