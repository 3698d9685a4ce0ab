"""Acts of step 1 to 3 on a case: what a branch writes, and what is said of it."""

import uuid

from branches import clock
from evaluation.assessment import issue as assessment_issue
from evaluation.assessment.steps import assessment as assessment_steps
from evaluation.assessment.steps import scoring as scoring_steps
from evaluation.assessment.steps import team as team_steps
from evaluation.assessment.verification.steps import hold as hold_steps
from evaluation.assessment.verification.steps import matters as matters_steps
from evaluation.assessment.verification.steps import verification as verification_steps
from evaluation.casefile import feedback
from evaluation.casefile import steps as casefile_steps
from evaluation.models import (
    AssessmentTeam,
    Evidence,
    Hold,
    MunicipalEvaluation,
    ScorePhoto,
    ScoreSheet,
    TeamMember,
    UnitMatter,
    Verification,
)
from evaluation.phone import steps as phone_steps
from evaluation.recommendation.steps import appraisals as appraisals_steps
from evaluation.recommendation.steps import list as list_steps
from evaluation.scoring.photos import steps as photos_steps
from evaluation.self_assessment import steps as self_assessment_steps
from evaluation.self_assessment.evidence import steps as evidence_steps
from evaluation.vocabulary import Body, State
from tests.support import files
from tests.support.acts.scene import Acts, Scene
from tests.support.self_assessments import applied_last_year

ACTS = Acts()


def evidence(s: Scene) -> Evidence:
    return Evidence.objects.create(branch=s.other, title="台账", by=s.writer, at=clock.now())


def cited(s: Scene) -> int:
    paper = evidence(s)
    evidence_steps.attach(s.draft, s.criterion, picked=[paper.pk], by=s.writer)
    return int(paper.pk)


def asked_to_correct(s: Scene) -> Verification:
    verification_steps.ask_correction(s.finding(), by=s.organ_officer, reason="有误。")
    return s.finding()


@ACTS.writes("退回评分")
def sheet_returned(s: Scene) -> None:
    scoring_steps.return_sheet(ScoreSheet.objects.get(pk=s.ids["sheet"]), by=s.organ_officer, reason="请核对。")


@ACTS.writes("离开考核组的成员评分是否计入")
def former_left_out(s: Scene) -> None:
    team, former = AssessmentTeam.objects.get(cycle=s.cycle, unit=s.unit), s.own(TeamMember, "member")
    ScoreSheet.objects.exclude(assessor=former.user).update(submitted_at=None)
    team_steps.say_whether_counts(team, former, by=s.organ_officer, counts=False)


@ACTS.writes("汇总考核意见")
def drawn_up(s: Scene) -> None:
    s.patch.setattr(assessment_issue, "obstacles", lambda cycle, unit: [])
    assessment_steps.draw_up(s.cycle, s.unit, by=s.organ_officer)


@ACTS.writes("制作申报表")
def form_made(s: Scene) -> None:
    casefile_steps.make_assessed_form(s.put(State.ASSESSED), by=s.organ_officer)


@ACTS.writes("制作考核反馈表")
def feedback_made(s: Scene) -> None:
    for name in ("was_assessed", "_is_over"):
        s.patch.setattr(feedback, name, lambda case: True)
    casefile_steps.make_feedback_form(s.put(State.NOT_RECOMMENDED), by=s.secretary)


@ACTS.writes("提交评分")
def sheet_handed_in(s: Scene) -> None:
    ScoreSheet.objects.filter(pk=s.ids["sheet"]).update(submitted_at=None)
    scoring_steps.submit_sheet(s.case, by=s.assessor)


def photographed(s: Scene) -> ScorePhoto:
    ScoreSheet.objects.filter(pk=s.ids["sheet"]).update(submitted_at=None)
    photo = files.sent("现场.jpg", files.image("JPEG"))
    return photos_steps.add(s.case, s.criterion, photo, op=uuid.uuid4(), by=s.assessor)


@ACTS.writes("评定意见因回避作废")
def verdict_voided(s: Scene) -> None:
    case = s.put(State.RECOMMENDED)
    MunicipalEvaluation.objects.create(
        candidacy=case, body=Body.WORK_COMMITTEE, verdict="name", by=s.committee, at=clock.now()
    )
    casefile_steps.recuse(case, s.committee, by=s.committee, reason="亲属。")


@ACTS.writes("带入往年自评")
def last_year_taken_over(s: Scene) -> None:
    applied_last_year(s.other, s.writer, year=2019)
    self_assessment_steps.take_over_last_year(s.draft, by=s.writer)


