"""What names are found by."""

import pytest
from pypinyin import Style, lazy_pinyin

from branches.search.text import searchable, sought

TEXT = searchable("平顶山市交通运输局机关第一党支部", "王小明", also=["中共平顶山市交通局A座支部委员会"])


@pytest.mark.parametrize(
    "word", ["交", "交通", "交通运输", "王小明", "明", "小明", "交通局a座", "A座", "pingdingshan", "wxm", "jt", "JTYS"]
)
def test_a_word_finds_the_names_that_have_it(word):
    assert sought(word) in TEXT


@pytest.mark.parametrize("word", ["通交", "局机关一", "财政", "明王", "xiaoli"])
def test_a_word_finds_nothing_else(word):
    assert sought(word) not in TEXT


@pytest.mark.parametrize("name", ["长安街行长", "吕梁", "·王", "ABC公司 3号", "一１二", "𠮷野", "嗯", " "])
def test_one_pass_over_a_name_spells_it_as_one_for_each_style_does(name):
    each = ["".join(lazy_pinyin(name, style=style)) for style in (Style.NORMAL, Style.FIRST_LETTER)]
    words = dict.fromkeys(word for one in (name, *each) if (word := one.lower().replace(" ", "")))
    assert searchable(name).split()[: len(words)] == list(words)


def test_each_two_characters_are_a_word_that_an_index_finds():
    """`pg_trgm` takes from ` 交通` the groups of a word's beginning; from `交通` alone it could take none."""
    assert sought("交通") == " 交通" and " 交通 " in TEXT
    assert sought("交通运") == "交通运"
