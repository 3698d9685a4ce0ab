"""One of everything, three times: the cast's own branch, a sibling in its unit, a foreign one. For the permission matrix."""

from dataclasses import dataclass, field
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.test import Client

from branches import clock
from branches.models import (
    Appointment,
    BindingList,
    Branch,
    Job,
    ProposalList,
    ProposedChange,
    ProposedPost,
    SystemKey,
    User,
)
from branches.people.exchange import template
from branches.permissions import Role
from branches.spreadsheet import workbook
from evaluation.assessment.steps import team as team_steps
from evaluation.assessment.verification.steps import hold as hold_steps
from evaluation.assessment.verification.steps import verification as verification_steps
from evaluation.decision import issue as decision_issue
from evaluation.documents import making
from evaluation.drafting import queries as drafting_queries
from evaluation.drafting import subjects as drafting_subjects
from evaluation.drafting.samples import put
from evaluation.drafting.standard import standard
from evaluation.drafting.subjects import Subject
from evaluation.guidance.steps import arrangement as arrangement_steps
from evaluation.guidance.steps import half_year as half_year_steps
from evaluation.letters import issue as letters_issue
from evaluation.messages import steps as messages_steps
from evaluation.models import (
    AssessmentTeam,
    Candidacy,
    Consultation,
    Cycle,
    Decision,
    DecisionVersion,
    Distribution,
    DocumentText,
    Evidence,
    Honour,
    IssuedCopy,
    LatenessMeasure,
    LeaderConsent,
    Message,
    Nomination,
    Notice,
    Objection,
    PhoneFile,
    PhoneTicket,
    Plaque,
    PromotionActivity,
    PublicNotice,
    ScorePhoto,
    ScoreSheet,
    Subsidy,
    Succession,
    TeamMember,
    UnitMatter,
    WorkingMethod,
    YearChange,
)
from evaluation.phone import queries as phone_queries
from evaluation.reinspection.steps import special as special_steps
from evaluation.self_assessment import steps as self_assessment_steps
from evaluation.vocabulary import CycleState, DecisionState, HonourState, MethodState
from tests.support import ended, factories, files, tables
from tests.support.typesetting import samples

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

    def fields(self, name: str, relation: str) -> dict[str, Any]:
        """What a POST to the URL called `name` says of things in this relation."""
        ids = self.parts["own" if relation in ("", "missing") else relation].ids
        return {key: ids[what] for key, what in SENT.get(name, {}).items()}

    def _single(self, name: str, names: list[str], *, is_missing: bool) -> dict[str, Any]:
        if names == ["token"]:
            return {"token": "nobody" if is_missing else self.single[SINGLES[name]]}
        if names == ["ticket"]:
            return {"ticket": "nobody" if is_missing else self.single[SINGLES[name]]}
        if names == ["year"]:
            return {"year": 1999 if is_missing else self.single[SINGLES[name]] if name in SINGLES else self.cycle.year}
        if names == ["year", "pk"]:
            return {"year": self.cycle.year, "pk": MISSING if is_missing else self.single[SINGLES[name]]}
        if names == ["year", "case_pk"]:
            return {"year": self.cycle.year, "case_pk": MISSING if is_missing else self.single[SINGLES[name]]}
        rest = {key: CONSTANTS[key] for key in names if key in CONSTANTS}
        return {"pk": MISSING if is_missing else self.single[SINGLES[name]], **rest}


CONSTANTS = {"year": 2026, "number": 1, "action": "withdraw", "kind": "rename"}

