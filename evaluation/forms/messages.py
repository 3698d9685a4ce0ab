"""Which way messages may come, and what is written to those who are urged."""

from typing import Any

from django import forms

from branches.fields import Plain, Prose
from evaluation.messaging import OPTIONAL_KINDS, Channel


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


class NudgeForm(Plain, forms.Form):
    text = Prose(label="催办内容", limit=500)
