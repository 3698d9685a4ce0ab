"""Where a code of the second factor is typed."""

from django import forms

from branches.pages.fields import Plain


def code_field(label: str, hint: str) -> forms.CharField:
    """Called `second_factor` wherever it stands, so that no carried form ever holds one."""
    attrs = {
        "autocomplete": "one-time-code",
        "inputmode": "text",
        "spellcheck": "false",
        "autocapitalize": "characters",
    }
    return forms.CharField(label=label, help_text=hint, max_length=40, widget=forms.TextInput(attrs=attrs))


class CodeForm(Plain, forms.Form):
    second_factor = code_field("动态码或备用码", "手机上现在显示的6位数字；没有手机的，用备用码表里没用过的一个。")


class FirstCodeForm(Plain, forms.Form):
    second_factor = code_field("手机上显示的6位动态码", "扫码或输入密钥后，手机上每半分钟换一个。")
