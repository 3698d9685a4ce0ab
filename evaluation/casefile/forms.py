"""What a person gives with a move: a note, and for a send-back a date."""

from django import forms

from branches import clock
from branches.labels import labelled_by
from branches.pages.fields import Plain, Prose
from evaluation.models import Transition


class MoveForm(Plain, forms.Form):
    """Every move: the version the person has seen, and where to go afterwards."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    next = forms.CharField(widget=forms.HiddenInput, required=False)


@labelled_by(Transition)
class NoteForm(MoveForm):
    """A move that may carry a note."""

    note = Prose(limit=500, required=False)


class ReasonForm(MoveForm):
    """A move that asks for a reason."""

    note = Prose(label="理由", limit=500)


class SendBackForm(ReasonForm):
    """退回补正: the reasons item by item, and the date by which it comes back (D27)."""

    due = forms.DateField(label="请在哪天之前补正")

    def __init__(self, *args: object, items: dict[str, str] | None = None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].label = "总的意见"
        self.item_names = items or {}
        for key, label in self.item_names.items():
            self.fields[f"item_{key}"] = forms.CharField(label=label, max_length=200, required=False)

    def clean_due(self) -> object:
        due = self.cleaned_data["due"]
        if due < clock.today():
            raise forms.ValidationError("补正日期不能早于今天，请重新选择。")
        return due

    def clean(self) -> dict[str, object]:
        data = super().clean() or self.cleaned_data
        data["items"] = {key: text for key in self.item_names if (text := data.pop(f"item_{key}", "").strip())}
        return data
