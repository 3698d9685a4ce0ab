"""What is given for a document that no other step makes: a correction, a letter, minutes."""

from typing import Any

from django import forms

from branches.pages.fields import Plain, Prose
from evaluation.documents.corrections import FACTS, Fact
from evaluation.models import Notice

_WORDS = "每行一个。"


def lines(text: str) -> list[str]:
    """The lines of a text that are not empty."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def number_field(proposed: str) -> forms.CharField:
    help_text = "已按顺序给出下一个号，可以改写；用过的号不会再用。" if proposed else "可不填，由制发机关自行编号。"
    return forms.CharField(label="发文字号", max_length=60, required=False, initial=proposed, help_text=help_text)


class NumberForm(Plain, forms.Form):
    """The number of a document about to be issued."""

    def __init__(self, *args: Any, proposed: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"] = number_field(proposed)


class CorrectionForm(Plain, forms.Form):
    """What is wrong, what it shall be, and why; which facts may change depends on the kind."""

    wrong = forms.CharField(
        label="有误的文字", max_length=100, required=False, help_text="照原文抄写，例如写错的党支部名称。没有可不填。"
    )
    right = forms.CharField(label="更正为", max_length=100, required=False)

    def __init__(self, *args: Any, notice: Notice, proposed: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.facts = FACTS[notice.kind]
        for fact in self.facts:
            self.fields[fact.name] = _field(fact, notice.data.get(fact.name, ""))
        self.fields["reason"] = Prose(label="更正理由", limit=300, help_text="写明哪里有误、依据是什么。")
        if notice.number:
            self.fields["new_number"] = number_field(proposed)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if bool(data.get("wrong")) != bool(data.get("right")):
            self.add_error("right", "“有误的文字”和“更正为”要同时填写")
        return data

    @property
    def values(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {fact.name: lines(given[fact.name]) if fact.is_list else given[fact.name] for fact in self.facts}


def _field(fact: Fact, value: Any) -> forms.CharField:
    if fact.is_list:
        text = "\n".join(value)
        widget = forms.Textarea(attrs={"rows": 2})
        return Prose(label=fact.label, limit=2000, initial=text, required=False, help_text=_WORDS, widget=widget)
    return forms.CharField(label=fact.label, max_length=100, initial=value, required=False)
