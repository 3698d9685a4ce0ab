"""What 市直工委 gives when it prepares, opens and closes a year."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django import forms
from django.db.models import QuerySet

from branches.labels import label_of, labelled_by
from branches.models import Branch, Unit
from branches.pages.fields import Choice, Day, Plain, Prose, Whole, Year
from evaluation import standards
from evaluation.cycle.steps import year as year_steps
from evaluation.deadlines import COLUMNS, EXTENDABLE, FOLLOWING, YearDate
from evaluation.models import Candidacy, Cycle, Extension, RatioAdjustment, YearChange
from evaluation.vocabulary import ScoreTemplate, SmallUnitMode, Step


class Percent(forms.DecimalField):
    """A ratio as people write it: 10 or 12.5 for per cent; the cleaned value is 0 to 1."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            max_value=100,
            decimal_places=2,
            error_messages={
                "invalid": "比例请填数字，例如10或12.5",
                "max_value": "比例不能超过100",
                "min_value": "比例不能小于%(limit_value)s",
                "max_decimal_places": "比例最多保留两位小数",
            },
            **options,
        )

    def clean(self, value: Any) -> Any:
        found = super().clean(str(value or "").strip().rstrip("%％"))
        return None if found is None else found / 100


@labelled_by(Cycle)
class YearForm(Plain, forms.Form):
    """Which year; everything else starts with its usual value."""

    year = Year(min_value=2019, help_text="例如2026，表示评定2026年的工作。")


