"""The form of a photograph, and its field alone."""

import uuid
from typing import Any

from django import forms
from django.urls import reverse

from branches.labels import label_of
from branches.pages.fields import Plain
from evaluation.models import ScorePhoto
from evaluation.uploads import PICTURES, field_attributes


class PhotoForm(Plain, forms.Form):
    """One photograph, with the number that makes a second sending of it harmless."""

    photo = forms.FileField(
        label=label_of(ScorePhoto, "file"),
        allow_empty_file=True,
        help_text="JPG或PNG照片，每项最多3张。拍摄地点等信息不会保存。",
        widget=forms.FileInput(attrs=field_attributes(PICTURES)),
    )
    op = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: Any, case: int, number: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["photo"].widget.attrs |= _leading_to(case, number)


def slot(case: int, number: int) -> dict[str, Any]:
    """The same as a field without a name that waits in another form until a script takes it up: its attributes."""
    waiting = {"id": f"photo-{number}", "data-upload-name": "photo", "data-upload-button": "拍照", "hidden": True}
    return {**field_attributes(PICTURES), **_leading_to(case, number), **waiting}


def _leading_to(case: int, number: int) -> dict[str, str]:
    to = reverse("evaluation:assessment_photos", args=[case, number])
    return {"data-upload": to, "data-upload-shows": f"#photos-{number}", "data-upload-many": ""}
