"""A doubt is a question with a lasting name, and an answer fits that question only."""

from dataclasses import replace

from django.template.loader import render_to_string

from branches.pages.importing import Counted, Preview, told
from branches.spreadsheet.doubts import Choice, Doubt, answers, unanswered
from branches.spreadsheet.problems import Problem

ASKED = Doubt(86, "姓名", "名册里有同名的人", (Choice("same", "同一人"), Choice("other", "另一人")), about="韦书岩")
TOLD = Doubt(3, "单位名称", "第3行是隐藏行")


def test_the_same_question_keeps_its_name_and_another_has_another():
    assert replace(ASKED).key == ASKED.key
    others = [
        replace(ASKED, **{name: "x" if name != "line" else 87}) for name in ("line", "column", "sentence", "about")
    ]
    others.append(replace(ASKED, choices=ASKED.choices[:1]))
    assert len({ASKED.key, *(other.key for other in others)}) == 6


def test_only_offered_answers_to_asked_questions_are_taken():
    posted = {ASKED.key: "same", TOLD.key: "yes", "doubt-of-another-file": "same"}
    assert answers([ASKED, TOLD], posted) == {ASKED.key: "same"}
    assert answers([ASKED], {ASKED.key: "whatever"}) == {}
    assert unanswered([ASKED, TOLD], {}) == [ASKED]
    assert unanswered([ASKED, TOLD], {ASKED.key: "same"}) == []


def test_the_preview_chooses_nothing_beforehand_and_keeps_what_was_chosen():
    preview = Preview(
        "名册.xlsx",
        4,
        2,
        [Counted(2, "新增党支部")],
        "token",
        **told([Problem(2, "手机", "少1位。", "138", "F2")], [ASKED, TOLD]),
    )
    shown = render_to_string("components/import_doubts.html", {"preview": preview})
    assert shown.count('type="radio"') == 2 and "checked" not in shown
    assert "请留意" in shown and TOLD.sentence in shown
    preview = replace(preview, given={ASKED.key: "other"})
    shown = render_to_string("components/import_doubts.html", {"preview": preview})
    assert shown.count(" checked") == 1 and 'value="other" checked' in shown
    assert (preview.wrong_rows, preview.asked_rows) == (1, 1)
    assert "F2" in render_to_string("components/import_problems.html", {"preview": preview})
