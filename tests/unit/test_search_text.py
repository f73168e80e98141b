"""Search: one text for both stores, in which every word and every run of Chinese is found."""

import sqlite3
import unicodedata
from contextlib import closing

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.search_text import BOUNDARY, fold_name, found, query_phrase, rank, search_words

READINGS = {
    "王伟": ("wang wei", "ww"),
    "王": ("wang", "w"),
    "张": ("Zhāng", "Z"),
    "某大型保险公司": ("moudaxing", "mdx"),
}
CJK = "王伟张娜经理保险公司々〇𠮷𬭎かガ한글ㄅ"
WORDS = st.text(alphabet="abzÀßéİσς019٣²½ﬁ＋-._'@+" + CJK + "ｱﾞ\u0301\u200d\u202b\u093fא😀\ud800", max_size=12)
ANY = st.one_of(WORDS, st.text(alphabet=st.characters(), max_size=12))
DIGITS = st.lists(st.integers(0, 99_999).map(str), min_size=1, max_size=6).map(" ".join)


def romanise(run: str) -> tuple[str, str] | None:
    return READINGS.get(run)


def finds(query: str, *values: str | None) -> bool:
    return found(query_phrase(query), search_words(values, romanise))


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Wang Wei", "wang wei"),
        ("  WANG\t\nwei ", "wang wei"),
        ("王伟", "王 伟"),
        ("A股市场2024年", "a 股 市 场 2024 年"),
        ("ＡＢＣ１２３", "abc123"),
        ("José Müller-Łódź", "jose muller łodz"),
        ("Straße", "strasse"),
        ("ΟΔΥΣΣΕΥΣ", "οδυσσευσ"),
        ("İstanbul", "istanbul"),
        ("O'Brien & Co., Ltd.", "o brien co ltd"),
        ("㈱日立", "株 日 立"),
        ("①②", "12"),
        ("٠١٢", "012"),
        ("ﬁne", "fine"),
        ("ｶﾞｽ", "ガ ス"),
        ("がかパハ", "が か パ ハ"),
        ("김철수", "김 철 수"),
        ("\u1100\u1161", "가"),
        ("हिन्दी", "हनद"),
        ("שָׁלוֹם", "שלום"),
        ("\u202bمحمد\u202c", "محمد"),
        ("co\u00adoperation", "cooperation"),
        ("می\u200cخواهم", "میخواهم"),
        ("𬭎𠮷", "𬭎 𠮷"),
        ("😀 smile 👩\u200d💻", "smile"),
        ("a\ud800b", "a b"),
        ("", ""),
        ("!?—…", ""),
        ("買買提·艾力", "買 買 提 艾 力"),
        ("x" * 250, f"{'x' * 100} {'x' * 100} {'x' * 50}"),
    ],
)
def test_the_normal_form(name: str, folded: str) -> None:
    assert fold_name(name) == folded
    assert fold_name(folded) == folded


def test_the_words_of_an_object() -> None:
    values = ["王伟", None, "", "Wang.Wei@Example.com", "+86 138-0013-8000", "王伟", "!"]
    assert search_words(values, romanise).split(f" {BOUNDARY} ") == [
        "王 伟",
        "wang wei",
        "wangwei",
        "ww",
        "wang wei example com",
        "86 138 0013 8000",
        "8613800138000",
        "13800138000",
        "00138000",
        "613800138000",
        "3800138000",
    ]
    assert search_words([], romanise) == ""
    assert search_words([None, "", "?"], romanise) == ""


@pytest.mark.parametrize(
    "query", ["王伟", "王", "伟", "wangwei", "WangWei", "wangw", "ww", "wang wei", "wáng wěi", "Ｗang"]
)
def test_a_chinese_name_is_found_by_its_characters_and_readings(query: str) -> None:
    assert finds(query, "王伟")


@pytest.mark.parametrize("query", ["伟王", "王 x", "angwei", "wv", "王伟王"])
def test_what_a_chinese_name_is_not_found_by(query: str) -> None:
    assert not finds(query, "王伟")


def test_runs_are_read_one_by_one_and_folded() -> None:
    words = search_words(["王伟 (张)"], romanise)
    assert words == f" {BOUNDARY} ".join(("王 伟 张", "wang wei", "wangwei", "ww", "zhang", "z"))


