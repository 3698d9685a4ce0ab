"""进度简报: the figures of one day on one page, in the order of the register, as 市直工委 may know them (D32, D34, P5.1)."""

import io
import re

import pytest
from django.urls import reverse
from pypdf import PdfReader

from evaluation.advance import Refused
from evaluation.letters import brief
from evaluation.letters import steps as letters_steps
from evaluation.models import Candidacy, Cycle, Notice
from evaluation.progress import picture
from evaluation.progress.counting import AsKnown
from evaluation.typesetting import typeset
from evaluation.typesetting.layout import briefs
from evaluation.vocabulary import CycleState, State
from tests.support import factories
from tests.support.typesetting import samples
from tests.support.typesetting.measure import Print


@pytest.fixture
def under_way(cycle, unit):
    """市财政局 with three cases, one of them applied with; 市档案局, which comes first in no other order, with one."""
    states = (State.DRAFT, State.APPLIED, State.NOT_APPLIED)
    for state in states:
        case = factories.candidacy(cycle, factories.branch(unit))
        Candidacy.objects.filter(pk=case.pk).update(state=state)
    factories.candidacy(cycle, factories.branch(factories.unit("市档案局")))
    return cycle


def test_a_brief_freezes_the_figures_of_the_day(under_way, work_committee, client):
    client.force_login(work_committee)
    page = client.get(reverse("evaluation:cycle_progress", args=[under_way.year])).content.decode()
    assert "打印简报" in page
    answer = client.post(reverse("evaluation:notice_brief", args=[under_way.year]))
    made = Notice.objects.get(kind="progress_brief")
    assert answer.url == reverse("evaluation:notice", args=[made.pk])
    assert (made.number, made.data["applied"]) == ("", 1)
    assert {one["name"]: one["count"] for one in made.data["shares"]} == {"none": 2, "applied": 1, "out": 1}
    assert [(one["unit"], one["total"], one["applied"]) for one in made.data["units"]] == [
        ("市财政局", 3, 1),
        ("市档案局", 1, 0),
    ], "in the order of the register"
    shown = client.get(answer.url).content.decode()
    assert "应参评4个支部，已申请1个，占25%；另有2个没有开始，1个不申请、退出或者不得参评。" in shown
    assert "2个单位中，1个尚无支部申请，2个没有成立考核组。" in shown
    assert not re.search("第[0-9一二三]+名|排名", shown)
    client.post(reverse("evaluation:notice_brief", args=[under_way.year]))
    assert Notice.objects.filter(kind="progress_brief").count() == 1, "nothing has changed since"


def test_a_brief_calls_a_unit_by_its_short_name(under_way, unit, work_committee):
    type(unit).objects.filter(pk=unit.pk).update(short_name="财政局")
    assert [one["unit"] for one in brief.facts(under_way, work_committee)["units"]] == ["财政局", "市档案局"]


def test_d34_a_brief_counts_what_its_reader_may_know(under_way, work_committee):
    """The same figures as on the page of whoever asks for it."""
    content = brief.facts(under_way, work_committee)
    known = picture.of_year(AsKnown(under_way, work_committee))
    assert [(one["name"], one["count"]) for one in content["shares"]] == [
        (part.kind.name, part.count) for part in known.parts
    ]


def test_only_the_work_committee_reads_a_brief(
    under_way, work_committee, organ_officer, organisation_department, client
):
    made = letters_steps.make_brief(under_way, by=work_committee)
    for person, status in ((work_committee, 200), (organisation_department, 404), (organ_officer, 404)):
        client.force_login(person)
        assert client.get(reverse("evaluation:notice", args=[made.pk])).status_code == status
    client.force_login(organ_officer)
    assert "打印简报" not in client.get(reverse("evaluation:cycle_progress", args=[under_way.year])).content.decode()


def test_a_year_that_has_not_begun_has_no_brief(cycle, work_committee):
    Cycle.objects.filter(pk=cycle.pk).update(state=CycleState.DRAFT)
    cycle.refresh_from_db()
    with pytest.raises(Refused, match="还没有启动"):
        letters_steps.make_brief(cycle, by=work_committee)


@pytest.mark.parametrize("units", [1, 71, 100])
def test_a_brief_is_one_page_whatever_the_number_of_units(units):
    pages = PdfReader(io.BytesIO(typeset.render("progress_brief", samples.progress_brief(units)))).pages
    assert len(pages) == 1
    said = "".join(pages[0].extract_text().split())
    assert all(one["unit"] in said for one in samples.progress_brief(units)["units"])


def test_with_rows_as_high_as_those_of_few_units_it_would_be_two(monkeypatch):
    """The twin."""
    monkeypatch.setattr(briefs, "TALL", briefs.TALL * 34 / briefs.ROWS)
    pages = PdfReader(io.BytesIO(typeset.render("progress_brief", samples.progress_brief(100)))).pages
    assert len(pages) > 1


def test_nothing_of_a_brief_runs_over_the_margins():
    """With every part of the bar and the longest date on the line: what ran out of the sheet was printed nowhere."""
    labels = ["未开始", "填写中", "已申请", "已考核", "已推荐", "已命名", "未推荐、未命名", "不申请、退出、不得参评"]
    shares = [{"name": "doing", "label": label, "count": 40} for label in labels]
    stops = [{"label": "联合推荐选定截止", "day_on": "2027-01-14"}] * 7
    facts = samples.progress_brief(71) | {"shares": shares, "stops": stops}
    (sheet,) = Print(typeset.render("progress_brief", facts)).sheets
    assert [line.text for line in sheet.lines if line.left < 19.5 or line.right > 190.5] == []
    assert [label for label in labels if sheet.find(f"{label}40") is None] == []
    dates = [line.text for line in sheet.lines if "联合推荐选定截止" in line.text]
    assert dates == ["联合推荐选定截止" * 7], "side by side, none upon another"
