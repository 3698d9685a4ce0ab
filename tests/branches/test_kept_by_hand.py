"""What else clerks do to a roster: each kind is made here, and has its right value."""

import io
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook

from branches.models import Branch, Unit
from branches.register.exchange import import_register, sheet
from branches.register.roster import HEADINGS
from branches.spreadsheet.workbook import write
from tests.support.tables import GOOD, SECOND, csv, in_sheet, repacked, xlsx

pytestmark = pytest.mark.django_db
TEN = list(HEADINGS[:10])
LINES = [list(GOOD.values()), list(SECOND.values())]


def saved(book):
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def workbook(*rows, name="党支部名册"):
    book = Workbook()
    book.active.title = name
    for row in rows:
        book.active.append(row)
    return book


def branch():
    return Branch.objects.select_related("unit").get()


def test_headings_in_two_merged_lines():
    upper = [*TEN[:6], "党员数", None, *TEN[8:]]
    lower = [None] * 6 + ["正式", "预备", None, None]
    book = workbook(["名册"], upper, lower, *LINES)
    for column in "ABCDEFIJ":
        book.active.merge_cells(f"{column}2:{column}3")
    book.active.merge_cells("G2:H2")
    report = import_register(saved(book), None)
    assert (report.created, report.problems) == (2, [])
    assert Branch.objects.first().full_members == 12 and Branch.objects.first().probationary_members == 1
    assert report.table.read[0] == "工作表“党支部名册”，第2—3行为列名，读到第5行。"


def test_lines_below_the_table_are_passed_over_and_said():
    below = [["填表人：张某", None, None, "审核人：李某"], ["注：数据截至2026年10月底。"], ["共2个支部"]]
    report = import_register(saved(workbook(TEN, *LINES, *below)), None)
    assert (report.created, report.problems) == (2, [])
    assert [sentence for sentence in report.table.read if "没有当作党支部" in sentence] == [
        "第4行“填表人：张某”没有当作党支部。",
        "第5行“注：数据截至2026年10月底。”没有当作党支部。",
        "第6行“共2个支部”没有当作党支部。",
    ]


def test_an_error_in_another_spreadsheet_does_not_matter():
    book = workbook(TEN, *LINES)
    book.create_sheet("草稿")["ZZ30000"] = "#REF!"
    assert import_register(saved(book), None).created == 2


def test_a_very_hidden_list_of_choices_is_no_table():
    book = workbook(TEN, *LINES, name="各支部情况")
    choices = book.create_sheet("选项")
    for grade in ("好", "较好", "一般", "差"):
        choices.append([grade])
    choices.sheet_state = "veryHidden"
    old = book.create_sheet("去年")
    old.append(TEN)
    old.append([*list(GOOD.values())[:5], "去年书记", *list(GOOD.values())[6:]])
    old.sheet_state = "hidden"
    report = import_register(saved(book), None)
    assert (report.created, report.problems) == (2, [])
    assert not Branch.objects.filter(secretary_name="去年书记").exists()


def test_a_hidden_column_is_a_doubt():
    book = workbook(TEN, *LINES)
    book.active.column_dimensions["F"].hidden = True
    report = import_register(saved(book), None)
    assert report.created == 2
    assert ["支部书记", "“支部书记”列（F列）是隐藏列。"] in [[one.column, one.sentence] for one in report.doubts]


def test_unicode_text_with_tabs():
    assert import_register(csv(GOOD, SECOND, encoding="utf-16", delimiter="\t"), None).created == 2


def test_a_workbook_part_under_another_name():
    def renamed(data):
        return data.replace(b"xl/workbook.xml", b"xl/book7.xml")

    moved = {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"}
    parts = {}

    def change(name, content):
        if name in moved:
            parts[name.replace("workbook.xml", "book7.xml")] = content
            return None
        return renamed(content) if name in ("[Content_Types].xml", "_rels/.rels") else content

    repacked(xlsx(GOOD), change)
    assert import_register(repacked(xlsx(GOOD), change, parts), None).created == 1


def test_figures_forced_to_text():
    report = import_register(csv(GOOD | {"正式党员数": '"=""12"""', "联系电话": '"=""0375-1234567"""'}), None)
    assert (report.problems, branch().full_members, branch().telephone) == ([], 12, "0375-1234567")


@pytest.mark.parametrize("written", ["王建国、李明", "王建国/李明", "王建国\n李明", "王建国　李明", "王建国，李明"])
def test_two_people_in_one_cell_are_an_error(written):
    report = import_register(xlsx(GOOD | {"支部书记": written}), None)
    assert [(one.cell, one.reason) for one in report.problems] == [
        ("F2", "一格里有2个人（王建国、李明），请只填一人。")
    ]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("张　三", "张三"),
        ("欧阳 修远", "欧阳修远"),
        ("买买提•阿不都", "买买提·阿不都"),
        ("买买提．阿不都", "买买提·阿不都"),
        ("买买提‧阿不都", "买买提·阿不都"),
        ("买买提·阿不都", "买买提·阿不都"),
        ("空缺", ""),
        ("暂缺", ""),
        ("——", ""),
    ],
)
def test_names_of_one_person(written, name):
    report = import_register(xlsx(GOOD | {"支部书记": written}), None)
    assert (report.problems, branch().secretary_name) == ([], name)
    assert bool(report.doubts) == (name == ""), "空缺 is told"


