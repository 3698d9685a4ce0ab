"""What 市直工委 gives for titles, plaques and subsidies."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet

from branches import clock
from branches.fields import Plain, Prose
from evaluation.models import Honour


class ForTitles(Plain, forms.Form):
    """A form about some of the titles it offers, all of them chosen beforehand."""

    honours = forms.ModelMultipleChoiceField(
        label="称号", queryset=Honour.objects.none(), widget=forms.CheckboxSelectMultiple(attrs={"class": "stacked"})
    )

    def __init__(self, *args: Any, offered: QuerySet[Honour], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["honours"]
        field.queryset = offered
        field.initial = [one.pk for one in offered]
        field.label_from_instance = _named


def _named(honour: Honour) -> str:
    return f"{honour.branch.unit.name} {honour.branch.short_name}（{honour.year}年度）"


class MakePlaquesForm(ForTitles):
    made_on = forms.DateField(label="制作日期", initial=clock.today)
    first = forms.IntegerField(label="起始编号", min_value=1, max_value=9_999_999)

    def __init__(self, *args: Any, following: int, shown: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first"].initial = following
        self.fields["first"].help_text = f"只填数字，从{shown}起依次编号。"


class GrantForm(ForTitles):
    amount = forms.DecimalField(
        label="每个支部的金额（元）", min_value=Decimal("0.01"), max_digits=10, decimal_places=2
    )
    source = forms.CharField(label="经费来源", max_length=60, help_text="例如：市直机关党建工作经费。")

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
    on = forms.DateField(label="发放日期", initial=clock.today)
    to = forms.CharField(label="领取人", max_length=30)


class TakeBackForm(Plain, forms.Form):
    on = forms.DateField(label="收回日期", initial=clock.today)
    received_by = forms.CharField(label="接收人", max_length=30, help_text="市直工委接收牌匾的人。")


class LoseForm(Plain, forms.Form):
    on = forms.DateField(label="遗失日期", initial=clock.today)
    remark = Prose(label="情况说明", limit=200)


class ReplaceForm(Plain, forms.Form):
    made_on = forms.DateField(label="制作日期", initial=clock.today)


class PayForm(Plain, forms.Form):
    on = forms.DateField(label="拨付日期", initial=clock.today)
    voucher = forms.CharField(label="凭证号", max_length=60)


class HoldersForm(Plain, forms.Form):
    """As of which day, and whether titles on hold count."""

    on = forms.DateField(label="截至日期")
    with_held_up = forms.BooleanField(label="包含暂缓的称号", required=False)

    def day(self) -> date:
        """The day asked for, or today."""
        return self.cleaned_data.get("on") or clock.today() if self.is_valid() else clock.today()


class HonoursFileForm(Plain, forms.Form):
    file = forms.FileField(label="称号文件", help_text="Excel（.xlsx）或CSV文件，不超过5MB。")
