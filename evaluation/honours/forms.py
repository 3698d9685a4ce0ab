"""What 市直工委 gives for titles, plaques and subsidies."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet

from branches import clock
from branches.labels import label_of, labelled_by
from branches.names import WORK_COMMITTEE
from branches.pages.fields import Choice, Day, Plain, Prose, Several, Whole, Year
from branches.spreadsheet.problems import Problem
from evaluation.honours import table as honour_table
from evaluation.honours.steps import nominations as nominations_steps
from evaluation.honours.steps.methods import LIMITS
from evaluation.models import Honour, Nomination, Plaque, Subsidy, WorkingMethod
from evaluation.self_assessment.forms import WorkingCopyForm


class ForHonours(Plain, forms.Form):
    """A form about some of the titles it offers, all of them chosen beforehand."""

    honours = Several(
        label=label_of(Plaque, "honour"),
        queryset=Honour.objects.none(),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "stacked"}),
    )

    def __init__(self, *args: Any, offered: QuerySet[Honour], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["honours"]
        field.queryset = offered
        field.initial = [one.pk for one in offered]
        field.label_from_instance = _named


def _named(honour: Honour) -> str:
    return f"{honour.branch.unit.name} {honour.branch.short_name}（{honour.year}年度）"


@labelled_by(Plaque)
class MakePlaquesForm(ForHonours):
    made_on = Day(initial=clock.today)
    first = Whole(label="起始编号", min_value=1, max_value=9_999_999)

    def __init__(self, *args: Any, following: int, shown: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first"].initial = following
        self.fields["first"].help_text = f"只填数字，从{shown}起依次编号。"


@labelled_by(Subsidy)
class GrantForm(ForHonours):
    amount = forms.DecimalField(
        label="每个支部的金额（元）", min_value=Decimal("0.01"), max_digits=10, decimal_places=2
    )
    source = forms.CharField(max_length=60, help_text="例如：市直机关党建工作经费。")

    @property
    def total(self) -> Decimal:
        """Yuan for all chosen titles together."""
        total: Decimal = self.cleaned_data["amount"] * len(self.cleaned_data["honours"])
        return total

    @property
    def outcome(self) -> str:
        """What the second button confirms: these titles, this amount, this source."""
        chosen = sorted(one.pk for one in self.cleaned_data["honours"])
        return f"{chosen} {self.cleaned_data['amount']} {self.cleaned_data['source']}"


class IssueForm(Plain, forms.Form):
    on = Day(label=label_of(Plaque, "issued_on"), initial=clock.today)
    to = forms.CharField(label=label_of(Plaque, "issued_to"), max_length=30)


@labelled_by(Plaque)
class TakeBackForm(Plain, forms.Form):
    on = Day(label=label_of(Plaque, "returned_on"), initial=clock.today)
    received_by = forms.CharField(max_length=30, help_text=f"{WORK_COMMITTEE}接收牌匾的人。")


@labelled_by(Plaque)
class LoseForm(Plain, forms.Form):
    on = Day(label=label_of(Plaque, "lost_on"), initial=clock.today)
    remark = Prose(limit=200)


@labelled_by(Plaque)
class ReplaceForm(Plain, forms.Form):
    made_on = Day(initial=clock.today)


@labelled_by(Subsidy)
class PayForm(Plain, forms.Form):
    on = Day(label=label_of(Subsidy, "paid_on"), initial=clock.today)
    voucher = forms.CharField(max_length=60)


@labelled_by(Nomination)
class NominationForm(Plain, forms.Form):
    """Who of a holder was put forward, when and for what (D50)."""

    award = Choice(choices=Nomination.Award.choices, stacked=True)
    name = forms.CharField(max_length=30, required=False, help_text="推荐个人的填写；推荐先进基层党组织的不填。")
    put_forward_on = Day(initial=clock.today)
    note = forms.CharField(max_length=200, required=False, help_text="例如：推荐到哪一级、文号。")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "award" in data and (why := nominations_steps.why_not_named(data["award"], data.get("name", ""))):
            self.add_error("name", why)
        return data


@labelled_by(Nomination)
class NominationCorrectionForm(NominationForm):
    is_void = forms.BooleanField(required=False, help_text="勾选后不再显示，原记录保留。")


class HoldersForm(Plain, forms.Form):
    """As of which day, and whether titles on hold count."""

    on = Day(label="截至日期", required=False)
    with_held_up = forms.BooleanField(label="包含暂缓的称号", required=False)

    def day(self) -> date:
        """The day asked for, or today."""
        return self.cleaned_data.get("on") or clock.today() if self.is_valid() else clock.today()


@labelled_by(Honour)
class HonourForm(Plain, forms.Form):
    """One title from before the system: the columns of the table, for one branch."""

    year = Year(min_value=2000, help_text="例如：2023。")
    decision_number = forms.CharField(max_length=60)
    named_on = Day()
    state = Choice(choices=[(word, word) for word in honour_table.STATES])
    revocation_number = forms.CharField(max_length=60, required=False, help_text="已撤销的填写。")
    ended_on = Day(required=False, help_text="已撤销、已终止的填写。")
    plaque = forms.CharField(
        label=label_of(Plaque, "number"), max_length=20, required=False, help_text="没有牌匾的不填。"
    )
    issued_to = forms.CharField(label="牌匾领取人", max_length=30, required=False)
    issued_on = Day(label="牌匾发放日期", required=False)

    def refuse(self, problems: Iterable[Problem]) -> None:
        """Say at each field what the register has against it."""
        for problem in problems:
            name = honour_table.ATTRIBUTE.get(problem.column)
            self.add_error(name if name in self.fields else None, problem.reason)


class HonoursFileForm(Plain, forms.Form):
    file = forms.FileField(label="称号文件", help_text="Excel（.xlsx）或CSV文件，不超过5MB。")


HINTS = {
    "background": "遇到什么问题、为什么这样做。",
    "practice": "怎么做的，分几步，谁来做。写别的支部照着能做的。",
    "effect": "解决了什么，党员和群众怎么评价。",
    "reflection": "有什么体会，哪些还要改进。",
}


@labelled_by(WorkingMethod)
class MethodForm(WorkingCopyForm):
    """All five texts are needed, but only where the method `is_final`: handed in, not merely saved."""

    title = forms.CharField(max_length=LIMITS["title"], help_text="例如：“三访三办”工作法。")
    background = Prose(limit=LIMITS["background"], help_text=HINTS["background"])
    practice = Prose(
        limit=LIMITS["practice"],
        help_text=HINTS["practice"],
        widget=forms.Textarea(attrs={"rows": 14}),
    )
    effect = Prose(limit=LIMITS["effect"], help_text=HINTS["effect"])
    reflection = Prose(limit=LIMITS["reflection"], help_text=HINTS["reflection"])

    def __init__(self, *args: Any, is_final: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = field.required and is_final


class ReasonForm(Plain, forms.Form):
    """退回 or 移出, with what the branch should know."""

    reason = Prose(label=label_of(WorkingMethod, "return_reason"), limit=300)