@pytest.mark.parametrize("written", ["2005年2月", "2005.02", "2005-2", "2005/02"])
def test_a_month_without_a_day_is_taken_with_a_doubt(written):
    report = import_register(xlsx(GOOD | {"成立日期": written}), None)
    assert (report.problems, branch().established_on) == ([], date(2005, 2, 1))
    assert [one.sentence for one in report.doubts] == ["只有年月，按2005年2月1日记。"]


def test_a_month_that_became_a_number_is_not_guessed():
    """2005.10 typed as a number is 2005.1."""
    report = import_register(xlsx(GOOD | {"成立日期": 2005.1}), None)
    assert report.problems and Branch.objects.count() == 0


@pytest.mark.parametrize(("written", "is_first"), [("√", True), ("✓", True), ("是", True), ("", False), ("×", False)])
def test_ticks_and_empty_cells_for_yes_and_no(written, is_first):
    assert import_register(xlsx(GOOD | {"是否第一支部": written}), None).created == 1
    assert branch().is_first_branch is is_first


def test_units_that_differ_in_brackets_or_blanks_are_one():
    other = SECOND | {"单位名称": "市委办公室(机要局)"}
    import_register(
        xlsx(
            GOOD | {"单位名称": "市委办公室（机要局）"},
            other,
            SECOND | {"单位名称": "市委办公室 （机要局）"} | {"党支部全称": "丙", "党支部简称": "丙"},
        ),
        None,
    )
    assert list(Unit.objects.exclude(kind=Unit.Kind.CITY).values_list("name", flat=True)) == ["市委办公室（机要局）"]
    assert Branch.objects.count() == 3


def test_the_registers_own_spelling_stays(db):
    import_register(xlsx(GOOD), None)
    Unit.objects.filter(name="市财政局").update(name="市财政局(国资委)")
    Branch.objects.update(full_name="中共市财政局(国资委)支部委员会", short_name="机关(本级)党支部")
    line = GOOD | {"单位名称": "市财政局（国资委）", "党支部全称": "中共市财政局（国资委）支部委员会"}
    report = import_register(xlsx(line | {"党支部简称": "机关（本级）党支部"}), None)
    assert (report.unchanged, report.problems) == (1, [])


def test_formula_cells_count_by_their_results():
    given = b'<c r="G2"><f>6*2</f><v>12</v></c>'
    data = repacked(xlsx(GOOD), in_sheet(b'<c r="G2" t="n"><v>12</v></c>', given))
    assert b"<f>" in given and import_register(data, None).created == 1
    assert branch().full_members == 12


def test_a_painted_column_without_heading_is_nothing_but_a_filled_one_is_asked_about():
    assert import_register(saved(workbook([*TEN, None, "备注"], [*LINES[0], None, "x"])), None).created == 1
    report = import_register(saved(workbook([*TEN, None, "备注"], [*LINES[1], "?", "x"])), None)
    assert "K列（没有列名）" in report.problems[0].reason


def test_numbers_stored_as_days_are_days():
    book = workbook(TEN, LINES[0])
    book.active["D2"] = 38396
    book.active["D2"].number_format = 'yyyy"年"m"月"d"日"'
    assert import_register(saved(book), None).created == 1
    assert branch().established_on == date(2005, 2, 13)


def test_what_we_give_out_is_read_again(db):
    """openpyxl's own reading is the second opinion on ours."""
    import_register(xlsx(GOOD, SECOND), None)
    given = sheet(Branch.objects.all())
    data = write(given.title, given.headings, given.rows)
    values = [[cell.value for cell in row] for row in load_workbook(io.BytesIO(data)).active.iter_rows()]
    assert values[0] == list(HEADINGS)
    assert import_register(data, None).unchanged == 2
