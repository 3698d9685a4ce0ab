"""Acts on titles: what goes with one, what is found later, re-inspection, promotion."""

from decimal import Decimal

from branches import clock
from branches.spreadsheet import workbook
from evaluation.honours import table as honour_table
from evaluation.honours.steps import nominations as nominations_steps
from evaluation.honours.steps import plaques as plaques_steps
from evaluation.honours.steps import register as honour_steps
from evaluation.honours.steps import subsidies as subsidies_steps
from evaluation.models import (
    ConfirmationReview,
    Decision,
    Honour,
    LaterFinding,
    Nomination,
    Plaque,
    PromotionActivity,
    Reinspection,
    Subsidy,
)
from evaluation.promotion import steps as promotion_steps
from evaluation.reinspection.steps import recusal as recusal_steps
from evaluation.reinspection.steps import special as special_steps
from evaluation.reinspection.steps import unit as unit_steps
from evaluation.vocabulary import Body
from tests.support import factories
from tests.support.acts.scene import Acts, Scene

ACTS = Acts()


@ACTS.writes("登记经费补助")
def granted(s: Scene) -> None:
    title = s.title()
    Honour.objects.filter(pk=title.pk).update(decision=s.the(Decision, "decision"))
    subsidies_steps.grant([title], by=s.committee, amount=Decimal(5000), source="经费")


@ACTS.writes("登记以往称号")
def title_added(s: Scene) -> None:
    cells = {"year": "2020", "decision_number": "9号", "named_on": "2021-07-01", "state": "有效"}
    honour_steps.add_honour(factories.branch(), cells, by=s.committee)


@ACTS.writes("导入以往称号")
def titles_imported(s: Scene) -> None:
    row = [factories.branch().full_name, "2020", "9号", "2021-07-01", "有效", "", "", "", "", ""]
    layout = honour_table.LAYOUT
    honour_steps.import_honours(workbook.write(layout.title, layout.headings, [row]), by=s.committee)


@ACTS.writes("补制牌匾")
def replaced(s: Scene) -> None:
    plaque = Plaque.objects.create(honour=s.title(), number="PDS-9002", made_on=s.today, by=s.committee, at=clock.now())
    plaques_steps.lose(plaque, by=s.committee, on=s.today, remark="遗失。")
    plaques_steps.replace(plaque, by=s.committee, made_on=s.today)


def special(s: Scene) -> Reinspection:
    return special_steps.find(
        s.title(), s.condition, by=s.organ_officer, facts="待核。", basis="通报", decided_on=s.today
    )


def asked_to_correct_later(s: Scene) -> LaterFinding:
    finding = LaterFinding.objects.get(reinspection=special(s))
    special_steps.ask_correction(finding, by=s.organ_officer, reason="有误。")
    return finding


@ACTS.writes("复核意见因回避作废")
def review_voided(s: Scene) -> None:
    one = special(s)
    ConfirmationReview.objects.create(
        reinspection=one, body=Body.WORK_COMMITTEE, verdict="keep", by=s.committee, at=clock.now()
    )
    recusal_steps.recuse(one, by=s.committee, reason="亲属。")


@ACTS.writes("报送复查情况")
def reported(s: Scene) -> None:
    Reinspection.objects.filter(pk=s.ids["reinspection"]).update(state="keeping_suggested")
    unit_steps.report(s.cycle, s.unit, by=s.organ_officer)


ACTS.all += [
    (
        "登记两优一先推荐",
        lambda s: nominations_steps.put_forward(
            s.title(), by=s.committee, award="organisation", put_forward_on=s.today
        ),
    ),
    (
        "更正两优一先推荐",
        lambda s: nominations_steps.correct(
            s.the(Nomination, "nomination"), by=s.committee, award="organisation", put_forward_on=s.today, note="更正。"
        ),
    ),
    ("制作牌匾", lambda s: plaques_steps.make([s.title()], by=s.committee, made_on=s.today)),
    (
        "拨付经费补助",
        lambda s: subsidies_steps.pay(s.the(Subsidy, "subsidy"), by=s.committee, on=s.today, voucher="1号"),
    ),
    (
        "登记典型带动活动",
        lambda s: promotion_steps.record(
            by=s.committee,
            kind="media",
            title="报道",
            held_on=s.today,
            organiser="市直工委",
            branches=[],
            reference="网址",
        ),
    ),
    (
        "更正典型带动活动",
        lambda s: promotion_steps.correct(
            s.the(PromotionActivity, "promotion"), by=s.committee, version=None, branches=[], title="新报道"
        ),
    ),
    ("命名后发现不得参评情形", special),
    ("提出更正命名后的核实结论", asked_to_correct_later),
    ("更正命名后的核实结论", lambda s: special_steps.correct(asked_to_correct_later(s), by=s.committee)),
    ("不予更正命名后的核实结论", lambda s: special_steps.uphold(asked_to_correct_later(s), by=s.committee)),
    (
        "申报复查回避",
        lambda s: recusal_steps.recuse(s.own(Reinspection, "reinspection"), by=s.committee, reason="亲属。"),
    ),
    ("查看复查核验事实", lambda s: unit_steps.look(s.own(Reinspection, "reinspection"), by=s.organ_officer)),
]
