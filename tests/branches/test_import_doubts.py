"""What the import of the register asks before it writes: unknown units, former names; and what it only tells (D41, D51)."""

import io
import json
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from branches.models import Appointment, AuditEntry, Branch, FormerName, Unit
from branches.permissions import Role
from branches.register import comparison
from branches.register.exchange import import_register, sheet
from branches.register.roster import HEADINGS
from branches.register.steps import rename_branch
from tests.support import factories, tables
from tests.support.tables import GOOD, SECOND, xlsx

pytestmark = pytest.mark.django_db
ELSEWHERE = GOOD | {"单位名称": "市财政厅"}


@pytest.fixture
def known(db):
    """One unit with the two branches of the sample."""
    factories.city()
    import_register(xlsx(GOOD, SECOND), None)


def new(report, choice="new"):
    return {doubt.key: choice for doubt in report.open_doubts}


def test_an_unknown_unit_is_asked_about_once_and_never_silently_new(known):
    third = ELSEWHERE | {"党支部全称": "丙", "党支部简称": "丙"}
    report = import_register(xlsx(ELSEWHERE | {"党支部全称": "甲", "党支部简称": "甲"}, third), None)
    assert [(one.line, one.column, one.about) for one in report.open_doubts] == [(2, "单位名称", "市财政厅")]
    assert "文件里共2行" in report.open_doubts[0].sentence
    assert [choice.label for choice in report.open_doubts[0].choices] == ["就是市财政局", "是新单位，一并新增"]
    assert not report.is_written and not Unit.objects.filter(name="市财政厅").exists()


def test_the_answer_makes_the_unit_or_names_the_known_one(known):
    file = xlsx(ELSEWHERE | {"党支部全称": "甲", "党支部简称": "甲"})
    asked = import_register(file, None, dry_run=True)
    same = asked.open_doubts[0].choices[0].value
    assert import_register(file, None, answers=new(asked, same), dry_run=True).created == 1
    assert import_register(file, None, answers=new(asked)).new_units[0].name == "市财政厅"
    assert Branch.objects.get(full_name="甲").unit.name == "市财政厅"


def test_a_forged_answer_is_no_answer(known):
    file = xlsx(ELSEWHERE | {"党支部全称": "甲", "党支部简称": "甲"})
    asked = import_register(file, None, dry_run=True)
    for value in ("unit-999", "yes", ""):
        assert not import_register(file, None, answers=new(asked, value)).is_written


def test_the_first_register_asks_nothing(db):
    factories.city()
    assert import_register(xlsx(GOOD), None).created == 1


def test_without_the_question_a_misspelt_unit_would_be_new(known, monkeypatch):
    monkeypatch.setattr(comparison, "_ask_units", lambda found: [])
    import_register(xlsx(ELSEWHERE | {"党支部全称": "甲", "党支部简称": "甲"}), None)
    assert Unit.objects.filter(name="市财政厅").exists()


@pytest.fixture
def renamed(known, system_admin):
    """The first branch bears another name by now."""
    branch = Branch.objects.get(full_name=GOOD["党支部全称"])
    branch.full_name, branch.short_name = "中共平顶山市财政局预算处支部委员会", "预算处党支部"
    return rename_branch(branch, used_until=date(2026, 6, 1), by=system_admin)


def test_a_name_that_a_branch_once_had_is_asked_about(renamed):
    report = import_register(xlsx(GOOD), None)
    assert not report.is_written and Branch.objects.count() == 2
    assert [(one.line, one.column) for one in report.open_doubts] == [(2, "党支部全称")]
    labels = [choice.label for choice in report.open_doubts[0].choices]
    assert labels == ["就是“中共平顶山市财政局预算处支部委员会”，按它更新", "是另一个新成立的支部"]


def test_the_branch_under_its_former_name_is_updated_and_keeps_its_new_one(renamed):
    file = xlsx(GOOD | {"正式党员数": 20})
    asked = import_register(file, None, dry_run=True)
    report = import_register(file, None, answers=new(asked, f"branch-{renamed.pk}"))
    assert (report.updated, report.created) == (1, 0)
    renamed.refresh_from_db()
    assert (renamed.full_name, renamed.short_name) == ("中共平顶山市财政局预算处支部委员会", "预算处党支部")
    assert renamed.full_members == 20 and FormerName.objects.count() == 1


