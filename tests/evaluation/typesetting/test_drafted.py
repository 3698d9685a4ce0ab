"""What people drafted takes the place of a kind's own words, and of nothing else."""

import re

import pytest
from django.template.loader import render_to_string

from evaluation.typesetting.compose import compose
from evaluation.typesetting.heading import break_heading
from evaluation.typesetting.layout.page import values
from evaluation.typesetting.text import break_lines, marked
from tests.support.typesetting import samples

OWN = {"title_lines": ["关于某事的", "决定"], "paragraphs": ["第一段。", "第二段。"]}


@pytest.mark.parametrize("kind", ["naming", "revocation", "public_notice"])
def test_a_drafted_text_replaces_title_and_body(kind):
    data = samples.REVOCATION if kind == "revocation" else getattr(samples, kind)()
    usual, own = compose(kind, data), compose(kind, {**data, **OWN})
    assert (own.title, own.body) == ("关于某事的\n决定", ("第一段。", "第二段。"))
    assert (own.annexes, own.issuers, own.number, own.dated_on) == (
        usual.annexes, usual.issuers, usual.number, usual.dated_on,
    )  # fmt: skip
    assert not usual.is_draft and compose(kind, {**data, "is_draft": True}).dated_on == "（成文日期待定）"


@pytest.mark.parametrize("kind", ["naming", "revocation", "public_notice"])
def test_the_correction_of_a_drafted_text_says_what_it_corrects(kind):
    data = samples.REVOCATION if kind == "revocation" else getattr(samples, kind)()
    old = {"number": "平组通〔2026〕3号", "dated_on": "2026-07-01", "title": "关于某事的决定"}
    body = compose(kind, {**data, **OWN, "corrects": old}).body
    assert body[:2] == ("第一段。", "第二段。") and "平组通〔2026〕3号" in body[2] and len(body) == 3


def test_the_days_of_a_public_notice_are_filled_in_when_it_begins():
    data = samples.public_notice() | {"paragraphs": ["公示期为【开始日】至【截止日】。"]}
    (line,) = compose("public_notice", data).body
    assert "【" not in line and line.count("日") >= 2


@pytest.mark.parametrize(
    "own", [{}, {"paragraphs": ["公示期为【开始日】至【截止日】，共1个工作日。"]}], ids=("usual", "drafted")
)
def test_a_public_notice_of_one_day_names_it_once(own):
    day = {"opens_on": "2026-06-02", "closes_on": "2026-06-02", "working_days": 1}
    (line,) = (
        text for text in compose("public_notice", samples.public_notice() | day | own).body if "公示期为" in text
    )
    assert line.startswith("公示期为2026年6月2日，共1个工作日。")


@pytest.mark.parametrize("kind", ["recommendation", "reinspection"])
def test_a_single_branch_is_named_without_a_number(kind):
    facts = {
        "recommendation": samples.appraised(samples.recommendation(1)),
        "reinspection": samples.DEVIATING,
    }[kind]
    assert compose(kind, facts).annexes[1].body[0] in ("机关第1党支部：", "机关第三党支部：")
    rows = [{**row, "appraisal": ["好。"], "deviations": ["无。"]} for row in facts["branches"]] * 2
    body = compose(kind, {**facts, "branches": rows}).annexes[1].body
    assert body[0].startswith("一、") and body[2].startswith("二、")


def test_a_clerks_line_that_is_too_long_is_broken_and_the_others_stay():
    lines = break_heading(f"短的一行\n{'长' * 50}", 20)
    assert lines[0] == "短的一行" and max(map(len, lines)) <= 20 and "".join(lines) == "短的一行" + "长" * 50


def underlined(data):
    """What a page of this document underlines."""
    return re.findall(r"<u>(.*?)</u>", render_to_string("notices/letter.html", values(compose("naming", data))))


def test_a_sample_underlines_what_is_changed_and_an_issued_print_never_does():
    data = samples.naming() | {"paragraphs": ["按照要求，决定命名。", "第二段。"], "changed": [[[0, 2], [5, 7]], []]}
    assert "".join(underlined(data | {"is_draft": True})) == "按照决定"
    assert underlined(data) == [], "whatever an issued document may have been made of"


def test_marks_keep_to_their_words_over_lines_and_spaces():
    text = "一" * 27 + " 二三四" + "五" * 30
    found = marked(break_lines(text, 28), text, [(28, 30)])
    assert "".join(run.text for line in found for run in line.runs if run.changed) == "二三"
