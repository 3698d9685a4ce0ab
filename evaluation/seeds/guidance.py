"""What the present year asked of everybody before it was opened: an arrangement in spring, an inspection in summer."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from branches import clock
from branches.models import Branch
from branches.names import WORK_COMMITTEE
from branches.spreadsheet import workbook
from evaluation.guidance import arrangement as year_arrangement
from evaluation.guidance.steps import arrangement as arrangement_steps
from evaluation.guidance.steps import half_year as half_year_steps
from evaluation.guidance.steps import measures as measures_steps
from evaluation.models import Arrangement, Cycle, HalfYearAnswer, HalfYearReport
from evaluation.seeds.scene import Scene

TEXT = """一、抓实组织生活。“三会一课”、主题党日按月开展，领导班子成员带头讲党课。
二、抓严换届选举。任期届满的支部上半年完成换届，确需延期的按程序报批。
三、抓好作用发挥。围绕中心工作设立党员先锋岗，年底前各支部总结一项好做法。
四、六月底前开展一次半年督查，各支部报进展和困难，不另报材料。"""
ADDED = "五、各单位党员领导干部联系支部名单于四月底前报机关党组织。"
REMARK = "请各支部把换届准备和党员活动室调整放在一起安排，四月底前报机关党委。"
REQUEST = "写清组织生活、换届和党员作用发挥的进展，困难要具体。"
PROGRESS = (
    "上半年召开党员大会2次、支委会6次，上党课2次，主题党日按月开展，党员参加率96%。",
    "已按期完成换届，新一届支委会分工明确；设立党员先锋岗4个，开展岗位练兵3次。",
    "围绕重点项目组建党员突击队，到企业服务11次，协调解决问题5个。",
    "与社区开展“双报到”活动5次，走访困难党员6人，收集意见建议9条，已办结7条。",
    "完成党员活动室调整，组织集中学习12次，开展谈心谈话34人次。",
)
DIFFICULTY = (
    "",
    "党员外出执法多，集中学习时间难统一，建议允许分组学习。",
    "",
    "",
    "离退休党员年龄偏大，建议给送学上门配学习资料。",
)
SUMMARY = "各支部组织生活总体正常，换届工作按计划推进。主要困难是集中学习时间难统一、活动场所偏紧，下半年将分组学习、统筹使用活动室。"
UNREAD, SILENT = 29, 23
"""Of so many branches one has not read it, or has not answered."""


def guide(demo: Scene, cycle: Cycle) -> None:
    """Numbers are days before today. Three units passed nothing on; two handed in no summary and were told so."""
    with demo.on(290):
        arrangement = write(demo, cycle)
    with demo.on(284):
        arrangement_steps.correct(
            arrangement,
            by=demo.committee,
            title=f"{cycle}支部创建工作安排",
            text=f"{TEXT}\n{ADDED}",
            reason="补充党员领导干部联系支部的要求，其他内容不变。",
            kept=[one.pk for one in arrangement.files.all()],
        )
    with demo.on(280):
        pass_on(demo, arrangement)
    with demo.on(270):
        read(demo, arrangement)
    with demo.on(150):
        report = half_year_steps.begin(
            cycle,
            by=demo.committee,
            answers_due=clock.today() + timedelta(days=15),
            summaries_due=clock.today() + timedelta(days=25),
            request=REQUEST,
        )
    with demo.on(140):
        answer(demo, report)
    with demo.on(133):
        late = Branch.objects.filter(pk__in=report.asked.filter(answers=None).values("branch")).earliest("pk")
        half_year_steps.answer(report, late, by=demo.people.secretaries[late.pk], progress=PROGRESS[4])
    with demo.on(128):
        sum_up(demo, report)
    with demo.on(115):
        pursue(demo, cycle)


def write(demo: Scene, cycle: Cycle) -> Arrangement:
    rows = [("组织生活", "每月"), ("换届选举", "六月底前"), ("半年督查", "六月底前"), ("总结做法", "年底前")]
    plan = SimpleUploadedFile("重点任务清单.xlsx", workbook.write("重点任务", ["任务", "完成时间"], rows))
    made = arrangement_steps.write(cycle, by=demo.committee, title=f"{cycle}支部创建工作安排", text=TEXT, files=[plan])
    arrangement_steps.publish(made, by=demo.committee)
    return made


def pass_on(demo: Scene, arrangement: Arrangement) -> None:
    home = demo.units[0]
    for line in year_arrangement.by_unit(arrangement)[:-3]:
        by = demo.people.officers[line.unit.pk]
        arrangement_steps.pass_on(arrangement, line.unit, by=by, remark=REMARK if line.unit == home else "")


def read(demo: Scene, arrangement: Arrangement) -> None:
    """Hundreds press at once; the home unit's first branch among them."""
    rows = list(year_arrangement.arrived(arrangement.readings.all()))
    done = [one for number, one in enumerate(rows, start=1) if number % UNREAD]
    for one in done:
        one.version, one.by, one.at = 2, demo.people.secretaries[one.branch_id], clock.now()
    arrangement.readings.model.objects.bulk_update(done, ["version", "by", "at"], batch_size=200)


def answer(demo: Scene, report: HalfYearReport) -> None:
    HalfYearAnswer.objects.bulk_create(
        [
            HalfYearAnswer(
                asked=one,
                number=1,
                progress=PROGRESS[number % len(PROGRESS)],
                difficulty=DIFFICULTY[number % len(DIFFICULTY)],
                by=demo.people.secretaries[one.branch_id],
                at=clock.now(),
            )
            for number, one in enumerate(report.asked.all(), start=1)
            if number % SILENT
        ],
        batch_size=200,
    )


def sum_up(demo: Scene, report: HalfYearReport) -> None:
    for unit in demo.units[:-2]:
        half_year_steps.sum_up(report, unit, by=demo.people.officers[unit.pk], text=SUMMARY)


def pursue(demo: Scene, cycle: Cycle) -> None:
    told, spoken_to = demo.units[-1], demo.units[-2]
    year = clock.today().year
    wrong = measures_steps.record(
        cycle, told, by=demo.committee, kind="talk", on=clock.today(), document=f"约谈记录〔{year}〕3号"
    )
    measures_steps.strike(wrong, by=demo.people.second_committee, reason="登记错了单位。")
    measures_steps.record(
        cycle,
        spoken_to,
        by=demo.committee,
        kind="talk",
        on=clock.today(),
        document=f"约谈记录〔{year}〕3号",
        note="提醒按时报送，本人表示立即整改。",
    )
    measures_steps.record(
        cycle,
        told,
        by=demo.committee,
        kind="circular",
        on=clock.today(),
        document=f"{WORK_COMMITTEE}关于半年督查情况的通报（〔{year}〕6号）",
    )
