"""Settings with history: contact, full names and 机关代字, for 市直工委 and for each unit's officer (D46)."""

import importlib
import json
from pathlib import Path

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from branches import clock, migrations
from branches.models import AuditEntry, Setting, Unit
from branches.permissions import Role
from branches.refusals import Conflict, Refusal
from branches.settings import queries as settings_queries
from branches.settings import steps as settings_steps
from branches.settings.forms import SiteForm
from tests.support import factories

pytestmark = pytest.mark.django_db
Name = Setting.Name
PAGE = reverse("branches:settings")


def given(**changed):
    return {name.value: value for name, value in settings_queries.values().items()} | changed


def posted(client, **changed):
    return client.post(PAGE, given(**changed) | {"seen": settings_queries.last_change(None)})


def test_a_change_is_kept_with_what_was_before_who_and_when(client, work_committee):
    client.force_login(work_committee)
    assert posted(client, phone="0375-2665555").status_code == 302
    assert settings_queries.phone() == "0375-2665555"
    newest = settings_queries.history(None)[0]
    assert (newest.label, newest.before, newest.after, newest.by) == (
        "联系电话",
        "0375-2660001",
        "0375-2665555",
        work_committee,
    )
    page = client.get(PAGE).content.decode()
    assert "0375-2660001" in page and "李工委" in page
    entry = AuditEntry.objects.get(verb="修改设置")
    assert entry.by == work_committee
    assert entry.detail["changed"] == {"联系电话": ["0375-2660001", "0375-2665555"]}


def test_an_empty_site_is_told_what_it_lacks_and_fills_it_in_bit_by_bit(client, work_committee):
    Setting.objects.all().delete()
    client.force_login(work_committee)
    assert "还缺联系电话、联系地址、市委组织部全称" in client.get(PAGE).content.decode()
    nothing = dict.fromkeys(settings_queries.OF_THE_SITE, "")
    assert client.post(PAGE, nothing | {"phone": "0375-2660001", "seen": 0}).status_code == 302
    page = client.get(PAGE).content.decode()
    assert "还缺联系地址" in page and "李工委" in page
    assert list(settings_queries.values()) == [Name.PHONE], "what was left open leaves no row"


def test_the_telephone_of_the_department_can_stay_empty(client, work_committee):
    client.force_login(work_committee)
    assert posted(client, organisation_department_phone="请找小王").status_code == 422
    assert posted(client, organisation_department_phone="0375-2660002").status_code == 302
    assert settings_queries.department_phone() == "0375-2660002"
    assert posted(client, organisation_department_phone="").status_code == 302 and not settings_queries.gaps()


def test_what_did_not_change_leaves_no_trace(client, work_committee):
    client.force_login(work_committee)
    before = Setting.objects.count()
    assert (
        "没有改动"
        in client.post(PAGE, given() | {"seen": settings_queries.last_change(None)}, follow=True).content.decode()
    )
    assert Setting.objects.count() == before and not AuditEntry.objects.filter(verb="修改设置").exists()


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        ("phone", " 0375－2662345 ", "0375-2662345"),
        ("phone", "2662345转12，13800000000", "2662345转12、13800000000"),
        ("phone", "13800000000", "13800000000"),
        ("organisation_department_name", "中共平顶山市委 组织部", "中共平顶山市委组织部"),
        ("work_committee_code", " 平直工 ", "平直工"),
    ],
)
def test_what_is_typed_is_tidied(field, typed, kept):
    form = SiteForm({field: typed})
    assert form.is_valid(), form.errors
    assert form.cleaned_data[field] == kept


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("phone", "请找小王", "联系电话请写成"),
        ("phone", "12345", "联系电话请写成"),
        ("address", "3楼", "门牌号"),
        ("address", "东" * 61, "最多写60字"),
        ("work_committee_name", "工委", "规范的全称"),
        ("work_committee_name", "Working Committee", "规范的全称"),
        ("work_committee_code", "平直工〔2026〕", "不带年份、序号和括号"),
        ("organisation_department_code", "平组函", "不用带“函”“纪”"),
    ],
)
def test_what_cannot_stand_in_a_document_is_refused_with_what_to_do(client, work_committee, field, typed, said):
    client.force_login(work_committee)
    answer = posted(client, **{field: typed})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page and f'value="{typed}"' in page, "nothing typed is lost"


