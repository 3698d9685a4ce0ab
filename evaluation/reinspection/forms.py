"""What is given at 复查 and 复核: six answers, a suggestion, a verdict; nothing is chosen beforehand (D13)."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from django import forms

from branches import clock
from branches.labels import labelled_by
from branches.models import Unit
from branches.pages.fields import Choice, Day, Plain, Prose, Versioned
from branches.settings import queries as settings_queries
from evaluation.assessment.forms import PastDay
from evaluation.cases.reinspections import Seen
from evaluation.documents.forms import number_to_come
from evaluation.models import (
    ConfirmationReview,
    Criterion,
    Deviation,
    Disqualification,
    LaterFinding,
    Notice,
    Reinspection,
    ReinspectionAnswer,
    ReinspectionReport,
)
from evaluation.reinspection import grounds as reinspection_grounds
from evaluation.reinspection import reviews
from evaluation.rules.reinspection import SHORTEST_REASON, UNGROUNDED
from evaluation.vocabulary import Answer, Confirmation, ReinspectionAction

Criteria = Sequence[tuple[Criterion, Deviation | None]]
Conditions = Sequence[tuple[Disqualification, ReinspectionAnswer | None]]


@labelled_by(Reinspection)
class ReinspectionForm(Plain, Versioned):
    """One branch: the conditions again, what changed, the suggestion. Only a suggestion asks for everything."""

    changes = Prose(limit=500, required=False, help_text="命名以来支部的主要变化，没有可以不写。")
    suggestion = Choice(
        label="复查建议",
        choices=[
            (ReinspectionAction.SUGGEST_KEEPING, "建议保留"),
            (ReinspectionAction.SUGGEST_REVOCATION, "建议撤销"),
        ],
        required=False,
    )
    reason = Prose(
        limit=500,
        required=False,
        help_text=f"建议撤销时必填，不少于{SHORTEST_REASON}个字。理由会随报告上报，请不要写不得参评情形的具体事实。",
    )

    def __init__(
        self,
        *args: Any,
        conditions: Conditions,
        criteria: Criteria = (),
        grounds: Sequence[tuple[str, str]] = (),
        fixed: int | None = None,
        **kwargs: Any,
    ) -> None:
        """`fixed` is the number of the condition that a later finding has answered."""
        super().__init__(*args, **kwargs)
        self.criteria = [criterion for criterion, _ in criteria]
        for criterion, deviation in criteria:
            self.fields[f"deviation_{criterion.number}"] = Prose(
                label=f"标准第{criterion.number}项：{criterion.title}",
                limit=200,
                required=False,
                initial=deviation.text if deviation else "",
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        self.fields["grounds"] = grounds_field(grounds)
        self.fixed = fixed
        self.asked = [condition for condition, _ in conditions if condition.number != fixed]
        given = {condition.number: row for condition, row in conditions if row}
        for condition in self.asked:
            row = given.get(condition.number)
            self.fields[f"answer_{condition.number}"] = answer = Choice(
                label=str(condition), choices=Answer.choices, required=False, initial=row.answer if row else ""
            )
            self.fields[f"facts_{condition.number}"] = Prose(
                label=f"情形{condition}的事实",
                limit=500,
                required=False,
                initial=row.facts if row else "",
                help_text="答“有”时必填。只有核验人员能看到，每次查看都有记录。",
            )
            answer.show_optional = False  # type: ignore[attr-defined]
        self.fields["suggestion"].show_optional = False

    @property
    def rows(self) -> Iterator[tuple[Disqualification, Any, Any]]:
        for condition in self.asked:
            yield condition, self[f"answer_{condition.number}"], self[f"facts_{condition.number}"]

    @property
    def strengths(self) -> list[tuple[str, list[Any], bool]]:
        """(strength, fields of its criteria, whether one of them is filled in or wrong)."""
        found = []
        for strength, group in groupby(self.criteria, lambda one: one.get_strength_display()):
            fields = [self[f"deviation_{one.number}"] for one in group]
            found.append((strength, fields, any(field.value() or field.errors for field in fields)))
        return found

    @property
    def deviations(self) -> dict[int, str]:
        return {one.number: self.cleaned_data.get(f"deviation_{one.number}", "") for one in self.criteria}

    @property
    def given(self) -> dict[int, tuple[str, str]]:
        data = self.cleaned_data
        return {one.number: (data[f"answer_{one.number}"], data[f"facts_{one.number}"]) for one in self.asked}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        suggestion = data.get("suggestion")
        for one in self.asked:
            answer = data.get(f"answer_{one.number}")
            if answer == Answer.YES and not data.get(f"facts_{one.number}"):
                self.add_error(f"facts_{one.number}", f"情形{one}答“有”，请写明事实")
            if suggestion and not answer:
                self.add_error(f"answer_{one.number}", f"请选择情形{one}的结论")
        if suggestion == ReinspectionAction.SUGGEST_REVOCATION and len(data.get("reason", "")) < SHORTEST_REASON:
            self.add_error("reason", f"建议撤销请写明理由，不少于{SHORTEST_REASON}个字")
        if suggestion == ReinspectionAction.SUGGEST_REVOCATION:
            self._check_grounds(data)
        return data

    def _check_grounds(self, data: dict[str, Any]) -> None:
        answers = {one.number: data.get(f"answer_{one.number}", "") for one in self.asked}
        if self.fixed:
            answers[self.fixed] = Answer.YES
        deviating = [number for number, text in self.deviations.items() if text]
        grounds = data.get("grounds", [])
        for why in reinspection_grounds.unfounded(grounds, deviating, answers):
            self.add_error("grounds", why)
        if not grounds:
            self.add_error("grounds", UNGROUNDED.removesuffix("。"))


class AnswersTable(Plain, forms.Form):
    """Branches by conditions, one explicit answer in each cell; a branch left wholly blank is left for later."""

    def __init__(
        self, *args: Any, rows: Sequence[Reinspection], conditions: Sequence[Disqualification], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.branches, self.conditions = rows, conditions
        for one in rows:
            for condition in conditions:
                self.fields[self.name(one, condition)] = field = Choice(
                    label=str(condition), choices=[(Answer.NO, "无"), (Answer.PENDING, "待核实")], required=False
                )
                field.show_optional = False  # type: ignore[attr-defined]

    @staticmethod
    def name(one: Reinspection, condition: Disqualification) -> str:
        return f"r{one.pk}_{condition.number}"

    @property
    def lines(self) -> Iterator[tuple[Reinspection, list[tuple[Disqualification, Any]]]]:
        for one in self.branches:
            yield one, [(condition, self[self.name(one, condition)]) for condition in self.conditions]

    @property
    def given(self) -> dict[int, dict[int, tuple[str, str]]]:
        found = {}
        for one in self.branches:
            answers = {row.number: self.cleaned_data[self.name(one, row)] for row in self.conditions}
            if any(answers.values()):
                found[one.pk] = {number: (answer, "") for number, answer in answers.items()}
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        begun = False
        for one in self.branches:
            names = [self.name(one, condition) for condition in self.conditions]
            if not any(data.get(name) for name in names):
                continue
            begun = True
            for name, condition in zip(names, self.conditions, strict=True):
                if not data.get(name):
                    self.add_error(name, f"请选择{one.honour.branch.short_name}情形{condition}的结论")
        if not begun and not self.errors:
            raise forms.ValidationError("还没有选择任何支部的结论")
        return data


@labelled_by(ReinspectionReport)
class ReportForm(Plain, forms.Form):
    """报送: a remark, and what the report on paper bears."""

    remark = Prose(limit=300, required=False)
    signer = forms.CharField(
        label="签发人", max_length=30, required=False, help_text="批准报送的负责人，印在发文字号右侧。"
    )

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        issuer = settings_queries.organ_organisation(unit)
        self.fields["number"] = number_to_come(Notice.Kind.REINSPECTION, issuer)


@labelled_by(ConfirmationReview)
class ReviewForm(Plain, Versioned):
    """One body's verdict, with its reason where one is needed."""

    verdict = Choice(choices=Confirmation.choices)
    reason = Prose(limit=300, required=False)

    def __init__(self, *args: Any, seen: Seen, grounds: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seen = seen
        self.fields["grounds"] = grounds_field(grounds)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        verdict, reason = data.get("verdict"), data.get("reason")
        if verdict and "reason" in data and not reason and (why := reviews.needs_reason(self.seen, verdict)):
            self.add_error("reason", why.removesuffix("。"))
        if verdict and not data.get("grounds") and (why := reviews.needs_grounds(self.seen, verdict)):
            self.add_error("grounds", why.removesuffix("。"))
        return data


class ReconsiderForm(Plain, Versioned):
    """重新复查: asks for nothing."""


class ReturnForm(Plain, Versioned):
    """退回补正: why, and until when."""

    note = Prose(label="退回理由", limit=300, help_text="请不要写不得参评情形的具体事实。")
    due = Day(label="新的期限")

    def clean_due(self) -> date:
        due: date = self.cleaned_data["due"]
        if due < clock.today():
            raise forms.ValidationError("新的期限不能早于今天，请重新选择")
        return due


@labelled_by(LaterFinding)
class LaterFindingForm(Plain, forms.Form):
    """What was found after the naming (D14): always with a written basis."""

    condition = forms.ModelChoiceField(
        label="不得参评情形",
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


def grounds_field(choices: Sequence[tuple[str, str]]) -> forms.MultipleChoiceField:
    """Criteria and conditions that a revocation rests on."""
    field = forms.MultipleChoiceField(
        label="撤销的依据",
        choices=choices,
        required=False,
        help_text="建议或者同意撤销时选择，可以多选。",
        error_messages={"invalid_choice": "撤销的依据选项无效，请重新选择"},
        widget=forms.CheckboxSelectMultiple(attrs={"class": "stacked"}),
    )
    field.show_optional = False  # type: ignore[attr-defined]
    return field
