"""The demo's present year: cases in every state that a running year knows, and something to do for every account."""

from datetime import date, timedelta

from branches import clock
from branches.models import Branch
from branches.names import ORGANISATION_DEPARTMENT, WORK_COMMITTEE
from evaluation.assessment.steps import assessment as assessment_steps
from evaluation.assessment.verification.steps import verification as verification_steps
from evaluation.cycle.steps import extension as extension_steps
from evaluation.cycle.steps import year as year_steps
from evaluation.deadlines import EXTENDABLE
from evaluation.decision import steps as decision_steps
from evaluation.decision.signing import rows_now
from evaluation.drafting import queries as drafting_queries
from evaluation.drafting import subjects as drafting_subjects
from evaluation.drafting.steps import text as draft_steps
from evaluation.letters import steps as letters_steps
from evaluation.naming.steps import evaluation as evaluation_steps
from evaluation.recommendation.steps import forwarding as forwarding_steps
from evaluation.recommendation.steps import list as list_steps
from evaluation.seeds import changes, guidance, site_settings, texts
from evaluation.seeds.honours import Honours
from evaluation.seeds.scene import Scene
from evaluation.seeds.walk import Walk
from evaluation.vocabulary import Action, Answer, Body, DecisionKind, Verdict


class ThisYear:
    """Goes through the year day by day; numbers are days before today."""

    def __init__(self, demo: Scene, titles: Honours) -> None:
        self.demo, self.titles = demo, titles
        base = min(date(demo.year, 12, 31), demo.today - timedelta(days=17))
        naming = max(date(demo.year + 1, 7, 1), demo.today + timedelta(days=60))
        due = ((base - demo.today).days, -22, -16, -10, 45)
        prepared = demo.prepare_year(demo.year, 300, 45, due, naming)
        guidance.guide(demo, prepared)
        self.cycle = demo.open_prepared(prepared, 45)
        self.walk = Walk(self.cycle, demo.people)
        self.home = demo.branches(demo.units[0])

    def build(self) -> None:
        with self.demo.on(40):
            self.apply()
        with self.demo.on(31):
            self.extend()
        with self.demo.on(30):
            self.sort_out()
        with self.demo.on(24):
            self.assess()
        with self.demo.on(15):
            year_steps.open_recommendation(self.cycle, by=self.demo.committee)
            self.cycle.refresh_from_db()
            for unit in (*self.demo.units[1:5], *self.demo.units[-6:-2]):
                self.walk.draw_up(unit.pk)
        with self.demo.on(14):
            self.recommend()
        with self.demo.on(12):
            self.name_some()
            self.titles.once_more(self.cycle)
        with self.demo.on(9):
            self.pick()
        with self.demo.on(6):
            site_settings.draft(self.demo.committee)
        with self.demo.on(5):
            self.demo.proclaim(self.cycle, f"平组通〔{self.demo.today.year}〕15号")
            self.demo.propose(self.walk, [self.listed[1][0], self.listed[3][0]])
        with self.demo.on(4):
            changes.object_to_a_name(self.walk.case(self.listed[3][0].branch_id), by=self.demo.department)
            first, second = Branch.objects.filter(pk__in=self.home[17:19]).order_by("pk")
            changes.report_a_merger(first, second, by=self.demo.people.officers[first.unit_id])
        with self.demo.on(2):
            changes.ask_for_more_places(self.cycle, self.demo.units[0], by=self.demo.committee)
        with self.demo.on(1):
            if rows_now(self.cycle, DecisionKind.NAMING):
                self.prepare_decision()

    def prepare_decision(self) -> None:
        """Frozen, with words of the office's own, checked, signed by one body, one leader's day recorded."""
        demo = self.demo
        version = decision_steps.freeze(self.cycle, by=demo.committee)
        if text := drafting_queries.latest(version):
            own = [line.replace("再接再厉", "再接再厉、带头担当") for line in text.facts["paragraphs"]]
            given = {**text.facts, "paragraphs": own, "copies_to": "市委办公室，市政府办公室", "copies": 96}
            subject = drafting_subjects.of_version(version)
            mine = draft_steps.save(subject, given, by=demo.committee, seen=text.number)
            demo.check(mine)
            demo.consent(mine, Body.WORK_COMMITTEE)
        decision_steps.sign(version, by=demo.committee)

    def apply(self) -> None:
        home, walk = self.home, self.walk
        walk.fill_in(walk.case(home[0]), most=13)
        self.waiting = [walk.apply(pk) for pk in home[4:7]]
        self.good = [walk.apply(pk, weak=(n,)) for n, pk in enumerate(home[7:13], start=10)]
        self.leaving, self.tainted, self.returned = (walk.apply(pk) for pk in home[13:16])
        quiet = walk.case(home[16])
        walk.move(quiet, Action.NOT_APPLY, walk.secretary(quiet), "支部新近调整，今年先打基础。")
        units = self.demo.units
        self.listed = [[walk.apply(pk) for pk in self.demo.branches(unit)[:2]] for unit in units[1:6]]
        self.little = [walk.apply(self.demo.branches(unit)[0]) for unit in units[-6:]]

    def extend(self) -> None:
        """The home unit has more time than the others: there is something to do for each of its people."""
        demo = self.demo
        days = {step: demo.today + timedelta(days=n) for step, n in zip(EXTENDABLE, (12, 20, 30), strict=True)}
        extension_steps.extend(
            self.cycle,
            [demo.units[0]],
            days,
            reason="机关搬迁，各支部集中办公后办理。",
            document="关于延期报送的请示",
            by=demo.committee,
            confirmed_by=demo.people.second_committee,
        )

    def sort_out(self) -> None:
        """Teams are formed, one branch withdraws, one is sent back."""
        walk, demo = self.walk, self.demo
        listed = [case for group in self.listed for case in group]
        cases = [*self.waiting, *self.good, self.tainted, *listed, *self.little]
        walk.form_teams(cases, {demo.units[0].pk: demo.people.named["assessor"]})
        walk.move(self.leaving, Action.WITHDRAW, walk.secretary(self.leaving), "支部即将合并，本年度退出。")
        assessment_steps.send_back(
            self.returned,
            by=walk.officer(self.returned),
            note="请补充组织生活和党费收缴的具体情况。",
            due=demo.today + timedelta(days=6),
            items={"c8": "请写明组织生活会召开时间。", "c13": "请说明党费收缴情况。"},
        )

    def assess(self) -> None:
        walk = self.walk
        for n, case in enumerate(self.good):
            walk.assess(case, weak=range(1, n + 1), advised=n < 5, pending=2 if n == 1 else 0)
        for case in [*(case for group in self.listed for case in group), *self.little]:
            walk.assess(case)
        first = self.waiting[0]
        for member in walk.visit(first):
            if member != self.demo.people.named["assessor"]:
                walk.score(first, member, weak=(3,))
        walk.visit(self.waiting[1])
        verification_steps.verify(
            self.tainted,
            walk.conditions[3],
            Answer.YES,
            by=walk.officer(self.tainted),
            facts="因工作落实不力被上级通报批评。",
            decided_on=date(self.demo.year, 6, 18),
        )

    def recommend(self) -> None:
        """The home unit is half-way through; four units have handed in; small units put forward."""
        walk, people = self.walk, self.demo.people
        home = self.demo.units[0].pk
        walk.deliberate(home, people.leading[home], 6)
        for case in self.good[:2]:
            list_steps.recommend(case, by=people.leading[home], version=None)
        for unit, group in zip(self.demo.units[1:5], self.listed, strict=False):
            own = walk.deliberate(unit.pk, people.leading[unit.pk], 3)
            chosen = group[: own.cap]
            for case in chosen:
                list_steps.recommend(case, by=people.leading[unit.pk], version=None)
            walk.submit(unit.pk, chosen)
        for case in self.little[:4]:
            by = people.leading[case.unit_id]
            walk.deliberate(case.unit_id, by, 3)
            forwarding_steps.forward(case, by=by, appraisal=texts.APPRAISAL)

    def pick(self) -> None:
        """From the pool, once the units may no longer take back."""
        pooled = self.walk.case(self.little[1].branch_id)
        committee = self.demo.people.second_committee
        list_steps.recommend(pooled, by=committee, version=None, note="基层基础扎实，在同类单位中较突出。")

    def name_some(self) -> None:
        """The first round: one branch proposed, one declined, one on which the bodies differ."""
        demo, walk = self.demo, self.walk
        demo.form_panel(self.cycle)
        self.listed = [[walk.case(case.branch_id) for case in group] for group in self.listed]
        demo.propose(walk, self.listed[0][:1])
        declined, disputed = self.listed[0][1], self.listed[2][0]
        for case, committee in ((declined, Verdict.DECLINE), (disputed, Verdict.NAME)):
            walk.verify(case, demo.committee)
            walk.evaluate(case, committee=committee, department=Verdict.DECLINE)
        evaluation_steps.settle(self.cycle, by=demo.committee)
        letters_steps.record_minutes(
            self.cycle,
            by=demo.committee,
            held_on=clock.today(),
            place="市委第三会议室",
            chair=demo.committee.name,
            items=[
                (
                    "关于第一批候选支部的考核评定",
                    "会议逐个研究了各单位报送的候选支部，同意将意见一致的支部列入拟命名。",
                ),
                ("关于意见不一致的候选支部", "会议决定由双方进一步核实，本批暂不列入。"),
            ],
            present=[
                f"{demo.committee.name}（{WORK_COMMITTEE}）",
                f"{demo.department.name}（{ORGANISATION_DEPARTMENT}）",
            ],
        )
