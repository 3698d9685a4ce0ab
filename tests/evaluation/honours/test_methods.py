"""党支部工作法: written by a named branch, handed in, chosen, read by everybody."""

from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from pypdf import PdfReader

from branches.jobs import working
from branches.names import CITY_HONOUR
from branches.permissions import Role
from evaluation.advance import Refused
from evaluation.honours import booklet
from evaluation.honours.steps import methods as methods_steps
from evaluation.models import Honour, WorkingMethod
from evaluation.self_assessment.working_copy import Overtaken
from evaluation.shift import shift
from evaluation.vocabulary import HonourState, MethodState
from tests.support import factories

pytestmark = pytest.mark.django_db
TEXTS = {
    "title": "“三访三办”工作法",
    "background": "群众办事多头跑。",
    "practice": "第一步，走访。\n\n第二步，办理。",
    "effect": "办结时间缩短一半。",
    "reflection": "贵在坚持。",
}


@pytest.fixture
def honour(branch):
    return factories.honour(branch)


def written(honour, by, **changes):
    return methods_steps.write(honour, by=by, texts=TEXTS | changes, version=None)


def test_only_the_secretary_of_a_named_branch_writes(honour, secretary, organ_officer, work_committee):
    for other in (organ_officer, work_committee):
        with pytest.raises(PermissionDenied):
            written(honour, other)
    assert written(honour, secretary).state == MethodState.DRAFT


def test_an_unfinished_method_is_kept_but_not_handed_in(honour, secretary):
    written(honour, secretary, effect="")
    with pytest.raises(Refused, match="还没有填写成效"):
        methods_steps.submit(honour, by=secretary)


def test_two_people_do_not_overwrite_each_other(honour, secretary):
    first = written(honour, secretary)
    methods_steps.write(honour, by=secretary, texts=TEXTS | {"effect": "甲"}, version=first.version)
    with pytest.raises(Overtaken):
        methods_steps.write(honour, by=secretary, texts=TEXTS | {"effect": "乙"}, version=first.version)


def test_what_was_handed_in_is_not_changed_until_it_comes_back(honour, secretary, work_committee):
    written(honour, secretary)
    method = methods_steps.submit(honour, by=secretary)
    with pytest.raises(Refused, match="已报送"):
        written(honour, secretary, effect="改")
    methods_steps.send_back(method, by=work_committee, reason="请补充数据。")
    assert written(honour, secretary, effect="改").effect == "改"


def test_the_gallery_shows_the_chosen_ones_to_everybody_and_nothing_else(
    client, honour, secretary, work_committee, stranger
):
    method = written(honour, secretary)
    url = reverse("evaluation:method", args=[method.pk])

    def seen(by):
        client.force_login(by)
        return client.get(url).status_code, TEXTS["title"] in client.get("/methods/").content.decode()

    assert seen(stranger) == (404, False)
    assert seen(work_committee) == (404, False), "a draft is the branch's own"
    methods_steps.submit(honour, by=secretary)
    assert seen(work_committee) == (200, True)
    assert seen(stranger) == (404, False)
    methods_steps.select(WorkingMethod.objects.get(), by=work_committee)
    assert seen(stranger) == (200, True)
    methods_steps.take_out(WorkingMethod.objects.get(), by=work_committee, reason="内容需要核实。")
    assert seen(stranger) == (404, False)


def test_a_method_outlives_its_title_and_says_so(client, honour, secretary, work_committee, stranger):
    written(honour, secretary)
    methods_steps.select(methods_steps.submit(honour, by=secretary), by=work_committee)
    shift(honour, HonourState.LAPSED, by=work_committee, ended_on="2026-12-01", ending="党支部撤销")
    client.force_login(stranger)
    assert (
        "（已终止）" in client.get(reverse("evaluation:method", args=[WorkingMethod.objects.get().pk])).content.decode()
    )


def test_markup_in_a_text_stays_text(client, honour, secretary):
    written(honour, secretary, practice="<script>alert(1)</script>", title="<img src=x onerror=alert(1)>")
    client.force_login(secretary)
    page = client.get(reverse("evaluation:method", args=[WorkingMethod.objects.get().pk])).content.decode()
    assert "<script>alert" not in page and "<img src=x" not in page


def test_writing_in_the_browser_keeps_everything_typed(client, honour, secretary):
    client.force_login(secretary)
    url = reverse("evaluation:method_write", args=[honour.pk])
    long = client.post(url, TEXTS | {"effect": "好" * 2001, "base_version": "0"})
    assert long.status_code == 422 and "超出1字" in long.content.decode() and "好" * 2001 in long.content.decode()
    assert client.post(url, TEXTS | {"base_version": "1", "effect": "", "go": "1"}).status_code == 422
    assert WorkingMethod.objects.count() == 1, "it is saved even where it cannot be handed in yet"
    assert client.post(url, TEXTS | {"base_version": "2", "go": "1"}).status_code == 302
    assert WorkingMethod.objects.get().state == MethodState.SUBMITTED


def test_autosave_answers_with_the_version_or_with_the_other_text(client, honour, secretary):
    client.force_login(secretary)
    url = reverse("evaluation:method_save", args=[honour.pk])
    assert client.post(url, TEXTS | {"base_version": "0"}).json()["version"] == 1
    assert client.post(url, TEXTS | {"base_version": "1", "effect": "甲"}).json()["version"] == 2
    other = client.post(url, TEXTS | {"base_version": "1", "effect": "乙"})
    assert other.status_code == 409 and other.json()["conflict"]["fields"]["effect"] == "甲"


# The booklet (D49)


def chosen(branch, by, committee, **changes):
    honour = factories.honour(branch)
    written(honour, by, **changes)
    methods_steps.select(methods_steps.submit(honour, by=by), by=committee)
    return honour


def test_the_chosen_methods_of_a_year_are_printed_as_a_booklet(client, honour, secretary, work_committee, branch):
    written(honour, secretary)
    client.force_login(work_committee)
    page = reverse("evaluation:method_booklet", args=[honour.year])
    assert client.post(page).status_code == 404, "nothing is chosen yet"
    methods_steps.select(methods_steps.submit(honour, by=secretary), by=work_committee)
    other = factories.branch(branch.unit)
    gone = chosen(other, factories.appointed(Role.SECRETARY, other), work_committee, title="“撤销”工作法")
    Honour.objects.filter(pk=gone.pk).update(
        state=HonourState.REVOKED, ended_on=factories.IN_DECEMBER, revocation_number="1号"
    )
    client.force_login(secretary)
    assert page in client.get(reverse("evaluation:methods")).content.decode()
    job = client.post(page)
    assert "排队" in client.get(job.url).content.decode(), "cover, contents and a method are more than two pages"
    working.work(booklet.KIND.queue)
    answer = client.get(f"{job.url}file/")
    pages = PdfReader(BytesIO(b"".join(answer.streaming_content))).pages
    texts = ["".join(one.extract_text().split()) for one in pages]
    assert texts[0].startswith(f"{CITY_HONOUR}工作法汇编") and "—" not in texts[0], "a cover has no number"
    assert "“三访三办”工作法" in texts[1] and texts[1].split("工作法", 1)[1].split("中共")[0].endswith("3")
    assert "—3—" in texts[2] and "第二步，办理。" in texts[2]
    assert len(texts) == 3, "one method, and not that of a title that was revoked"
