"""One of everything, three times: the cast's own branch, a sibling in its unit, a foreign one. For the permission matrix."""

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from django.core.files.base import ContentFile
from django.test import Client

from branches import clock
from branches.models import Appointment, Branch, User
from branches.permissions import Role
from branches.spreadsheet import workbook
from evaluation.assessment.steps import team as team_steps
from evaluation.assessment.verification.steps import hold as hold_steps
from evaluation.assessment.verification.steps import verification as verification_steps
from evaluation.documents import making
from evaluation.messages import steps as messages_steps
from evaluation.models import (
    Batch,
    Candidacy,
    Consultation,
    Cycle,
    Decision,
    DecisionVersion,
    Evidence,
    Honour,
    Message,
    Notice,
    Objection,
    Plaque,
    PublicNotice,
    RecommendationList,
    Subsidy,
    Succession,
    WorkingMethod,
)
from evaluation.reinspection.steps import special as special_steps
from evaluation.self_assessment import steps as self_assessment_steps
from evaluation.vocabulary import CycleState, DecisionState, HonourState, MethodState
from tests.support import factories

MISSING = 987654
REGISTER = (
    [
        "单位名称",
        "党支部全称",
        "党支部简称",
        "成立日期",
        "最近换届日期",
        "支部书记",
        "正式党员数",
        "预备党员数",
        "是否第一支部",
        "上年度述职评议等次",
    ],
    [
        "市审计局",
        "中共平顶山市审计局办公室支部委员会",
        "办公室党支部",
        "2010-01-04",
        "2024-01-04",
        "王明",
        9,
        0,
        "是",
        "好",
    ],
)


@dataclass
class World:
    """Things by relation: own, sibling, foreign."""

    cycle: Cycle
    cases: dict[str, Candidacy] = field(default_factory=dict)
    parts: dict[str, SimpleNamespace] = field(default_factory=dict)
    single: dict[str, Any] = field(default_factory=dict)

    def kwargs(self, name: str, names: list[str], relation: str) -> dict[str, Any] | None:
        """What to put into the URL called `name`; None where the relation makes no difference."""
        if name in SINGLES or names == ["year"]:
            if relation in ("sibling", "foreign"):
                return None
            return self._single(name, names, is_missing=relation == "missing")
        missing = relation == "missing"
        part = self.parts["own" if missing else relation]
        values = {key: part.ids[OBJECTS.get((name, key), key)] for key in names if key not in CONSTANTS}
        if missing:
            first = next(key for key in names if key not in CONSTANTS)
            values[first] = MISSING
        return values | {key: CONSTANTS[key] for key in names if key in CONSTANTS}

    def _single(self, name: str, names: list[str], *, is_missing: bool) -> dict[str, Any]:
        if names == ["token"]:
            return {"token": "nobody" if is_missing else self.single[SINGLES[name]]}
        if names == ["ticket"]:
            return {"ticket": "nobody" if is_missing else self.single[SINGLES[name]]}
        if names == ["year"]:
            return {"year": 1999 if is_missing else self.cycle.year}
        if names == ["year", "case_pk"]:
            return {"year": self.cycle.year, "case_pk": MISSING if is_missing else self.parts["own"].ids["pk"]}
        return {"pk": MISSING if is_missing else self.single[SINGLES[name]]}


CONSTANTS = {"year": 2026, "number": 1, "action": "withdraw", "kind": "rename"}

# URLs whose object is one for the whole city: name → what it names.
SINGLES = {
    "person": "person", "person_edit": "person", "person_branch": "person", "person_active": "person",
    "person_password": "person", "person_posts": "person", "post_end": "post",
    "naming_decision": "decision", "naming_proclaim": "pending", "naming_send_back": "pending",
    "naming_sign": "version", "naming_withdraw_signature": "version", "honour": "honour", "draft_decision": "pending",
    "notice_batch": "batch", "notice_batch_pdf": "batch", "notice_batch_cancel": "batch", "verify": "token",
    "plaque": "plaque", "plaque_receipt": "plaque", "plaque_issue": "plaque", "plaque_take_back": "plaque",
    "plaque_lose": "plaque", "plaque_replace": "plaque", "subsidy_pay": "subsidy", "honour_import_preview": "titles",
    "holiday_preview": "ticket", "calendar_feed": "calendar", "message": "message",
    "method": "method", "method_select": "method", "method_send_back": "method",
    "objection": "objection",
    "register_preview": "ticket", "register_returned": "ticket", "pool_pick": "case",
}  # fmt: skip