# URLs whose object is one for the whole city: name → what it names.
SINGLES = {
    "binding_list": "bindings", "system_key": "system_key", "cycle_change": "year_change",
    "person": "person", "person_edit": "person", "person_branch": "person", "person_active": "person",
    "person_close": "person", "address_confirm": "address", "slip": "person", "person_posts": "person", "post_end": "post",
    "naming_decision": "decision", "naming_proclaim": "pending", "naming_send_back": "pending",
    "naming_sign": "version", "naming_withdraw_signature": "version", "honour": "honour", "draft_decision": "pending",
    "drafting_decision": "pending", "drafting_public_notice": "old_year", "drafting_text": "text", "drafting_check": "text",
    "drafting_consent": "text", "drafting_sample": "text", "drafting_page": "text", "drafting_pdf": "text",
    "drafting_form": "text", "drafting_withdraw": "consent", "drafting_scan": "consent",
    "drafting_correction": "joint", "drafting_give_up": "correction", "drafting_sign": "correction",
    "drafting_unsign": "correction", "drafting_return": "correction", "drafting_issue": "correction",
    "notice_batch": "job", "notice_batch_pdf": "job", "job": "job", "job_cancel": "job", "job_file": "made",
    "verify": "token", "phone": "phone",
    "plaque": "plaque", "plaque_receipt": "plaque", "plaque_issue": "plaque", "plaque_take_back": "plaque",
    "plaque_lose": "plaque", "plaque_replace": "plaque", "subsidy_pay": "subsidy", "honour_import_preview": "titles",
    "holiday_returned": "ticket", "honour_import_returned": "titles",
    "holiday_preview": "ticket", "calendar_feed": "calendar", "message": "message",
    "method": "method", "method_select": "method", "method_send_back": "method",
    "nomination_correct": "nomination", "honour_nominate": "honour",
    "promotion_show": "promotion", "promotion_file": "promotion", "promotion_correct": "promotion",
    "objection": "objection", "arrangement_file": "attachment", "lateness_strike": "measure",
    "change_withdraw": "change", "register_preview": "ticket", "register_returned": "ticket", "pool_pick": "forwarded",
    "people_preview": "people", "people_returned": "people",
    "draft_notice": "old_year", "notice_minutes": "old_year", "method_booklet": "old_year",
    "proposed_list": "proposed_list", "proposed_list_posts": "proposed_list", "proposed_list_confirm": "proposed_list",
    "proposed_list_return": "proposed_list", "proposed_list_withdraw": "proposed_list",
}  # fmt: skip

# URLs that say in a field what they are about: name → field → what it names.
SENT = {"recommendation_pick": {"case": "pk"}}

# URLs whose `pk` is not a case.
OBJECTS = {
    (name, "pk"): kind
    for kind, names in {
        "unit": (
            "unit", "unit_edit", "unit_active", "unit_settings", "recommendation_board", "recommendation_papers", "recommendation_pick",
            "recommendation_replace", "recommendation_order", "recommendation_deliberation", "recommendation_submit",
            "recommendation_return", "succession_kinds", "succession_report", "draft_recommendation", "notice_reminder",
            "reinspection_keep", "reinspection_report", "proposals", "proposal_add", "unit_people",
            "unit_forms", "arrangement_pass_on", "half_year_unit", "half_year_sum_up", "lateness_unit", "lateness_record",
        ),
        "notice": ("notice", "notice_pdf", "notice_word", "notice_archive", "issued"),
        "report": ("notice_correct", "notice_number", "issued_sealed", "issued_put_back", "issued_pack"),
        "letter": ("issued_distribute",),
        "copy": ("issued_copy", "issued_confirm"),
        "receipt": ("issued_receive",),
        "succession": ("succession", "succession_confirm", "succession_refuse"),
        "branch": (
            "branch", "honour_add", "branch_edit", "branch_rename", "branch_dissolve", "branch_restore", "evidence_library",
            "evidence_reference", "evidence_remove", "arrangement_read", "half_year_answer",
        ),
        "evidence": ("evidence_file",),
        "post": ("proposal_end",),
        "proposal": ("proposal", "proposal_withdraw"),
        "honour": ("method_write", "method_save"),
        "reinspection": (
            "reinspection", "reinspection_fill", "reinspection_reconsider", "reinspection_review", "reinspection_send_back",
            "reinspection_facts", "reinspection_recuse", "reinspection_ask", "reinspection_correct", "reinspection_uphold",
        ),
        "title": ("honour_special",),
        "ended": ("case_feedback", "case_feedback_form"),
    }.items()
    for name in names
} | {("recommendation_replace", "case_pk"): "pk"}  # fmt: skip


