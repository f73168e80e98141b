"""Closed value lists: the code is the contract, the label in two languages and the symbol are for people.

A value's line here is the only place that says its label, its symbol and its further wordings (domain.md
§1–§5); the API's code lists, the import of tables and the front ends all read it. Scores: domain.md §2.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Self, TypeVar

from domain.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Labelled(StrEnum):
    """A value list for people. A line reads: code, English label, Chinese label, symbol, further wordings."""

    label: Text
    symbol: str | None
    also: tuple[str, ...]

    def __new__(cls, code: str, en: str, zh: str, symbol: str | None = None, *also: str) -> Self:
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = Text(en, zh)
        member.symbol = symbol
        member.also = also
        return member


class AccountKind(Labelled):
    """The nature of a customer."""

    COMPANY = "COMPANY", "Company", "企业"
    INDIVIDUAL = "INDIVIDUAL", "Individual", "个人"
    GOVERNMENT = "GOVERNMENT", "Government body", "政府机构", None, "政府"
    NONPROFIT = "NONPROFIT", "Non-profit organisation", "非营利机构", None, "Non-profit"
    RESELLER = "RESELLER", "Reseller", "代销商"
    SUPPLIER = "SUPPLIER", "Supplier", "供应商"


class ChannelPosition(Labelled):
    """Where the customer stands between us and those who use what we sell."""

    END_CUSTOMER = "END_CUSTOMER", "End customer", "最终客户"
    INTERMEDIARY = "INTERMEDIARY", "Intermediary", "中间客户"
    INTERNAL = "INTERNAL", "Internal customer", "内部客户"


class Tier(Labelled):
    """How much attention the customer is given: A is the most."""

    A = "A", "VIP A", "VIP A 级", None, "A 级", "A级", "VIPA", "VIPA级", "VIP A级"
    B = "B", "VIP B", "VIP B 级", None, "B 级", "B级", "VIPB", "VIPB级", "VIP B级"
    C = "C", "VIP C", "VIP C 级", None, "C 级", "C级", "VIPC", "VIPC级", "VIP C级"


class SellerRole(Labelled):
    """What a user of the system may do."""

    VIEWER = "VIEWER", "Viewer", "查看者"
    MEMBER = "MEMBER", "Member", "成员"
    MANAGER = "MANAGER", "Manager", "经理"
    ADMIN = "ADMIN", "Administrator", "管理员"


class OpportunityStatus(Labelled):
    """What became of a deal."""

    OPEN = "OPEN", "Open", "进行中"
    WON = "WON", "Won", "赢单"
    LOST = "LOST", "Lost", "丢单"


class InteractionKind(Labelled):
    """How we were in contact."""

    MEETING = "MEETING", "Meeting", "会面"
    CALL = "CALL", "Call", "电话"
    EMAIL = "EMAIL", "E-mail", "邮件"
    MESSAGE = "MESSAGE", "Message", "即时消息"
    EVENT = "EVENT", "Event", "活动"
    SITE_VISIT = "SITE_VISIT", "Site visit", "参观样板"
    CARE = "CARE", "Care", "关怀"
    GIFT = "GIFT", "Gift", "礼品"
    SUPPORT_CASE = "SUPPORT_CASE", "Support case", "服务"


class Direction(Labelled):
    """From whom a contact came."""

    OUTBOUND = "OUTBOUND", "Outbound", "我方发起"
    INBOUND = "INBOUND", "Inbound", "客户发起"
    MUTUAL = "MUTUAL", "Mutual", "双向"


class BuyingRole(Labelled):
    """A formal part in a decision; a stakeholder has a set of them."""

    APPROVER = "APPROVER", "Approver", "最终批准者", "A", "批准者"
    DECIDER = "DECIDER", "Decider", "决策者", "D"
    EVALUATOR = "EVALUATOR", "Evaluator", "评估者", "E"
    USER = "USER", "User", "使用者", "U"


class Support(Labelled):
    """Our standing with a stakeholder."""

    SPONSOR = "SPONSOR", "Sponsor", "赞助者", "*"
    SUPPORTER = "SUPPORTER", "Supporter", "支持者", "+"
    NEUTRAL = "NEUTRAL", "Neutral", "中立者", "="
    NON_SUPPORTER = "NON_SUPPORTER", "Non-supporter", "不支持者", "-"
    OPPONENT = "OPPONENT", "Opponent", "反对者", "X"


class Influence(Labelled):
    """Political standing in a decision; the first two are key players."""

    INNER_CIRCLE = "INNER_CIRCLE", "Inner circle", "核心圈"
    POLITICAL_STRUCTURE = "POLITICAL_STRUCTURE", "Political structure", "政治结构内", None, "政治结构"
    OUTSIDE = "OUTSIDE", "Outside", "圈外"


class Adaptability(Labelled):
    """How a stakeholder takes change."""

    INNOVATOR = "INNOVATOR", "Innovator", "创新者"
    VISIONARY = "VISIONARY", "Visionary", "远见者"
    PRAGMATIST = "PRAGMATIST", "Pragmatist", "务实者"
    CONSERVATIVE = "CONSERVATIVE", "Conservative", "保守者"
    LAGGARD = "LAGGARD", "Laggard", "落后者"


class Coverage(Labelled):
    """How far we are in contact with a stakeholder. NONE is known to be none; unknown is null."""

    NONE = "NONE", "No contact", "未接触"
    BRIEF = "BRIEF", "Brief contact", "短暂接触"
    MULTIPLE = "MULTIPLE", "Multiple contacts", "多次接触"
    IN_DEPTH = "IN_DEPTH", "In-depth contact", "深入接触"


class ReadingSource(Labelled):
    """Whether somebody said a value or it was computed."""

    STATED = "STATED", "Stated", "人工填写"
    COMPUTED = "COMPUTED", "Computed", "系统计算"


class DecisionOrientation(Labelled):
    """What a stakeholder decides by."""

    FINANCIAL = "FINANCIAL", "Financial", "财务"
    TECHNICAL = "TECHNICAL", "Technical", "技术"
    RELATIONSHIP = "RELATIONSHIP", "Relationship", "关系"
    BUSINESS = "BUSINESS", "Business", "业务"


class Confidence(Labelled):
    """How sure the assessing seller is."""

    LOW = "LOW", "Low", "低"
    MEDIUM = "MEDIUM", "Medium", "中"
    HIGH = "HIGH", "High", "高"


class TieKind(Labelled):
    """What a tie between two parties says."""

    REPORTS_TO = "REPORTS_TO", "Reports to", "汇报"
    INFLUENCES = "INFLUENCES", "Influences", "影响"
    KNOWS = "KNOWS", "Knows", "人际圈", None, "认识"


class Polarity(Labelled):
    """Whether an influence is followed or resisted."""

    POSITIVE = "POSITIVE", "Positive", "正向", None, "正"
    NEGATIVE = "NEGATIVE", "Negative", "负向", None, "负", "冲突", "Conflict"


class Circle(Labelled):
    """Where two people know each other from, read from the source's side."""

    SUPERIOR = "SUPERIOR", "Superior", "上级领导", None, "上级", "领导"
    COLLEAGUE = "COLLEAGUE", "Colleague", "部门同事", None, "同事"
    SOCIAL = "SOCIAL", "Social", "社会关系"
    CUSTOMER = "CUSTOMER", "Customer", "客户关系"
    FAMILY = "FAMILY", "Family", "亲属"
    ALUMNI = "ALUMNI", "Alumni", "同学校友", None, "同学", "校友"


