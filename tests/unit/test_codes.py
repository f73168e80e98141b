"""Value lists: what the domain names, how people spell it, and nothing else."""

import re
from enum import StrEnum
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import codes
from domain.codes import (
    CODE_LISTS,
    INFLUENCE_SCORE,
    ROLE_WEIGHT,
    SUPPORT_SCORE,
    AccountKind,
    AccountOrder,
    Adaptability,
    Attribution,
    BuyingRole,
    ChangeKind,
    ChannelPosition,
    Circle,
    Code,
    CommitmentSide,
    CommitmentStatus,
    CompletenessCheck,
    Confidence,
    Coverage,
    DecisionOrientation,
    Direction,
    Influence,
    InteractionKind,
    Labelled,
    MapStatus,
    MoveKind,
    OpportunityStatus,
    PlayTopic,
    Polarity,
    ReadingSource,
    ReferralStatus,
    RelationshipLevel,
    SellerRole,
    Severity,
    StakeholderField,
    StrengthComponent,
    Support,
    TieKind,
    Tier,
    TrendStep,
    fold_spelling,
    label_of,
    parse_code,
    symbol_of,
)
from domain.text import Text

SDL = {
    AccountKind: "COMPANY INDIVIDUAL GOVERNMENT NONPROFIT RESELLER SUPPLIER",
    ChannelPosition: "END_CUSTOMER INTERMEDIARY INTERNAL",
    Tier: "A B C",
    SellerRole: "VIEWER MEMBER MANAGER ADMIN",
    OpportunityStatus: "OPEN WON LOST",
    InteractionKind: "MEETING CALL EMAIL MESSAGE EVENT SITE_VISIT CARE GIFT SUPPORT_CASE",
    Direction: "OUTBOUND INBOUND MUTUAL",
    BuyingRole: "APPROVER DECIDER EVALUATOR USER",
    Support: "SPONSOR SUPPORTER NEUTRAL NON_SUPPORTER OPPONENT",
    Influence: "INNER_CIRCLE POLITICAL_STRUCTURE OUTSIDE",
    Adaptability: "INNOVATOR VISIONARY PRAGMATIST CONSERVATIVE LAGGARD",
    Coverage: "NONE BRIEF MULTIPLE IN_DEPTH",
    ReadingSource: "STATED COMPUTED",
    DecisionOrientation: "FINANCIAL TECHNICAL RELATIONSHIP BUSINESS",
    Confidence: "LOW MEDIUM HIGH",
    TieKind: "REPORTS_TO INFLUENCES KNOWS",
    Polarity: "POSITIVE NEGATIVE",
    Circle: "SUPERIOR COLLEAGUE SOCIAL CUSTOMER FAMILY ALUMNI",
    MapStatus: "RED AMBER GREEN",
    CompletenessCheck: (
        "APPROVER_NAMED DECIDER_NAMED EVALUATOR_NAMED USER_NAMED SPONSOR_FOUND KEY_PLAYERS_SUPPORT_KNOWN "
        "KEY_PLAYERS_COVERED"
    ),
    ReferralStatus: "MADE CONTACTED CONVERTED DECLINED",
    Attribution: "RECORDED FIRST LAST SPLIT",
    AccountOrder: "NAME_ASC NAME_DESC CREATED_ASC CREATED_DESC",
    RelationshipLevel: "VENDOR CREDIBLE_SOURCE PROBLEM_SOLVER TRUSTED_ADVISOR",
    StrengthComponent: "RECENCY FREQUENCY RECIPROCITY DEPTH BREADTH",
    CommitmentSide: "OURS THEIRS",
    CommitmentStatus: "OPEN KEPT BROKEN WITHDRAWN",
    Severity: "CRITICAL WARNING INFO",
    ChangeKind: "JOINED NAMED LEFT ROLES_CHANGED ASSESSED MANAGER_CHANGED TIE_CHANGED",
    StakeholderField: "ROLES INFLUENCE SUPPORT ADAPTABILITY ORIENTATION COVERAGE",
    PlayTopic: "RULE STAGE STYLE TEMPER STANCE COMPLAINT WIDENING TRUST UPKEEP LOSS",
    MoveKind: "RAISE_SUPPORT MEET NAME SECOND_THREAD",
    TrendStep: "WEEK MONTH",
}
LISTS = [found.enum for found in CODE_LISTS]
VALUES = [value for enum in LISTS for value in enum]


