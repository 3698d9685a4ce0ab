"""What a name is found by: itself, its full pinyin and the initials. Every writer of a name uses this function."""

from pypinyin import Style, lazy_pinyin


def searchable(*names: str) -> str:
    """`市财政局` → `市财政局 shicaizhengju sczj`; several names are separated by spaces, letters and digits stay."""
    words = []
    for name in filter(None, names):
        words.append(name.replace(" ", ""))
        for style in (Style.NORMAL, Style.FIRST_LETTER):
            words.append("".join(lazy_pinyin(name, style=style)).lower().replace(" ", ""))
    return " ".join(dict.fromkeys(words))


def spelled(name: str) -> str:
    """`张三` → `zhangsan`: what an account is called when nobody chose another name."""
    return "".join(lazy_pinyin(name, style=Style.NORMAL)).lower().replace(" ", "")
