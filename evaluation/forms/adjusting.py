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

CYCLE, POOL, ALL = "cycle", "pool", "all"


class ForUnits(Plain, forms.Form):
    """A form with one choice of whom it is about: a few groups first, then every unit by name."""

    groups: tuple[tuple[str, str], ...] = ()

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {str(unit.pk): unit for unit in units}
        named = [(key, unit.name) for key, unit in self.units.items()]
        self.fields["target"].choices = [("", "请选择"), *self.groups, ("单个单位", named)]

    @property
    def unit(self) -> Unit | None:
        """The one unit that was chosen, if it was one."""
        return self.units.get(self.cleaned_data["target"])


class ExtensionForm(ForUnits):
    """延期: which step, for whom, until when, why (D9)."""

    groups = ((ALL, "所有参评单位"),)

    step = Choice(
        label="环节",
        choices=[
            (Step.SELF_ASSESSMENT.value, Step.SELF_ASSESSMENT.label),
            (Step.ASSESSMENT.value, Step.ASSESSMENT.label),
            (Step.RECOMMENDATION.value, Step.RECOMMENDATION.label),
        ],
        stacked=True,
    )
    target = forms.ChoiceField(label="给谁延期")
    due = forms.DateField(label="延至", help_text="这一天结束前办理都算在延期内，并标记“逾期”。")
    reason = Prose(label="理由", limit=300)

    @property
    def chosen(self) -> list[Unit]:
        return [self.unit] if self.unit else list(self.units.values())


class PoolExtensionForm(Plain, forms.Form):
    """延期 of 市直工委's own choice from the pool."""

    due = forms.DateField(label="延至")
    reason = Prose(label="理由", limit=300)


class PreviewForm(ForUnits):
    """调整比例, first half: what to look at before anything is saved."""

    groups = ((CYCLE, "全市所有单位"), (POOL, "联合推荐"))

    target = forms.ChoiceField(label="调整谁的比例")
    percent = Percent(label="调整后的比例（%）", min_value=Decimal(0), help_text="可以上调，也可以下调。")

    @property
    def scope(self) -> str:
        scopes = RatioAdjustment.Scope
        return {CYCLE: scopes.CYCLE, POOL: scopes.POOL}.get(self.cleaned_data["target"], scopes.UNIT)


class AdjustmentForm(Plain, forms.Form):
    """调整比例, second half: why, on what basis, and how many changes the person has seen."""

    reason = Prose(label="调整理由", limit=300)
    document = forms.CharField(label="依据", max_length=120, help_text="文件标题、文号，或会议纪要编号。")
    expected = forms.IntegerField(widget=forms.HiddenInput)