@labelled_by(Cycle)
class CycleForm(Plain, forms.ModelForm):  # type: ignore[type-arg]
    """The settings of a year in preparation."""

    year = Year(min_value=2019)
    standard = forms.ChoiceField()
    percent = Percent(label="推荐比例（%）", min_value=Decimal("0.01"), help_text="方案规定不超过10%。")
    score_template = Choice(choices=ScoreTemplate.choices, stacked=True)
    small_unit_mode = Choice(
        choices=SmallUnitMode.choices,
        stacked=True,
        help_text="多数单位不足10个支部，按比例名额为0。开启推荐之前还要单独确认。",
    )
    reason = Prose(label=label_of(YearChange, "reason"), required=False)
    document = forms.CharField(
        label=label_of(YearChange, "document"),
        max_length=120,
        required=False,
        help_text="文件标题、文号，或会议纪要编号。",
    )

    class Meta:
        model = Cycle
        fields = [
            "year",
            "standard",
            *COLUMNS,
            "notice_days",
            "reapply_wait_years",
            "subsidy_amount",
            "subsidy_source",
            "base_includes_honoured",
            "small_unit_mode",
            "min_one_basis",
            "score_template",
            "not_applicable_limit",
            "sheets_needed",
            "includes_counties",
        ]
        field_classes = dict.fromkeys(COLUMNS, Day)

    field_order = ["year", "standard", "percent"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["standard"].choices = standards.choices()
        self.fields["percent"].initial = f"{self.instance.ratio * 100:f}".rstrip("0").rstrip(".")
        self.fields["min_one_basis"].help_text = "只在选择“至少一名”时填写：文件标题、文号。"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("subsidy_amount") and not data.get("subsidy_source", "").strip():
            self.add_error("subsidy_source", "填写了经费补助金额，请写明经费来源")
        for earlier, later in pairwise((YearDate.SELF_ASSESSMENT, *FOLLOWING.values())):
            first, second = data.get(earlier.column), data.get(later.column)
            if first and second and first >= second:
                self.add_error(later.column, f"{later.label}须晚于{earlier.label}，至少相隔一天")
        if not self.errors and year_steps.beyond_plan(self.instance, self.changes()):
            for name in ("reason", "document"):
                if not data.get(name, "").strip():
                    self.add_error(name, f"有超出方案规定的设置，请填写{self.fields[name].label}")
        return data

    def changes(self) -> dict[str, Any]:
        """Fields of Cycle as the step takes them; `reason` and `document` of what goes beyond the plan stay apart."""
        values = {name: value for name, value in self.cleaned_data.items() if name not in ("reason", "document")}
        values["ratio_bp"] = int(values.pop("percent") * 10_000)
        return values


class SmallUnitsForm(Plain, forms.Form):
    """The confirmation that has to be made before recommendation opens (D3)."""

    mode = Choice(label="名额为0的单位如何办理", choices=SmallUnitMode.choices, stacked=True)
    basis = forms.CharField(
        label="书面依据", max_length=120, required=False, help_text="选择“至少一名”时必填：文件标题、文号。"
    )
    reason = Prose(
        label=label_of(YearChange, "reason"), required=False, help_text="选择“至少一名”时必填，须由另一人确认。"
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("mode") == SmallUnitMode.MIN_ONE:
            if not data.get("basis", "").strip():
                self.add_error("basis", "选择“至少一名”须写明书面依据（文件标题、文号）")
            if not data.get("reason", "").strip():
                self.add_error("reason", "选择“至少一名”须写明理由")
        return data


@labelled_by(Candidacy)
class LaterBranchForm(Plain, forms.Form):
    """A branch that was founded or registered after the year opened."""

    branch = forms.ModelChoiceField(queryset=Branch.objects.none(), empty_label="请选择党支部")

    def __init__(self, *args: Any, branches: QuerySet[Branch], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["branch"].queryset = branches


class CloseForm(Plain, forms.Form):
    reason = Prose(
        label=label_of(Cycle, "closing_reason"), limit=300, help_text="例如：命名决定已发布，本年度评定工作结束。"
    )


CYCLE, POOL, ALL, PICKED = "cycle", "pool", "all", "picked"


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


def _until(step: Step) -> Day:
    return Day(label=f"{step.label}延至", required=False)


@labelled_by(Extension)
class ExtensionForm(ForUnits):
    """延期: for whom, which steps until when, why (D9). The fields of dates are named like the steps."""

    groups = ((ALL, "所有参评单位"),)

    target = forms.ChoiceField(label="给谁延期")
    self_assessment = _until(Step.SELF_ASSESSMENT)
    assessment = _until(Step.ASSESSMENT)
    recommendation = _until(Step.RECOMMENDATION)
    reason = Prose(limit=300)
    document = forms.CharField(
        max_length=120, required=False, help_text="推荐延至元月底以后的，填写文件标题、文号，并须由另一人确认。"
    )

    def __init__(self, *args: Any, picked: Iterable[int] = (), **kwargs: Any) -> None:
        """`picked`: units that were ticked in a list, offered first and together where there are several."""
        super().__init__(*args, **kwargs)
        self.picked = [self.units[str(pk)] for pk in picked if str(pk) in self.units]
        if len(self.picked) > 1:
            together = (PICKED, f"选中的{len(self.picked)}个单位：{'、'.join(unit.name for unit in self.picked)}")
            first, *others = self.fields["target"].choices
            self.fields["target"].choices = [first, together, *others]
        if self.picked:
            self.initial["target"] = PICKED if len(self.picked) > 1 else str(self.picked[0].pk)

    @property
    def chosen(self) -> list[Unit]:
        if self.cleaned_data["target"] == PICKED:
            return self.picked
        return [self.unit] if self.unit else list(self.units.values())

    @property
    def days(self) -> dict[Step, date]:
        return {step: day for step in EXTENDABLE if (day := self.cleaned_data.get(step.value))}


@labelled_by(Extension)
class PoolExtensionForm(Plain, forms.Form):
    """延期 of 市直工委's own choice from the pool."""

    due = Day()
    reason = Prose(limit=300)


class NamingDayForm(Plain, forms.Form):
    """Another naming day of a year that runs (D56)."""

    day = Day(label="集中命名改至")
    reason = Prose(label=label_of(YearChange, "reason"), limit=300)


@labelled_by(YearChange)
class ChangeForm(Plain, forms.Form):
    """One form for three buttons; only the one that does not agree asks why."""

    remark = Prose(required=False, help_text="不同意时必须填写。")


class PreviewForm(ForUnits):
    """调整比例, first half: what to look at before anything is saved."""

    groups = ((CYCLE, "全市所有单位"), (POOL, "联合推荐"))

    target = forms.ChoiceField(label="调整谁的比例")
    percent = Percent(label="调整后的比例（%）", min_value=Decimal(0), help_text="可以上调，也可以下调。")

    @property
    def scope(self) -> str:
        scopes = RatioAdjustment.Scope
        return {CYCLE: scopes.CYCLE, POOL: scopes.POOL}.get(self.cleaned_data["target"], scopes.UNIT)

    @property
    def choice(self) -> dict[str, Any]:
        """What is asked for, as `adjustment.preview` and `adjust_ratio` take it."""
        return {"scope": self.scope, "unit": self.unit, "ratio": self.cleaned_data["percent"]}


@labelled_by(RatioAdjustment)
class AdjustmentForm(Plain, forms.Form):
    """调整比例, second half: why, on what basis, and how many changes the person has seen."""

    reason = Prose(limit=300)
    document = forms.CharField(max_length=120, help_text="文件标题、文号，或会议纪要编号。")
    expected = Whole(widget=forms.HiddenInput)
