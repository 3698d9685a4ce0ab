"""What the column `search_text` of units and branches holds, and what is sought in it. Every writer of a name calls `searchable`."""

from collections.abc import Iterable

from pypinyin import Style, lazy_pinyin

SHORT = 2
"""So many characters are too few for the index."""


def searchable(*names: str, also: Iterable[str] = ()) -> str:
    """`市财政` → `市财政 shicaizheng scz 市财 财政 政`; `also` without pinyin. See `sought`."""
    words = []
    for name in filter(None, names):
        words.append(_plain(name))
        for style in (Style.NORMAL, Style.FIRST_LETTER):
            words.append(_plain("".join(lazy_pinyin(name, style=style))))
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


def _plain(name: str) -> str:
    return name.lower().replace(" ", "")