class MapStatus(Labelled):
    """How a decision looks for us."""

    RED = "RED", "Red", "红"
    AMBER = "AMBER", "Amber", "黄"
    GREEN = "GREEN", "Green", "绿"


class CompletenessCheck(Labelled):
    """What a complete decision map has, item by item."""

    APPROVER_NAMED = "APPROVER_NAMED", "At least one approver named", "至少一位最终批准者姓名已知"
    DECIDER_NAMED = "DECIDER_NAMED", "At least one decider named", "至少一位决策者姓名已知"
    EVALUATOR_NAMED = "EVALUATOR_NAMED", "At least one evaluator named", "至少一位评估者姓名已知"
    USER_NAMED = "USER_NAMED", "At least one user named", "至少一位使用者姓名已知"
    SPONSOR_FOUND = "SPONSOR_FOUND", "Sponsor found", "已找到赞助者"
    KEY_PLAYERS_SUPPORT_KNOWN = (
        "KEY_PLAYERS_SUPPORT_KNOWN",
        "Support of every key player known",
        "所有关键人的支持力已知",
    )
    KEY_PLAYERS_COVERED = "KEY_PLAYERS_COVERED", "Every key player covered", "所有关键人均已接触"


class ReferralStatus(Labelled):
    """How far a referral has come; the last two are its ends."""

    MADE = "MADE", "Made", "已推荐"
    CONTACTED = "CONTACTED", "Contacted", "已联系"
    CONVERTED = "CONVERTED", "Converted", "已成交"
    DECLINED = "DECLINED", "Declined", "未成交"


class Attribution(Labelled):
    """Who gets the value when several referred the same party."""

    RECORDED = "RECORDED", "As recorded", "按记录"
    FIRST = "FIRST", "First referral", "归首次推荐"
    LAST = "LAST", "Last referral", "归末次推荐"
    SPLIT = "SPLIT", "Split equally", "平均分摊"


