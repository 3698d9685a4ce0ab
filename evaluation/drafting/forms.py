"""What is typed about a text: the text itself, the word of whoever checks it, the day on which a leader signed."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from branches import clock
from branches.accounts.proof import ProofForm
from branches.labels import label_of, labelled_by
from branches.pages.fields import Choice, Day, Plain, Prose, Versioned, Whole
from evaluation.drafting.standard import Text
from evaluation.models import LeaderConsent, Notice, TextCheck
from evaluation.typesetting.text import clean
from evaluation.vocabulary import Body

MOST = 20
"""Paragraphs."""
LONGEST = 1500
"""Characters of one."""
COPIES = 9999


def _rows(count: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": count})


class TextForm(Plain, Versioned):
    """One box for each paragraph, and an empty one after them. A box that is emptied is a paragraph that goes."""

    title = Prose(label="公文标题", limit=120, help_text="在想换行的地方回车。", widget=_rows(4))
    recipients = Prose(label="主送", limit=300, required=False, widget=_rows(2))
    copies_to = Prose(
        label="抄送", limit=600, required=False, help_text="几个机关用逗号隔开，末尾不写句号。", widget=_rows(2)
    )
    printed_by = forms.CharField(label="印发机关", max_length=40, required=False)
    copies = Whole(
        label="印发份数",
        required=False,
        min_value=1,
        max_value=COPIES,
        help_text="分发登记时对照它：印发多少，已分发多少。",
    )

    def __init__(self, *args: Any, text: Mapping[str, Any], seen: int, standard: Text, **kwargs: Any) -> None:
        given = args[0] if args else None
        paragraphs = list(text["paragraphs"])
        initial = {**text, "copies": text["copies"] or None, "version": seen}
        initial |= {f"p{number}": line for number, line in enumerate(paragraphs, start=1)}
        super().__init__(*args, initial=initial, **kwargs)
        posted = sum(f"p{number}" in given for number in range(1, MOST + 1)) if given else 0
        self.boxes = min(max(len(paragraphs) + 1, posted), MOST)
        for number in range(1, self.boxes + 1):
            line = paragraphs[number - 1] if number <= len(paragraphs) else ""
            self.fields[f"p{number}"] = Prose(
                label=_label(number, line, standard["paragraphs"]),
                limit=LONGEST,
                required=False,
                widget=_rows(min(max(len(line) // 22 + 1, 2), 12)),
            )
            self.fields[f"p{number}"].show_optional = False  # the label says which may stay empty
        self.order_fields(
            ["version", "title", "recipients", *(f"p{number}" for number in range(1, self.boxes + 1)), "copies_to"]
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        lines = [data.get(f"p{number}") or "" for number in range(1, self.boxes + 1)]
        paragraphs = [part for line in lines for raw in line.split("\n") if (part := clean(raw))]
        if not paragraphs and not self.errors:
            self.add_error("p1", "请至少写一段正文")
        if len(paragraphs) > MOST:
            self.add_error(f"p{self.boxes}", f"正文最多{MOST}段，现有{len(paragraphs)}段，请合并")
        data["paragraphs"] = paragraphs
        return data

    @property
    def text(self) -> Text:
        """What was typed, each part on one line, the title in its own lines."""
        given = self.cleaned_data
        lines = [line for raw in given["title"].split("\n") if (line := clean(raw))]
        return {
            "title": "\n".join(lines),
            "recipients": clean(given["recipients"]).rstrip("：:"),
            "copies_to": clean(given["copies_to"]).rstrip("。"),
            "printed_by": clean(given["printed_by"]),
            "copies": given["copies"] or 0,
            "paragraphs": given["paragraphs"],
        }


class CorrectionTextForm(TextForm):
    """The text of a correction: besides the words, what is wrong in the list, and why."""

    wrong = forms.CharField(
        label="名单里有误的文字",
        max_length=100,
        required=False,
        help_text="照原文抄写，例如写错的党支部名称。名单没有错就空着。增减党支部不能在这里办理。",
    )
    right = forms.CharField(label="名单里更正为", max_length=100, required=False)
    reason = Prose(label="更正理由", limit=300, help_text="写明哪里有误、依据是什么。", widget=_rows(3))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["version", "reason", "wrong", "right", "title", "recipients"])

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if bool(data.get("wrong")) != bool(data.get("right")):
            self.add_error("right", "“名单里有误的文字”和“名单里更正为”要同时填写")
        return data

    @property
    def text(self) -> Text:
        given = self.cleaned_data
        made: Text = super().text
        return {**made, "wrong": clean(given["wrong"]), "right": clean(given["right"]), "reason": given["reason"]}


def _label(number: int, line: str, standard: Sequence[str]) -> str:
    if not line:
        return f"第{number}段（不需要就空着）"
    return f"第{number}段" if line in standard else f"第{number}段（已改）"


PASSED = [("yes", "通过"), ("no", "退回修改")]


@labelled_by(TextCheck)
class CheckForm(Plain, forms.Form):
    """核稿: passed, or what is to be changed."""

    is_passed = Choice(label="核稿意见", choices=PASSED)
    reason = Prose(limit=500, required=False, help_text="退回的写明改哪里、怎么改。", widget=_rows(4))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("is_passed") == "no" and not data.get("reason"):
            self.add_error("reason", "退回文稿须写明意见")
        return data


@labelled_by(TextCheck)
class ReturnForm(Plain, forms.Form):
    """Why a body gives a text back that it was to sign."""

    reason = Prose(limit=500, help_text="写明改哪里、怎么改。", widget=_rows(4))


@labelled_by(LeaderConsent)
class ConsentForm(Plain, forms.Form):
    """Who of a body signed on which day, as the paper or the OA says."""

    body = Choice(choices=Body.choices)
    leader = forms.CharField(max_length=30, help_text="在发文稿纸上或办公系统里签字的负责人姓名。")
    signed_on = Day(help_text="签字的那一天，不是登记的日期。")
    scan = forms.FileField(
        required=False,
        allow_empty_file=True,
        help_text="PDF、JPG、PNG，可不传。不得上传涉密文件。",
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )

    def __init__(self, *args: Any, bodies: Sequence[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].choices = [(body.value, body.label) for body in bodies]
        if len(bodies) == 1:
            self.initial["body"] = bodies[0].value

    def clean_signed_on(self) -> Any:
        day = self.cleaned_data["signed_on"]
        if day > clock.today():
            raise forms.ValidationError("签发日期不能晚于今天，请核对")
        return day


class SignForm(ProofForm):
    """Consent to one text, with the strongest proof that the person has."""

    has_read = forms.BooleanField(
        label="我已核对本页文稿，并看过与原公文的不同",
        error_messages={"required": "请勾选“我已核对本页文稿，并看过与原公文的不同”"},
    )


class IssuedForm(Plain, forms.Form):
    """Who signed on paper and on which day, unless that is recorded with the leaders' consents (`is_dated`)."""

    def __init__(self, *args: Any, is_dated: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_dated:
            return
        label = label_of(LeaderConsent, "leader")
        for body in Body:
            self.fields[f"leader_{body.value}"] = forms.CharField(label=f"{body.label}{label}", max_length=30)
        self.fields["dated_on"] = Day(
            label=label_of(Notice, "dated_on"),
            required=False,
            help_text="最后一位负责人签发的日期。不填，取最后签署的那一天。",
        )

    @property
    def leaders(self) -> dict[str, str]:
        """By body who signed; empty where it is recorded already."""
        given = self.cleaned_data
        return {body.value: given[f"leader_{body.value}"] for body in Body if f"leader_{body.value}" in given}


class IssueForm(IssuedForm):
    """Of a correction the number that the office has registered, who signed and when."""

    def __init__(self, *args: Any, proposed: str, is_dated: bool, **kwargs: Any) -> None:
        super().__init__(*args, is_dated=is_dated, **kwargs)
        if proposed:
            self.fields["number"] = forms.CharField(
                label=label_of(Notice, "number"),
                max_length=60,
                initial=proposed,
                help_text="照主办机关发文登记填写完整。",
            )
            self.order_fields(["number"])
