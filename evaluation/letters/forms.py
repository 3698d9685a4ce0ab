"""Forms of reminder letters and minutes."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from branches import clock
from branches.pages.fields import Day, Plain, Prose
from evaluation.documents.forms import _WORDS, lines, number_field
from evaluation.letters.overdue import Owed

ITEMS = 5


class ReminderForm(Plain, forms.Form):
    """催办函: for what, and until when it is wanted now."""

    what = forms.TypedChoiceField(label="催报事项", coerce=int)
    until = Day(label="请于哪天前报送", required=False, help_text="不填表示收到后立即报送。")

    def __init__(self, *args: Any, owed: Sequence[Owed], proposed: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = [(n, one.task) for n, one in enumerate(owed)]
        self.fields["what"].initial = 0
        self.fields["number"] = number_field(proposed)

    def clean_until(self) -> date | None:
        until: date | None = self.cleaned_data["until"]
        if until and until < clock.today():
            raise forms.ValidationError("报送日期不能早于今天，请重新填写")
        return until


class MinutesForm(Plain, forms.Form):
    """会议纪要 (D20)."""

    held_on = Day(label="会议日期")
    place = forms.CharField(label="会议地点", max_length=60)
    chair = forms.CharField(label="主持人", max_length=30)
    present = Prose(label="出席", limit=1000, help_text=_WORDS)
    absent = Prose(label="请假", limit=500, required=False, help_text=_WORDS, widget=forms.Textarea(attrs={"rows": 2}))
    attending = Prose(
        label="列席", limit=500, required=False, help_text=_WORDS, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, proposed: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n in range(1, ITEMS + 1):
            self.fields[f"topic_{n}"] = forms.CharField(label=f"议题{n}", max_length=60, required=n == 1)
            self.fields[f"conclusion_{n}"] = Prose(
                label=f"议题{n}的议定事项", limit=1000, required=n == 1, widget=forms.Textarea(attrs={"rows": 3})
            )
        self.fields["number"] = number_field(proposed)

    def clean_held_on(self) -> date:
        held_on: date = self.cleaned_data["held_on"]
        if held_on > clock.today():
            raise forms.ValidationError("会议日期不能晚于今天，请重新填写")
        return held_on

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for n in range(2, ITEMS + 1):
            if bool(data.get(f"topic_{n}")) != bool(data.get(f"conclusion_{n}")):
                self.add_error(f"conclusion_{n}", f"议题{n}和它的议定事项要同时填写")
        return data

    @property
    def facts(self) -> dict[str, Any]:
        given = self.cleaned_data
        pairs = [(given[f"topic_{n}"], given[f"conclusion_{n}"]) for n in range(1, ITEMS + 1)]
        return {
            **{name: given[name] for name in ("held_on", "place", "chair", "number")},
            **{name: lines(given[name]) for name in ("present", "absent", "attending")},
            "items": [pair for pair in pairs if pair[0]],
        }
