"""What a person gives with a move: a note, and for a send-back a date."""

from datetime import date

from django import forms

from branches import clock
from branches.labels import label_of, labelled_by
from branches.pages.fields import Day, Plain, Prose, Versioned
from branches.settings import queries as settings_queries
from evaluation.documents import series as document_series
from evaluation.documents.forms import number_field
from evaluation.models import Appraisal, Candidacy, Notice, Transition
from evaluation.recommendation import queries as recommendation_queries
from evaluation.recommendation.steps.appraisals import LIMIT as APPRAISAL_LIMIT


class MoveForm(Plain, Versioned):
    """Every move: the version the person has seen, and where to go afterwards."""

    next = forms.CharField(widget=forms.HiddenInput, required=False)


@labelled_by(Transition)
class NoteForm(MoveForm):
    """A move that may carry a note."""

    note = Prose(limit=500, required=False)


class ReasonForm(MoveForm):
    """A move that asks for a reason."""

    note = Prose(label="理由", limit=500)


class Dated(forms.Form):
    """A new last day: what is past is told at its field, what comes too late by the rules (D36)."""

    def clean_due(self) -> date:
        due: date = self.cleaned_data["due"]
        if due < clock.today():
            raise forms.ValidationError("新的期限不能早于今天，请重新选择")
        return due


class ReinstateForm(Dated, NoteForm):
    """恢复参评资格: the date for the step to which the case comes back (D9)."""

    due = Day(label="恢复后的期限", help_text="该支部须在这一天之前办完恢复后的这一环节。")


class RequestedForm(ReasonForm):
    """A move on the written request of the unit (D27)."""

    basis = forms.CharField(
        label="单位书面申请",
        max_length=120,
        help_text="写明标题或文号、日期，例如：关于退出评定的报告（2027年3月2日）。",
    )


class SendBackForm(Dated, ReasonForm):
    """退回补正: the reasons item by item, and the date by which it comes back (D27)."""

    due = Day(label="请在哪天之前补正")

    def __init__(self, *args: object, items: dict[str, str] | None = None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].label = "总的意见"
        self.item_names = items or {}
        for key, label in self.item_names.items():
            self.fields[f"item_{key}"] = forms.CharField(label=label, max_length=200, required=False)

    def clean(self) -> dict[str, object]:
        data = super().clean() or self.cleaned_data
        data["items"] = {key: text for key in self.item_names if (text := data.pop(f"item_{key}", "").strip())}
        return data


class ForwardForm(MoveForm):
    """推送联合推荐: what the leading Party group thinks of the branch, and the number of its report (D47, D54)."""

    appraisal = Prose(label=label_of(Appraisal, "text"), limit=APPRAISAL_LIMIT)

    def __init__(self, *args: object, case: Candidacy, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["appraisal"].initial = recommendation_queries.appraisals([case.pk]).get(case.pk, "")
        issuer = settings_queries.leading_group(case.unit)
        self.fields["number"] = number_field(document_series.proposed(Notice.Kind.RECOMMENDATION, issuer))
