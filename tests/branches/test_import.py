"""The import of the register: what it takes, what it refuses, and that it is all or nothing."""

import json
from datetime import date
from time import perf_counter

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command

from branches.models import AuditEntry, Branch, FormerName, Unit
from branches.register import comparison, exchange, roster
from branches.register.exchange import import_register
from branches.spreadsheet import workbook
from evaluation.models import Honour
from tests.plugins.databases import ROOT
from tests.plugins.soak import Measured
from tests.support import factories, tables
from tests.support.tables import BAD_FILES, GOOD, SECOND, csv, two, xlsx

pytestmark = pytest.mark.django_db
SAMPLE = ROOT / "branches/data/register.xlsx"


@pytest.fixture
def register(db):
    """A city, two units in use, one with a first branch and a dissolved one, and a unit out of use."""
    factories.city()
    factories.unit("市财政局")
    education = factories.unit("市教育局")
    factories.branch(education, "人事科党支部", full_name="中共市教育局人事科支部委员会", is_first_branch=True)
    factories.branch(education, "旧科党支部", full_name="中共市教育局旧科支部委员会", dissolved_on=date(2020, 1, 1))
    factories.unit("市老单位", is_active=False)


def everything():
    return [list(model.objects.order_by("pk").values()) for model in (Unit, Branch, FormerName, AuditEntry)]


@pytest.mark.figure(19, "bad files: 0 rows changed")
@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_changes_nothing_and_says_what_to_do(register, name):
    made, sentence = BAD_FILES[name]
    before = everything()
    report = import_register(made if isinstance(made, bytes) else made(), None)
    assert everything() == before
    assert (report.created, report.updated, report.unchanged) == (0, 0, 0)
    assert any(sentence in problem.reason for problem in report.problems), report.problems
    assert all(problem.reason.endswith("。") for problem in report.problems)


def test_there_are_at_least_forty_bad_files():
    assert len(BAD_FILES) >= 40


@pytest.mark.soak
@pytest.mark.figure(19, "3,000 good rows within 30 s")
def test_soak_three_thousand_rows(db, measured: Measured) -> None:
    rows = [
        GOOD
        | {
            "单位名称": f"市第{n // 10}局",
            "党支部全称": f"中共市第{n // 10}局{n}科支部委员会",
            "党支部简称": f"{n}科党支部",
        }
        for n in range(3000)
    ]
    start = perf_counter()
    report = import_register(xlsx(*rows), None)
    took = perf_counter() - start
    assert (report.created, report.problems) == (3000, [])
    measured(f"{took:.1f} s")
    assert took <= 30


def test_the_sample_goes_in_once_and_then_nothing_changes(db):
    first = import_register(SAMPLE, None)
    assert (first.rows, first.created, first.problems) == (501, 501, [])
    assert len(first.new_units) == 71
    assert Unit.objects.filter(kind=Unit.Kind.ORGAN).count() == 71
    assert Unit.objects.get(kind=Unit.Kind.CITY).name == "平顶山市"
    again = import_register(SAMPLE, None)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 501)
    assert Unit.objects.get(name="市财政局").leading_group == "市财政局党组"


def test_a_department_of_the_city_committee_comes_in_with_its_council(db):
    import_register(xlsx(GOOD | {"单位名称": "市委宣传部"}), None)
    assert Unit.objects.get(name="市委宣传部").leading_group == "市委宣传部部务会"


def test_a_dry_run_tells_the_same_and_writes_nothing(db):
    before = everything()
    dry = import_register(SAMPLE, None, dry_run=True)
    assert everything() == before
    assert dry.summary == import_register(SAMPLE, None).summary


def test_every_column_arrives(db):
    import_register(xlsx(GOOD | {"是否第一支部": "是"}), None)
    branch = Branch.objects.select_related("unit").get()
    assert branch.unit.name == "市财政局"
    assert (branch.full_name, branch.short_name) == ("中共平顶山市财政局预算科支部委员会", "预算科党支部")
    assert (branch.established_on, branch.last_election_on) == (date(2005, 2, 13), date(2026, 3, 1))
    assert (branch.secretary_name, branch.full_members, branch.probationary_members) == ("王建国", 12, 1)
    assert (branch.is_first_branch, branch.last_review_grade) == (True, "好")
    assert "czjyskdzb" in branch.search_text and "wjg" in branch.search_text
    assert branch.unit.search_text == "市财政局 shicaizhengju sczj 市财 财政 政局 局"


@pytest.mark.parametrize(
    "written",
    ["2005-02-13", "2005年2月13日", "2005/2/13", "2005.2.13", "20050213", "２００５年２月１３日", " 2005-2-13 "],
)
def test_days_are_understood_as_people_write_them(db, written):
    import_register(xlsx(GOOD | {"成立日期": written}), None)
    assert Branch.objects.get().established_on == date(2005, 2, 13)


def test_spread_names_and_full_width_figures_are_understood(db):
    import_register(xlsx(GOOD | {"支部书记": "王　伟", "正式党员数": "１２", "单位名称": " 市财政局\n"}), None)
    branch = Branch.objects.select_related("unit").get()
    assert (branch.secretary_name, branch.full_members, branch.unit.name) == ("王伟", 12, "市财政局")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_as_office_programs_write_it(db, encoding, delimiter):
    assert import_register(csv(GOOD, SECOND, encoding=encoding, delimiter=delimiter), None).created == 2