@pytest.mark.parametrize(("enum", "names"), SDL.items())
def test_the_codes_are_those_of_the_schema_in_its_order(enum: type[StrEnum], names: str) -> None:
    assert [value.value for value in enum] == names.split()
    assert [value.name for value in enum] == names.split()
    assert [enum(value.value) for value in enum] == list(enum)


def test_every_list_but_the_sort_order_has_labels() -> None:
    assert [enum for enum in SDL if enum is not AccountOrder] == LISTS
    assert [found.name for found in CODE_LISTS] == [enum.__name__ for enum in LISTS]
    assert [
        value for name, value in vars(codes).items() if isinstance(value, type) and issubclass(value, Labelled)
    ] == [Labelled, *LISTS]


def test_a_code_list_shows_code_label_and_symbol() -> None:
    shown = next(found for found in CODE_LISTS if found.name == "Support")
    assert shown.values == (
        Code("SPONSOR", Text("Sponsor", "赞助者"), "*"),
        Code("SUPPORTER", Text("Supporter", "支持者"), "+"),
        Code("NEUTRAL", Text("Neutral", "中立者"), "="),
        Code("NON_SUPPORTER", Text("Non-supporter", "不支持者"), "-"),
        Code("OPPONENT", Text("Opponent", "反对者"), "X"),
    )


@pytest.mark.parametrize("enum", LISTS)
def test_every_value_has_a_label_in_both_languages(enum: type[Labelled]) -> None:
    for label in map(label_of, enum):
        assert label.en.strip() == label.en != ""
        assert label.en.isascii()
        assert re.search("[\u4e00-\u9fff]", label.zh), label


@pytest.mark.parametrize("enum", LISTS)
def test_labels_are_distinct(enum: type[Labelled]) -> None:
    assert len({label_of(value).en for value in enum}) == len(enum)
    assert len({label_of(value).zh for value in enum}) == len(enum)


def test_only_roles_and_support_have_symbols() -> None:
    assert [symbol_of(role) for role in BuyingRole] == ["A", "D", "E", "U"]
    assert [symbol_of(support) for support in Support] == ["*", "+", "=", "-", "X"]
    assert {type(value) for value in VALUES if symbol_of(value)} == {BuyingRole, Support}


def test_the_labels_of_the_domain_are_used() -> None:
    # domain.md §1–§5, as written there.
    named = {
        AccountKind: "企业 个人 政府机构 非营利机构 代销商 供应商",
        ChannelPosition: "最终客户 中间客户 内部客户",
        InteractionKind: "会面 电话 邮件 即时消息 活动 参观样板 关怀 礼品 服务",
        BuyingRole: "最终批准者 决策者 评估者 使用者",
        Support: "赞助者 支持者 中立者 不支持者 反对者",
        Influence: "核心圈 政治结构内 圈外",
        Adaptability: "创新者 远见者 务实者 保守者 落后者",
        Coverage: "未接触 短暂接触 多次接触 深入接触",
        DecisionOrientation: "财务 技术 关系 业务",
        TieKind: "汇报 影响 人际圈",
        Circle: "上级领导 部门同事 社会关系 客户关系 亲属 同学校友",
        ReferralStatus: "已推荐 已联系 已成交 未成交",
    }
    for enum, labels in named.items():
        assert [label_of(value).zh for value in enum] == labels.split()


def test_scores() -> None:
    assert [SUPPORT_SCORE[support] for support in Support] == [2, 1, 0, -1, -2]
    assert [INFLUENCE_SCORE[influence] for influence in Influence] == [3, 2, 1]
    assert [ROLE_WEIGHT[role] for role in BuyingRole] == [4, 4, 2, 1]