ACTS.all += [
    ("添加现场照片", photographed),
    ("删除现场照片", lambda s: photos_steps.remove(photographed(s), by=s.assessor)),
    ("开通手机上传", lambda s: phone_steps.draw(s.draft, s.criterion, by=s.writer, session="key")),
    ("登记佐证文件", lambda s: evidence_steps.add_reference(s.other, title="通知", by=s.writer)),
    ("上传佐证材料", lambda s: evidence_steps.add_file(s.other, files.sent(), by=s.writer)),
    ("移出佐证材料", lambda s: evidence_steps.remove(evidence(s), by=s.writer)),
    ("引用佐证材料", cited),
    ("取消引用佐证材料", lambda s: evidence_steps.detach(s.draft, s.criterion, cited(s), by=s.writer)),
    ("代录：上传纸质材料扫描件", lambda s: evidence_steps.attach_paper(s.draft, files.sent(), by=s.organ_officer)),
    (
        "填写自评",
        lambda s: self_assessment_steps.save_rating(s.draft, s.criterion, {}, by=s.writer, seen=None, saved=True),
    ),
    ("确认支部基本情况", lambda s: self_assessment_steps.save_basics(s.draft, {}, by=s.writer, seen=None, saved=True)),
    (
        "填写支部大会决议",
        lambda s: self_assessment_steps.save_resolution(s.draft, {}, by=s.writer, seen=None, saved=True),
    ),
    (
        "申报不得参评情形",
        lambda s: self_assessment_steps.declare(s.draft, {1: "no"}, by=s.writer, seen=None, saved=True),
    ),
    ("说明不得参评情形", lambda s: self_assessment_steps.explain(s.draft, {}, by=s.writer, seen=None, saved=True)),
    ("请机关退回修改", lambda s: self_assessment_steps.ask_return(s.case, by=s.secretary, reason="数字有误。")),
    (
        "记录实地查看",
        lambda s: assessment_steps.record_visit(
            s.case, by=s.organ_officer, visited_on=s.today, visitors=[s.assessor], findings="好。"
        ),
    ),
    (
        "更正实地查看",
        lambda s: assessment_steps.record_visit(
            s.case,
            by=s.organ_officer,
            visited_on=s.today,
            visitors=[s.assessor],
            findings="好。",
            visit=s.case.visits.get(),
        ),
    ),
    (
        "记录征求意见",
        lambda s: assessment_steps.record_consultation(
            s.case, by=s.organ_officer, consulted_on=s.today, method="talk", heard=2, satisfied=1, summary="好。"
        ),
    ),
    (
        "更正征求意见",
        lambda s: assessment_steps.record_consultation(
            s.case,
            by=s.organ_officer,
            consulted_on=s.today,
            method="talk",
            heard=2,
            satisfied=1,
            summary="好。",
            consultation=s.case.consultations.get(),
        ),
    ),
    (
        "填写考核意见",
        lambda s: assessment_steps.write_opinion(s.case, by=s.organ_officer, text="一般。", advice="not_recommend"),
    ),
    (
        "组建考核组",
        lambda s: team_steps.form_team(
            s.cycle,
            s.foreign_officer.appointments.get().unit,
            leader=s.writer,
            members=[s.writer],
            by=s.foreign_officer,
        ),
    ),
    (
        "调整考核组",
        lambda s: team_steps.form_team(s.cycle, s.unit, leader=s.assessor, members=[s.assessor], by=s.organ_officer),
    ),
    ("暂缓命名", lambda s: hold_steps.raise_hold(s.case, by=s.committee, reason="待研究。")),
    ("解除暂缓", lambda s: hold_steps.lift_hold(s.own(Hold, "hold"), by=s.committee)),
    (
        "登记单位事项",
        lambda s: matters_steps.enter(
            s.cycle,
            s.unit,
            s.cycle.disqualifications.get(number=4),
            by=s.organ_officer,
            facts="问责。",
            basis="新号",
            decided_on=s.today,
        ),
    ),
    (
        "核验单位事项",
        lambda s: matters_steps.answer(s.own(UnitMatter, "matter"), {s.case.pk: "no"}, by=s.organ_officer),
    ),
    (
        "撤销单位事项登记",
        lambda s: matters_steps.withdraw(s.own(UnitMatter, "matter"), by=s.organ_officer, reason="有误。"),
    ),
    ("查看单位事项的事实", lambda s: matters_steps.look(s.own(UnitMatter, "matter"), by=s.organ_officer)),
    ("核验不得参评情形", lambda s: verification_steps.verify(s.case, s.condition, "no", by=s.organ_officer)),
    ("确认核验结论", lambda s: verification_steps.confirm(s.finding(), by=s.committee)),
    ("提出更正核验结论", asked_to_correct),
    ("更正核验结论", lambda s: verification_steps.correct(asked_to_correct(s), by=s.committee)),
    ("不予更正核验结论", lambda s: verification_steps.keep(asked_to_correct(s), by=s.committee)),
    ("查看核验事实", lambda s: verification_steps.look(s.case, by=s.organ_officer)),
    ("申报回避", lambda s: casefile_steps.recuse(s.case, s.committee, by=s.committee, reason="亲属。")),
    ("填写综合考评意见", lambda s: appraisals_steps.write(s.case, "群众公认。", by=s.leading_group)),
    (
        "记录会议审议",
        lambda s: list_steps.deliberate(
            s.list, by=s.leading_group, held_on=s.today, chair="李书记", expected=7, present=6, minutes="纪要"
        ),
    ),
]
