"""The forms of activation, and the choice of units and runs."""

from typing import Any

from django import forms
from django.contrib.auth.forms import SetPasswordForm

from branches.accounts import passwords
from branches.models import User
from branches.pages.fields import Plain


class KeysForm(Plain, forms.Form):
    """Who one is, and both keys. Whatever is wrong with them is said in one sentence, by the view."""

    username = forms.CharField(label="账号或手机号", max_length=150)
    code = forms.CharField(label="开通码", max_length=40, help_text="在开通条上，12位；不分大小写，横线可以不输。")
    word = forms.CharField(label="本单位开通口令", max_length=40, help_text="8位数字，不在条上，请问机关党组织。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fields:
            self.fields[name].widget.attrs.update(autocomplete="off", spellcheck="false")
        self.fields["username"].widget.attrs["autocomplete"] = "username"
        self.fields["word"].widget.attrs["inputmode"] = "numeric"


class OwnPasswordForm(Plain, SetPasswordForm):  # type: ignore[type-arg]
    """The own password, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.error_messages = self.error_messages | {"password_mismatch": "两次输入的密码不一致，请重新输入"}
        for name, label in {"new_password1": "密码", "new_password2": "再输入一次密码"}.items():
            field: forms.Field = self.fields[name]
            field.label, field.help_text = label, ""
            field.error_messages["required"] = "请填写密码" if name == "new_password1" else "请再输入一次密码"

    def validate_password_for_user(self, user: User, password_field_name: str = "") -> None:
        wanted = self.cleaned_data.get("new_password2")
        for sentence in passwords.refusals(wanted, user) if wanted else []:
            self.add_error("new_password1", sentence)

    @property
    def rules(self) -> tuple[str, ...]:
        return passwords.RULES


class ChosenForm(forms.Form):
    """Some of what a page lists, by id."""

    def __init__(self, *args: Any, rows: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {str(row.pk): row for row in rows}
        self.fields["chosen"] = forms.MultipleChoiceField(
            label="选择",
            choices=[(key, str(row)) for key, row in self.rows.items()],
            error_messages={"required": "请先勾选，再按按钮。", "invalid_choice": "有的已经办过，请重新勾选。"},
        )

    @property
    def picked(self) -> list[Any]:
        return [self.rows[key] for key in self.cleaned_data["chosen"]]
