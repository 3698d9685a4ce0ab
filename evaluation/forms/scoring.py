"""Forms of the score sheet. A draft is never refused: only finishing the sheet asks for completeness."""

from typing import Any

from django import forms

from branches.fields import Choice, Plain, Prose
from evaluation.queries import scores

TOO_LONG_EVEN_FOR_A_DRAFT = 3000


class ScoreForm(Plain, forms.Form):
    """One criterion."""

    mark = Choice(label="考核等次", choices=(), required=False)
    note = forms.CharField(
        label="现场看到什么",
        help_text="评为“未达到”的，提交前须写明。",
        required=False,
        max_length=TOO_LONG_EVEN_FOR_A_DRAFT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, template: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mark"].choices = scores.choices(template)
        self.fields["mark"].show_optional = False
        self.fields["note"].widget.attrs.pop("maxlength", None)
        self.fields["note"].widget.attrs["data-limit"] = str(scores.NOTE_LIMIT)


class RemarkForm(Plain, forms.Form):
    """The conclusion drawn on site, beside the list of all criteria."""

    remark = Prose(label="现场结论", limit=scores.REMARK_LIMIT, required=False)
