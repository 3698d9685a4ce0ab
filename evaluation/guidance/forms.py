"""What 市直工委, units and branches write for the guidance of a year."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.http import QueryDict

from branches import clock
from branches.labels import label_of, labelled_by
from branches.models import Branch
from branches.pages.fields import Choice, Day, Plain, Prose, Whole
from evaluation.guidance.steps.arrangement import MOST_FILES
from evaluation.models import (
    ArrangementFile,
    ArrangementVersion,
    HalfYearAnswer,
    HalfYearReport,
    HalfYearSummary,
    LatenessMeasure,
    PassedOn,
)
from evaluation.self_assessment.evidence.forms import FilesField


class Seen(Plain, forms.Form):
    """A form that carries which version its page showed."""

    seen = Whole(required=False, widget=forms.HiddenInput)

    def carry(self, current: int) -> None:
        """Shown again after a refusal, the page has the present version beside what was typed: from now on it knows it."""
        if self.is_bound:
            data = cast(QueryDict, self.data).copy()
            data["seen"] = str(current)
            self.data = data


@labelled_by(ArrangementVersion)
class ArrangementForm(Seen):
    """The working copy. Attachments that are there stay where they are ticked; new ones are chosen beside them."""

    title = forms.CharField(max_length=60, help_text="例如：2026年度创建工作安排。")
    text = Prose(limit=5000, widget=forms.Textarea(attrs={"rows": 16}), help_text="不得录入涉密信息。")
    kept = forms.MultipleChoiceField(
        label="保留的附件", required=False, widget=forms.CheckboxSelectMultiple(attrs={"class": "stacked"})
    )
    upload = FilesField(
        label=label_of(ArrangementFile, "file"),
        required=False,
        help_text=f"PDF、JPG、PNG、Word（docx）、Excel（xlsx）、OFD，每个不超过20MB，最多{MOST_FILES}个。",
    )

    def __init__(self, *args: Any, attached: Iterable[ArrangementFile], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.pk, one.title) for one in attached]
        if choices:
            self.fields["kept"].choices = choices
        else:
            del self.fields["kept"]

    def clean_kept(self) -> list[int]:
        return [int(pk) for pk in self.cleaned_data["kept"]]


@labelled_by(ArrangementVersion)
class CorrectionForm(ArrangementForm):
    reason = Prose(limit=300, widget=forms.Textarea(attrs={"rows": 3}), help_text="写明改了什么、为什么改。")
    field_order = ["seen", "title", "text", "kept", "upload", "reason"]


@labelled_by(PassedOn)
class RemarkForm(Plain, forms.Form):
    remark = Prose(limit=1000, required=False, help_text="可以不填。写给本单位各支部看。")


@labelled_by(HalfYearReport)
class BeginForm(Plain, forms.Form):
    answers_due = Day(help_text="各支部填报的最后一天。")
    summaries_due = Day(help_text="各单位报送小结的最后一天，晚于支部填报截止。")
    request = Prose(limit=1000, required=False, help_text="可以不填。例如：重点写清哪些方面。")


@labelled_by(HalfYearAnswer)
class AnswerForm(Seen):
    progress = Prose(limit=300, help_text="今年以来做了什么、到了哪一步，写3—5句即可。")
    difficulty = Prose(limit=300, required=False, help_text="没有的可以不填。")


@labelled_by(HalfYearSummary)
class SummaryForm(Seen):
    text = Prose(limit=1000, help_text="各支部的填报就在旁边，不用重抄，写清总体情况和要解决的问题。")


@labelled_by(LatenessMeasure)
class MeasureForm(Plain, forms.Form):
    """What followed, for the unit itself or for one of its branches that were late."""

    branch = forms.ChoiceField(label="对象", required=False)
    kind = Choice(choices=LatenessMeasure.Kind.choices)
    on = Day(initial=clock.today)
    document = forms.CharField(max_length=120, help_text="通报的标题和文号，或者约谈记录的编号。")
    note = Prose(limit=300, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, branches: Iterable[Branch], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(one.pk): one for one in branches}
        self.fields["branch"].choices = [("", "本单位"), *((pk, one.short_name) for pk, one in self.known.items())]

    def clean_branch(self) -> Branch | None:
        return self.known.get(self.cleaned_data["branch"])


@labelled_by(LatenessMeasure)
class StrikeForm(Plain, forms.Form):
    reason = Prose(label=label_of(LatenessMeasure, "struck_reason"), limit=300)