# URLs whose `pk` is not a case.
OBJECTS = {
    (name, "pk"): kind
    for kind, names in {
        "unit": (
            "unit", "unit_edit", "unit_active", "recommendation_board", "recommendation_papers", "recommendation_pick",
            "recommendation_replace", "recommendation_order", "recommendation_deliberation", "recommendation_submit",
            "recommendation_return", "succession_kinds", "succession_report", "draft_recommendation", "notice_reminder",
            "reinspection_keep", "reinspection_report",
        ),
        "notice": ("notice", "notice_pdf", "notice_word", "notice_archive"),
        "report": ("notice_correct",),
        "succession": ("succession", "succession_confirm", "succession_refuse"),
        "branch": (
            "branch", "honour_add", "branch_edit", "branch_rename", "branch_dissolve", "branch_restore", "evidence_library",
            "evidence_reference", "evidence_remove",
        ),
        "evidence": ("evidence_file",),
        "honour": ("method_write", "method_save"),
        "reinspection": (
            "reinspection", "reinspection_fill", "reinspection_reconsider", "reinspection_review", "reinspection_send_back",
            "reinspection_facts", "reinspection_ask", "reinspection_correct", "reinspection_uphold",
        ),
        "title": ("honour_special",),
    }.items()
    for name in names
} | {("recommendation_replace", "case_pk"): "pk"}  # fmt: skip


def build(cycle: Cycle, branch: Branch, officer: User, assessor: User, committee: User, client: Client) -> World:
    """Own, sibling and foreign cases, applied, with everything a URL may name."""
    world = World(cycle)
    foreign_unit = factories.unit("市体育局")
    places = {
        "own": branch,
        "sibling": factories.branch(branch.unit, "综合科党支部"),
        "foreign": factories.branch(foreign_unit),
    }
    officers = {branch.unit_id: officer}
    officers[foreign_unit.pk] = factories.appointed(
        Role.ORGAN_OFFICER, foreign_unit, own_branch=factories.branch(foreign_unit)
    )
    team_steps.form_team(cycle, branch.unit, leader=assessor, members=[assessor], by=officer)
    stranger = factories.person(own_branch=factories.branch(foreign_unit))
    team_steps.form_team(cycle, foreign_unit, leader=stranger, members=[stranger], by=officers[foreign_unit.pk])
    for relation, place in places.items():
        by = officers[place.unit_id]
        member = assessor if place.unit_id == branch.unit_id else stranger
        secretary = factories.appointed(Role.SECRETARY, place, own_branch=place)
        case = factories.fresh(factories.candidacy(cycle, place))
        factories.fill_in(case, secretary)
        self_assessment_steps.apply(case, by=secretary)
        case = factories.fresh(case)
        world.cases[relation] = case
        world.parts[relation] = SimpleNamespace(ids=_parts(case, by, member, committee, secretary))
    for unit in {place.unit for place in places.values()}:
        factories.recommendation_list(cycle, unit, base=10)
    RecommendationList.objects.create(cycle=cycle, unit=None, base=9, ratio_bp=1000, cap=0)
    Cycle.objects.filter(pk=cycle.pk).update(state=CycleState.RECOMMENDING)
    cycle.refresh_from_db()
    world.single = _singles(cycle, committee, secretary, client)
    return world


def _parts(case: Candidacy, officer: User, member: User, committee: User, secretary: User) -> dict[str, int]:
    factories.assess(case, officer, member)
    talk = Consultation.objects.create(
        candidacy=case,
        consulted_on=clock.today(),
        method="talk",
        heard=1,
        satisfied=1,
        summary="好。",
        by=member,
        at=clock.now(),
    )
    paper = Evidence.objects.create(
        branch=case.branch, title="台账", by=secretary, at=clock.now(), content_type="application/pdf"
    )
    paper.file.save("x.pdf", ContentFile(b"%PDF-1.4"))
    condition = case.cycle.disqualifications.get(number=1)
    finding = verification_steps.verify(
        case, condition, "yes", by=officer, facts="待确认。", basis="通报", decided_on=clock.today()
    )
    held = hold_steps.raise_hold(case, by=committee, reason="待研究。")
    change = Succession.objects.create(
        kind="dissolve",
        unit=case.unit,
        old_names=[["旧全称", "旧简称"]],
        effective_on=clock.today(),
        basis="批复1号",
        by=officer,
        at=clock.now(),
    )
    change.predecessors.add(case.branch)
    honour = factories.honour(factories.branch(case.unit), case.cycle.year - 1)
    special_one = special_steps.find(
        honour, condition, by=officer, facts="待核。", basis="通报", decided_on=clock.today()
    )
    return {
        "pk": case.pk,
        "unit": case.unit_id,
        "branch": case.branch_id,
        "visit": case.visits.get().pk,
        "consultation": talk.pk,
        "evidence": paper.pk,
        "sheet": case.sheets.get().pk,
        "finding": finding.pk,
        "hold": held.pk,
        "notice": case.documents.get(kind="self_assessment").pk,
        "report": _report(case, officer).pk,
        "honour": factories.honour(case.branch, 2019, HonourState.LAPSED).pk,
        "succession": change.pk,
        "title": honour.pk,
        "reinspection": special_one.pk,
    }


