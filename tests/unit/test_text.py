"""Text that people type: trimmed, normal, bounded, without control characters."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvalidError
from domain.text import MAX_NAME, MAX_NOTE, Text, clean_line, clean_note, clean_optional_line


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("Ann", "Ann"),
        ("  王伟　", "王伟"),
        ("\n Ann\t", "Ann"),
        ("Jose\u0301", "José"),
        ("a  b", "a  b"),
        ("👩\u200d💻", "👩\u200d💻"),
        ("محمد", "محمد"),
        ("\u200fمحمد\u200e", "\u200fمحمد\u200e"),
        ("نامه\u200cها", "نامه\u200cها"),
        ("❤\ufe0f", "❤\ufe0f"),
        ("\ue000", "\ue000"),  # private use: rare characters of Chinese names are kept there
        ("x" * MAX_NAME, "x" * MAX_NAME),
        ("e\u0301" * MAX_NAME, "é" * MAX_NAME),
        (" " * 1000 + "x", "x"),
    ],
)
def test_a_line_is_trimmed_and_normal(typed: str, line: str) -> None:
    assert clean_line(typed, "name") == line
    assert clean_optional_line(typed, "name") == line


@pytest.mark.parametrize("typed", ["", " ", "\t\n", "　"])
def test_a_line_is_not_empty(typed: str) -> None:
    with pytest.raises(InvalidError) as refused:
        clean_line(typed, "name")
    assert refused.value.message == Text("It must not be empty.", "不能为空。")
    assert refused.value.field == ("name",)
    assert clean_optional_line(typed, "name") is None
    assert clean_note(typed, "note") is None


@pytest.mark.parametrize(
    "typed",
    [
        "\u200b",  # zero width space
        "\u200d\u200d",  # joiner
        " \u200b ",
        "\ufeff",  # byte order mark
        "\u202e\u2066",  # directions
        "\u00ad",  # soft hyphen
        "\U000e0041",  # tag
        "\u0301",  # an accent on nothing
        "\ufe0f",  # variation selector
        "\u034f",  # grapheme joiner
        "\u3164",  # Hangul filler
        "\u115f\u1160\uffa0",
        "\u2800",  # blank of Braille
    ],
)
def test_what_nobody_sees_is_empty(typed: str) -> None:
    with pytest.raises(InvalidError) as refused:
        clean_line(typed, "name")
    assert refused.value.message.en == "It must not be empty."
    assert clean_optional_line(typed, "name") is None
    assert clean_note(typed, "note") is None


def test_nothing_is_unknown() -> None:
    assert clean_optional_line(None, "title") is None
    assert clean_note(None, "note") is None


@pytest.mark.parametrize("broken", ["a\nb", "a\r\nb", "a\tb", "a\u2028b", "a\u2029b"])
def test_a_line_is_one_line(broken: str) -> None:
    with pytest.raises(InvalidError) as refused:
        clean_line(broken, "name")
    assert refused.value.message.en == "It must be one line."


@pytest.mark.parametrize("control", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\x9f", "\ud800", chr(0xDFFF)])
def test_control_characters_and_lone_surrogates_are_refused(control: str) -> None:
    for clean in (clean_line, clean_optional_line, clean_note):
        with pytest.raises(InvalidError) as refused:
            clean(f"a{control}b", "name")
        assert refused.value.message.en == "It must not hold control characters."


def test_too_long_says_how_long() -> None:
    with pytest.raises(InvalidError) as refused:
        clean_line("王" * (MAX_NAME + 1), "name")
    assert refused.value.message == Text(
        "It has 201 characters; at most 200 are allowed.", "共 201 个字符，最多允许 200 个。"
    )
    with pytest.raises(InvalidError):
        clean_line("abcd", "name", longest=3)
    with pytest.raises(InvalidError):
        clean_optional_line("abcd", "name", longest=3)
    with pytest.raises(InvalidError):
        clean_note("x" * (MAX_NOTE + 1), "note")


def test_a_note_keeps_its_line_breaks() -> None:
    assert clean_note(" one\n\ttwo\r\n ", "note") == "one\n\ttwo"
    assert clean_note("x" * MAX_NOTE, "note") == "x" * MAX_NOTE


@given(st.text(alphabet=st.characters()))
def test_what_is_accepted_is_clean_for_good(typed: str) -> None:
    try:
        line = clean_line(typed, "name")
    except InvalidError:
        return
    assert clean_line(line, "name") == line == line.strip()
    assert unicodedata.is_normalized("NFC", line)
    assert 0 < len(line) <= MAX_NAME
    assert line.encode("utf-8").decode("utf-8") == line
    assert clean_note(line, "note") == line
