"""What is given for a document that no other step makes: a correction, a letter, minutes."""

from typing import Any

from django import forms

from branches.pages.fields import Plain, Prose
from evaluation.documents import series as document_series
from evaluation.documents.corrections import FACTS, Fact
from evaluation.models import Notice

_WORDS = "每行一个。"


def lines(text: str) -> list[str]:
    """The lines of a text that are not empty."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def number_field(proposed: str) -> forms.CharField:
    if document_series.is_unfinished(proposed):
        help_text = "照本机关发文登记，把序号填在“号”前。还没有登记的不用改，先作为工作打印件，登记后再补。"
    else:
        help_text = "可不填，由制发机关自行编号。"
    return forms.CharField(label="发文字号", max_length=60, required=False, initial=proposed, help_text=help_text)


def number_to_come(kind: str, issuer: str) -> forms.CharField:
    """The number of a document that is made now, as far as it can be filled in."""
    return number_field(document_series.proposed(kind, issuer))


class FirstNumberForm(Plain, forms.Form):
    """编号: the number of a paper that was made before its office had registered it, and who signed it."""

    def __init__(self, *args: Any, notice: Notice, proposed: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"] = number_field(proposed)
        self.fields["number"].required = True
        self.fields["number"].help_text = "照本机关发文登记填写。编号后即为正式文稿，不能再改。"
        if notice.kind in document_series.OF_UNITS:
            self.fields["signer"] = forms.CharField(
                label="签发人", max_length=30, initial=notice.data.get("signer", ""), help_text="批准印发的负责人。"
            )


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