class RelationshipLevel(Labelled):
    """What one of us is to somebody of theirs, from the least to the most."""

    VENDOR = "VENDOR", "Vendor", "供应商"
    CREDIBLE_SOURCE = "CREDIBLE_SOURCE", "Credible source", "可信来源"
    PROBLEM_SOLVER = "PROBLEM_SOLVER", "Problem solver", "问题解决者"
    TRUSTED_ADVISOR = "TRUSTED_ADVISOR", "Trusted advisor", "可信顾问"


class StrengthComponent(Labelled):
    """What the strength of a contact is made of."""

    RECENCY = "RECENCY", "Recency", "最近联系"
    FREQUENCY = "FREQUENCY", "Frequency", "联系频率"
    RECIPROCITY = "RECIPROCITY", "Reciprocity", "双向往来"
    DEPTH = "DEPTH", "Depth", "联系深度"
    BREADTH = "BREADTH", "Breadth", "持续时间"


class CommitmentSide(Labelled):
    """Who promised."""

    OURS = "OURS", "Ours", "我方"
    THEIRS = "THEIRS", "Theirs", "客户"


class CommitmentStatus(Labelled):
    """What became of a promise."""

    OPEN = "OPEN", "Open", "未兑现"
    KEPT = "KEPT", "Kept", "已兑现"
    BROKEN = "BROKEN", "Broken", "失信"
    WITHDRAWN = "WITHDRAWN", "Withdrawn", "撤回"


class Severity(Labelled):
    """How much a finding matters, the most first."""

    CRITICAL = "CRITICAL", "Critical", "严重"
    WARNING = "WARNING", "Warning", "警告"
    INFO = "INFO", "Information", "提示"


class ChangeKind(Labelled):
    """What changed in a map."""

    JOINED = "JOINED", "Joined", "加入"
    NAMED = "NAMED", "Named", "明确人选"
    LEFT = "LEFT", "Left", "离开"
    ROLES_CHANGED = "ROLES_CHANGED", "Roles changed", "角色变更"
    ASSESSED = "ASSESSED", "Assessed", "评估"
    MANAGER_CHANGED = "MANAGER_CHANGED", "Manager changed", "上级变更"
    TIE_CHANGED = "TIE_CHANGED", "Tie changed", "关系变更"


class StakeholderField(Labelled):
    """What is read of a place in a map."""

    ROLES = "ROLES", "Buying roles", "购买角色"
    INFLUENCE = "INFLUENCE", "Influence", "影响力"
    SUPPORT = "SUPPORT", "Support", "支持力"
    ADAPTABILITY = "ADAPTABILITY", "Adaptability", "变革适应度"
    ORIENTATION = "ORIENTATION", "Orientation", "决策导向"
    COVERAGE = "COVERAGE", "Coverage", "接触程度"


class PlayTopic(Labelled):
    """What a piece of advice in the playbook answers."""

    RULE = "RULE", "Finding", "洞察"
    STAGE = "STAGE", "Promotion to a stage", "升级"
    STYLE = "STYLE", "Behaviour style", "行为模式"
    TEMPER = "TEMPER", "Temper", "问题类型"
    STANCE = "STANCE", "Buying stance", "销售点"
    COMPLAINT = "COMPLAINT", "What a complainant seeks", "投诉心态"
    WIDENING = "WIDENING", "Widening a circle", "扩大人际圈"
    TRUST = "TRUST", "Winning trust", "赢得信任"
    UPKEEP = "UPKEEP", "Upkeep", "日常维系"
    LOSS = "LOSS", "Loss prevention", "防止流失"


class MoveKind(Labelled):
    """What would improve a map."""

    RAISE_SUPPORT = "RAISE_SUPPORT", "Raise support", "提升支持力"
    MEET = "MEET", "Meet", "接触"
    NAME = "NAME", "Find out who it is", "明确人选"
    SECOND_THREAD = "SECOND_THREAD", "Tie a second thread", "建立第二条线"


class TrendStep(Labelled):
    """From one point of a trend to the next."""

    WEEK = "WEEK", "Week", "周"
    MONTH = "MONTH", "Month", "月"


class AccountOrder(StrEnum):
    """How a list of accounts is sorted; ties by id."""

    NAME_ASC = "NAME_ASC"
    NAME_DESC = "NAME_DESC"
    CREATED_ASC = "CREATED_ASC"
    CREATED_DESC = "CREATED_DESC"


