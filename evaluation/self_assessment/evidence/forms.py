"""Forms of the library: files to upload, a document to name."""

from typing import Any

from django import forms

from branches import clock
from branches.labels import label_of, labelled_by
from branches.pages.fields import Day, Plain
from evaluation.models import Evidence
from evaluation.uploads import field_attributes


class Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once; each is judged by content, so empty ones get through to the judge."""

    widget = Files(attrs={**field_attributes(), "multiple": True})

    def __init__(self, **options: Any) -> None:
        super().__init__(allow_empty_file=True, **options)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, list | tuple) else [data]
        return (
            [super(FilesField, self).clean(one, initial) for one in files if one] or super().clean(None, initial) or []
        )


class FilesForm(Plain, forms.Form):
    """Upload into the library, or straight to a criterion."""

    upload = FilesField(
        label=label_of(Evidence, "file"),
        help_text="PDF、JPG、PNG、Word（docx）、Excel（xlsx）、OFD，每个不超过20MB，可以一次选多个；手机上可以直接拍照。",
    )

    def __init__(self, *args: Any, shows: str = "", to: str = "", **kwargs: Any) -> None:
        """`to` is where a script sends each file, `shows` the part of the page that then lists it."""
        super().__init__(*args, **kwargs)
        self.fields["upload"].widget.attrs |= {"data-upload": to, "data-upload-shows": shows}


class PaperForm(Plain, forms.Form):
    """The scan of the branch's stamped paper (D30)."""

    file = forms.FileField(
        label="扫描件",
        allow_empty_file=True,
        help_text="支部盖章的纸质自评表，PDF或照片，不超过20MB。",
        widget=forms.FileInput(attrs=field_attributes()),
    )

    def __init__(self, *args: Any, on: str, **kwargs: Any) -> None:
        """`on` is where a script goes on to when the scan is kept."""
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["data-upload-on"] = on


@labelled_by(Evidence)
class ReferenceForm(Plain, forms.Form):
    """A document that is named instead of uploaded (D31)."""

    title = forms.CharField(label="文件标题", max_length=100)
    document_number = forms.CharField(max_length=60, required=False)
    dated_on = Day(required=False)

    def clean_dated_on(self) -> Any:
        day = self.cleaned_data["dated_on"]
        if day and day > clock.today():
            raise forms.ValidationError("文件日期不能晚于今天，请核对")
        return day
