"""The list helper: search, filter, sort, pages, export, each from the URL alone."""

import io
from datetime import date

import openpyxl
import pytest
from django.test import RequestFactory
from django_filters import ChoiceFilter, ModelChoiceFilter, MultipleChoiceFilter, NumberFilter

from branches import clock, in_words
from branches.models import Branch, Unit
from branches.pages import filters, paging
from branches.pages.tables import Cell, Column, Listing
from branches.spreadsheet import workbook
from tests.support import factories, tables

pytestmark = pytest.mark.django_db


class Branches(Listing):
    title = "党支部"
    search = ("short_name", "unit__name")
    filters = {"kind": ChoiceFilter(label="类别", choices=Unit.Kind.choices, field_name="unit__kind")}
    order = ("short_name",)
    columns = (
        Column("支部", "short_name", sort="short_name", url=lambda branch: f"/branches/{branch.pk}/"),
        Column("单位", "unit.name", sort="unit__name"),
        Column("党员", "full_members", sort="full_members", numeric=True),
        Column("成立", "established_on"),
    )
    nothing = "还没有登记党支部。"


@pytest.fixture
def listing(stranger):
    def make(query: str = "") -> Branches:
        request = RequestFactory().get(f"/branches/{query}")
        request.user = stranger
        return Branches(request, Branch.objects.select_related("unit"))

    return make


@pytest.fixture
def three(db):
    finance = factories.unit("市财政局")
    county = factories.unit("宝丰县", kind=Unit.Kind.COUNTY)
    return [
        factories.branch(finance, "甲支部", full_members=3),
        factories.branch(finance, "乙支部", full_members=1200),
        factories.branch(county, "丙支部", full_members=7),
    ]


def names(listing: Listing) -> list[str]:
    return [row[0].text for row in listing.rows]


def sheet(found: Listing) -> list[tuple]:
    book = openpyxl.load_workbook(io.BytesIO(tables.written(found.response().sheet)))
    return list(book.active.iter_rows(values_only=True))


def test_list_searches_every_word_in_any_field(listing, three):
    assert names(listing("?q=财政+甲")) == ["甲支部"]
    assert names(listing("?q=财政+丙")) == []


def test_list_filters_and_counts_what_is_left(listing, three):
    found = listing("?kind=county")
    assert names(found) == ["丙支部"]
    assert found.count == 1


def test_filter_set_by_a_link_is_kept_without_an_input(listing, three, monkeypatch):
    numbered = NumberFilter(field_name="unit", label="单位编号")
    monkeypatch.setattr(Branches, "filters", {"unit": numbered})
    monkeypatch.setattr(Branches, "from_links", ("unit",))
    html = listing(f"?unit={three[2].unit_id}").response().content.decode()
    assert "丙支部" in html
    assert "甲支部" not in html
    assert "单位编号" not in html
    assert f'<input type="hidden" name="unit" value="{three[2].unit_id}"' in html
    assert "清除筛选" in html


def test_filter_of_several_values_is_a_fold_of_check_boxes(listing, three, monkeypatch):
    kinds = MultipleChoiceFilter(field_name="unit__kind", label="类别", choices=Unit.Kind.choices)
    monkeypatch.setattr(Branches, "filters", {"kind": kinds})
    found = listing("?kind=county&kind=zone")
    html = found.response().content.decode()
    assert names(found) == ["丙支部"]
    assert "类别（已选2项）" in html
    assert html.count('type="checkbox" name="kind"') == len(Unit.Kind.choices)


@pytest.mark.parametrize("query", ["?kind=nonsense", "?page=x", "?sort=password", "?q=%25_\\"])
def test_list_survives_nonsense_in_the_url(listing, three, query):
    assert listing(query).response().status_code == 200


def test_list_sorts_by_declared_columns_only(listing, three):
    assert names(listing("?sort=-full_members"))[0] == "乙支部"
    assert names(listing("?sort=full_members"))[0] == "甲支部"
    assert names(listing("?sort=unit__recommending_unit")) == names(listing())
    assert listing("?sort=full_members&q=a").headings[2].query == "?sort=-full_members&q=a"


