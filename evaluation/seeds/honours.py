"""The demo's titles after their naming: one kept, one revoked with its plaque still out, one lapsed, one in dispute."""

from datetime import date
from decimal import Decimal
from typing import Any

from branches import clock
from branches.names import HONOUR, WORK_COMMITTEE
from evaluation.honours.steps import methods as methods_steps
from evaluation.honours.steps import nominations as nominations_steps
from evaluation.honours.steps import subsidies as subsidies_steps
from evaluation.models import Candidacy, Cycle, Honour, Nomination, Plaque, PromotionActivity, Reinspection, Subsidy
from evaluation.promotion import steps as promotion_steps
from evaluation.reinspection.steps import review as review_steps
from evaluation.reinspection.steps import unit as unit_steps
from evaluation.seeds.scene import Scene
from evaluation.succession import steps as succession_steps
from evaluation.vocabulary import (
    Answer,
    Confirmation,
    PlaqueState,
    ReinspectionAction,
    ReinspectionState,
    SuccessionKind,
)

KEEP, REVOKE = Confirmation.KEEP, Confirmation.REVOKE
DEVIATION = "全年有五个月没有按规定开展组织生活。"
NOT_ENOUGH = "换届后班子作用发挥不够，“三会一课”不经常，组织生活质量下降，党员群众意见较多。"
DOUBTS = "创建成效有所下降，建议撤销。"
OBSERVE = "已列出整改措施，建议保留、继续观察。"

METHOD = {
    "title": "“三访三办”工作法",
    "background": "服务对象反映事情多头跑、问不清，支部党员长期坐在机关，对基层情况掌握不及时。",
    "practice": "一访服务对象，听需求；二访基层站所，找堵点；三访困难党员，送帮扶。\n\n"
    "每月一次主题党日集中走访，问题当场能办的马上办，需要协调的支部牵头办，办不了的限期答复。走访记录只记问题和办理结果，不另造台账。",
    "effect": "一年走访服务对象126户次，收集问题43条，办结41条，平均办理时间由9天缩短到4天。",
    "reflection": "走访贵在解决问题。下一步把常见问题整理成办事指南，减少群众再跑。",
}


class Honours:
    """The four titles of the first year, through the two years after it."""

    def __init__(self, demo: Scene, named: list[Candidacy]) -> None:
        self.demo = demo
        self.kept, self.revoked, self.lapsed, self.disputed = Honour.objects.filter(candidacy__in=named).order_by(
            "candidacy"
        )

    def issue_plaques(self) -> None:
        day = clock.today()
        for number, honour in enumerate((self.kept, self.revoked, self.lapsed, self.disputed), 1):
            Plaque.objects.create(
                honour=honour,
                number=f"PDS-{number:04}",
                state=PlaqueState.ISSUED,
                made_on=day,
                issued_on=day,
                issued_to=honour.branch.secretary_name or "党支部书记",
                by=self.demo.committee,
                at=clock.now(),
            )

    def reinspect(self, cycle: Cycle) -> None:
        """The first re-inspection: reported by the units, reviewed by both bodies."""
        self.suggest(cycle, {self.revoked.pk})
        for honour, committee, department in (
            (self.kept, KEEP, KEEP),
            (self.revoked, REVOKE, REVOKE),
            (self.disputed, KEEP, REVOKE),
        ):
            self.review(honour, cycle, committee, department)

    def reward(self) -> None:
        """Two subsidies, one of them paid; a working method, an activity and a branch put forward (方案 五)."""
        by = self.demo.committee
        subsidies_steps.grant([self.kept, self.disputed], by=by, amount=Decimal(5000), source="市直机关党建工作经费")
        subsidies_steps.pay(Subsidy.objects.get(honour=self.kept), by=by, on=clock.today(), voucher="记字第38号")
        writer = self.demo.people.secretaries[self.kept.branch_id]
        methods_steps.write(self.kept, by=writer, texts=METHOD, version=None)
        methods_steps.select(methods_steps.submit(self.kept, by=writer), by=by)
        award = Nomination.Award.ORGANISATION
        nominations_steps.put_forward(self.kept, by=by, award=award, put_forward_on=clock.today(), note="推荐到市级")
        promotion_steps.record(
            by=by,
            kind=PromotionActivity.Kind.SYMPOSIUM,
            title=f"{HONOUR}经验交流座谈会",
            held_on=clock.today(),
            organiser=WORK_COMMITTEE,
            branches=[self.kept.branch, self.disputed.branch],
            summary="两个支部介绍了做法，各单位机关党组织负责人参加。",
            reference="《市直机关党建简报》第3期",
        )

    def dissolve(self, on: date) -> None:
        branch = self.lapsed.branch
        change = succession_steps.report(
            branch.unit,
            SuccessionKind.DISSOLVE,
            by=self.demo.people.officers[branch.unit_id],
            before=[branch],
            effective_on=on,
            basis=f"{WORK_COMMITTEE}批复〔{on.year}〕12号",
        )
        succession_steps.confirm(change, by=self.demo.committee)

    def once_more(self, cycle: Cycle) -> None:
        """This year: the dispute goes on; the home unit has not begun, the others have reported."""
        self.suggest(cycle, set(), but=self.demo.units[0].pk)
        self.review(self.disputed, cycle, KEEP, REVOKE)

    def suggest(self, cycle: Cycle, revoking: set[int], but: int = 0) -> None:
        """Every unit with titles suggests and reports, except one."""
        rows = Reinspection.objects.filter(cycle=cycle, state=ReinspectionState.DUE)
        waiting = rows.exclude(honour__branch__unit=but).select_related("cycle", "honour__branch__unit")
        answers = dict.fromkeys(range(1, 7), (Answer.NO.value, ""))
        units = {}
        for one in waiting:
            unit, is_bad = one.honour.branch.unit, one.honour_id in revoking
            units[unit.pk] = unit
            action = ReinspectionAction.SUGGEST_REVOCATION if is_bad else ReinspectionAction.SUGGEST_KEEPING
            by, reason = self.demo.people.officers[unit.pk], NOT_ENOUGH if is_bad else ""
            standard: dict[str, Any] = {"deviations": {8: DEVIATION}, "grounds": ["c8"]} if is_bad else {}
            unit_steps.suggest(one, action, answers, by=by, reason=reason, **standard)
        for unit in units.values():
            unit_steps.report(cycle, unit, by=self.demo.people.officers[unit.pk])

    def review(self, honour: Honour, cycle: Cycle, committee: Confirmation, department: Confirmation) -> None:
        one = Reinspection.objects.select_related("cycle", "honour__branch__unit").get(
            cycle=cycle, honour=honour, is_special=False
        )
        differ = committee != department
        for by, verdict in ((self.demo.committee, committee), (self.demo.department, department)):
            reason = DOUBTS if verdict == REVOKE else OBSERVE if differ else ""
            grounds = ["c8"] if verdict == REVOKE else []
            review_steps.review(one, by=by, verdict=verdict, reason=reason, grounds=grounds)