def test_a_run_without_a_reading_is_found_by_its_characters() -> None:
    assert search_words(["李"], romanise) == "李"


@pytest.mark.parametrize(
    "query",
    ["13800138000", "138 0013", "138-0013-8000", "8000", "0013 8000", "+86 138", "86 13800138000", "1380"],
)
@pytest.mark.parametrize(
    "stored", ["+86 138-0013-8000", "(+86) 138 0013 8000", "手机：+86 138.0013.8000", "+86-138 0013 8000"]
)
def test_a_telephone_number_is_found_however_it_is_grouped(query: str, stored: str) -> None:
    assert finds(query, stored)


@pytest.mark.parametrize("query", ["13800138000", "138 0013", "+86 138 0013 8000", "8613800138000"])
@pytest.mark.parametrize("stored", ["+8613800138000", "＋86１３８００１３８０００", "call +8613800138000, please"])
def test_a_number_in_one_piece_is_found_without_its_country(query: str, stored: str) -> None:
    assert finds(query, stored)


@pytest.mark.parametrize("query", ["012", "3800", "4420"])
def test_digits_inside_a_group_are_not_found(query: str) -> None:
    assert not finds(query, "138 0013 8000")


@pytest.mark.parametrize(
    "query", ["wang.wei", "wang", "wei@", "example.com", "example", "Wang.Wei@example.com", "wang.wei@exa"]
)
def test_an_address_is_found_by_its_parts_and_whole(query: str) -> None:
    assert finds(query, "wang.wei@Example.com")


def test_no_phrase_reaches_over_two_values() -> None:
    assert not finds("伟经", "王伟", "经理")
    assert not finds("wei wang", "王伟", "wang")
    assert not finds(f"伟{BOUNDARY}经", "王伟", "经理")


@pytest.mark.parametrize("query", ["", " ", "?", "😀", "\ud800", "\u0301"])
def test_a_query_without_letters_finds_nothing(query: str) -> None:
    assert query_phrase(query) == ()
    assert not finds(query, "王伟", "?")


@pytest.mark.parametrize(
    ("query", "phrase"),
    [
        ("Wang Wei", ("wang", "wei")),
        ("王伟", ("王", "伟")),
        ("138 0013", ("1380013",)),
        ("room 138 0013", ("room", "138", "0013")),
        ("1234567890 1234567890", ("12345678901234567890",)),
        ("1234567890 1234567890 1", ("1234567890", "1234567890", "1")),
    ],
)
def test_the_phrase_of_a_query(query: str, phrase: tuple[str, ...]) -> None:
    assert query_phrase(query) == phrase


@pytest.mark.parametrize(
    ("query", "name", "fit"),
    [
        ("王伟", "王伟", 0),
        ("wang wei", "WANG Wei!", 0),
        ("jose", "José", 0),
        ("王", "王伟", 1),
        ("wang w", "Wang Wei", 1),
        ("伟", "王伟", 2),
        ("wei", "Wang Wei", 2),
        ("wangwei", "王伟", 2),
        ("ww", "王伟", 2),
        ("138 0013 8000", "Ann", 2),
        ("example com", "Ann", 2),
        ("wangw", "王伟", 3),
        ("exampl", "Ann", 3),
        ("ng", "Wang Wei", 3),
        ("", "Ann", 3),
        ("?", "?", 3),
    ],
)
def test_rank(query: str, name: str, fit: int) -> None:
    words = search_words([name, "138 0013 8000", "ann@example.com"], romanise)
    assert rank(query, name, words) == fit


@given(ANY)
@example("\u1100\u0301\u1161")
@example("か\u3099\u3099")
@example("ͅΑ")
def test_the_normal_form_is_stable(text: str) -> None:
    folded = fold_name(text)
    assert fold_name(folded) == folded
    assert fold_name(unicodedata.normalize("NFD", text)) == folded
    assert fold_name(unicodedata.normalize("NFC", text)) == folded