def test_list_says_which_way_it_is_sorted(listing, three):
    html = listing("?sort=full_members").response().content.decode()
    assert 'aria-sort="ascending"' in html


def test_list_pages_hold_fifty_and_keep_the_filter_in_the_links(listing):
    unit = factories.unit()
    for number in range(51):
        factories.branch(unit, f"支部{number:02}")
    assert len(listing().rows) == 50
    assert len(listing("?page=2").rows) == 1
    assert len(listing("?page=99").rows) == 1
    assert "q=%E6%94%AF%E9%83%A8&amp;page=2" in listing("?q=支部").response().content.decode()


def test_list_shows_figures_dates_and_gaps_readably(listing, three):
    Branch.objects.filter(short_name="甲支部").update(short_name="")
    cells = {row[1].text + row[0].text: row for row in listing().rows}
    assert cells["市财政局乙支部"][2].text == "1,200"
    assert cells["市财政局乙支部"][3].text == "2010年3月1日（周一）"
    assert "市财政局—" in cells


def test_a_list_of_one_row_shows_no_filters(listing, three, monkeypatch):
    assert 'class="filters' in listing().response().content.decode()
    assert 'class="filters' in listing("?q=丙").response().content.decode(), "there are more, they are filtered out"
    monkeypatch.setattr(Branches, "given", ("kind",))
    page = listing("?kind=county").response().content.decode()
    assert "丙支部" in page and 'class="filters' not in page, "the page itself has chosen"
    Branch.objects.exclude(short_name="丙支部").delete()
    for query in ("", "?q=丙"):
        page = listing(query).response().content.decode()
        assert "丙支部" in page and 'class="filters' not in page


def test_list_empty_says_why_and_offers_a_way_out(listing):
    assert "还没有登记党支部。" in listing().response().content.decode()
    assert "清除筛选" in listing("?q=没有").response().content.decode()


@pytest.mark.parametrize("size", [1, 3, 30])
def test_list_costs_two_queries_whatever_its_size(listing, size, django_assert_num_queries):
    unit = factories.unit()
    for _ in range(size):
        factories.branch(unit)
    made = listing()
    with django_assert_num_queries(2):
        assert made.count == len(made.rows) == size


def test_a_word_and_a_telephone_stand_on_one_line_and_a_day_breaks_before_its_weekday():
    def breaks(value, **column):
        return Cell(Column("列", **column), value).breaks

    assert breaks("已报送") == breaks(7) == breaks(None) == "text-nowrap"
    assert breaks("意见不一致") == ""
    assert breaks("0375-2916693") == "" and breaks("0375-2916693", whole=True) == "text-nowrap"
    assert breaks(date(2026, 12, 31)) == "a-day"


@pytest.fixture
def long(listing, monkeypatch):
    """Twelve branches of two units where only four are counted, two a page; by their units when the list is long."""
    monkeypatch.setattr(paging, "COUNTED", 4)
    monkeypatch.setattr(paging, "COUNTED_IN_SEARCH", 3)
    monkeypatch.setattr(paging, "PAGE_SIZE", 2)
    monkeypatch.setattr(Branches, "long_order", ("unit_id",))
    units = [factories.unit("市财政局"), factories.unit("市教育局")]
    return [factories.branch(units[number % 2], f"支部{number:02}") for number in range(12)]


def test_a_long_list_is_counted_and_numbered_up_to_a_bound(listing, long):
    found = listing("?page=2")
    assert (found.count, found.is_long, found.pages) == (4, True, [1, 2])
    html = found.response().content.decode()
    assert "共4条以上，本页第3—4条。查找、筛选到4条以内，可以按列排序" in html
    assert f"?after={found.page.object_list[-1].pk}" in html
    assert listing("?page=99").page.number == 2


