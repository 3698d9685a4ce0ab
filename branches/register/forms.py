"""Forms of units and branches, and of the register's file."""

from typing import Any

from django import forms

from branches import clock
from branches.labels import label_of
from branches.models import Branch, Unit
from branches.pages.fields import Day, Plain
from branches.register import doubts
from branches.spreadsheet.cells import PARTY_FOUNDED
from branches.spreadsheet.reader import FILE_LIMIT

_OWN = "本单位自己的"


class UnitForm(Plain, forms.ModelForm):  # type: ignore[type-arg]
    """The city is made by the system, never here."""

    class Meta:
        model = Unit
        fields = [
            "name",
            "short_name",
            "kind",
            "organ_body",
            "organ_organisation_name",
            "assessing_unit",
            "leading_body",
            "leading_group_name",
            "recommending_unit",
        ]
        help_texts = {
            "short_name": "进度简报、名单等窄栏里用，如“市公管办”。名称不长的不填。",
            "organ_organisation_name": "不填则按单位名称和类型自动生成。",
            "leading_group_name": "不填则按单位名称和类型自动生成。",
            "assessing_unit": "本单位没有机关党组织时，选代为考核的单位。由安全管理员确认后生效。",
            "recommending_unit": "本单位没有党组（党委）时，选代为推荐的单位。由安全管理员确认后生效。",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [choice for choice in Unit.Kind.choices if choice[0] != Unit.Kind.CITY]
        others = Unit.objects.exclude(kind=Unit.Kind.CITY).exclude(pk=self.instance.pk).order_by("id")
        for name in ("assessing_unit", "recommending_unit"):
            self.fields[name].queryset = others
            self.fields[name].empty_label = _OWN
        if doubt := doubts.leading_body(self.instance.name, self.instance.leading_body):
            self.fields["leading_body"].help_text = f"{doubt}。"

    def clean_short_name(self) -> str:
        return "".join(self.cleaned_data["short_name"].split())

    def clean_name(self) -> str:
        return "".join(self.cleaned_data["name"].split())


class BranchForm(Plain, forms.ModelForm):  # type: ignore[type-arg]
    """A branch's facts; of one that exists already, all but its name, which has a page of its own."""

    class Meta:
        model = Branch
        fields = [
            "unit",
            "full_name",
            "short_name",
            "established_on",
            "last_election_on",
            "election_postponed_until",
            "postponement_basis",
            "secretary_name",
            "full_members",
            "probationary_members",
            "is_first_branch",
            "last_review_grade",
            "kind",
            "joint_units",
            "telephone",
        ]
        field_classes = dict.fromkeys(("established_on", "last_election_on", "election_postponed_until"), Day)
        help_texts = {"joint_units": "联合党支部的其他单位，本单位不用选。", "telephone": "如0375-1234567。"}
        widgets = {"joint_units": forms.SelectMultiple(attrs={"size": 6})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for name in ("unit", "full_name", "short_name"):
                del self.fields[name]
        else:
            self.fields["unit"].queryset = Unit.objects.filter(is_active=True).exclude(kind=Unit.Kind.CITY)
        others = Unit.objects.filter(is_active=True).exclude(kind=Unit.Kind.CITY).order_by("id")
        self.fields["joint_units"].queryset = others.exclude(pk=self.instance.unit_id)
        self.fields["kind"].required = False
        self.fields["last_review_grade"].choices = [("", "还没有结果"), *Branch.Grade.choices]
        self.fields["is_first_branch"].label = "这是第一支部（单位“一把手”所在的党支部）"
        self.fields["is_first_branch"].help_text = ""

    def clean_kind(self) -> str:
        """Nothing said: as it is."""
        return self.cleaned_data["kind"] or Branch.Kind(self.instance.kind).value

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        founded, elected = cleaned.get("established_on"), cleaned.get("last_election_on")
        if founded and not PARTY_FOUNDED <= founded <= clock.today():
            self.add_error("established_on", "成立日期应在1921年7月1日到今天之间，请核对")
        if founded and elected and elected < founded:
            self.add_error("last_election_on", "最近换届日期不能早于成立日期，请核对")
        until, basis = cleaned.get("election_postponed_until"), cleaned.get("postponement_basis", "")
        if wrong := doubts.postponement(founded, elected, until, basis):
            self.add_error("election_postponed_until" if basis else "postponement_basis", wrong)
        _check_joint_units(self, cleaned)
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        """Names and marks are unique among branches that exist: that needs the fields not shown here, too."""
        return _exclusions(super()) - {"unit", "full_name", "short_name", "dissolved_on"}


def _check_joint_units(form: BranchForm, cleaned: dict[str, Any]) -> None:
    """A joint branch names the other units, and nobody else does (D57)."""
    is_joint, others = cleaned.get("kind") == Branch.Kind.JOINT, set(cleaned.get("joint_units") or ())
    if cleaned.get("unit") in others:
        form.add_error("joint_units", "不用选本单位，请只选联合的其他单位")
    if is_joint and not others:
        form.add_error("joint_units", "联合党支部请选联合的其他单位")
    if others and not is_joint:
        form.add_error("joint_units", "只有联合党支部才选联合单位，请核对类别")


class RenameForm(Plain, forms.ModelForm):  # type: ignore[type-arg]
    """The right spelling of a name that was mistyped."""

    class Meta:
        model = Branch
        fields = ["full_name", "short_name"]
        labels = {"full_name": "正确的全称", "short_name": "正确的简称"}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not self.has_changed_name:
            raise forms.ValidationError("新名称和原名称一样，请核对。")
        return cleaned

    @property
    def has_changed_name(self) -> bool:
        return bool({"full_name", "short_name"} & set(self.changed_data))

    def _get_validation_exclusions(self) -> set[str]:
        return _exclusions(super()) - {"unit", "dissolved_on"}


class DissolveForm(Plain, forms.Form):
    on = Day(label=label_of(Branch, "dissolved_on"), help_text="上级党组织批准撤销的日期。")


class RegisterFileForm(Plain, forms.Form):
    file = forms.FileField(label="名册文件", help_text=f".xlsx或.csv，不超过{FILE_LIMIT // 1024 // 1024}MB。")


def _exclusions(form: Any) -> set[str]:
    """Django's hook for which model fields are not checked; the type stubs do not know it."""
    excluded: set[str] = form._get_validation_exclusions()
    return excluded