def test_a_new_branch_under_a_former_name_is_confirmed_line_by_line(renamed):
    report = import_register(xlsx(GOOD), None, dry_run=True)
    assert import_register(xlsx(GOOD), None, answers=new(report)).created == 1


def test_a_dissolved_branch_cannot_come_back_by_its_former_name(renamed):
    Branch.objects.filter(pk=renamed.pk).update(dissolved_on=date(2026, 9, 1))
    report = import_register(xlsx(GOOD), None, dry_run=True)
    assert [choice.value for choice in report.open_doubts[0].choices] == ["new"]
    assert "已于2026-09-01撤销" in report.open_doubts[0].sentence


def test_without_the_question_a_renamed_branch_would_be_there_twice(renamed, monkeypatch):
    monkeypatch.setattr(comparison, "_ask_former_names", lambda found: [])
    assert import_register(xlsx(GOOD), None).created == 1
    assert Branch.objects.count() == 3


def test_a_secretary_who_does_not_hold_the_post_is_told(known):
    holder = factories.person("李在任")
    Appointment.objects.create(
        user=holder,
        role=Role.SECRETARY,
        branch=Branch.objects.get(full_name=GOOD["党支部全称"]),
        starts_on=date(2026, 1, 1),
    )
    report = import_register(xlsx(GOOD), None)
    assert "名册写的是王建国，任职的支部书记是李在任。" in [doubt.sentence for doubt in report.doubts]
    assert report.is_written


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"最近换届日期": date(2023, 12, 1)}, "换届已过期，应在2026年12月1日前换届。"),
        ({"最近换届日期": "", "成立日期": date(2022, 5, 1)}, "换届已过期，应在2025年5月1日前换届。"),
        ({"最近换届日期": date(2024, 3, 1)}, "2027年3月1日前应换届，不到六个月。"),
        ({"正式党员数": 2}, "正式党员2人，不足3人。"),
        ({"正式党员数": 49, "预备党员数": 2}, "党员共51人，超过50人。"),
        ({"成立日期": date(2026, 3, 2), "最近换届日期": date(2026, 3, 2)}, "到2026年12月31日成立不满一年。"),
    ],
)
def test_what_a_verifier_would_ask_is_told_and_does_not_refuse(db, today, cells, sentence):
    today(date(2026, 12, 5))
    report = import_register(xlsx(GOOD | cells), None)
    assert [doubt.sentence for doubt in report.doubts] == [sentence]
    assert report.created == 1


@pytest.mark.parametrize(
    "cells",
    [
        {"最近换届日期": date(2024, 7, 1)},
        {"正式党员数": 3},
        {"正式党员数": 49, "预备党员数": 1},
        {"成立日期": date(2025, 12, 31)},
    ],
)
def test_just_within_nothing_is_told(db, today, cells):
    today(date(2026, 12, 5))
    assert import_register(xlsx(GOOD | cells), None).doubts == []


def test_the_valid_part_goes_in_only_where_it_is_chosen(known):
    file = xlsx(GOOD | {"支部书记": "刘芳"}, SECOND | {"正式党员数": "?"})
    assert not import_register(file, None).is_written
    report = import_register(file, None, part=True)
    assert (report.updated, report.left) == (1, 1)
    assert AuditEntry.objects.filter(verb="导入名册").latest("pk").detail["left_out"] == 1
    assert set(Branch.objects.values_list("secretary_name", flat=True)) == {"刘芳", "王建国"}