@given(ANY)
def test_the_normal_form_has_lower_case_letters_digits_and_single_spaces(text: str) -> None:
    folded = fold_name(text)
    assert folded == " ".join(folded.split())
    assert all(
        unicodedata.category(char)[0] in "LN" or "\U00020000" <= char <= "\U0003fffd"
        for char in folded.replace(" ", "")
    )
    assert folded.casefold() == folded
    assert BOUNDARY not in folded


@given(st.lists(ANY, max_size=4), st.data())
def test_every_word_and_every_run_of_words_is_found(values: list[str], data: st.DataObject) -> None:
    for value in values:
        pieces = value.split()
        if not pieces:
            continue
        start = data.draw(st.integers(0, len(pieces) - 1))
        end = data.draw(st.integers(start + 1, len(pieces)))
        query = " ".join(pieces[start:end])
        assert finds(query, *values) == bool(query_phrase(query))


@given(st.lists(ANY, max_size=3), st.text(alphabet=CJK, min_size=1, max_size=8), WORDS, WORDS, st.data())
def test_every_run_of_cjk_is_found(values: list[str], run: str, before: str, after: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(run) - 1))
    end = data.draw(st.integers(start + 1, len(run)))
    # The space keeps a mark that may follow away from the run's last kana.
    assert finds(run[start:end], *values, f"{before}{run} {after}")


@given(DIGITS, DIGITS, st.data())
def test_every_run_of_groups_of_digits_is_found(number: str, other: str, data: st.DataObject) -> None:
    groups = number.split()
    start = data.draw(st.integers(0, len(groups) - 1))
    end = data.draw(st.integers(start + 1, len(groups)))
    query = "-".join(groups[start:end])
    assert finds(query, other, number)
    assert finds(query, f"a {number} b")
    assert finds(query.replace("-", ""), number) or len(query.replace("-", "")) > 20


@given(st.lists(ANY, max_size=3), ANY)
def test_the_beginning_of_what_is_found_is_found(values: list[str], query: str) -> None:
    name = values[0] if values else ""
    if finds(query, *values):
        shorter = query_phrase(query)[:-1]
        assert not shorter or found(shorter, search_words(values, romanise))
    assert 0 <= rank(query, name, search_words(values, romanise)) <= 3


def indexed(texts: dict[int, str]) -> sqlite3.Connection:
    index = sqlite3.connect(":memory:")
    index.execute("CREATE VIRTUAL TABLE words USING fts5 (text, tokenize = 'unicode61')")
    index.execute("CREATE VIRTUAL TABLE terms USING fts5vocab (words, instance)")
    index.executemany("INSERT INTO words (rowid, text) VALUES (?, ?)", texts.items())
    return index


@pytest.mark.slow
def test_sqlite_splits_where_the_text_has_spaces_and_changes_nothing() -> None:
    texts = {
        code: fold_name(f"x{chr(code)}y")
        for code in range(0x110000)
        if unicodedata.category(chr(code)) not in ("Cn", "Co", "Cs")
    }
    texts[0xAA] = BOUNDARY
    terms: dict[int, list[str]] = {code: [] for code in texts}
    with closing(indexed(texts)) as index:
        for code, term in index.execute("SELECT doc, term FROM terms ORDER BY doc, offset"):
            terms[code].append(term)
    assert [hex(code) for code, text in texts.items() if terms[code] != text.split(" ")] == []


@given(st.lists(ANY, max_size=3), ANY)
@example(["王伟", "经理"], "伟经")
@example(["wang.wei@example.com"], "wei ex")
def test_sqlite_answers_what_found_says(values: list[str], query: str) -> None:
    words, phrase = search_words(values, romanise), query_phrase(query)
    with closing(indexed({1: words})) as index:
        match = f'"{" ".join(phrase)}" *' if phrase else '""'
        rows = index.execute("SELECT rowid FROM words WHERE words MATCH ?", (match,)).fetchall()
        assert bool(rows) == found(phrase, words)


@given(st.text(alphabet=st.characters(max_codepoint=127), max_size=250))
def test_plain_text_has_the_tokens_that_it_has_beside_other_text(text: str) -> None:
    """Text of ASCII alone takes a shorter way: an accent further on takes it round the other one."""
    assert f"{fold_name(text)} e".strip() == fold_name(f"{text} é").strip()
