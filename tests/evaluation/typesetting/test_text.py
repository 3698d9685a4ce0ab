"""Line breaking, titles, and what is kept together."""

import pytest

from evaluation.typesetting import heading
from evaluation.typesetting.fonts import Role
from evaluation.typesetting.heading import break_heading
from evaluation.typesetting.layout import paragraphs
from evaluation.typesetting.layout.grid import SPACING, WIDTH, ems
from evaluation.typesetting.layout.mark import mark
from evaluation.typesetting.layout.signature import signature
from evaluation.typesetting.text import (
    CLOSING,
    OPENING,
    Run,
    break_lines,
    chinese_date,
    clean,
    clusters,
    runs,
    width_of,
)
from tests.support.typesetting.samples import COMMITTEE, LONG, ORGANISATION, TITLE_70

FULL = ems(WIDTH)


def lines_of(text: str) -> list[str]:
    return [line.text for line in break_lines(text, FULL, indent=2, spacing=SPACING)]


def test_line_holds_28_characters() -> None:
    assert [len(line.text) for line in break_lines("党" * 60, FULL, spacing=SPACING)] == [28, 28, 4]


def test_full_lines_are_exactly_as_wide_as_the_type_area() -> None:
    lines = break_lines("按照《创建平顶山市机关“四强”党支部实施方案》要求，经2025年度考核。" * 5, FULL, spacing=SPACING)
    for line in lines[:-1]:
        assert width_of(line.text, spacing=line.spacing) == pytest.approx(FULL)


@pytest.mark.parametrize("mark", "，。、；：？！）》”")
def test_no_line_begins_with_a_closing_mark(mark: str) -> None:
    for length in range(22, 34):
        for line in lines_of("党" * length + mark + "员" * 30):
            assert line[0] not in CLOSING


@pytest.mark.parametrize("mark", "（《“‘【")
def test_no_line_ends_with_an_opening_mark(mark: str) -> None:
    for length in range(22, 34):
        for line in lines_of("党" * length + mark + "员" * 30):
            assert line[-1] not in OPENING


@pytest.mark.parametrize(
    "figure",
    ["126个", "2025年", "2025年度", "95%", "30日", "0375-2660000", "第8项", "第12分", "第一", "附件2", "“四强”"],
)
def test_figure_stays_with_its_unit(figure: str) -> None:
    for length in range(20, 30):
        assert any(figure in line for line in lines_of("党" * length + figure + "员" * 30))


def test_the_name_of_a_person_is_not_torn() -> None:
    """Nor is it where it is rare; without being told that it is one, it is."""
    for name in ("吴刚", "王喆祎", "欧阳修远"):
        for length in range(20, 30):
            text = "党" * length + name + "、" + "员" * 30
            assert any(name in line.text for line in paragraphs.lines(text, (name,), indent=2))
        assert not all(
            any(name in line.text for line in paragraphs.lines("党" * length + name + "员" * 30, ()))
            for length in range(20, 30)
        )


def test_document_number_stays_together_unless_that_tears_the_line() -> None:
    text = "党" * 24 + "〔2026〕12号" + "员" * 30
    assert lines_of(text)[0].endswith("党")
    assert lines_of(text[3:])[0].endswith("〔2026〕")
    assert all(line.spacing < 0.12 for line in break_lines(text[3:], FULL, indent=2, spacing=SPACING))


def test_paragraph_does_not_end_in_a_single_character() -> None:
    for length in range(40, 70):
        assert len(lines_of("党" * length + "。")[-1]) >= 3


def test_dashes_and_dots_are_not_parted() -> None:
    assert "——" in "".join(clusters("甲——乙")) and not {"—"} & set(clusters("甲——乙……丙"))


def test_nothing_is_lost_or_added() -> None:
    text = (
        "自2025年1月1日起，“第一支部”（含《条例》）www.example.org/a-very-long-address-that-no-line-could-ever-hold-at-all，参加率95%。"
        * 3
    )
    assert "".join(lines_of(text)) == text


def test_rare_name_is_set_whole_in_the_fallback_face() -> None:
    assert runs("联系人：王喆，电话", ["王喆"]) == (Run("联系人：", False), Run("王喆", True), Run("，电话", False))


