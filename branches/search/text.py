"""What the column `search_text` of units and branches holds, and what is sought in it. Every writer of a name calls `searchable`."""

from collections.abc import Iterable
from functools import lru_cache

from pypinyin import lazy_pinyin

_AS_IT_IS = "\0"
SHORT = 2
"""So many characters are too few for the index."""


def searchable(*names: str, also: Iterable[str] = ()) -> str:
    """`市财政` → `市财政 shicaizheng scz 市财 财政 政`; `also` without pinyin. See `sought`."""
    words = []
    for name in filter(None, names):
        words.append(_plain(name))
        words += _spelled(name)
    plain = [_plain(name) for name in (*names, *also)]
    pairs = (name[start : start + SHORT] for name in plain for start in range(len(name)))
    return " ".join(dict.fromkeys(filter(None, (*words, *plain, *pairs))))


def sought(word: str) -> str:
    """What `searchable` texts contain that `word` finds.

    An index of groups of three characters serves a word of one or two only where it knows that a word begins there:
    hence the pairs.
    """
    word = _plain(word)
    return f" {word}" if len(word) <= SHORT and not word.isascii() else word


@lru_cache(maxsize=5_000)
def _spelled(name: str) -> tuple[str, str]:
    """The whole pinyin and the initials, by one pass over the name; whatever has no pinyin stands in both as it is."""
    syllables = lazy_pinyin(name, errors=lambda others: f"{_AS_IT_IS}{others}")
    initials = (one if one.startswith(_AS_IT_IS) else one[0] for one in syllables)
    whole, short = ("".join(words).replace(_AS_IT_IS, "") for words in (syllables, initials))
    return _plain(whole), _plain(short)


def _plain(name: str) -> str:
    return name.lower().replace(" ", "")
