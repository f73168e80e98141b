"""Ladders: ordered lists of stages on which customers stand (domain.md §6, §13).

Ladders are data. A further one is a further entry of `LADDERS`; no rule here knows any of them by name.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal, TypeVar

from domain.codes import fold_spelling
from domain.errors import InvalidError
from domain.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Move = Literal["up", "down", "same"]

DEFAULT_LADDER: Final = "LOYALTY"
"""The ladder that is meant where none is named."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage; `order` counts from 1, the lowest."""

    key: str
    label: Text
    order: int


@dataclass(frozen=True, slots=True)
class Ladder:
    """An ordered list of stages with distinct keys, lowest first; on a `loop` the first follows the last."""

    key: str
    label: Text
    loop: bool
    stages: tuple[Stage, ...]

    def stage(self, key: str, field: str = "stage") -> Stage:
        """Return the stage with this key; InvalidError, naming those there are, where there is none."""
        found = next((stage for stage in self.stages if stage.key == key), None)
        if found is None:
            raise _unknown("stage", "阶段", self.stages, field)
        return found


_T = TypeVar("_T", Ladder, Stage)


def _ladder(key: str, label: Text, *stages: tuple[str, str, str], loop: bool = False) -> Ladder:
    numbered = enumerate(stages, start=1)
    return Ladder(key, label, loop, tuple(Stage(name, Text(en, zh), order) for order, (name, en, zh) in numbered))


_SHIPPED: Final = (
    _ladder(
        "LOYALTY",
        Text("Customer loyalty", "顾客升级"),
        ("SUSPECT", "Suspect", "潜在顾客"),
        ("PROSPECT", "Prospect", "可能顾客"),
        ("CUSTOMER", "Customer", "顾客"),
        ("CLIENT", "Client", "常客"),
        ("SUPPORTER", "Supporter", "支持者"),
        ("ADVOCATE", "Advocate", "拥护者"),
    ),
    _ladder(
        "KEY_ACCOUNT",
        Text("Key-account relationship", "大客户关系"),
        ("ACQUAINTANCE", "Acquaintance", "认识"),
        ("DATING", "Dating", "约会"),
        ("TRUST", "Trust", "信赖"),
        ("ALLIANCE", "Alliance", "同盟"),
    ),
    _ladder(
        "DEPTH",
        Text("Relationship depth", "关系层次"),
        ("AWARENESS", "Awareness", "认知"),
        ("EXPLORATION", "Exploration", "探索"),
        ("INTERACTION", "Interaction", "交互"),
        ("DEAL", "Deal", "成交"),
        ("LOYALTY", "Loyalty", "忠诚"),
    ),
    _ladder(
        "CLASS",
        Text("Customer class", "客户分类"),
        ("POTENTIAL", "Potential", "潜在"),
        ("GENERAL", "General", "一般"),
        ("KEY", "Key", "重点"),
        ("LOYAL", "Loyal", "忠诚"),
    ),
    _ladder(
        "ENGAGEMENT",
        Text("Level of engagement", "关系营销层次"),
        ("BASIC", "Basic", "基本型"),
        ("REACTIVE", "Reactive", "反应型"),
        ("ACCOUNTABLE", "Accountable", "可靠型"),
        ("PROACTIVE", "Proactive", "主动型"),
        ("PARTNERSHIP", "Partnership", "伙伴型"),
    ),
    _ladder(
        "CLOSENESS",
        Text("Closeness", "关系层级"),
        ("BRAND", "Tied to the brand", "品牌从属"),
        ("TECHNOLOGY", "Distant, by technology", "科技疏远"),
        ("FACE_TO_FACE", "Face to face", "面对面"),
        ("INTIMATE", "Intimate", "亲密无间"),
    ),
    _ladder(
        "PYRAMID",
        Text("Loyalty pyramid", "忠诚金字塔"),
        ("CREATE", "Create", "创造"),
        ("APPROACH", "Approach", "贴近"),
        ("SERVE", "Serve", "服务"),
        ("MOVE", "Move", "感动"),
        ("RETAIN", "Retain", "留住"),
    ),
    _ladder(
        "REPURCHASE",
        Text("Repurchase cycle", "消费循环"),
        ("ATTENTION", "Attention", "注意"),
        ("FIRST_PURCHASE", "First purchase", "初次消费"),
        ("EVALUATION", "Evaluation", "消费评估"),
        ("DECISION", "Decision to buy again", "决定再消费"),
        ("REPURCHASE", "Repurchase", "实际再消费"),
        loop=True,
    ),
)

LADDERS: Final[Mapping[str, Ladder]] = MappingProxyType({ladder.key: ladder for ladder in _SHIPPED})
"""The ladders by key, in the order of domain.md §6."""


def ladder(key: str, field: str = "ladder") -> Ladder:
    """Return the ladder with this key; InvalidError, naming those there are, where there is none."""
    found = LADDERS.get(key)
    if found is None:
        raise _unknown("ladder", "阶梯", LADDERS.values(), field)
    return found


def parse_ladder(text: str) -> Ladder | None:
    """Return the ladder whose key, or label in either language, `text` is, however it is spelled."""
    return _named(text, LADDERS.values())


def parse_stage(of: Ladder, text: str) -> Stage | None:
    """Return the ladder's stage whose key, or label in either language, `text` is, however it is spelled."""
    return _named(text, of.stages)


def steps(of: Ladder, from_: str, to: str) -> int:
    """Return by how many stages a move goes up (negative: down). On a loop, last to first is one up.

    Raises:
        InvalidError: when the ladder has no such stage.
    """
    start, end = of.stage(from_).order, of.stage(to).order
    if of.loop and start == len(of.stages) and end == 1:
        return 1
    return end - start


def direction(of: Ladder, from_: str | None, to: str) -> Move | None:
    """Return where a move goes; None for the first onto a ladder, which comes from nowhere."""
    if from_ is None:
        return None
    moved = steps(of, from_, to)
    return "up" if moved > 0 else "down" if moved < 0 else "same"


def is_skip(of: Ladder, from_: str | None, to: str) -> bool:
    """Whether a move passes over a stage, up or down; the first onto a ladder never does."""
    return from_ is not None and abs(steps(of, from_, to)) > 1


def _named(text: str, among: Iterable[_T]) -> _T | None:
    folded = fold_spelling(text)
    spelled = ((found, (found.key, found.label.en, found.label.zh)) for found in among)
    return next((found for found, names in spelled if folded in map(fold_spelling, names)), None)


def _unknown(what: str, what_zh: str, among: Iterable[Ladder | Stage], field: str) -> InvalidError:
    known = [found.key for found in among]
    return InvalidError(
        Text(
            f"There is no such {what}; there are {', '.join(known)}.",
            f"没有这个{what_zh}；可用的有：{'、'.join(known)}。",
        ),
        field=field,
    )