@pytest.mark.parametrize("order", ["unit_id", "-unit_id"])
def test_from_page_to_page_each_row_of_a_long_list_comes_once(listing, long, monkeypatch, order):
    monkeypatch.setattr(Branches, "long_order", (order,))
    pages = [listing("?page=1"), listing("?page=2")]
    while pages[-1].last_row:
        pages.append(listing(f"?after={pages[-1].last_row}"))
    seen = [row.pk for one in pages for row in one.page]
    ordered = sorted(long, key=lambda one: (one.unit_id, one.pk), reverse=order.startswith("-"))
    assert seen == [one.pk for one in ordered]
    assert [one.page.number for one in pages] == [1, 2, None, None, None, None]
    assert "回到第1页" in pages[-1].response().content.decode()


def test_a_long_list_keeps_to_the_order_that_an_index_has(listing, long):
    found = listing("?sort=-short_name")
    assert found.sorts == [] and not any(heading.query for heading in found.headings)
    assert names(found) == names(listing())
    assert names(listing("?sort=-short_name&q=教育+11")) == ["支部11"]


def test_a_search_is_counted_less_far(listing, long):
    assert (listing("?q=教育").count, listing("?q=教育").is_long) == (3, True)


@pytest.mark.parametrize("last", ["x", "0", "9" * 18, "9" * 30, "-1", "%00"])
def test_behind_a_row_that_is_none_the_list_begins_anew(listing, long, last):
    assert listing(f"?after={last}").page.number == 1


def test_a_short_list_knows_nothing_of_rows_behind(listing, three):
    found = listing(f"?after={three[0].pk}")
    assert len(found.rows) == 3 and found.last_row is None


def test_of_many_units_none_is_selected_from_a_list(listing, three, monkeypatch):
    by_unit = ModelChoiceFilter(field_name="unit", label="单位", queryset=lambda request: Unit.objects.all())
    monkeypatch.setattr(Branches, "filters", {"unit": by_unit})
    assert '<select name="unit"' in listing().response().content.decode()
    monkeypatch.setattr(filters, "CHOICES", 1)
    found = listing(f"?unit={three[2].unit_id}")
    assert '<select name="unit"' not in found.response().content.decode()
    assert names(found) == ["丙支部"]


@pytest.mark.parametrize("at_once", [7, 1000])
def test_export_holds_exactly_the_filtered_rows_of_all_pages(listing, monkeypatch, at_once):
    monkeypatch.setattr(paging, "AT_ONCE", at_once)
    unit = factories.unit("市财政局")
    for number in range(60):
        factories.branch(unit, f"支部{number:02}")
    factories.branch(factories.unit("市教育局"), "外人")
    found = listing("?q=财政&export=xlsx&page=2")
    rows = sheet(found)
    assert rows[0] == ("支部", "单位", "党员", "成立")
    assert len(rows) - 1 == found.count == 60
    assert [row[0] for row in rows[1:]] == [row.short_name for row in found.chosen]


@pytest.mark.parametrize(
    "payload",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "|calc", "%0A=1", "＝1+1", "＋1", "－1", "＠x"],
)
def test_export_guards_formulas(listing, payload):
    factories.branch(factories.unit(), payload)
    book = openpyxl.load_workbook(io.BytesIO(tables.written(listing("?export=xlsx").response().sheet)))
    cell = book.active["A2"]
    assert cell.data_type == "s"
    assert cell.value.startswith("'")
    assert workbook.unguarded(workbook.guarded(payload)) == payload


def test_export_drops_characters_excel_cannot_hold():
    assert workbook.guarded("甲\x00\x0b乙") == "甲乙"


def test_guard_leaves_ordinary_text_alone():
    for text in ("", "预算科党支部", "0375-1234567", "—", "'引号", "1-3"):
        assert workbook.guarded(text) == text
        assert workbook.unguarded(text) == text


def test_list_page_escapes_what_people_typed(listing):
    factories.branch(factories.unit(), "<script>alert(1)</script>")
    html = listing("?q=<script>").response().content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html


def test_on_paper_a_list_says_of_which_day_it_is(listing, three):
    assert f'<p class="only-print">截至{in_words.day(clock.today())}</p>' in listing().response().content.decode()
