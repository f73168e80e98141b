"""Ladders: the eight that ship, and what a move on one is."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvalidError
from domain.ladder import (
    DEFAULT_LADDER,
    LADDERS,
    Ladder,
    Stage,
    direction,
    is_skip,
    ladder,
    parse_ladder,
    parse_stage,
    steps,
)
from domain.text import Text

# domain.md §6, as written there.
SHIPPED = """
LOYALTY 顾客升级: SUSPECT 潜在顾客, PROSPECT 可能顾客, CUSTOMER 顾客, CLIENT 常客, \
SUPPORTER 支持者, ADVOCATE 拥护者
KEY_ACCOUNT 大客户关系: ACQUAINTANCE 认识, DATING 约会, TRUST 信赖, ALLIANCE 同盟
DEPTH 关系层次: AWARENESS 认知, EXPLORATION 探索, INTERACTION 交互, DEAL 成交, LOYALTY 忠诚
CLASS 客户分类: POTENTIAL 潜在, GENERAL 一般, KEY 重点, LOYAL 忠诚
ENGAGEMENT 关系营销层次: BASIC 基本型, REACTIVE 反应型, ACCOUNTABLE 可靠型, \
PROACTIVE 主动型, PARTNERSHIP 伙伴型
CLOSENESS 关系层级: BRAND 品牌从属, TECHNOLOGY 科技疏远, FACE_TO_FACE 面对面, INTIMATE 亲密无间
PYRAMID 忠诚金字塔: CREATE 创造, APPROACH 贴近, SERVE 服务, MOVE 感动, RETAIN 留住
REPURCHASE 消费循环: ATTENTION 注意, FIRST_PURCHASE 初次消费, EVALUATION 消费评估, \
DECISION 决定再消费, REPURCHASE 实际再消费
"""
ALL = list(LADDERS.values())
LOYALTY, LOOP = LADDERS["LOYALTY"], LADDERS["REPURCHASE"]


def test_the_ladders_that_ship() -> None:
    lines = [
        f"{found.key} {found.label.zh}: " + ", ".join(f"{stage.key} {stage.label.zh}" for stage in found.stages)
        for found in ALL
    ]
    assert lines == SHIPPED.strip().splitlines()
    assert [key for key, found in LADDERS.items() if found.loop] == ["REPURCHASE"]
    assert all(key == found.key for key, found in LADDERS.items())
    assert next(iter(LADDERS)) == DEFAULT_LADDER


@pytest.mark.parametrize("found", ALL, ids=lambda found: found.key)
def test_stages_are_numbered_from_one_and_labelled(found: Ladder) -> None:
    assert [stage.order for stage in found.stages] == list(range(1, len(found.stages) + 1))
    assert all(stage.label.en.isascii() and stage.label.en for stage in found.stages)
    assert found.label.en.isascii()


def test_a_ladder_and_a_stage_are_found_by_key() -> None:
    assert ladder("LOYALTY") is LOYALTY
    assert LOYALTY.stage("CLIENT") == Stage("CLIENT", Text("Client", "常客"), 4)


def test_an_unknown_ladder_is_refused_with_those_there_are() -> None:
    with pytest.raises(InvalidError) as refused:
        ladder("loyalty", "filter.ladder")
    assert refused.value.field == ("filter.ladder",)
    assert all(key in refused.value.message.en and key in refused.value.message.zh for key in LADDERS)


def test_an_unknown_stage_is_refused_with_those_of_the_ladder() -> None:
    with pytest.raises(InvalidError) as refused:
        LADDERS["KEY_ACCOUNT"].stage("CLIENT", "to")
    assert refused.value.field == ("to",)
    assert refused.value.message == Text(
        "There is no such stage; there are ACQUAINTANCE, DATING, TRUST, ALLIANCE.",
        "没有这个阶段；可用的有：ACQUAINTANCE、DATING、TRUST、ALLIANCE。",
    )


@pytest.mark.parametrize("found", ALL, ids=lambda found: found.key)
def test_tables_may_name_a_ladder_or_stage_by_key_or_label(found: Ladder) -> None:
    for text in (found.key, found.key.lower(), found.label.en, found.label.zh, f" {found.label.zh} "):
        assert parse_ladder(text) is found
    for stage in found.stages:
        for text in (stage.key, stage.key.replace("_", "-"), stage.label.en.upper(), stage.label.zh):
            assert parse_stage(found, text) is stage


@pytest.mark.parametrize("text", ["", "-", "?", "客户", "LOYALTYX"])
def test_other_text_names_none(text: str) -> None:
    assert parse_ladder(text) is None
    assert all(parse_stage(found, text) is None for found in ALL)


def test_a_stage_of_another_ladder_is_none() -> None:
    assert parse_stage(LOYALTY, "认识") is None


@pytest.mark.parametrize(
    ("of", "from_", "to", "moved", "where", "skip"),
    [
        (LOYALTY, "SUSPECT", "PROSPECT", 1, "up", False),
        (LOYALTY, "SUSPECT", "CUSTOMER", 2, "up", True),
        (LOYALTY, "SUSPECT", "ADVOCATE", 5, "up", True),
        (LOYALTY, "CLIENT", "CUSTOMER", -1, "down", False),
        (LOYALTY, "CLIENT", "PROSPECT", -2, "down", True),
        (LOYALTY, "CLIENT", "CLIENT", 0, "same", False),
        (LOYALTY, "ADVOCATE", "SUSPECT", -5, "down", True),
        (LOOP, "REPURCHASE", "ATTENTION", 1, "up", False),
        (LOOP, "REPURCHASE", "FIRST_PURCHASE", -3, "down", True),
        (LOOP, "ATTENTION", "REPURCHASE", 4, "up", True),
        (LOOP, "DECISION", "ATTENTION", -3, "down", True),
        (LOOP, "REPURCHASE", "REPURCHASE", 0, "same", False),
    ],
)
def test_moves(of: Ladder, from_: str, to: str, moved: int, where: str, skip: bool) -> None:
    assert steps(of, from_, to) == moved
    assert direction(of, from_, to) == where
    assert is_skip(of, from_, to) is skip


@pytest.mark.parametrize("stage", [stage.key for stage in LOYALTY.stages])
def test_the_first_move_comes_from_nowhere(stage: str) -> None:
    assert direction(LOYALTY, None, stage) is None
    assert not is_skip(LOYALTY, None, stage)


def test_a_move_names_known_stages() -> None:
    with pytest.raises(InvalidError):
        steps(LOYALTY, "SUSPECT", "TRUST")


@given(st.sampled_from(ALL), st.data())
def test_without_the_loop_a_way_back_is_the_way_turned_round(of: Ladder, data: st.DataObject) -> None:
    line = replace(of, loop=False)
    start, end = (data.draw(st.sampled_from(line.stages)).key for _ in range(2))
    assert steps(line, start, end) == -steps(line, end, start)
    assert is_skip(line, start, end) == is_skip(line, end, start)
