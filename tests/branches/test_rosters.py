"""Rosters as offices keep them: each file is understood, or says in the right cell what to do."""

from datetime import date
from pathlib import Path

import pytest

from branches.models import Branch, Unit
from branches.register.exchange import import_register

pytestmark = pytest.mark.django_db
ROSTERS = Path(__file__).parent / "rosters"


def roster(name: str) -> Path:
    return next(ROSTERS.glob(f"{name}-*"))


def imported(name: str, **more):
    return import_register(roster(name), None, **more)


def sentences(report):
    return [(doubt.line, doubt.sentence) for doubt in report.doubts]


def test_every_roster_has_its_test():
    tests = Path(__file__).read_text(encoding="utf-8")
    assert [path.name for path in ROSTERS.iterdir() if f'("{path.name.split("-")[0]}"' not in tests] == []


def test_a_title_full_width_figures_and_days_as_text_are_understood():
    report = imported("c01")
    assert (report.created, report.problems) == (2, [])
    first, second = Branch.objects.order_by("pk")
    assert (first.established_on, first.last_election_on) == (date(2010, 5, 1), date(2024, 5, 1))
    assert (first.secretary_name, first.full_members, first.probationary_members) == ("张某", 12, 0)
    assert (second.established_on, second.last_election_on) == (date(2010, 5, 1), date(2024, 5, 1))
    assert second.is_first_branch
    assert "列名上面的1行没有读。" in report.table.read


def test_a_hidden_line_is_imported_with_a_doubt():
    report = imported("c03")
    assert report.created == 2
    assert (3, "第3行是隐藏行。") in sentences(report)


def test_the_same_full_name_in_two_units_does_not_ask_to_delete_the_others_branch():
    report = imported("c11")
    assert [(one.row, one.cell) for one in report.problems] == [(3, "B3")]
    assert "案例十二局" in report.problems[0].reason and "删" not in report.problems[0].reason
    assert Branch.objects.count() == 0


def test_a_number_and_a_remark_are_passed_over_and_the_telephone_is_taken():
    report = imported("c12")
    assert (report.created, report.problems) == (1, [])
    assert Branch.objects.get().telephone == "13800000000"
    assert "没有读的列：序号、备注。" in report.table.read


def test_a_web_page_says_what_it_is_and_how_to_save_it():
    report = imported("c16")
    assert "网页" in report.problems[0].reason and "另存为.xlsx" in report.problems[0].reason


def test_a_line_with_the_sum_is_passed_over_with_a_word():
    report = imported("c21")
    assert (report.rows, report.created, report.problems) == (1, 1, [])
    assert "第3行“合计”没有当作党支部。" in report.table.read


def test_headings_with_stars_and_line_breaks_are_understood():
    assert (imported("c22").created, Branch.objects.get().full_members) == (1, 12)


def test_an_election_overdue_and_an_odd_size_are_doubts():
    report = imported("c23")
    assert (report.created, report.problems) == (2, [])
    told = sentences(report)
    assert (2, "换届已过期，应在2015年5月1日前换届。") in told
    assert (2, "正式党员2人，不足3人。") in told
    assert (3, "党员共88人，超过50人。") in told


def test_painted_cells_without_a_value_do_not_count():
    assert (imported("c24").created, Branch.objects.count()) == (3, 3)


def test_lookalike_characters_make_no_second_unit():
    report = imported("c25")
    assert [(one.row, one.cell) for one in report.problems] == [(8, "B8")]
    assert "与第2行重复" in report.problems[0].reason
    assert imported("c25", part=True).created == 6
    assert Unit.objects.filter(kind=Unit.Kind.ORGAN).count() == 2
    assert set(Branch.objects.values_list("secretary_name", flat=True)) >= {"马千里", "申时行"}


def test_a_formula_without_a_result_is_marked_and_erases_nothing():
    report = imported("c26")
    assert [(one.row, one.cell) for one in report.problems] == [(3, "F3"), (4, "J4")]
    assert all("公式没有结果" in one.reason for one in report.problems)
    assert imported("c26", part=True).created == 1
    assert Branch.objects.get().secretary_name == "童山木"


def test_a_title_with_semicolons_does_not_choose_the_separator():
    assert (imported("c27").created, Branch.objects.count()) == (3, 3)


def test_parts_named_with_backslashes_are_found():
    assert (imported("c28").created, Branch.objects.count()) == (3, 3)