def build(cycle: Cycle, branch: Branch, officer: User, assessor: User, committee: User, client: Client) -> World:
    """Own, sibling and foreign cases, applied, with everything a URL may name."""
    world, old = World(cycle), ended.year(committee)
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
        ids = _parts(case, by, member, committee, secretary)
        ids["ended"] = ended.case(old, place, by, committee).pk
        world.parts[relation] = SimpleNamespace(ids=ids)
    pool = factories.recommendation_list(cycle, None, base=10)
    factories.recommendation_list(cycle, branch.unit, base=20)
    factories.recommendation_list(cycle, foreign_unit, base=10, pool=pool)
    Cycle.objects.filter(pk=cycle.pk).update(state=CycleState.RECOMMENDING)
    cycle.refresh_from_db()
    world.single = {
        **_singles(cycle, old, committee, secretary, client),
        **_guidance(cycle, committee, branch),
        **ended.on_its_way(committee),
        "old_year": old.year,
        "phone": f"token{world.cases['own'].pk}",
        "forwarded": ended.forwarded(cycle, foreign_unit, pool).pk,
    }
    return world


def _guidance(cycle: Cycle, committee: User, branch: Branch) -> dict[str, int]:
    """What the year asks of every branch there is, passed on everywhere; and what followed somebody's lateness."""
    upload = ContentFile(files.image("PNG"), "附件.png")
    made = arrangement_steps.write(cycle, by=committee, title="安排", text="内容。", files=[upload])
    arrangement_steps.publish(made, by=committee)
    arrangement_steps.pass_on_all(made, by=committee)
    half_year_steps.begin(
        cycle,
        by=committee,
        answers_due=clock.today(),
        summaries_due=clock.today() + timedelta(days=1),
    )
    measure = LatenessMeasure.objects.create(
        cycle=cycle, unit=branch.unit, kind="talk", on=clock.today(), document="记录", by=committee, at=clock.now()
    )
    return {"attachment": made.files.get().pk, "measure": measure.pk}


def _photograph(case: Candidacy, member: User) -> ScorePhoto:
    photo = ScorePhoto(
        sheet=case.sheets.get(assessor=member),
        criterion=case.cycle.criteria.get(number=CONSTANTS["number"]),
        op=uuid4(),
        content_type="image/png",
        size=1,
        at=clock.now(),
    )
    photo.file.save("x.png", ContentFile(files.image("PNG")))
    return photo


def _from_a_telephone(case: Candidacy, secretary: User) -> PhoneFile:
    """Of a session that is over; anybody who has the token may ask."""
    ticket = PhoneTicket.objects.create(
        candidacy=case,
        criterion=case.cycle.criteria.get(number=CONSTANTS["number"]),
        by=secretary,
        token_sha256=phone_queries.digest(f"token{case.pk}"),
        session_sha256="",
        expires_at=clock.now(),
    )
    sent = PhoneFile(ticket=ticket, title="照片", content_type="image/png", size=1, at=clock.now())
    sent.file.save("x.png", ContentFile(files.image("PNG")))
    return sent


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
    sent = _from_a_telephone(case, secretary)
    return {
        "photo": _photograph(case, member).pk,
        "file": sent.pk,
        "pk": case.pk,
        "unit": case.unit_id,
        "branch": case.branch_id,
        "visit": case.visits.get().pk,
        "consultation": talk.pk,
        "evidence": paper.pk,
        "sheet": case.sheets.get(assessor=member).pk,
        "member": _former(case).pk,
        "matter": _matter(case, officer).pk,
        "finding": finding.pk,
        "hold": held.pk,
        "notice": case.documents.get(kind="self_assessment").pk,
        **_issued(case, officer, committee),
        "honour": factories.honour(case.branch, 2019, HonourState.LAPSED).pk,
        "succession": change.pk,
        "title": honour.pk,
        "reinspection": special_one.pk,
        "post": secretary.appointments.get().pk,
        "proposal": ProposalList.objects.create(unit=case.unit, source="x", by=officer, at=clock.now()).pk,
    }


