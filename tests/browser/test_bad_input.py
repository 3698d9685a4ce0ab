"""Whoever types something wrong is told so where he looks, and keeps what he typed."""

import pytest
from playwright.sync_api import Page

from tests.support import crawl
from tests.support.soundness import faults

LONG = "字" * 1001
FAR = "2099-01-01"
CASE = "/candidacies/N"
YEAR = "/cycles/N"

# Whose form, on which page, what is typed into it, and what the page answers. A value of a choice is ticked, others are
# typed; `*` is the first choice there is, and nothing takes all ticks away. `+` leads on to a page without a link.
WRONG = {
    "secretary": {
        f"{CASE}/self-assessment/criteria/N/": ({"mark": "met", "statement": LONG}, "最多写"),
        f"{CASE}/self-assessment/basics/": ({"full_members": "-1", "summary": "班子健全。"}, "不能小于"),
        f"{CASE}/self-assessment/resolution/": (
            {"met_on": FAR, "expected": "5", "present": "9", "in_favour": "8", "resolution": "同意申请。"},
            "请核对",
        ),
        f"{CASE}/not-apply/": ({"note": LONG}, "最多写"),
        "/password/": ({"old_password": "wrong", "new_password1": "short", "new_password2": "other"}, "密码"),
    },
    "organ_officer": {
        f"{YEAR}/units/N/team/": ({"members": ""}, "请勾选"),
        f"{CASE}/assessment/visits/add/": ({"visited_on": FAR, "place": "会议室", "findings": LONG}, "不能晚于今天"),
        f"{CASE}/assessment/consultations/add/": (
            {"method": "talk", "heard": "3", "satisfied": "4", "summary": "意见不多。"},
            "不能超过征求人数",
        ),
        f"{CASE}/assessment/opinion/": ({"text": LONG, "advice": "recommend"}, "最多写"),
        f"{CASE}/verification/+3/": ({"facts": "年度考核不合格。", "decided_on": FAR}, "不能晚于今天"),
        f"{CASE}/send-back/": ({"note": "请补充。", "due": "2020-01-01", "item_c3": "请写明时间。"}, "不能早于今天"),
    },
    "assessor": {
        f"{CASE}/recusal/": ({"reason": LONG}, "最多写"),
    },
    "leading_group": {
        f"{YEAR}/units/N/recommendation/deliberation/": (
            {
                "held_on": FAR,
                "chair": "王书记",
                "expected": "9",
                "present": "11",
                "attendance": "党组成员",
                "minutes": "7号",
            },
            "不能晚于今天",
        ),
        "/password/": ({"old_password": "wrong", "new_password1": "short", "new_password2": "other"}, "密码"),
    },
    "work_committee": {
        f"{YEAR}/extensions/+new/": (
            {"assessment": FAR, "target": "*", "reason": LONG},
            "最多写",
        ),
        f"{CASE}/evaluation/": ({"verdict": "decline"}, "须写明理由"),
        f"{YEAR}/pool/N/": ({"note": LONG}, "最多写"),
        "/cycles/new/": ({"year": "1"}, "不能小于"),
    },
    "organisation_department": {
        "/versions/N/": ({"has_read": "*", "password": "wrong"}, "密码不对"),
        "/decisions/N/send-back/": ({"note": LONG}, "最多写"),
    },
    "system_admin": {
        "/units/new/": ({"organ_organisation_name": "机关党委"}, "请填写"),
        "/branches/new/": ({"short_name": "新科党支部", "established_on": FAR, "full_members": "7"}, "请"),
        "/people/new/": ({"name": "新人", "username": "secretary", "phone": "0375-2900000"}, "请换一个"),
        "/branches/import/": ({}, "请选择"),
    },
    "security_admin": {"/posts/N/end/": ({"on": ""}, "请填写")},
}
# What stands in the fields of the form with that button; passwords and files are never given back.
TYPED = """button => [...button.form.elements]
    .filter(field => field.name && !['hidden', 'password', 'file', 'submit'].includes(field.type))
    .map(field => [field.name, ['radio', 'checkbox'].includes(field.type)
        ? `${field.value} ${field.checked}` : field.value.replace(/\\r/g, '')])"""
# Each line of the summary that leads to a field, with what is written there.
TOLD = """() => [...document.querySelectorAll('.errors li a')].map(a => [
    a.innerText, document.getElementById(a.hash.slice(1)).closest('.field, .card-box, fieldset, tr, li, form').innerText])"""


@pytest.mark.parametrize("account", WRONG)
def test_wrong_input_is_told_in_place_and_kept(account, open_page):
    page = open_page(account)
    found = {}
    pages = crawl.find_each(page, {wanted.partition("+")[0] for wanted in WRONG[account]})
    for wanted, (values, words) in WRONG[account].items():
        linked, _, rest = wanted.partition("+")
        page.goto(pages[linked] + rest)
        found[wanted] = complaints(page, values, words)
    assert {wanted: missing for wanted, missing in found.items() if missing} == {}


def test_no_password_at_the_door(page):
    assert complaints(page, {"username": "secretary", "password": ""}, "请填写密码") == []


def complaints(page: Page, values: dict[str, str], words: str) -> list[str]:
    """Fill in and send the form of the page; what is missing in its answer."""
    for name, value in values.items():
        enter(page, name, value)
    button = page.locator(
        "main form[method=post] .btn-primary, main form .btn-danger, .bottom-bar :is(.btn-primary, .btn-danger)"
    )
    button = button.first
    before = button.evaluate(TYPED)
    with page.expect_navigation():
        button.click()
    if not page.title().startswith("错误："):
        return [f"the title is {page.title()}"]
    missing = []
    if not page.evaluate("document.activeElement.matches('.errors')"):
        missing.append("the summary has no focus")
    if words not in page.inner_text(".errors"):
        missing.append(f"the summary says {page.inner_text('.errors')}")
    told = page.evaluate(TOLD)
    missing += [] if told else ["no line of the summary leads to a field"]
    missing += [f"not said at the field: {sentence}" for sentence, at_field in told if sentence not in at_field]
    after = button.evaluate(TYPED)
    missing += [f"{was} became {now}" for was, now in zip(before, after, strict=True) if was != now]
    return missing + faults(page)


def enter(page: Page, name: str, value: str) -> None:
    field = page.locator(f"main [name={name}]")
    kind = field.first.get_attribute("type") or field.first.evaluate("field => field.localName")
    if kind == "checkbox" and not value:
        ticked = page.locator(f"main [name={name}]:checked")
        while ticked.count():
            ticked.first.uncheck(force=True)
    elif kind in ("radio", "checkbox"):
        chosen = field if value == "*" else page.locator(f"main [name={name}][value='{value}']")
        chosen.first.check(force=True)
    elif kind == "select":
        field.select_option(index=1) if value == "*" else field.select_option(value)
    else:
        field.fill(value)
