"""Working days: 调休 in known years, Monday to Friday with a notice in others (D8, D12)."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from evaluation.models import Holiday
from evaluation.templatetags.deadlines import ahead, left
from evaluation.workdays import steps as workdays_steps
from evaluation.workdays import table as holiday_table
from evaluation.workdays import workdays
from tests.support.tables import xlsx

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2024, 2, 4), True),  # a Sunday worked for the Spring Festival
        (date(2024, 2, 12), False),  # a Monday of the Spring Festival
        (date(2024, 10, 1), False),
        (date(2024, 10, 12), True),  # a Saturday worked for the National Day
        (date(2024, 6, 15), False),
    ],
)
def test_published_holidays_and_swapped_days_count(day, works):
    assert workdays.is_working_day(day) is works


def test_a_year_that_is_not_published_falls_back_and_says_so():
    assert workdays.last_working_day(date(2098, 1, 31)) == (date(2098, 1, 31), False)  # a Friday
    assert workdays.last_working_day(date(2098, 2, 2)) == (date(2098, 1, 31), False)


def test_without_the_fall_back_such_a_year_would_raise(monkeypatch):
    """The twin: the library refuses years it does not know."""
    with pytest.raises(NotImplementedError):
        workdays.is_workday(date(2098, 1, 31))


def test_the_last_working_day_is_the_day_itself_or_the_one_before():
    assert workdays.last_working_day(date(2024, 2, 9)) == (date(2024, 2, 9), True)
    assert workdays.last_working_day(date(2024, 2, 17)) == (date(2024, 2, 9), True)


def test_working_days_are_counted_from_the_next_day():
    assert workdays.working_days_after(date(2024, 9, 30), 1) == (date(2024, 10, 8), True)
    assert workdays.working_days_after(date(2024, 9, 30), 5) == (date(2024, 10, 12), True)
    assert workdays.working_days_after(date(2024, 9, 28), 0) == (date(2024, 9, 28), True)


def test_counting_into_a_year_that_is_not_published_is_not_certain():
    found = workdays.working_days_after(date(2097, 12, 31), 5)
    assert not found.is_certain
    assert found.day == date(2098, 1, 7)


# What pages say


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2024, 1, 31), "还有12天（8个工作日）"),
        (date(2024, 1, 28), "还有9天（5个工作日），最后一个工作日是1月26日（周五）"),
        (date(2024, 1, 19), "今天截止"),
        (date(2024, 1, 18), "已过1天"),
    ],
)
def test_a_deadline_is_told_in_days_and_working_days(day, words):
    assert left(day, date(2024, 1, 19)) == words


@pytest.mark.parametrize(
    ("day", "words"), [(date(2024, 1, 31), "还有12天"), (date(2024, 1, 19), "就在今天"), (date(2024, 1, 18), "已过1天")]
)
def test_a_day_on_which_something_begins_is_no_deadline(day, words):
    assert ahead(day, date(2024, 1, 19)) == words


def test_where_holidays_are_not_known_the_page_says_that_it_guesses():
    assert left(date(2098, 1, 31), date(2098, 1, 1)) == "还有30天（按周一至周五推算22个工作日）"


# The imported table


def line(day, works="放假", **changes):
    return {"日期": day, "放假或上班": works, "名称": "春节", "依据": "国办发明电〔2097〕1号"} | changes


def table(*lines):
    return xlsx(*lines, headings=holiday_table.LAYOUT.headings, sheet=holiday_table.LAYOUT.title)


@pytest.fixture
def imported(system_admin, django_capture_on_commit_callbacks):
    def do(*lines):
        with django_capture_on_commit_callbacks(execute=True):
            return workdays_steps.import_holidays(table(*lines), by=system_admin)

    return do


def test_the_imported_table_goes_before_the_library_and_the_weekday(imported):
    assert workdays.is_working_day(date(2024, 10, 12))
    imported(line("2024-10-14", 名称="测试"), line("2098-02-03"), line("2098-02-08", "上班"))
    assert not workdays.is_working_day(date(2024, 10, 12)), "a Saturday the table does not name"
    assert not workdays.is_working_day(date(2024, 10, 14))
    assert workdays.is_known(date(2098, 5, 1))
    assert not workdays.is_working_day(date(2098, 2, 3))
    assert workdays.is_working_day(date(2098, 2, 8))
    assert left(date(2098, 2, 10), date(2098, 2, 1)) == "还有9天（6个工作日）"


def test_a_second_import_takes_the_place_of_the_whole_year(imported):
    imported(line("2098-02-03"), line("2099-01-01"))
    imported(line("2098-02-04"))
    assert [str(one.day) for one in Holiday.objects.all()] == ["2098-02-04", "2099-01-01"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"日期": "明年春节"}, "不是完整的日期"),
        ({"日期": "1990-01-01"}, "年份不对"),
        ({"放假或上班": "休息"}, "请填“放假”或“上班”"),
        ({"依据": ""}, "没有填写"),
        ({"日期": "2098-02-03"}, "同一天有两行"),
    ],
)
def test_one_wrong_line_and_nothing_is_imported(imported, changes, sentence):
    report = imported(line("2098-02-03"), line("2098-02-05") | changes)
    assert sentence in "".join(one.reason for one in report.problems)
    assert not Holiday.objects.exists()


def test_the_table_is_imported_in_the_browser_by_the_system_administrator(client, system_admin, work_committee):
    url = reverse("evaluation:holiday_import")
    client.force_login(work_committee)
    assert client.get(url).status_code == 403
    client.force_login(system_admin)
    assert "2027年的放假安排还没有" in client.get(reverse("evaluation:holidays")).content.decode()
    sent = client.post(url, {"file": SimpleUploadedFile("放假.xlsx", table(line("2027-02-06")))})
    page = client.get(sent.url)
    assert "2027年，共1天" in page.content.decode() and not Holiday.objects.exists()
    assert client.post(sent.url, {"confirmation": page.context["preview"].confirmation}).status_code == 302
    assert Holiday.objects.count() == 1


def test_days_that_changed_since_the_preview_are_shown_again(client, system_admin):
    client.force_login(system_admin)
    file = SimpleUploadedFile("放假.xlsx", table(line("2027-02-06")))
    sent = client.post(reverse("evaluation:holiday_import"), {"file": file})
    page = client.get(sent.url)
    Holiday.objects.create(day=date(2027, 5, 1), is_working=False, label="劳动节", source="另一份文件")
    assert client.post(sent.url, {"confirmation": page.context["preview"].confirmation}).status_code == 409
    assert Holiday.objects.count() == 1
    assert client.get(page.context["preview"].returned_url).status_code == 200
