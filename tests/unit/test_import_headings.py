"""Which table a file is and which column is which heading."""

from __future__ import annotations

from dataclasses import fields

import pytest

from graph.importing.headings import TABLES, Layout, Said, are_known, count_known, lay_out
from graph.importing.problems import FileError
from graph.importing.tables import Row

# As people were told: name, then each heading in both languages, required ones marked.
TOLD = """
accounts 客户 | *id 编号 · *name 名称 · kind 性质 · channel_position 渠道位置 · industry 行业 · region 地区 \
· tier 等级 · parent_id 上级客户编号 · owner_email 负责人邮箱 · team_emails 团队邮箱 · tags 标签 · open 公开
people 联系人 | *id 编号 · *name 姓名 · account_id 客户编号 · title 职务 · department 部门 · emails 邮箱 · phones 电话 \
· seniority 级别 · since 入职日期 · until 离职日期
sellers 我方人员 | *email 邮箱 · *name 姓名 · role 权限 · team 团队 · manager_email 经理邮箱
opportunities 商机 | *id 编号 · *account_id 客户编号 · *name 名称 · amount 金额 · currency 币种 · opened_at 开启日期 \
· expected_close 预计成交 · status 状态 · closed_at 关闭日期 · lost_reason 丢单原因
stakeholders 决策角色 | *account_id 客户编号 · opportunity_id 商机编号 · person_id 联系人编号 · label 占位说明 \
· roles 角色 · influence 影响力 · support 支持力 · adaptability 变革适应度 · coverage 接触程度 · orientation 决策导向 \
· observed_at 观察日期 · by_email 评估人邮箱 · evidence 依据 · confidence 把握
ties 关系 | *kind 关系类型 · *source_id 起点编号 · *target_id 终点编号 · strength 强度 · polarity 正负 \
· circle 圈子 · since 起始日期
interactions 互动 | *id 编号 · *account_id 客户编号 · *kind 类型 · *at 时间 · *direction 方向 \
· opportunity_id 商机编号 · duration_minutes 时长分钟 · seller_emails 我方邮箱 · person_ids 联系人编号 \
· sentiment 情绪 · note 备注
referrals 转介绍 | *id 编号 · *referrer_id 推荐人编号 · *referred_id 被推荐人编号 · *made_at 推荐日期 \
· status 状态 · status_at 状态日期 · amount 成交金额 · currency 币种 · by_email 记录人邮箱 · note 备注
stages 阶段 | *account_id 客户编号 · *ladder 阶梯 · *to 进入阶段 · *at 日期 · reason 原因 \
· evidence 依据 · by_email 记录人邮箱
orders 订单 | *id 编号 · *account_id 客户编号 · *at 日期 · *amount 金额 · *currency 币种 · cost 成本 · product 产品 \
· opportunity_id 商机编号
"""


def told() -> dict[str, list[tuple[str, str, bool]]]:
    tables: dict[str, list[tuple[str, str, bool]]] = {}
    for line in TOLD.strip().splitlines():
        name, _, rest = line.partition(" | ")
        pairs = [part.split() for part in rest.split(" · ")]
        tables[name] = [(en.lstrip("*"), zh, en.startswith("*")) for en, zh in pairs]
    return tables


def test_the_ten_tables_are_as_people_were_told() -> None:
    assert {f"{t.en} {t.zh}": [(h.en, h.zh, h.required) for h in t.headings] for t in TABLES} == told()


def test_what_is_referred_to_comes_first() -> None:
    assert [table.en for table in TABLES] == [
        "sellers", "accounts", "people", "opportunities", "stakeholders", "ties", "interactions", "referrals",
        "stages", "orders",
    ]  # fmt: skip


def test_headings_stand_in_the_order_of_the_rows_fields() -> None:
    own = len(fields(Row))
    for table in TABLES:
        assert [f.name for f in fields(table.row)][own:] == [h.en for h in table.headings]


@pytest.mark.parametrize("stem", ["accounts", "Accounts", "ACCOUNTS ", "客户", " 客户", "ac-counts"])
def test_a_file_is_known_by_its_name(stem: str) -> None:
    assert lay_out("f.csv", stem, ["id", "name"]).table.en == "accounts"


def test_the_name_says_more_than_the_headings() -> None:
    assert lay_out("客户.csv", "客户", ["编号", "名称", "职务"]).unknown == ("职务",)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.en)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_file_is_known_by_all_its_headings_in_either_language(table, language: str) -> None:
    layout = lay_out("data.csv", "data", [getattr(heading, language) for heading in table.headings])
    assert layout == Layout(table, layout.headings, tuple(range(len(table.headings))), ())


