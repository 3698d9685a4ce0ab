"""What 市直工委 gives when it moves a deadline or a ratio on the way."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet

from branches.fields import Choice, Plain, Prose
from branches.models import Unit
from evaluation.forms.cycle import Percent
from evaluation.models import RatioAdjustment
from evaluation.vocabulary import Step

POOL = "pool"
ONE, ALL = "one", "all"


class ExtensionForm(Plain, forms.Form):
    """延期: which step, for whom, until when, why (D9)."""

    step = Choice(
        label="环节",
        choices=[
            (Step.SELF_ASSESSMENT.value, Step.SELF_ASSESSMENT.label),
            (Step.ASSESSMENT.value, Step.ASSESSMENT.label),
            (Step.RECOMMENDATION.value, Step.RECOMMENDATION.label),
            (POOL, "联合推荐选定（市直工委）"),
        ],
        stacked=True,
    )
    whom = Choice(label="给谁延期", choices=[(ONE, "一个单位"), (ALL, "所有参评单位")], required=False)
    unit = forms.ModelChoiceField(label="单位", queryset=Unit.objects.none(), required=False, empty_label="请选择单位")
    due = forms.DateField(label="延至", help_text="这一天结束前办理都算在延期内，并标记“逾期”。")
    reason = Prose(label="理由", limit=300)

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.units = units

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("step") == POOL:
            return data
        if not data.get("whom"):
            self.add_error("whom", "请选择给谁延期")
        elif data["whom"] == ONE and not data.get("unit"):
            self.add_error("unit", "请选择单位")
        return data

    @property
    def is_pool(self) -> bool:
        return bool(self.cleaned_data["step"] == POOL)

    @property
    def chosen(self) -> list[Unit]:
        return list(self.units) if self.cleaned_data["whom"] == ALL else [self.cleaned_data["unit"]]


class PreviewForm(Plain, forms.Form):
    """调整比例, first half: what to look at before anything is saved."""

    scope = Choice(label="范围", choices=RatioAdjustment.Scope.choices)
    unit = forms.ModelChoiceField(
        label="单位",
        queryset=Unit.objects.none(),
        required=False,
        empty_label="请选择单位",
        help_text="只调整单个单位时选择。",
    )
    percent = Percent(label="调整后的比例（%）", min_value=Decimal(0), help_text="可以上调，也可以下调。")

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("scope") == RatioAdjustment.Scope.UNIT:
            if not data.get("unit"):
                self.add_error("unit", "请选择单位")
        else:
            data["unit"] = None
        return data


class AdjustmentForm(Plain, forms.Form):
    """调整比例, second half: why, on what basis, and how many changes the person has seen."""

    reason = Prose(label="调整理由", limit=300)
    document = forms.CharField(label="依据", max_length=120, help_text="文件标题、文号，或会议纪要编号。")
    expected = forms.IntegerField(widget=forms.HiddenInput)