def _matter(case: Candidacy, by: User) -> UnitMatter:
    condition = case.cycle.disqualifications.get(number=4)
    basis = f"平督〔2026〕{case.pk}号"
    return UnitMatter.objects.create(
        cycle=case.cycle, unit=case.unit, disqualification=condition, facts="问责。", basis=basis,
        decided_on=clock.today(), by=by, at=clock.now(),
    )  # fmt: skip


def _former(case: Candidacy) -> TeamMember:
    """Somebody who scored and left the team."""
    team = AssessmentTeam.objects.get(cycle=case.cycle_id, unit=case.unit_id)
    known = team.members.filter(left_on__isnull=False).first()
    if known is None:
        user = factories.person(own_branch=factories.branch(case.unit))
        known = TeamMember.objects.create(team=team, user=user, joined_on=clock.today(), left_on=clock.today())
        ScoreSheet.objects.create(candidacy=case, assessor=user, submitted_at=clock.now())
    return known


def _issued(case: Candidacy, by: User, committee: User) -> dict[str, int]:
    """A document that its unit may correct, with a sealed copy; a letter that its unit was given."""
    report = making.make("recommendation", samples.recommendation(), by=by, cycle=case.cycle, unit=case.unit)
    copy = IssuedCopy(
        notice=report, title="用印件", content_type="application/pdf", size=8, sha256="0" * 64, by=by, at=clock.now(),
        confirmed_by=committee, confirmed_at=clock.now(),
    )  # fmt: skip
    copy.file.save("x.pdf", ContentFile(b"%PDF-1.4"))
    letter = letters_issue.reminder_letter(case.cycle, case.unit, by=committee, task="自评", due=clock.today())
    receipt = Distribution.objects.create(notice=letter, unit=case.unit, by=committee, at=clock.now())
    return {"report": report.pk, "copy": copy.pk, "letter": letter.pk, "receipt": receipt.pk}