class PortfolioOrder(StrEnum):
    """What the accounts of a portfolio are sorted by."""

    NAME = "NAME"
    STATUS = "STATUS"
    SCORE = "SCORE"
    COMPLETENESS = "COMPLETENESS"
    VALUE_AT_STAKE = "VALUE_AT_STAKE"
    TOP_INSIGHT = "TOP_INSIGHT"
    MOVED = "MOVED"
    LAST_CONTACT = "LAST_CONTACT"


@dataclass(frozen=True, slots=True)
class Code:
    """One value as the API shows it."""

    code: str
    label: Text
    symbol: str | None


@dataclass(frozen=True, slots=True)
class CodeList:
    """One value list as the API shows it; `name` is the enum's name in the schema."""

    name: str
    values: tuple[Code, ...]
    enum: type[Labelled]


def _code_list(enum: type[Labelled]) -> CodeList:
    return CodeList(enum.__name__, tuple(Code(v.value, v.label, v.symbol) for v in enum), enum)


CODE_LISTS: Final[tuple[CodeList, ...]] = tuple(
    _code_list(enum)
    for enum in (
        AccountKind,
        ChannelPosition,
        Tier,
        SellerRole,
        OpportunityStatus,
        InteractionKind,
        Direction,
        BuyingRole,
        Support,
        Influence,
        Adaptability,
        Coverage,
        ReadingSource,
        DecisionOrientation,
        Confidence,
        TieKind,
        Polarity,
        Circle,
        MapStatus,
        CompletenessCheck,
        ReferralStatus,
        Attribution,
        RelationshipLevel,
        StrengthComponent,
        CommitmentSide,
        CommitmentStatus,
        Severity,
        ChangeKind,
        StakeholderField,
        PlayTopic,
        MoveKind,
        TrendStep,
    )
)
"""Every list with labels, in the schema's order."""

SUPPORT_SCORE: Final[Mapping[Support, int]] = MappingProxyType(
    {
        Support.SPONSOR: 2,
        Support.SUPPORTER: 1,
        Support.NEUTRAL: 0,
        Support.NON_SUPPORTER: -1,
        Support.OPPONENT: -2,
    }
)
"""−2…2 (domain.md §2); unknown support has no score."""

INFLUENCE_SCORE: Final[Mapping[Influence, int]] = MappingProxyType(
    {Influence.INNER_CIRCLE: 3, Influence.POLITICAL_STRUCTURE: 2, Influence.OUTSIDE: 1}
)
"""1–3 (domain.md §2); unknown influence counts as 1."""

ROLE_WEIGHT: Final[Mapping[BuyingRole, int]] = MappingProxyType(
    {BuyingRole.APPROVER: 4, BuyingRole.DECIDER: 4, BuyingRole.EVALUATOR: 2, BuyingRole.USER: 1}
)
"""1–4 (domain.md §2); of several roles the highest counts, no role counts as 1."""

_E = TypeVar("_E", bound=Labelled)

# What keyboards, spreadsheets and slides put in the place of our symbols and NFKC leaves as it is; the last
# three are invisible and come along with emoji and copied text.
_LOOKALIKES: Final = str.maketrans(
    {
        **dict.fromkeys("✱∗", "*"),
        **dict.fromkeys("✕✖✗✘×", "x"),
        "−": "-",
        "\ufe0f": "",
        "\u200b": "",
        "\ufeff": "",
    }
)
_SEPARATORS: Final = re.compile(r"[\s_-]+")


def label_of(value: Labelled) -> Text:
    """Return the value's label in both languages."""
    return value.label


def symbol_of(value: Labelled) -> str | None:
    """Return the value's symbol (`A`, `*`, `X` …), or None where the list has none."""
    return value.symbol


def parse_code(enum: type[_E], text: str) -> _E | None:
    """Return the value of `enum` that `text` means, or None.

    Understood are the code, the label in either language, the symbol, and the further wordings. Case, width,
    and the choice between space, hyphen and underscore do not matter.
    """
    return _spellings(enum).get(fold_spelling(text))


def fold_spelling(text: str) -> str:
    """Return the form in which spellings of one code are equal: `in depth`, `In-depth`, `IN_DEPTH`."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_LOOKALIKES)
    dashed = "".join("-" if unicodedata.category(char) == "Pd" else char for char in plain).strip()
    # A lone hyphen is a symbol, not a separator of words.
    return dashed if dashed == "-" else _SEPARATORS.sub("_", dashed).strip("_")


@cache
def _spellings(enum: type[_E]) -> Mapping[str, _E]:
    return {fold_spelling(spelling): value for value in enum for spelling in _wordings(value)}


def _wordings(value: Labelled) -> Iterator[str]:
    yield from (value.value, value.label.en, value.label.zh, *value.also)
    if value.symbol is not None:
        yield value.symbol
