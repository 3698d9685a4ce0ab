"""Acts of and around a year: its dates, its decisions, its papers, what branches become."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from branches import clock
from branches.models import Branch
from branches.spreadsheet import workbook
from evaluation.cycle.steps import extension as extension_steps
from evaluation.cycle.steps import ratio as ratio_steps
from evaluation.cycle.steps import waiting as waiting_steps
from evaluation.cycle.steps import year as year_steps
from evaluation.decision import steps as decision_steps
from evaluation.documents import steps as documents_steps
from evaluation.guidance.steps import arrangement as arrangement_steps
from evaluation.guidance.steps import half_year as half_year_steps
from evaluation.guidance.steps import measures as measures_steps
from evaluation.letters import steps as letters_steps
from evaluation.letters.overdue import owed
from evaluation.messages import nudging
from evaluation.messages import steps as messages_steps
from evaluation.models import (
    Arrangement,
    Cycle,
    HalfYearReport,
    LatenessMeasure,
    Objection,
    PanelMember,
    PublicNotice,
    YearChange,
)
from evaluation.naming.steps import evaluation as naming_steps
from evaluation.naming.steps import objection as objection_steps
from evaluation.succession import steps as succession_steps
from evaluation.vocabulary import Body, CycleState, State, Step
from evaluation.workdays import steps as workdays_steps
from evaluation.workdays import table as workdays_table
from tests.support import factories, issued
from tests.support.acts.scene import Acts, Scene

LATE = date(2027, 3, 1)


ACTS = Acts()


@contextmanager
def late() -> Iterator[None]:
    with clock.moved_to(LATE):
        yield


@ACTS.writes("提请更改集中命名日期")
def naming_date_asked_for(s: Scene) -> YearChange:
    return extension_steps.move_naming(s.cycle, day=date(2027, 7, 5), reason="会期。", by=s.second)


@ACTS.writes("印制进度简报")
def briefed(s: Scene) -> None:
    letters_steps.make_brief(s.cycle, by=s.committee)


@ACTS.writes("制发催办函")
def urged_by_letter(s: Scene) -> None:
    with late():
        letters_steps.remind(s.cycle, s.unit, owed(s.cycle, s.unit)[0], by=s.committee, until=None)


@ACTS.writes("登记逾期后的处理")
def lateness_followed(s: Scene) -> None:
    with late():
        measures_steps.record(s.cycle, s.unit, by=s.committee, kind="talk", on=clock.today(), document="记录")


@ACTS.writes("催办")
def nudged(s: Scene) -> None:
    messages_steps.nudge(nudging.owing(s.committee)[:1], by=s.committee, text="请尽快办理。")


@ACTS.writes("考核评定")
def evaluated(s: Scene) -> None:
    PanelMember.objects.create(
        cycle=s.cycle, user=s.committee, body=Body.WORK_COMMITTEE, by=s.committee, at=clock.now()
    )
    naming_steps.evaluate(s.put(State.RECOMMENDED), by=s.committee, verdict="name")


@ACTS.writes("公示")
def published(s: Scene) -> None:
    Cycle.objects.filter(pk=s.cycle.pk).update(notice_days=5)
    s.cycle.refresh_from_db()
    s.put(State.PROPOSED)
    naming_steps.publish_notice(s.cycle, by=s.committee, telephones={"organisation_department": "0375-2660009"})


def objected(s: Scene) -> Objection:
    case = s.put(State.PROPOSED)
    notice = PublicNotice.objects.create(
        cycle=s.cycle, opens_on=s.today, closes_on=s.today, by=s.committee, at=clock.now()
    )
    notice.candidacies.set([case])
    return objection_steps.record(case, by=s.committee, received_on=s.today, source="来信", facts="情况。")


def frozen(s: Scene) -> Any:
    s.put(State.PROPOSED, s.draft)
    return decision_steps.freeze(s.cycle, by=s.committee)


def signed(s: Scene) -> Any:
    version = frozen(s)
    decision_steps.sign(version, by=s.committee)
    return version


def arranged(s: Scene) -> Arrangement:
    return arrangement_steps.write(s.next_year(), by=s.committee, title="安排", text="内容。")


def announced(s: Scene) -> Arrangement:
    made = arranged(s)
    arrangement_steps.publish(made, by=s.committee)
    return made


@ACTS.writes("报送半年督查小结")
def summed_up(s: Scene) -> None:
    report = HalfYearReport.objects.get(cycle=s.cycle)
    HalfYearReport.objects.filter(pk=report.pk).update(answers_due=s.today - timedelta(days=1))
    half_year_steps.sum_up(report, s.unit, by=s.organ_officer, text="好。")


def reported_change(s: Scene, kind: str, before: list[Branch], **more: Any) -> Any:
    return succession_steps.report(
        s.unit, kind, by=s.organ_officer, effective_on=s.today, basis="批复2号", before=before, **more
    )


@ACTS.writes("参评随支部转入")
def moved_with_case(s: Scene) -> None:
    Cycle.objects.filter(pk=s.cycle.pk).update(state=CycleState.OPEN)
    one = reported_change(s, "move", [s.other], into=s.world.cases["foreign"].unit)
    succession_steps.confirm(one, by=s.committee)


@ACTS.writes("称号承接")
def title_carried(s: Scene) -> None:
    title, into = s.title(), factories.branch(s.unit)
    one = reported_change(s, "merge", [title.branch, into], staying=[into])
    options = succession_steps.outlook(one).options
    succession_steps.confirm(one, by=s.committee, choice=options[0].key)


@ACTS.writes("制发会议纪要")
def minuted(s: Scene) -> None:
    old = Cycle.objects.get(year=s.single["old_year"])
    people: dict[str, Any] = {"present": ["甲"], "absent": [], "attending": []}
    letters_steps.record_minutes(
        old,
        by=s.committee,
        items=[("议题", "同意。")],
        held_on=s.today,
        place="会议室",
        chair="甲",
        number="1",
        **people,
    )


@ACTS.writes("导入放假安排")
def holidays_imported(s: Scene) -> None:
    layout = workdays_table.LAYOUT
    data = workbook.write(layout.title, layout.headings, [["2027-01-01", "放假", "元旦", "国办"]])
    workdays_steps.import_holidays(data, by=s.system_admin)


ACTS.all += [
    (
        f"延期：{Step.SELF_ASSESSMENT.label}",
        lambda s: extension_steps.extend(
            s.cycle, [factories.unit()], {Step.SELF_ASSESSMENT: date(2027, 1, 12)}, reason="大雪。", by=s.committee
        ),
    ),
    (
        "延期：联合推荐选定",
        lambda s: extension_steps.extend_pool(s.cycle, due=date(2027, 2, 20), reason="大雪。", by=s.committee),
    ),
    (
        "更改集中命名日期",
        lambda s: extension_steps.move_naming(
            s.cycle, day=date(2027, 7, 5), reason="会期。", by=s.second, confirmed_by=s.committee
        ),
    ),
    (
        "调整比例为5%",
        lambda s: ratio_steps.adjust_ratio(
            s.cycle, scope="unit", ratio=Decimal("0.05"), reason="压缩。", document="文件", by=s.committee, unit=s.unit
        ),
    ),
    ("撤回更改集中命名日期", lambda s: waiting_steps.withdraw(naming_date_asked_for(s), by=s.second)),
    (
        "不同意更改集中命名日期",
        lambda s: waiting_steps.refuse(naming_date_asked_for(s), by=s.committee, remark="不妥。"),
    ),
    ("建立评定年度", lambda s: year_steps.create_cycle(2027, by=s.committee)),
    ("修改年度设置", lambda s: year_steps.edit_cycle(s.next_year(), by=s.committee, notice_days=5)),
    (
        "确认名额为0的单位如何办理",
        lambda s: year_steps.confirm_small_units(s.next_year(), by=s.committee, mode="pooled"),
    ),
    ("增加参评支部", lambda s: year_steps.add_candidacy(s.cycle, factories.branch(s.unit), by=s.organ_officer)),
    ("签署", signed),
    ("撤回签署", lambda s: decision_steps.withdraw_signature(signed(s), by=s.committee)),
    (
        "更正公文",
        lambda s: documents_steps.correct(
            issued.letter(s.committee, s.unit, s.cycle), by=s.committee, reason="有误。", values={"contact": "沈若拙"}
        ),
    ),
    ("拟写工作安排", arranged),
    ("发布工作安排", announced),
    (
        "更正工作安排",
        lambda s: arrangement_steps.correct(
            announced(s), by=s.committee, title="安排", text="新内容。", reason="有误。"
        ),
    ),
    ("下发工作安排", lambda s: arrangement_steps.pass_on(announced(s), s.unit, by=s.organ_officer)),
    ("直接下发工作安排", lambda s: arrangement_steps.pass_on_all(announced(s), by=s.committee)),
    (
        "已阅工作安排",
        lambda s: arrangement_steps.read(Arrangement.objects.get(cycle=s.cycle), s.branch, by=s.secretary, number=1),
    ),
    (
        "开始半年督查",
        lambda s: half_year_steps.begin(
            s.next_year(), by=s.committee, answers_due=s.today, summaries_due=s.today + timedelta(days=1)
        ),
    ),
    (
        "填报半年督查",
        lambda s: half_year_steps.answer(
            HalfYearReport.objects.get(cycle=s.cycle), s.branch, by=s.secretary, progress="好。"
        ),
    ),
    (
        "作废逾期后的处理",
        lambda s: measures_steps.strike(s.the(LatenessMeasure, "measure"), by=s.committee, reason="有误。"),
    ),
    ("生成日历订阅地址", lambda s: messages_steps.open_calendar(s.stranger)),
    ("停用日历订阅地址", lambda s: messages_steps.close_calendar(s.stranger)),
    ("重新发送消息", lambda s: messages_steps.resend([], by=s.system_admin)),
    (
        "组成考核评定组",
        lambda s: naming_steps.set_panel(
            s.cycle, [(s.committee, Body.WORK_COMMITTEE), (s.department, Body.ORGANISATION_DEPARTMENT)], by=s.committee
        ),
    ),
    ("登记异议", objected),
    (
        "异议成立，评定意见须重新填写",
        lambda s: objection_steps.decide(objected(s), by=s.department, state="upheld", outcome="属实。"),
    ),
    ("查看异议", lambda s: objection_steps.look(s.the(Objection, "objection"), by=s.committee)),
    ("申报支部变更", lambda s: reported_change(s, "dissolve", [s.other])),
]
