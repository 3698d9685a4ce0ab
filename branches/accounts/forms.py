"""Signing in and changing the own password."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm

from branches.accounts import passwords
from branches.models import User
from branches.pages.fields import Plain


class SignInForm(Plain, AuthenticationForm):
    """One sentence for every failure: it must not tell whether the account exists."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sentence = "账号或密码不对，请核对后重新输入；忘记密码，请点下面的“开通账号”。"
        self.error_messages = {"invalid_login": sentence, "inactive": sentence}
        self.fields["password"].widget.render_value = "password" in self.initial
        self.fields["username"].label = "账号或手机号"
        self.fields["username"].error_messages["required"] = "请填写账号或手机号"
        self.fields["username"].widget.attrs.update(autocomplete="username", spellcheck="false")


class ChangePasswordForm(Plain, PasswordChangeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.error_messages = self.error_messages | {
            "password_incorrect": "现在的密码不对，请重新输入",
            "password_mismatch": "两次输入的新密码不一致，请重新输入",
        }
        words = {"old_password": "现在的密码", "new_password1": "新密码", "new_password2": "再输入一次新密码"}
        for name, label in words.items():
            field: forms.Field = self.fields[name]
            field.label = label
            field.help_text = ""
            field.error_messages["required"] = f"请填写{label}" if name != "new_password2" else "请再输入一次新密码"

    def validate_password_for_user(self, user: User, password_field_name: str = "") -> None:
        wanted = self.cleaned_data.get("new_password2")
        for sentence in passwords.refusals(wanted, user) if wanted else []:
            self.add_error("new_password1", sentence)
        if wanted and user.check_password(wanted):
            self.add_error("new_password1", "新密码与现在的密码相同，请换一个")

    @property
    def rules(self) -> tuple[str, ...]:
        return passwords.RULES
