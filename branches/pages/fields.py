"""Form fields that speak plainly: what is missing, and what to do, in the words of the label."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

_PICKED = (forms.Select, forms.RadioSelect, forms.CheckboxSelectMultiple)


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
        words = {"required": f"请填写{label}", "invalid": f"{label}请写成2027-01-31的样子"}
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