def test_a_title_above_the_headings_and_empty_lines_do_not_shift_line_numbers(db):
    blank = [""] * 10
    rows = [["2026年党支部名册"], blank, list(roster.HEADINGS), blank, list((GOOD | {"正式党员数": "?"}).values())]
    data = workbook.write("党支部名册", rows[0], rows[1:])
    assert [problem.row for problem in import_register(data, None).problems] == [5]


def test_columns_may_stand_in_any_order(db):
    assert import_register(xlsx(GOOD, headings=list(reversed(roster.HEADINGS))), None).created == 1


def test_odd_but_possible_dates_are_shown_and_do_not_refuse(db):
    report = import_register(xlsx(GOOD | {"成立日期": "2025-06-02", "最近换届日期": "2025-06-01"}), None)
    assert report.created == 1
    assert [doubt.sentence for doubt in report.doubts] == ["早于成立日期2025-06-02，请核对。"]


def test_an_update_names_what_changes(register):
    import_register(xlsx(GOOD, SECOND), None)
    report = import_register(two(支部书记="刘芳", 正式党员数=20), None)
    assert (report.updated, report.unchanged) == (1, 1)
    assert [(change.column, change.before, change.after) for change in report.changes] == [
        ("支部书记", "王建国", "刘芳"),
        ("正式党员数", "12", "20"),
    ]
    assert "lf" in Branch.objects.get(short_name="办公室党支部").search_text


def test_the_mark_of_the_first_branch_and_short_names_may_be_exchanged(db):
    import_register(xlsx(GOOD | {"是否第一支部": "是"}, SECOND), None)
    swapped = xlsx(GOOD | {"党支部简称": "办公室党支部"}, SECOND | {"党支部简称": "预算科党支部", "是否第一支部": "是"})
    assert import_register(swapped, None).updated == 2
    assert Branch.objects.get(is_first_branch=True).full_name == SECOND["党支部全称"]
    assert set(FormerName.objects.values_list("short_name", flat=True)) == {"预算科党支部", "办公室党支部"}


def test_a_new_branch_may_take_over_the_mark(db):
    import_register(xlsx(GOOD | {"是否第一支部": "是"}), None)
    report = import_register(xlsx(GOOD, SECOND | {"是否第一支部": "是"}), None)
    assert (report.created, report.updated) == (1, 1)


def test_a_branch_that_is_not_in_the_file_stays_as_it_is(register):
    before = Branch.objects.filter(unit__name="市教育局").order_by("pk").values()
    before = list(before)
    import_register(xlsx(GOOD), None)
    assert list(Branch.objects.filter(unit__name="市教育局").order_by("pk").values()) == before


def test_an_import_reaches_no_case_no_title_and_no_post(case, secretary):
    Honour.objects.create(
        branch=factories.branch(), year=2024, branch_name="甲", decision_number="1号", named_on=date(2025, 7, 1)
    )
    line = GOOD | {"单位名称": case.unit.name, "党支部全称": case.branch.full_name, "党支部简称": "新简称"}
    before = list(type(case).objects.values()), list(Honour.objects.values()), list(secretary.appointments.values())
    assert import_register(xlsx(line), None).updated == 1
    assert before == (
        list(type(case).objects.values()),
        list(Honour.objects.values()),
        list(secretary.appointments.values()),
    )


def test_only_who_manages_the_register_imports(organ_officer, system_admin):
    with pytest.raises(PermissionDenied):
        import_register(xlsx(GOOD), organ_officer)
    assert import_register(xlsx(GOOD), system_admin).created == 1
    entry = AuditEntry.objects.get(verb="导入名册")
    assert entry.by == system_admin and entry.detail["created"] == 1


def test_something_else_than_was_previewed_is_not_done(db):
    preview = import_register(xlsx(GOOD), None, dry_run=True)
    import_register(xlsx(GOOD | {"支部书记": "刘芳"}), None)
    report = import_register(xlsx(GOOD), None, expected=preview.fingerprint)
    assert report.is_stale
    assert Branch.objects.get().secretary_name == "刘芳"


def test_the_export_comes_back_unchanged(db):
    import_register(csv(GOOD, SECOND | {"支部书记": "=1+1", "最近换届日期": ""}), None)
    exported = tables.written(exchange.sheet(Branch.objects.all()))
    report = import_register(exported, None)
    assert (report.unchanged, report.problems) == (2, [])
    assert Branch.objects.get(short_name="办公室党支部").secretary_name == "=1+1"


def test_without_the_comparison_a_file_could_overwrite_another_units_branch(register, monkeypatch):
    monkeypatch.setattr(comparison, "_complain", lambda *args: None)
    line = GOOD | {"党支部全称": "中共市教育局人事科支部委员会"}
    import_register(xlsx(line), None)
    assert Branch.objects.get(full_name="中共市教育局人事科支部委员会").secretary_name == "王建国"


def test_the_command_prints_one_line_of_json(db, tmp_path, capsys):
    good, wrong = tmp_path / "good.xlsx", tmp_path / "wrong.xlsx"
    good.write_bytes(xlsx(GOOD))
    wrong.write_bytes(two(正式党员数="?"))
    call_command("import_register", good, "--dry-run")
    call_command("import_register", good)
    with pytest.raises(SystemExit) as stopped:
        call_command("import_register", wrong)
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    fine = {"rows": 1, "created": 1, "updated": 0, "unchanged": 0, "errors": [], "doubts": []}
    assert lines[:2] == [fine, fine]
    assert lines[2]["errors"] == [[3, "正式党员数", "不是人数，请填整数；没有请填0。"]]
    assert stopped.value.code == 1
    assert Branch.objects.count() == 1
