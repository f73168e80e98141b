"""Readings of Chinese names: those of the dictionaries, of however many names in little time."""

from hypothesis import given
from hypothesis import strategies as st
from pypinyin import lazy_pinyin

from graph import pinyin
from graph.pinyin import romanise

NAMES = (
    "单雄信",
    "重庆长安银行",
    "曾国藩",
    "乐毅",
    "行长",
    "王伟",
    "吕女士",
    "𠮷野家",
    "々〇",
    "中国重工",
    "朝阳区的长乐",
)


def test_a_name_is_read_as_the_dictionaries_read_it_as_a_whole() -> None:
    for name in NAMES:
        whole = [one for one in lazy_pinyin(name, errors="ignore") if one.isascii()]
        assert romanise(name) == ((" ".join(whole), "".join(one[0] for one in whole)) if whole else None)
    assert romanise("重庆长安银行") == ("chong qing chang an yin hang", "cqcayh")


@given(st.text(alphabet="".join(NAMES) + "行重长乐还都", min_size=1, max_size=8))
def test_words_are_read_alike_wherever_they_stand(name: str) -> None:
    whole = [one for one in lazy_pinyin(name, errors="ignore") if one.isascii()]
    assert (romanise(name) or ("", ""))[0] == " ".join(whole)


def test_the_words_of_many_names_are_looked_up_once() -> None:
    names = [surname + given for surname in "赵钱孙李周吴郑王冯陈" for given in "伟芳娜敏静丽强磊军洋"]
    pinyin._read.cache_clear()
    for name in names * 3:
        romanise(name)
    known = pinyin._read.cache_info()
    assert known.misses <= 40 < len(names)
    assert known.maxsize is not None
