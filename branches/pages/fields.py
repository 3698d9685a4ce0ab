"""Form fields that speak plainly: what is missing, and what to do, in the words of the label."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator

from branches.incoming import numbers

NO_VERSION = "页面不完整，什么都没有办理。请返回后重新打开这一页，再办理一次。"
_PICKED = (forms.Select, forms.RadioSelect, forms.CheckboxSelectMultiple)


class Whole(forms.IntegerField):
    """A whole number that a database can keep: from 0 to eighteen digits unless told."""

    def __init__(self, *, min_value: int = 0, max_value: int = numbers.LARGEST, **options: Any) -> None:
        super().__init__(min_value=min_value, max_value=max_value, **options)


class Year(Whole):
    """A year of which there can be something here."""

    def __init__(
        self, *, min_value: int = numbers.EARLIEST.year, max_value: int = numbers.LATEST.year, **options: Any
    ) -> None:
        super().__init__(min_value=min_value, max_value=max_value, **options)


class Day(forms.DateField):
    """A day with which one can reckon: neither before all branches nor long after all of us."""

    default_validators = [MinValueValidator(numbers.EARLIEST), MaxValueValidator(numbers.LATEST)]


class Several(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Rows by their numbers; what is no number of ours is none of the choices."""

    def clean(self, value: Any) -> Any:
        if isinstance(value, list | tuple) and any(numbers.number(str(one)) is None for one in value):
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice", params={"value": ""})
        return super().clean(value)


class Prose(forms.CharField):
    """A text of some sentences. A line break counts as one character, on every system."""

    widget = forms.Textarea(attrs={"rows": 6})

    def __init__(self, *, limit: int = 300, **options: Any) -> None:
        self.limit = limit
        super().__init__(**options)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"data-limit": str(self.limit)}

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n").strip()

    def validate(self, value: str) -> None:
        super().validate(value)
        if (excess := len(value) - self.limit) > 0:
            raise ValidationError(f"{self.label or '内容'}最多写{self.limit}字，超出{excess}字，请删减")


class Choice(forms.ChoiceField):
    """One of a few, as large segments; nothing is chosen beforehand."""

    def __init__(self, *, stacked: bool = False, **options: Any) -> None:
        options.setdefault("widget", forms.RadioSelect(attrs={"class": "stacked"} if stacked else {}))
        super().__init__(**options)


class Versioned(forms.Form):
    """Mix into the form of a move: it says which version of the thing was on the page, or decides nothing."""

    version = Whole(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("version") is None:
            self.errors.pop("version", None)
            raise ValidationError(NO_VERSION)
        return given

    def renew(self) -> None:
        """Somebody was quicker: the page is shown as things stand by now, and whoever sends it again has seen that."""
        given: Any = self.data
        self.data = given.copy()
        self.data["version"] = str(self.initial["version"])  # type: ignore[index]


class Plain:
    """Mix into a form: its messages name the field and the remedy."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            _speak_plainly(field, str(field.label or name))


def _speak_plainly(field: forms.Field, label: str) -> None:
    if isinstance(field, forms.FileField):
        words = {"required": f"请选择要上传的{label}", "empty": f"{label}是空文件，请重新选择"}
    elif isinstance(field, forms.BooleanField):
        words = {"required": f"请勾选“{label}”"}
    elif isinstance(field.widget, _PICKED):
        words = {"required": f"请选择{label}", "invalid_choice": f"{label}的选项无效，请重新选择"}
    elif isinstance(field, forms.DateField | forms.DateTimeField):
        between = f"{label}应在{numbers.EARLIEST.year}年到{numbers.LATEST.year}年之间，请核对"
        words = {
            "required": f"请填写{label}",
            "invalid": f"{label}请写成2027-01-31的样子",
            "min_value": between,
            "max_value": between,
        }
    elif isinstance(field, forms.IntegerField):
        name = label.replace("%", "%%")
        words = {
            "required": f"请填写{label}",
            "invalid": f"{label}请填数字",
            "min_value": f"{name}不能小于%(limit_value)s",
            "max_value": f"{name}不能大于%(limit_value)s",
        }
    else:
        words = {
            "required": f"请填写{label}",
            "max_length": f"{label}最多写%(limit_value)d字，现有%(show_value)d字，请删减",
        }
    for code, sentence in words.items():
        if field.error_messages.get(code) == _default(field, code):
            field.error_messages[code] = sentence


def _default(field: forms.Field, code: str) -> Any:
    """Django's own sentence, to leave alone what the form's author wrote."""
    for kind in type(field).__mro__:
        if code in (messages := getattr(kind, "default_error_messages", {})):
            return messages[code]
    return None