def wordings(value: Labelled) -> list[str]:
    return [
        value.value,
        value.label.en,
        value.label.zh,
        *value.also,
        *([value.symbol] if value.symbol else []),
    ]


@pytest.mark.parametrize("enum", LISTS)
def test_every_value_is_understood_from_each_of_its_wordings(enum: type[Labelled]) -> None:
    for value, text in [(one, text) for one in enum for text in wordings(one)]:
        fullwidth = text.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
        for spelled in (text, text.lower(), text.upper(), f"  {text}\t", f"\ufeff{text}", fullwidth):
            assert parse_code(enum, spelled) is value, spelled


@pytest.mark.parametrize("enum", LISTS)
def test_no_wording_means_two_values(enum: type[Labelled]) -> None:
    folded = [{fold_spelling(text) for text in wordings(value)} for value in enum]
    assert len(set().union(*folded)) == sum(map(len, folded))
    assert "" not in set().union(*folded)


@pytest.mark.parametrize(
    ("enum", "text", "value"),
    [
        (Support, "✱", Support.SPONSOR),
        (Support, "＊", Support.SPONSOR),
        (Support, "∗", Support.SPONSOR),
        (Support, "＋", Support.SUPPORTER),
        (Support, "＝", Support.NEUTRAL),
        (Support, "－", Support.NON_SUPPORTER),
        (Support, "−", Support.NON_SUPPORTER),
        (Support, "–", Support.NON_SUPPORTER),
        (Support, "—", Support.NON_SUPPORTER),
        (Support, "x", Support.OPPONENT),
        (Support, "×", Support.OPPONENT),
        (Support, "✕", Support.OPPONENT),
        (Support, "✖\ufe0f", Support.OPPONENT),
        (Support, "✗", Support.OPPONENT),
        (Support, "✘", Support.OPPONENT),
        (Support, "Ｘ", Support.OPPONENT),
        (Support, "non supporter", Support.NON_SUPPORTER),
        (Support, "Non\u2011Supporter", Support.NON_SUPPORTER),
        (Support, "non_supporter", Support.NON_SUPPORTER),
        (BuyingRole, "a", BuyingRole.APPROVER),
        (BuyingRole, "Ｄ", BuyingRole.DECIDER),
        (Coverage, "in-depth", Coverage.IN_DEPTH),
        (Coverage, "IN  DEPTH", Coverage.IN_DEPTH),
        (Circle, "校友", Circle.ALUMNI),
        (Circle, "同事", Circle.COLLEAGUE),
        (Polarity, "冲突", Polarity.NEGATIVE),
        (Tier, "vip　ａ", Tier.A),
        (Tier, "A级", Tier.A),
        (InteractionKind, "e-mail", InteractionKind.EMAIL),
    ],
)
def test_what_people_type(enum: type[Labelled], text: str, value: Labelled) -> None:
    assert parse_code(enum, text) is value


@pytest.mark.parametrize(
    "text", ["", " ", "--", "_", "?", "\u200b", "unknown", "未知", "SPONSORS", "A;D", "*+", "\ud800"]
)
def test_anything_else_is_not_understood(text: str) -> None:
    assert [enum for enum in LISTS if parse_code(enum, text) is not None] == []


@given(
    st.sampled_from(LISTS),
    st.one_of(st.text(), st.text(alphabet="ADEUX*+=-_ 支持者不", max_size=4), st.sampled_from(VALUES).map(str)),
)
def test_only_a_wording_is_understood(enum: type[Labelled], text: str) -> None:
    value = parse_code(enum, text)
    known = {fold_spelling(wording): found for found in enum for wording in wordings(found)}
    assert value is known.get(fold_spelling(text))


@given(st.text())
def test_folding_a_spelling_twice_changes_nothing(text: str) -> None:
    assert fold_spelling(fold_spelling(text)) == fold_spelling(text)


def test_a_label_is_written_in_one_place() -> None:
    source = Path(codes.__file__ or "").read_text(encoding="utf-8")
    assert source.count('"赞助者"') == source.count('"Sponsor"') == 1
