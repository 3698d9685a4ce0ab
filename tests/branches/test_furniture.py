"""The frame, tags, filters and form groups every page is made of."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string
from django.urls import reverse

from branches.pages.context import NAVIGATION, WORKLIST
from branches.pages.fields import Choice, Plain, Prose
from branches.permissions import Role
from branches.templatetags import furniture


class Answers(Plain, forms.Form):
    grade = Choice(label="自评等次", choices=[("a", "达到"), ("b", "未达到")])
    text = Prose(label="做了什么", limit=10)
    note = forms.CharField(label="备注", max_length=3, required=False)
    held_on = forms.DateField(label="会议日期")
    agreed = forms.BooleanField(label="我已看过")


def rendered(source: str, **context) -> str:
    return Template(source).render(Context(context))


@pytest.mark.parametrize("say", [furniture.day, furniture.month_day, furniture.moment, furniture.percent])
def test_what_is_not_there_is_a_dash(say):
    assert say(None) == "—"


def test_a_ratio_is_shown_as_it_was_fixed():
    assert rendered("{{ ratio|percent }}", ratio=Decimal("0.125")) == "12.5%"


@pytest.mark.parametrize("tone", list(furniture.SHAPES))
def test_status_says_it_by_shape_and_word(tone):
    html = rendered('{% status tone=tone label="甲" %}', tone=tone)
    assert f"icons.svg#{furniture.SHAPES[tone]}" in html
    assert "甲" in html


def test_every_symbol_used_is_in_the_sprite(settings):
    sprite = (settings.BASE_DIR / "static/img/icons.svg").read_text()
    pages = "".join(page.read_text() for page in (settings.BASE_DIR / "templates").rglob("*.html"))
    drawn = {furniture.SHAPES.get(name, name) for name in re.findall(r'{% icon "([\w-]+)"', pages)}
    wanted = {*furniture.SHAPES.values(), *furniture.NOTICE_SHAPES.values(), *drawn}
    wanted |= {entry.icon for entries in NAVIGATION.values() for entry in entries} | {WORKLIST.icon}
    assert [name for name in wanted if f'id="{name}"' not in sprite] == []


def test_forms_say_plainly_what_is_missing():
    form = Answers({"held_on": "昨天"})
    assert form.errors == {
        "grade": ["请选择自评等次"],
        "text": ["请填写做了什么"],
        "held_on": ["会议日期请写成2027-01-31的样子"],
        "agreed": ["请勾选“我已看过”"],
    }


def test_prose_counts_a_line_break_once_and_keeps_what_is_too_long():
    fits = {"grade": "a", "text": "一二三四\r\n六七八九十", "held_on": "2027年1月31日", "agreed": "on"}
    form = Answers(fits)
    assert form.is_valid()
    assert form.cleaned_data["text"] == "一二三四\n六七八九十"
    assert form.cleaned_data["held_on"] == date(2027, 1, 31)
    form = Answers(fits | {"text": "字" * 44, "note": "一二三四"})
    assert form.errors["text"] == ["做了什么最多写10字，超出34字，请删减"]
    assert form.errors["note"] == ["备注最多写3字，现有4字，请删减"]
    assert "字" * 44 in rendered("{{ form }}", form=form)


def test_field_groups_tie_hint_and_error_to_the_input():
    html = rendered("{{ form }}", form=Answers({}))
    assert 'id="id_text_error"' in html
    assert 'aria-describedby="id_text_error"' in html
    # Else the years of a browser have six digits, and 20261129 is the year 61129.
    assert 'type="date" max="9999-12-31"' in html
    assert "data-limit" in html
    assert "maxlength" not in html.split("<textarea")[1].split(">")[0]


def test_optional_fields_say_so():
    html = rendered("{{ form }}", form=Answers())
    assert html.count("（选填）") == 1


@pytest.mark.django_db
def test_error_summary_has_the_sentences_of_the_fields_and_links_to_them(client):
    html = client.post(reverse("login"), {"username": "", "password": ""}).content.decode()
    assert "<title>错误：登录" in html
    assert '<a href="#id_username">请填写账号或手机号</a>' in html
    assert html.count("请填写账号") == 2


def test_summary_links_to_the_first_of_the_choices():
    form = Answers({})
    problems = furniture.problems(Context({"form": form}))
    assert furniture.Problem("请选择自评等次", "id_grade_0") in problems
    assert 'id="id_grade_0"' in rendered("{{ form }}", form=form)


def test_fifteen_problems_are_three_lines_and_a_fold():
    """The first three, a link to the next, and all of them folded; five stand there as they are."""
    problems = [furniture.Problem(f"第{number}项没有评", f"c{number}") for number in range(1, 16)]
    html = render_to_string("components/error_summary.html", {"found": problems})
    at_once, folded = html.split("<details>")
    assert "有15处需要改正" in at_once and at_once.count("<li>") == 3
    assert '<a href="#c4">另有12处</a>' in at_once
    assert "看全部15处" in folded and folded.count("<li>") == 15
    assert "<details>" not in render_to_string("components/error_summary.html", {"found": problems[:5]})


def test_summary_lists_refusals_before_fields():
    problems = furniture.problems(Context({"reasons": ["已截止。"], "form": Answers({})}))
    assert problems[0] == furniture.Problem("已截止。")


def test_form_text_is_escaped():
    """Also in labels, hints and errors: they quote what people wrote, such as the opinion on a branch."""
    form = Answers({"text": "</textarea><script>"})
    form.fields["text"].label = form.fields["text"].help_text = "支部<script>"
    form.add_error("text", "支部<script>")
    html = rendered("{{ form }}", form=form)
    assert "<script>" not in html
    assert html.count("支部&lt;script&gt;") > 2


@pytest.mark.django_db
def test_frame_shows_a_stranger_nothing_but_the_worklist(client, stranger):
    client.force_login(stranger)
    html = client.get(reverse("account")).content.decode()
    assert 'lang="zh-CN"' in html
    assert "您目前没有任职" in html
    for entry in {entry for entries in NAVIGATION.values() for entry in entries}:
        assert f"<span>{entry.label}</span>" not in html


@pytest.mark.django_db
def test_navigation_leads_only_where_the_post_may_go(client, request):
    """Each entry of each post opens (or sends on) for the one who holds the post."""
    people = {Role(name): request.getfixturevalue(name) for name in [role.value for role in Role]}
    for role, person in people.items():
        client.force_login(person)
        for entry in NAVIGATION[role]:
            answer = client.get(reverse(entry.url_name))
            assert answer.status_code in (200, 302), (role, entry.label, answer.status_code)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("page", "args", "label"),
    [
        ("evaluation:worklist", [], "待办"),
        ("evaluation:cycle_progress", [2026], "进度"),
        ("evaluation:cycle_schedule", [2026], "年度日程"),
        ("evaluation:cycle_ratio", [2026], "年度设置"),
        ("evaluation:pool_board", [2026], "联合推荐"),
        ("evaluation:candidacy_list", [], "参评支部"),
        ("branches:units", [], "单位"),
        ("help", [], ""),
    ],
)
def test_navigation_marks_where_one_is(client, work_committee, cycle, page, args, label):
    client.force_login(work_committee)
    html = client.get(reverse(page, args=args), follow=True).content.decode()
    side = html.split('<nav class="side"')[1].split("</nav>")[0]
    current = re.findall(r'aria-current="page">.*?<span>(.*?)</span>', side, re.S)
    assert current == ([label] if label else [])


@pytest.mark.django_db
def test_the_navigation_stands_in_groups_and_as_a_page_for_phones(client, work_committee):
    client.force_login(work_committee)
    html = client.get(reverse("more")).content.decode()
    side, page = html.split('<nav class="side"')[1].split("</nav>")[0], html.split("<main")[1].split("</main>")[0]
    assert re.findall(r'class="side-group"[^>]*>(.*?)<', side) == ["办理", "名册", "资料", "设置"]
    for entry in NAVIGATION[Role.WORK_COMMITTEE]:
        assert f"<span>{entry.label}</span>" in side
        assert f"<span>{entry.label}</span>" in page


def test_a_sentence_breaks_between_its_parts():
    sentence = "已选定1个，最多2个；12月31日前报送。"
    assert furniture.clauses(sentence) == ["已选定1个，", "最多2个；", "12月31日前报送。"]
    assert furniture.clauses("名单已报送") == ["名单已报送"]
    assert furniture.clauses("（先办3项。）请写明“已完成。”") == ["（先办3项。）请写明“已完成。”"]
    assert furniture.clauses("") == []