def test_a_line_that_relies_on_a_faulty_one_waits_for_it(known):
    """The short name becomes free only with the line that is wrong."""
    taking = SECOND | {"党支部简称": GOOD["党支部简称"]}
    file = xlsx(
        GOOD | {"党支部简称": "新简称", "正式党员数": "?"}, taking, SECOND | {"党支部全称": "丙", "党支部简称": "丙"}
    )
    report = import_register(file, None, part=True)
    assert (report.created, report.updated, report.left) == (1, 0, 2)
    assert (3, "要与没有导入的行一起导入，这次先不导入。") in [(one.line, one.sentence) for one in report.doubts]


def test_the_command_tells_the_doubts_and_takes_a_part_when_asked(known, tmp_path, capsys):
    file = tmp_path / "register.xlsx"
    file.write_bytes(xlsx(ELSEWHERE | {"党支部全称": "甲", "党支部简称": "甲"}, GOOD | {"支部书记": "刘芳"}))
    for arguments in ([], ["--part"]):
        with pytest.raises(SystemExit):
            call_command("import_register", file, *arguments)
    nothing, part = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert (nothing["created"], nothing["updated"], nothing["errors"]) == (0, 0, [])
    assert nothing["doubts"] == [[2, "单位名称", "名册里没有“市财政厅”这个单位。"]]
    assert (part["created"], part["updated"]) == (0, 1)


def joint(**cells):
    return SECOND | {"类别": "联合党支部", "联合单位": "市教育局、市审计局"} | cells


@pytest.fixture
def others(known):
    return [factories.unit(name) for name in ("市教育局", "市审计局", "市统计局")]


def test_kind_and_joint_units_go_in_and_out_unchanged(others):
    report = import_register(xlsx(GOOD, joint()), None)
    assert (report.updated, report.unchanged) == (1, 1)
    branch = Branch.objects.get(kind=Branch.Kind.JOINT)
    assert {unit.name for unit in branch.joint_units.all()} == {"市教育局", "市审计局"}
    again = import_register(tables.written(sheet(Branch.objects.all())), None)
    assert (again.unchanged, again.problems) == (2, [])
    changed = import_register(xlsx(joint(联合单位="市教育局")), None)
    assert [(one.column, one.before, one.after) for one in changed.changes] == [
        ("联合单位", "市审计局、市教育局", "市教育局")
    ]


def test_what_a_unit_is_called_goes_in_and_out(known):
    report = import_register(xlsx(GOOD | {"单位简称": "市 财政"}, SECOND), None)
    assert {(one.column, one.before, one.after) for one in report.changes} == {("单位简称", "", "市财政")}
    unit = Unit.objects.get(name="市财政局")
    assert unit.short_name == "市财政" and "市财政" in unit.search_text
    again = import_register(tables.written(sheet(Branch.objects.all())), None)
    assert (again.unchanged, again.problems) == (2, [])
    silent = import_register(xlsx(GOOD, SECOND), None)
    assert silent.unchanged == 2, "an empty cell says nothing"
    unit.refresh_from_db()
    assert unit.short_name == "市财政"


def test_a_unit_is_called_by_one_name(known):
    report = import_register(xlsx(GOOD | {"单位简称": "市财政"}, SECOND | {"单位简称": "财政局"}), None)
    assert ["第2行写的是“市财政”" in one.reason for one in report.problems] == [True]


def test_a_new_unit_comes_with_what_it_is_called(db):
    import_register(xlsx(GOOD | {"单位简称": "市财政"}), None)
    assert Unit.objects.get(name="市财政局").called == "市财政"


def test_a_file_without_the_optional_columns_leaves_them_alone(others):
    import_register(xlsx(joint(联系电话="0375-1234567")), None)
    ten = HEADINGS[:10]
    assert import_register(xlsx(SECOND | {"支部书记": "刘芳"}, headings=ten), None).updated == 1
    branch = Branch.objects.get(full_name=SECOND["党支部全称"])
    assert (branch.kind, branch.telephone, branch.joint_units.count()) == ("joint", "0375-1234567", 2)


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"联合单位": ""}, "联合党支部请填联合的其他单位"),
        ({"类别": "党支部"}, "只有联合党支部才填联合单位"),
        ({"联合单位": "市财政局"}, "不用再填本单位"),
        ({"联合单位": "市没有局"}, "名册里没有“市没有局”"),
        ({"类别": "分支部"}, "请填党支部、联合党支部、临时党支部之一"),
        ({"联系电话": "打座机"}, "不是电话号码"),
    ],
)
def test_joint_branches_name_other_units_that_are_known(others, cells, sentence):
    report = import_register(xlsx(joint(**cells)), None)
    assert [sentence in problem.reason for problem in report.problems] == [True]


