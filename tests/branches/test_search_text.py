"""What names are found by."""

import pytest

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


def test_each_two_characters_are_a_word_that_an_index_finds():
    """`pg_trgm` takes from ` 交通` the groups of a word's beginning; from `交通` alone it could take none."""
    assert sought("交通") == " 交通" and " 交通 " in TEXT
    assert sought("交通运") == "交通运"
