"""What a telephone sends."""

from typing import Any

from django import forms

from branches.labels import label_of
from branches.pages.fields import Plain
from evaluation.models import PhoneFile
from evaluation.uploads import PICTURES, field_attributes


class PhoneForm(Plain, forms.Form):
    """One photograph."""

    photo = forms.FileField(
        label=label_of(PhoneFile, "file"),
        allow_empty_file=True,
        help_text="JPG或PNG照片。",
        widget=forms.FileInput(
            attrs={**field_attributes(PICTURES), "data-upload-many": True, "data-upload-shows": "#sent"}
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["photo"].label = "照片"