@pytest.mark.parametrize(
    ("headings", "table"),
    [
        (["email", "name"], "sellers"),
        (["id", "name", "tier"], "accounts"),
        (["id", "name", "title"], "people"),
        (["编号", "客户编号", "名称", "金额"], "opportunities"),
        (["id", "account_id", "at", "amount", "currency"], "orders"),
    ],
)
def test_a_file_is_known_by_what_only_its_table_has(headings: list[str], table: str) -> None:
    assert lay_out("data.csv", "data", headings).table.en == table


@pytest.mark.parametrize(
    ("headings", "right"),
    [
        (["id", "name"], r"accounts\.csv, people\.csv\."),
        (["id", "account_id", "name"], r"people\.csv, opportunities\.csv\."),
        (["x", "y"], r"sellers\.csv, accounts\.csv.*orders\.csv\."),
    ],
)
def test_a_file_that_could_be_several_tables_must_be_named(headings: list[str], right: str) -> None:
    with pytest.raises(FileError, match=f"data.csv: Neither its name nor its headings.*{right}"):
        lay_out("data.csv", "data", headings)


def test_headings_are_matched_without_case_spaces_and_punctuation_in_either_language() -> None:
    layout = lay_out(
        "orders.csv", "orders", [" ID", "Account Id", "日 期", "金额（元）", "AMOUNT", "ｃｕｒｒｅｎｃｙ", ""]
    )
    by_heading = {h.en: c for h, c in zip(layout.table.headings, layout.columns, strict=True) if c is not None}
    assert by_heading == {"id": 0, "account_id": 1, "at": 2, "amount": 4, "currency": 5}
    assert layout.unknown == ("金额（元）", "(7)")


@pytest.mark.parametrize("reason", ["problem", "问题", "Problem "])
def test_the_reasons_of_a_file_of_bad_rows_are_left_alone(reason: str) -> None:
    layout = lay_out("accounts.csv", "accounts", [reason, "id", "name"])
    assert layout.columns[:2] == (1, 2)
    assert layout.unknown == ()


def test_a_missing_heading_is_told_in_both_spellings() -> None:
    with pytest.raises(FileError) as refused:
        lay_out("互动.csv", "互动", ["编号", "客户编号", "类型"])
    assert refused.value.message.en == (
        "A heading of the table interactions is missing: at · 时间, direction · 方向. Add the column under either name."
    )
    assert refused.value.message.zh == "缺少“互动”表的必填表头：at · 时间、direction · 方向。请用其中任一名称补上该列。"
    assert refused.value.file == "互动.csv"


def test_a_heading_twice_is_refused_in_either_language() -> None:
    with pytest.raises(FileError, match=r"id · 编号 is there twice.*'ID' and '编号'"):
        lay_out("accounts.csv", "accounts", ["ID", "name", "编号"])


def test_what_is_said_of_a_file_holds_against_what_it_says() -> None:
    said = Said("people", ((0, "id"), (1, "name"), (2, None), (3, "title")))
    layout = lay_out("accounts.csv", "accounts", ["Nr", "id", "name", "Funktion", "emails"], said)
    by_heading = {h.en: c for h, c in zip(layout.table.headings, layout.columns, strict=True) if c is not None}
    assert (layout.table.en, by_heading) == ("people", {"id": 0, "name": 1, "title": 3, "emails": 4})
    assert layout.unknown == ("name",)


def test_columns_are_spelled_so_that_nobody_has_to_say_them_again() -> None:
    said = Said("people", ((0, "id"), (1, "name"), (2, None)))
    layout = lay_out("x.csv", "x", ["Nr", "id", "name", "emails", "Farbe"], said)
    assert layout.spell() == ["id", "name", "name (0)", "emails", "Farbe"]
    again = lay_out("people.csv", "people", layout.spell())
    assert again.columns == layout.columns
    chinese = lay_out("联系人.csv", "联系人", ["号码", "姓名"], Said(columns=((0, "id"),)))
    assert chinese.spell() == ["编号", "姓名"]


def test_how_many_headings_are_known() -> None:
    assert count_known(["编号", "Name", "Größe"]) == 2
    assert count_known(["Größe"]) == 0


@pytest.mark.parametrize(
    ("headings", "known"),
    [
        (["id", "name", "Farbe"], True),
        (["编号", "名称", "备用", ""], True),
        (["id", "名称"], True),
        (["id", "name", "region", "Größe"], False),
        (["id", "Farbe"], False),
        (["", ""], False),
        ([], False),
    ],
)
def test_whether_headings_prove_an_encoding(headings: list[str], known: bool) -> None:
    assert are_known(headings) is known