def upload(client, data):
    return client.post("/branches/import/", {"file": SimpleUploadedFile("名册.xlsx", data)}).url


def test_in_the_browser_a_question_is_answered_and_kept(client, known, system_admin):
    client.force_login(system_admin)
    file = xlsx(ELSEWHERE | {"党支部全称": "甲", "党支部简称": "甲"}, GOOD | {"支部书记": "刘芳"})
    url = upload(client, file)
    page = client.get(url)
    [doubt] = page.context["preview"].questions
    words = page.content.decode()
    assert "1处请您认一认" in words and "checked" not in words and "2行，1行可以导入，1行待认" in words
    sent = {"confirmation": page.context["preview"].confirmation}
    refused = client.post(url, sent)
    assert refused.status_code == 422 and "还有1处没有认" in refused.content.decode()
    done = client.post(url, sent | {doubt.key: "new"})
    assert done.status_code == 302 and Unit.objects.filter(name="市财政厅").exists()
    assert Branch.objects.filter(secretary_name="刘芳").exists()


def test_in_the_browser_a_part_goes_in_and_the_rest_comes_back_marked(client, known, system_admin):
    client.force_login(system_admin)
    url = upload(client, xlsx(GOOD | {"支部书记": "刘芳"}, SECOND | {"正式党员数": "?"}))
    page = client.get(url)
    words = page.content.decode()
    assert words.index("取回标注好的表格") < words.index("只导入1行")
    sent = {"confirmation": page.context["preview"].confirmation}
    assert client.post(url, sent).status_code == 422
    assert not Branch.objects.filter(secretary_name="刘芳").exists()
    after = client.post(url, sent | {"part": "yes"}, follow=True)
    assert "已导入1行，还有1行没有导入" in after.content.decode()
    assert Branch.objects.filter(secretary_name="刘芳").exists()
    file = client.get(after.context["preview"].returned_url)
    sheet = openpyxl.load_workbook(io.BytesIO(file.content)).active
    assert "不是人数" in sheet.cell(3, sheet.max_column).value


def test_a_joint_branch_may_name_a_unit_that_comes_with_the_same_file(db):
    factories.city()
    file = xlsx(GOOD | {"单位名称": "市教育局"}, joint(联合单位="市教育局"))
    assert import_register(file, None).created == 2
    assert [unit.name for unit in Branch.objects.get(kind="joint").joint_units.all()] == ["市教育局"]


def test_it_waits_where_that_unit_stays_out(db):
    factories.city()
    file = xlsx(GOOD | {"单位名称": "市教育局", "正式党员数": "?"}, joint(联合单位="市教育局"))
    assert import_register(file, None, part=True).left == 2


def test_in_the_browser_questions_beside_errors_are_answered_for_the_rest(client, known, system_admin):
    """Nothing can go in before the answers: the page has a button for them all the same."""
    client.force_login(system_admin)
    faulty = GOOD | {"党支部全称": "丙", "党支部简称": "丙", "成立日期": "从前"}
    url = upload(client, xlsx(ELSEWHERE | {"党支部全称": "甲", "党支部简称": "甲"}, faulty))
    page = client.get(url)
    [doubt] = page.context["preview"].questions
    assert page.context["preview"].problems and "按所选的，只导入没有错的行" in page.content.decode()
    sent = {"confirmation": page.context["preview"].confirmation, "part": "yes"}
    refused = client.post(url, sent)
    assert refused.status_code == 422 and not Branch.objects.filter(full_name="甲").exists()
    client.post(url, sent | {doubt.key: "new"})
    assert Branch.objects.filter(full_name="甲").exists() and not Branch.objects.filter(full_name="丙").exists()
