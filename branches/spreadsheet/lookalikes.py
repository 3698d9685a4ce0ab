"""Characters that look like others: radicals for the characters they are drawn as, and what cannot be seen at all.

Texts copied from a PDF or a telephone bring them. Most radicals have a compatibility form (NFKC); those of the supplement
have only Unicode's EquivalentUnifiedIdeograph, which Python does not know: the table is here.
"""

import re
import unicodedata

_RADICALS = str.maketrans(
    dict(
        zip(
            "⺁⺄⺅⺆⺈⺉⺊⺋⺌⺍⺎⺐⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺠⺡⺢⺣⺤⺥⺦⺧⺨"
            "⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺶⺹⺺⺻⺼⺾⺿⻀⻁⻂⻃⻄⻅⻆⻈⻉⻊⻋⻌⻍⻎⻏⻐"
            "⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲",
            "厂乙亻冂刀刂卜㔾小小尢尢巳幺彑彐忄㣺扌攵旡日月歺民氵氺灬爫爫丬牛犭"
            "王疋罒示礻竹糹纟罓罒羊耂肀聿月艹艹艹虎衤覀西见角讠贝足车辶辶辶邑钅"
            "長镸长门阝雨青韦页风飞食飠饣马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀",
            strict=True,
        )
    )
)
_INVISIBLE = re.compile(r"[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")
_COMPATIBLE = re.compile(r"[^，：；！？（）]+")
"""Chinese punctuation is no compatibility form of the other."""
_CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_BRACKETS = str.maketrans("()", "（）")


def plain_characters(text: str) -> str:
    """`text` in the characters that it shows: full-width letters and figures made plain; brackets stay Chinese ones."""
    if text.isascii():
        return text
    visible = _INVISIBLE.sub("", text)
    text = _COMPATIBLE.sub(lambda found: unicodedata.normalize("NFKC", found[0]), visible).translate(_RADICALS)
    return text.translate(_BRACKETS) if _CHINESE.search(text) else text