def _singles(cycle: Cycle, old: Cycle, committee: User, secretary: User, client: Client) -> dict[str, Any]:
    done = Decision.objects.create(cycle=old, state=DecisionState.PROCLAIMED, document_number="1号")
    pending = Decision.objects.create(cycle=cycle, state=DecisionState.FROZEN)
    rows = {"rows": [], "fingerprint": "0" * 64, "frozen_by": committee, "frozen_at": clock.now()}
    DecisionVersion.objects.create(decision=done, number=1, **rows)
    version = DecisionVersion.objects.create(decision=pending, number=1, **rows)
    text, consent = _drafted(version, committee)
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
    job = Job.objects.create(kind="print", title="公文", total=1, by=committee, at=clock.now())
    register = ContentFile(workbook.write("党支部名册", REGISTER[0], [REGISTER[1]]), "名册.xlsx")
    people = ContentFile(tables.written(template.filled()), "人员.xlsx")
    plaque = Plaque.objects.create(
        honour=honour, number="PDS-9001", made_on=clock.today(), by=committee, at=clock.now()
    )
    subsidy = Subsidy.objects.create(honour=honour, amount=5000, source="经费", by=committee, at=clock.now())
    method = WorkingMethod.objects.create(
        honour=honour, state=MethodState.SELECTED, title="甲工作法", by=committee, at=clock.now(),
        selected_by=committee, selected_at=clock.now(),
    )  # fmt: skip
    nomination = Nomination.objects.create(
        honour=honour, award="organisation", put_forward_on=clock.today(), by=committee, at=clock.now()
    )
    activity = PromotionActivity(
        kind="media", title="报道", held_on=clock.today(), organiser="市直工委", by=committee, at=clock.now()
    )
    activity.file.save("x.pdf", ContentFile(b"%PDF-1.4"))
    letter = Message.objects.create(
        user=committee, kind="task", key="x", title="甲", text="乙", link="/", created_at=clock.now()
    )
    person = factories.person("常人")
    post = Appointment.objects.filter(user=secretary).first()
    year_change = YearChange.objects.create(
        cycle=cycle,
        kind="naming",
        wanted={"day": "2027-06-28"},
        reason="会期调整。",
        by=factories.appointed(Role.WORK_COMMITTEE),
        at=clock.now(),
    )
    change = ProposedChange.objects.create(kind="branch", user=person, by=committee, at=clock.now())
    proposal = ProposalList.objects.create(source="人员.xlsx", by=committee, at=clock.now())
    ProposedPost.objects.create(
        list=proposal, user=person, role=Role.SECRETARY.value, branch=honour.branch, starts_on=clock.today()
    )
    return {
        "proposed_list": proposal.pk,
        "decision": done.pk, "pending": pending.pk, "version": version.pk,
        "text": text.pk, "consent": consent.pk, "joint": notice.pk, "correction": _corrected(notice, committee).pk,
        "honour": honour.pk, "job": job.pk,
        "token": notice.token,
        "plaque": plaque.pk, "subsidy": subsidy.pk, "method": method.pk,
        "nomination": nomination.pk, "promotion": activity.pk,
        "calendar": messages_steps.open_calendar(committee), "message": letter.pk,
        "objection": objection.pk, "change": change.pk, "year_change": year_change.pk,
        "bindings": BindingList.objects.create(by=committee, at=clock.now()).pk,
        "system_key": SystemKey.objects.create(
            system="平台", purpose="展示。", reads=["units"], prefix="szq_x", digest="x", expires_on=clock.today(),
            by=committee, at=clock.now(),
        ).pk,
        "ticket": _uploaded(client, "/branches/import/", register),
        "people": _uploaded(client, "/people/import/", people), "person": person.pk, "post": post.pk if post else 0,
    }  # fmt: skip


def _drafted(version: DecisionVersion, committee: User) -> tuple[DocumentText, LeaderConsent]:
    """A text of a frozen list, and a leader's consent with its scan."""
    subject = Subject(Notice.Kind.NAMING, version.decision.cycle, decision_issue.naming_facts(version), version)
    facts = dict(standard(subject))
    text = DocumentText.objects.create(
        cycle=subject.cycle, kind=subject.kind, version=version, number=1, facts=facts,
        fingerprint=drafting_queries.fingerprint(subject.kind, facts, subject.listed), by=committee, at=clock.now(),
    )  # fmt: skip
    put(text.pk, b"%PDF-1.4", [b"\x89PNG"])
    consent = LeaderConsent(
        text=text, body="work_committee", leader="顾长河", signed_on=clock.today(), by=committee, at=clock.now()
    )
    consent.scan.save("x.pdf", ContentFile(b"%PDF-1.4"))
    return text, consent


def _corrected(notice: Notice, committee: User) -> DocumentText:
    """A text that is to take the place of a decision that is out."""
    subject = drafting_subjects.of_correction(notice)
    assert subject
    facts = dict(standard(subject)) | {"copies_to": "市委办公室", "reason": "漏写抄送。"}
    return DocumentText.objects.create(
        cycle=subject.cycle, kind=subject.kind, version=subject.version, corrects=notice, number=1, facts=facts,
        fingerprint=drafting_queries.fingerprint(subject.kind, facts, subject.listed), by=committee, at=clock.now(),
    )  # fmt: skip


def _uploaded(client: Client, address: str, file: ContentFile) -> str:
    """The ticket of a workbook that waits to be confirmed."""
    return str(client.post(address, {"file": file}).url.rstrip("/").rpartition("/")[2])


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
