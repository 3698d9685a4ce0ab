"""What the unit reports of a 支部变更, one form a kind, and what 市直工委 says to it."""

from typing import Any

from django import forms

from branches.labels import labelled_by
from branches.models import Branch, Unit
from branches.pages.fields import Choice, Day, Plain, Prose, Several
from evaluation.models import Succession
from evaluation.succession.consequences import Outlook
from evaluation.vocabulary import SuccessionKind


@labelled_by(Succession)
class ReportForm(Plain, forms.Form):
    """What every change has: its day, what it rests on. `given` is what the step takes."""

    effective_on = Day(help_text="上级党组织批准的日期，不晚于今天。")
    basis = forms.CharField(max_length=120)
    remark = Prose(limit=300, required=False)

    def __init__(self, *args: Any, branches: Any, receivers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "into" in self.fields:
            into: Any = self.fields["into"]
            into.queryset = receivers
        for name in ("branch", "branches", "survivor"):
            if name in self.fields:
                field: Any = self.fields[name]
                field.queryset = branches
                field.label_from_instance = lambda branch: branch.full_name
                field.widget.attrs["class"] = "stacked"

    def given(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("effective_on", "basis", "remark")}

    def _name(self, number: int | str = "") -> tuple[str, str]:
        data = self.cleaned_data
        full, short = data.get(f"full_name{number}", ""), data.get(f"short_name{number}", "")
        missing = f"{'short_name' if full else 'full_name'}{number}"
        if bool(full) != bool(short) and missing not in self.errors:
            self.add_error(missing, f"请填写{self.fields[missing].label}")
        return full, short


def _branch() -> "forms.ModelChoiceField[Branch]":
    return forms.ModelChoiceField(label="党支部", queryset=Branch.objects.none(), empty_label="请选择")


def _into(label: str) -> "forms.ModelChoiceField[Unit]":
    help_text = "新组建的单位，先由系统管理员新增。"
    return forms.ModelChoiceField(label=label, queryset=Unit.objects.none(), empty_label="请选择", help_text=help_text)


def _full(label: str, *, required: bool = True) -> forms.CharField:
    return forms.CharField(label=label, max_length=100, required=required)


def _short(label: str, *, required: bool = True) -> forms.CharField:
    return forms.CharField(label=label, max_length=40, required=required)


class RenameReport(ReportForm):
    branch = _branch()
    full_name = _full("新全称")
    short_name = _short("新简称")
    field_order = ["branch", "full_name", "short_name"]

    def given(self) -> dict[str, Any]:
        branch = self.cleaned_data["branch"]
        return {**super().given(), "before": [branch], "staying": [branch], "names": [self._name()]}


class MergeReport(ReportForm):
    branches = Several(label="合并哪些党支部", queryset=Branch.objects.none(), widget=forms.CheckboxSelectMultiple)
    survivor = forms.ModelChoiceField(
        label="并入哪个党支部",
        queryset=Branch.objects.none(),
        required=False,
        empty_label="都不保留，新建一个党支部",
        help_text="并入的党支部保留名称和历年记录，也要在上面选中。",
    )
    full_name = _full("新党支部全称", required=False)
    short_name = _short("新党支部简称", required=False)
    field_order = ["branches", "survivor", "full_name", "short_name"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        full, short = self._name()
        survivor, chosen = data.get("survivor"), data.get("branches")
        if chosen is not None and len(chosen) < 2:
            self.add_error("branches", "合并至少要选两个党支部")
        if survivor and chosen is not None and survivor not in chosen:
            self.add_error("survivor", "并入的党支部也要在“合并哪些党支部”中选中")
        if survivor and (full or short):
            self.add_error("full_name", "并入已有党支部的，不填新名称；要改名的，合并后再申报改名")
        if not survivor and not (full or short):
            self.add_error("full_name", "请填写新党支部全称，或者选择并入哪个党支部")
        return data

    def given(self) -> dict[str, Any]:
        survivor = self.cleaned_data["survivor"]
        return {
            **super().given(),
            "before": list(self.cleaned_data["branches"]),
            "staying": [survivor] if survivor else [],
            "names": [] if survivor else [self._name()],
        }


class SplitReport(ReportForm):
    branch = _branch()
    keeps = Choice(label="原党支部", choices=[("yes", "保留"), ("no", "不再保留")])
    full_name1, short_name1 = _full("新党支部1全称"), _short("新党支部1简称")
    full_name2, short_name2 = _full("新党支部2全称", required=False), _short("新党支部2简称", required=False)
    full_name3, short_name3 = _full("新党支部3全称", required=False), _short("新党支部3简称", required=False)
    field_order = [
        "branch",
        "keeps",
        "full_name1",
        "short_name1",
        "full_name2",
        "short_name2",
        "full_name3",
        "short_name3",
    ]

    def _names(self) -> list[tuple[str, str]]:
        return [name for name in map(self._name, (1, 2, 3)) if all(name)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if len(self._names()) == 1 and data.get("keeps") == "no" and not self.errors:
            self.add_error("full_name2", "原党支部不保留的，至少填写两个新党支部")
        return data

    def given(self) -> dict[str, Any]:
        branch = self.cleaned_data["branch"]
        staying = [branch] if self.cleaned_data["keeps"] == "yes" else []
        return {**super().given(), "before": [branch], "staying": staying, "names": self._names()}


class DissolveReport(ReportForm):
    branch = _branch()
    field_order = ["branch"]

    def given(self) -> dict[str, Any]:
        return {**super().given(), "before": [self.cleaned_data["branch"]]}


class MoveReport(ReportForm):
    branch = _branch()
    into = _into("转入哪个单位")
    full_name = _full("新全称", required=False)
    short_name = _short("新简称", required=False)
    field_order = ["branch", "into", "full_name", "short_name"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["full_name"].help_text = "转入后名称不变的，新全称和新简称都不填。"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self._name()
        return data

    def given(self) -> dict[str, Any]:
        name, into = self._name(), self.cleaned_data["into"]
        names = [name] if all(name) else []
        return {**super().given(), "before": [self.cleaned_data["branch"]], "into": into, "names": names}


class UniteReport(ReportForm):
    into = _into("并入哪个单位")
    field_order = ["into"]

    def given(self) -> dict[str, Any]:
        return {**super().given(), "into": self.cleaned_data["into"]}


FORMS: dict[str, type[ReportForm]] = {
    SuccessionKind.RENAME: RenameReport,
    SuccessionKind.MERGE: MergeReport,
    SuccessionKind.SPLIT: SplitReport,
    SuccessionKind.DISSOLVE: DissolveReport,
    SuccessionKind.MOVE: MoveReport,
    SuccessionKind.UNITE: UniteReport,
}


class ConfirmForm(Plain, forms.Form):
    """What somebody has to say before it can happen; nothing is chosen beforehand. `given` is what the step takes."""

    def __init__(self, *args: Any, outlook: Outlook, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if outlook.options:
            self._ask("choice", "称号由谁承接", [(one.key, one.label) for one in outlook.options])
        journey = outlook.journey
        self.clashes = journey.clashes if journey else []
        for branch in self.clashes:
            self.fields[f"short_name{branch.pk}"] = forms.CharField(
                label=f"“{branch.full_name}”转入后的简称",
                max_length=40,
                help_text=f"转入单位已有简称为“{branch.short_name}”的党支部。",
                error_messages={"required": f"请填写“{branch.full_name}”转入后的简称"},
            )
        if journey and journey.firsts:
            firsts = [(str(branch.pk), branch.full_name) for branch in journey.firsts]
            self._ask("first", f"哪一个是{journey.into}的第一支部", [*firsts, ("0", "暂不标记")])

    def _ask(self, name: str, label: str, choices: list[tuple[str, str]]) -> None:
        required = {"required": f"请选择{label}"}
        self.fields[name] = Choice(label=label, choices=choices, stacked=True, error_messages=required)

    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "choice": data.get("choice", ""),
            "short_names": {branch.pk: data[f"short_name{branch.pk}"] for branch in self.clashes},
            "first": int(data["first"]) if "first" in data else None,
        }


class RefuseForm(Plain, forms.Form):
    note = Prose(label="退回理由", limit=300)