def test_two_people_at_once(client, work_committee):
    """The second reads what the first changed before hers is written."""
    client.force_login(work_committee)
    seen = settings_queries.last_change(None)
    other = factories.appointed(Role.WORK_COMMITTEE, name="钱同事")
    settings_steps.save(given(phone="0375-2661111"), seen=seen, by=other)
    late = client.post(PAGE, given(address="平顶山市新城区2号楼", phone="0375-2660001") | {"seen": seen})
    assert late.status_code == 409
    page = late.content.decode()
    assert "钱同事刚改过“联系电话”" in page and "平顶山市新城区2号楼" in page
    assert settings_queries.phone() == "0375-2661111"
    with pytest.raises(Conflict):
        settings_steps.save(given(), seen=seen, by=work_committee)
    again = client.post(PAGE, given(address="平顶山市新城区2号楼") | {"seen": late.context["seen"]})
    assert again.status_code == 302


def test_the_site_is_set_by_the_work_committee_a_unit_by_its_officer(
    unit, work_committee, organ_officer, foreign_officer, leading_group
):
    of_unit = dict.fromkeys(settings_queries.OF_A_UNIT, "")
    for person in (organ_officer, leading_group):
        with pytest.raises(PermissionDenied):
            settings_steps.save(given(), seen=settings_queries.last_change(None), by=person)
    for person in (work_committee, foreign_officer, leading_group):
        with pytest.raises(PermissionDenied):
            settings_steps.save(of_unit, unit=unit, seen=0, by=person)
    assert not Setting.objects.filter(unit=unit).exists()


def test_documents_take_the_full_names_of_a_unit(client, unit, organ_officer):
    client.force_login(organ_officer)
    page = reverse("branches:unit_settings", args=[unit.pk])
    assert page in client.get(reverse("branches:unit", args=[unit.pk])).content.decode()
    full = "中共平顶山市财政局机关委员会"
    typed = {
        "organ_organisation_name": full,
        "organ_organisation_code": "平财机党",
        "leading_group_name": "",
        "leading_group_code": "",
        "seen": 0,
    }
    assert client.post(page, typed).status_code == 302
    assert settings_queries.organ_organisation(unit) == full
    assert settings_queries.leading_group(unit) == "市财政局党组"
    assert settings_queries.code_of(full) == settings_queries.code_of("市财政局机关党委") == "平财机党"
    assert settings_queries.code_of("市财政局党组") == ""


def test_a_name_of_a_body_that_looks_short_is_doubted(client, unit, organ_officer):
    client.force_login(organ_officer)
    page = reverse("branches:unit_settings", args=[unit.pk])
    assert client.get(page).content.decode().count("这像是简称") == 2
    unit.leading_group_name = "中共平顶山市财政局党组"
    unit.save()
    assert client.get(page).content.decode().count("这像是简称") == 1, "the twin: a full name is not doubted"


def test_a_unit_that_another_one_assesses_is_named_after_that(unit):
    small = factories.unit("市档案馆", assessing_unit=unit)
    Setting.objects.create(unit=unit, name=Name.ORGAN_ORGANISATION_NAME, value="市财政局机关委员会", at=clock.now())
    assert settings_queries.organ_organisation(small) == "市财政局机关委员会"


def test_an_organ_keeps_its_code_under_the_names_it_bore(work_committee):
    before = settings_queries.work_committee()
    given_now = given(work_committee_name="中共平顶山市委市直机关工委")
    settings_steps.save(given_now, seen=settings_queries.last_change(None), by=work_committee)
    assert settings_queries.both_bodies() == ["中共平顶山市委组织部", "中共平顶山市委市直机关工委"]
    assert settings_queries.code_of(before) == settings_queries.code_of("中共平顶山市委市直机关工委") == "平直工"


