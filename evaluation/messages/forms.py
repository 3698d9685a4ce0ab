"""Which way messages may come, and what is written to those who are urged."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet

from branches import clock
from branches.labels import label_of, labelled_by
from branches.models import Branch, Unit
from branches.pages.fields import Day, Plain, Prose
from branches.pages.filters import choose_or_seek
from evaluation.models import Nudge
from evaluation.vocabulary.messages import OPTIONAL_KINDS, Channel


class WaysForm(Plain, forms.Form):
    """One line for each optional kind: by which ways it may leave the inbox."""

    def __init__(self, *args: Any, muted: set[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in OPTIONAL_KINDS:
            self.fields[kind.value] = forms.MultipleChoiceField(
                label=kind.label,
                required=False,
                choices=Channel.choices,
                widget=forms.CheckboxSelectMultiple(attrs={"class": "stacked"}),
                initial=[channel.value for channel in Channel if (kind.value, channel.value) not in muted],
            )

    @property
    def wanted(self) -> list[tuple[str, str]]:
        return [(kind, channel) for kind, channels in self.cleaned_data.items() for channel in channels]


@labelled_by(Nudge)
class NudgeForm(Plain, forms.Form):
    text = Prose(limit=500)


FURTHEST = timedelta(days=400)


class PreviewForm(Plain, forms.Form):
    on = Day(label="日期", help_text="今天或以后的一天。")
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=label_of(Branch, "unit"), required=False, empty_label="全部单位"
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
        choose_or_seek(self.fields["unit"])

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if not clock.today() <= day <= clock.today() + FURTHEST:
            raise forms.ValidationError("日期应在今天以后、一年以内，请重新选择")
        return day
