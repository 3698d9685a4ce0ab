"""What is asked of whoever puts a sealed copy back, or records to whom a document was given."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from branches.labels import label_of, labelled_by
from branches.models import Unit
from branches.pages.fields import Plain, Several, Whole
from evaluation.models import Distribution, IssuedCopy
from evaluation.uploads import PAPERS


@labelled_by(IssuedCopy)
class CopyForm(Plain, forms.Form):
    """The file, and why it takes the place of another."""

    file = forms.FileField(
        allow_empty_file=True,
        help_text="用印后的扫描件、PDF、OFD，或者WPS定稿（docx），不超过20MB。旧版wps、doc请先另存为docx或者输出为PDF。不得上传涉密文件。",
        widget=forms.FileInput(attrs={"accept": PAPERS}),
    )
    reason = forms.CharField(max_length=300, required=False, help_text="写明原来的正本哪里不对。")
    replaces = Whole(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, last: IssuedCopy | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["replaces"].initial = last.pk if last else None
        if last is None:
            del self.fields["reason"]
        else:
            self.fields["reason"].required = True


class DistributionForm(Plain, forms.Form):
    """Units that were not given it yet, all of them chosen beforehand, and how many copies each gets."""

    copies = Whole(
        label="每个单位的份数",
        min_value=1,
        max_value=1000,
        initial=1,
        help_text="份数不同的，分几次登记。已分发的份数由系统按单位合计。",
    )
    units = Several(
        label=label_of(Distribution, "unit"),
        queryset=Unit.objects.none(),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "stacked"}),
    )

    def __init__(self, *args: Any, offered: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"].queryset = offered
        self.fields["units"].initial = [one.pk for one in offered]