def _report(case: Candidacy, by: User) -> Notice:
    """A document that its unit may correct."""
    return making.make("recommendation", PAPER, by=by, cycle=case.cycle, unit=case.unit)


def _singles(cycle: Cycle, committee: User, secretary: User, client: Client) -> dict[str, Any]:
    old = factories.cycle(2024, CycleState.CLOSED)
    done = Decision.objects.create(cycle=old, state=DecisionState.PROCLAIMED, document_number="1号")
    pending = Decision.objects.create(cycle=cycle, state=DecisionState.FROZEN)
    rows = {"rows": [], "fingerprint": "0" * 64, "frozen_by": committee, "frozen_at": clock.now()}
    DecisionVersion.objects.create(decision=done, number=1, **rows)
    version = DecisionVersion.objects.create(decision=pending, number=1, **rows)
    proposed = factories.candidacy(old)
    public = PublicNotice.objects.create(
        cycle=old, opens_on=clock.today(), closes_on=clock.today(), by=committee, at=clock.now()
    )
    objection = Objection.objects.create(
        notice=public,
        candidacy=proposed,
        received_on=clock.today(),
        source="来信",
        facts="情况。",
        by=committee,
        at=clock.now(),
    )
    honour = Honour.objects.create(
        branch=factories.branch(), year=2024, branch_name="甲", decision_number="1号", named_on=clock.today()
    )
    notice = making.make("naming", PAPER, by=committee, cycle=old, decision=done, number="平组通〔2025〕1号")
    batch = Batch.objects.create(title="公文", notices=[notice.pk], total=1, by=committee, at=clock.now())
    register = ContentFile(workbook.write("党支部名册", REGISTER[0], [REGISTER[1]]), "名册.xlsx")
    ticket = client.post("/branches/import/", {"file": register}).url.rstrip("/").rsplit("/", 1)[1]
    plaque = Plaque.objects.create(
        honour=honour, number="PDS-9001", made_on=clock.today(), by=committee, at=clock.now()
    )
    subsidy = Subsidy.objects.create(honour=honour, amount=5000, source="经费", by=committee, at=clock.now())
    method = WorkingMethod.objects.create(
        honour=honour, state=MethodState.SELECTED, title="甲工作法", by=committee, at=clock.now(),
        selected_by=committee, selected_at=clock.now(),
    )  # fmt: skip
    letter = Message.objects.create(
        user=committee, kind="task", key="x", title="甲", text="乙", link="/", created_at=clock.now()
    )
    person = factories.person("常人")
    post = Appointment.objects.filter(user=secretary).first()
    return {
        "decision": done.pk, "pending": pending.pk, "version": version.pk, "honour": honour.pk, "batch": batch.pk,
        "token": notice.token,
        "plaque": plaque.pk, "subsidy": subsidy.pk, "method": method.pk, "titles": ticket,
        "calendar": messages_steps.open_calendar(committee), "message": letter.pk,
        "objection": objection.pk,
        "ticket": ticket, "person": person.pk, "post": post.pk if post else 0,
    }  # fmt: skip


PAPER = {
    "issuers": ["中共平顶山市委组织部", "中共平顶山市委市直机关工作委员会"],
    "number": "",
    "dated_on": "2025-07-01",
    "recipients": ["市直各单位机关党委"],
    "copies_to": [],
    "printed_by": "中共平顶山市委组织部办公室",
    "printed_on": "2025-07-01",
    "year": 2024,
    "units": [{"unit": "市财政局", "branches": ["中共平顶山市财政局办公室支部委员会"]}],
}
