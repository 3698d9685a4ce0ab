"""What the security administrator writes when changes go back."""

from typing import Any

from django import forms

from branches.labels import labelled_by
from branches.models import ProposedChange
from branches.pages.fields import Plain, Prose


@labelled_by(ProposedChange)
class DecideForm(Plain, forms.Form):
    """One form for both buttons; only sending back asks for the reason."""

    reason = Prose(required=False, help_text="退回时必须填写，系统管理员据此改正后重新提请。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].widget.attrs["rows"] = 3