def test_no_two_organs_number_with_one_code(unit, organ_officer, work_committee):
    wanted = dict.fromkeys(settings_queries.OF_A_UNIT, "") | {Name.LEADING_GROUP_CODE: "平直工"}
    with pytest.raises(Refusal, match="机关代字“平直工”已由市直工委机关代字使用"):
        settings_steps.save(wanted, unit=unit, seen=0, by=organ_officer)
    settings_steps.save(wanted | {Name.LEADING_GROUP_CODE: "平财党"}, unit=unit, seen=0, by=organ_officer)
    with pytest.raises(Refusal, match="市财政局党组"):
        taken = given(work_committee_code="平财党")
        settings_steps.save(taken, seen=settings_queries.last_change(None), by=work_committee)


class TestTakenOver:
    """What the environment said becomes the first settings, once."""

    @staticmethod
    def run(monkeypatch, **environment):
        for name in ("HELP_PHONE", "CONTACT_ADDRESS", "DOCUMENT_CODES"):
            monkeypatch.delenv(name, raising=False)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        Setting.objects.all().delete()
        (migration,) = Path(migrations.__path__[0]).glob("*_settings_taken_over.py")
        importlib.import_module(f"branches.migrations.{migration.stem}").take_over(apps, None)
        return {(row.unit_id, row.name): row.value for row in Setting.objects.all()}

    def test_a_site_in_use_goes_on_numbering(self, monkeypatch, work_committee):
        held = self.run(monkeypatch, HELP_PHONE="0375-2660009", CONTACT_ADDRESS="市民中心3号楼")
        assert held == {
            (None, "phone"): "0375-2660009",
            (None, "address"): "市民中心3号楼",
            (None, "organisation_department_name"): "中共平顶山市委组织部",
            (None, "organisation_department_code"): "平组通",
            (None, "work_committee_name"): "中共平顶山市委市直机关工作委员会",
            (None, "work_committee_code"): "平直工",
        }
        assert not settings_queries.gaps()

    def test_codes_that_were_given_replace_the_defaults(self, monkeypatch, unit, work_committee):
        codes = {"中共平顶山市委组织部": "平组发", "市财政局党组": "平财党", "没有这个单位": "平无"}
        held = self.run(monkeypatch, DOCUMENT_CODES=json.dumps(codes))
        assert held[None, "organisation_department_code"] == "平组发"
        assert (None, "work_committee_code") not in held, "it had none, so it is asked for"
        assert held[unit.pk, "leading_group_code"] == "平财党"
        assert "平无" not in held.values()

    def test_an_empty_site_is_asked(self, monkeypatch, db):
        assert Unit.objects.count() == 0
        assert self.run(monkeypatch) == {}
        assert len(settings_queries.gaps()) == 6


def test_who_leads_and_whether_texts_are_drafted_are_chosen_and_told_in_words(client, work_committee):
    client.force_login(work_committee)
    assert (settings_queries.leads(), settings_queries.drafts()) == ("organisation_department", False)
    first = settings_queries.both_bodies()
    assert posted(client, lead_body="work_committee", drafting="on").status_code == 302
    assert settings_queries.both_bodies() == first[::-1] and settings_queries.drafts()
    told = [(one.label, one.before, one.after) for one in settings_queries.history(None)[:2]]
    assert ("主办机关", "市委组织部", "市直工委") in told and ("联合行文的拟稿与核签", "不启用", "启用") in told
    assert "work_committee" not in str(AuditEntry.objects.get(verb="修改设置").detail["changed"])


def test_a_site_that_never_chose_lacks_neither_for_its_public_notices():
    assert not {Name.LEAD_BODY.label, Name.DRAFTING.label} & set(settings_queries.gaps())
