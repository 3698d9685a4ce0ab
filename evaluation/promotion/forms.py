"""What 市直工委 enters about an activity."""

from typing import Any

from django import forms

from branches import clock
from branches.labels import labelled_by
from branches.models import Branch
from branches.names import HONOUR
from branches.pages.fields import Choice, Day, Plain, Prose, Whole
from evaluation.models import PromotionActivity
from evaluation.promotion import queries as promotion_queries
from evaluation.uploads import ACCEPT


@labelled_by(PromotionActivity)
class ActivityForm(Plain, forms.Form):
    """One activity. The branches are written by name, a line each, as in the register."""

    kind = Choice(choices=PromotionActivity.Kind.choices)
    title = forms.CharField(max_length=100, help_text=f"例如：{HONOUR}经验交流座谈会。")
    held_on = Day(initial=clock.today)
    organiser = forms.CharField(max_length=100)
    branches = Prose(
        label="涉及的党支部",
        limit=6000,
        required=False,
        help_text="每行一个，写党支部全称，或者单位名称加支部简称。不涉及具体支部的不填。",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    summary = Prose(limit=500, required=False, widget=forms.Textarea(attrs={"rows": 4}))
    reference = forms.CharField(
        max_length=200, required=False, help_text="写文件标题和文号、报刊名称和日期，或者网址。有附件的可以不填。"
    )
    file = forms.FileField(
        required=False,
        allow_empty_file=True,
        help_text="PDF、JPG、PNG、Word（docx）、Excel（xlsx）、OFD，不超过20MB。不得上传涉密文件。",
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )

    def clean_branches(self) -> list[Branch]:
        names = list(dict.fromkeys(line.strip() for line in self.cleaned_data["branches"].split("\n") if line.strip()))
        found, unknown = promotion_queries.branches_called(names)
        if unknown:
            raise forms.ValidationError(f"名册中没有或者不止一个：{'、'.join(unknown)}。请改写党支部全称")
        return list({one.pk: one for one in found}.values())


@labelled_by(PromotionActivity)
class CorrectionForm(ActivityForm):
    """The same, with the version that the person has seen."""

    is_void = forms.BooleanField(required=False, help_text="勾选后不再展示，原记录保留。")
    version = Whole(widget=forms.HiddenInput)


def known(activity: PromotionActivity) -> dict[str, Any]:
    """What the form shows of an activity that is recorded already."""
    names = ("kind", "title", "held_on", "organiser", "summary", "reference", "is_void", "version")
    branches = "\n".join(one.full_name for one in activity.branches.all())
    return {name: getattr(activity, name) for name in names} | {"branches": branches}
