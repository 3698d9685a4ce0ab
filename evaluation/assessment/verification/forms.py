"""Forms of verification: the six answers, one finding with its facts, reasons."""

from collections.abc import Sequence
from typing import Any

from django import forms

from branches.labels import labelled_by
from branches.pages.fields import Choice, Plain, Prose
from evaluation.assessment.forms import PastDay
from evaluation.assessment.verification.queries import Condition
from evaluation.models import Candidacy, Disqualification, UnitMatter, Verification
from evaluation.vocabulary import Answer, Tier


class AnswersForm(Plain, forms.Form):
    """Every condition with its own answer; nothing is chosen beforehand and none is answered with another (D13)."""

    def __init__(self, *args: Any, conditions: Sequence[Condition], tier: Tier, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conditions = {condition.disqualification.number: condition for condition in conditions}
        for number, condition in self.conditions.items():
            given = condition.answered_by(tier)
            self.fields[f"answer_{number}"] = field = Choice(
                label=str(condition.disqualification),
                choices=Answer.choices,
                required=False,
                initial=given.answer if given else "",
                disabled=bool(given and given.takes_effect),
            )
            field.show_optional = False  # type: ignore[attr-defined]

    @property
    def rows(self) -> list[tuple[Condition, Any]]:
        return [(condition, self[f"answer_{number}"]) for number, condition in self.conditions.items()]

    def changed_answers(self) -> list[tuple[Condition, str]]:
        """What was answered otherwise than before, in the order of the conditions."""
        return [
            (condition, self.cleaned_data[f"answer_{number}"])
            for number, condition in self.conditions.items()
            if f"answer_{number}" in self.changed_data and self.cleaned_data[f"answer_{number}"]
        ]


@labelled_by(Verification)
class FindingForm(Plain, forms.Form):
    """有: what happened, decided when, and under (1) and (6) on what written basis (D16)."""

    facts = Prose(limit=500, help_text="只有核验人员能看到，每次查看都有记录。")
    decided_on = PastDay(help_text="以处理该事项的决定落款日期为准。")
    basis = forms.CharField(max_length=120, help_text="写文件标题和文号。")

    def __init__(self, *args: Any, condition: Disqualification, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["basis"].required = condition.needs_basis


@labelled_by(UnitMatter)
class UnitMatterForm(Plain, forms.Form):
    """A matter of the unit, entered once (D55)."""

    condition = forms.ModelChoiceField(
        label="情形",
        queryset=Disqualification.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect(attrs={"class": "stacked"}),
    )
    facts = Prose(limit=500, help_text="只有核验人员能看到，每次查看都有记录。")
    decided_on = PastDay(help_text="以处理该事项的决定落款日期为准。")
    basis = forms.CharField(max_length=120, help_text="写文件标题和文号。")

    def __init__(self, *args: Any, conditions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["condition"].queryset = conditions


class BranchesForm(Plain, forms.Form):
    """有 or 无 for each branch by itself; nothing is chosen beforehand, none is answered with another (D55)."""

    def __init__(self, *args: Any, cases: Sequence[Candidacy], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for case in cases:
            self.fields[f"case_{case.pk}"] = field = Choice(
                label=case.branch.short_name,
                choices=[(Answer.NO.value, "无：不涉及该支部"), (Answer.YES.value, "有：取消参评资格")],
                required=False,
            )
            field.show_optional = False  # type: ignore[attr-defined]

    @property
    def answers(self) -> dict[int, str]:
        return {int(name.removeprefix("case_")): value for name, value in self.cleaned_data.items() if value}
