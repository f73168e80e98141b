"""Which of the two languages an `Accept-Language` header prefers, whatever it looks like."""

from __future__ import annotations

import pytest

from schema.language import language_of, quality


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "en"),
        ("", "en"),
        ("zh", "zh"),
        ("zh-CN", "zh"),
        ("zh_CN", "zh"),
        ("ZH-hant-tw", "zh"),
        ("zh-Hans;q=0.9, en;q=0.8", "zh"),
        ("en;q=0.2, zh;q=0.1", "en"),
        ("fr, de;q=0.9, zh;q=0.5", "zh"),
        ("fr", "en"),
        # Of two that are wanted alike, the first.
        ("zh-CN,en", "zh"),
        ("en,zh-CN", "en"),
        ("zh;q=0.5,en-GB;q=0.5", "zh"),
        # Whatever is not named is as good as `*`.
        ("*", "en"),
        ("fr, *;q=0.1", "en"),
        ("*, zh;q=0.5", "en"),
        ("*;q=0.5, en;q=0.1", "zh"),
        ("en;q=0, *", "zh"),
        ("zh;q=0", "en"),
        ("zh;q=0, en;q=0", "en"),
        # What is no weight is none.
        ("zh;q=NaN, en;q=0.1", "en"),
        ("zh;q=-1, en;q=0.1", "en"),
        ("zh;q=, en;q=0.1", "en"),
        ("en, zh;q=inf", "en"),
        ("en, zh;q=1e400", "en"),
        ("garbage;;;==,,,", "en"),
        (", ;q=1, zh", "zh"),
        ("zhuang", "en"),
        ("x" * 5000 + ",zh", "zh"),
    ],
)
def test_the_preferred_language_is_spoken(header: str | None, language: str) -> None:
    assert language_of(header) == language


@pytest.mark.parametrize(
    ("parameters", "weight"),
    [("", 1), ("q=0.5", 0.5), (" Q = 0.5 ", 0.5), ("v=1;q=0.25", 0.25), ("q=2", 1), ("q=inf", 1), ("q=-0.5", 0),
     ("q=nan", 0), ("q=x", 0), ("q", 0), ("charset=utf-8", 1)],
)  # fmt: skip
def test_a_weight_is_between_0_and_1(parameters: str, weight: float) -> None:
    assert quality(parameters) == weight