def test_rare_character_outside_a_name_is_set_alone() -> None:
    assert runs("赵祎在", []) == (Run("赵", False), Run("祎", True), Run("在", False))


def test_clean_leaves_one_line_without_invisible_characters() -> None:
    assert clean(" 甲\u200b\u202e乙\n丙\x00 丁\u3000") == "甲乙 丙 丁"


def test_date_has_no_leading_zeros() -> None:
    assert chinese_date("2026-07-01") == "2026年7月1日"


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("关于命名四强党支部的通报", ["关于命名四强党支部的通报"]),
        (
            f"{ORGANISATION} {COMMITTEE}关于命名2025年度平顶山市机关“四强”党支部的通报",
            [ORGANISATION, COMMITTEE, "关于命名2025年度平顶山市机关", "“四强”党支部的通报"],
        ),
        ("关于甲事项\n的公示", ["关于甲事项", "的公示"]),
        ("平顶山市机关“四强”党支部考核评定组会议纪要", ["平顶山市机关“四强”党支部", "考核评定组会议纪要"]),
    ],
)
def test_title_breaks_by_meaning(title: str, lines: list[str]) -> None:
    assert break_heading(title, 20, (ORGANISATION, COMMITTEE)) == lines


def test_long_title_fits_and_loses_nothing() -> None:
    lines = break_heading(TITLE_70, 20)
    assert "".join(lines) == TITLE_70
    assert max(map(len, lines)) <= 20
    assert not any(line[0] in CLOSING + "的和与及" or line[-1] in OPENING for line in lines)


def test_longest_names_fit_the_head() -> None:
    for names in ((LONG,), (ORGANISATION, LONG), (ORGANISATION, COMMITTEE, LONG)):
        for piece in mark(names, 35, has_word=True).pieces:
            width = (
                width_of(piece.text, Role.TITLE) * piece.size + piece.spacing * (len(piece.text) - 1)
            ) * piece.scale
            assert piece.x >= -0.01 and piece.x + width <= WIDTH + 0.01


@pytest.mark.parametrize("is_sealed", [True, False])
@pytest.mark.parametrize(
    "issuers", [(COMMITTEE,), (ORGANISATION, COMMITTEE), (ORGANISATION,) * 3, (LONG,), (LONG, LONG)]
)
def test_signature_stays_within_the_margins_and_never_overlaps(issuers: tuple[str, ...], is_sealed: bool) -> None:
    rows: dict[int, float] = {}
    for part in signature(issuers, "2026年12月31日", is_sealed).parts:
        width = width_of(part.text, Role.BODY, SPACING) * 16 * 25.4 / 72
        assert part.x >= rows.get(part.row, 0) - 0.01
        assert part.x + width <= WIDTH + 0.01
        rows[part.row] = part.x + width


def test_a_long_name_keeps_its_shape_and_the_date_moves_left_with_it() -> None:
    name, date = signature((COMMITTEE,), "2026年1月20日", True).parts
    assert name.x + width_of(name.text, Role.BODY, SPACING) * 16 * 25.4 / 72 == pytest.approx(WIDTH)
    middle = width_of(date.text, Role.BODY, SPACING) * 8 * 25.4 / 72
    assert date.x + middle == pytest.approx((name.x + WIDTH) / 2)


WORDY = "关于开展全市党务干部队伍能力素质提升专项行动优秀案例征集评选活动的通知"


def torn(lines: list[str], words: list[str]) -> list[str]:
    return [word for word in words if word in "".join(lines) and not any(word in line for line in lines)]


def test_no_line_of_a_title_ends_inside_a_word_of_the_dictionary(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever fits on a line; the clerk's own line ends win; without the dictionary some words are torn."""
    words = ["党务", "能力", "素质", "提升", "专项", "行动", "优秀", "案例", "征集", "评选", "活动", "队伍"]
    for capacity in range(10, 21):
        assert torn(break_heading(WORDY, capacity), words) == []
    assert break_heading("关于征\n集案例的通知", 20) == ["关于征", "集案例的通知"]
    break_heading.cache_clear()
    monkeypatch.setattr(heading.rjieba, "tokenize", lambda text: [])
    assert any(torn(break_heading(WORDY, capacity), words) for capacity in range(10, 21))
    break_heading.cache_clear()
