"""What is said of a key that is asked for, and why one goes back."""

from typing import Any

from django import forms

from branches import clock
from branches.labels import labelled_by
from branches.models import SystemKey
from branches.pages.fields import Day, Plain, Prose
from branches.permissions import Data
from branches.systems import steps as systems_steps


@labelled_by(SystemKey)
class KeyForm(Plain, forms.Form):
    system = forms.CharField(max_length=40, help_text="如“全市党建综合平台”。换密钥时写同一个名称。")
    purpose = forms.CharField(max_length=200, help_text="由谁运行、拿数据做什么，安全管理员据此确认。")
    reads = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        choices=[(data.value, data.label) for data in Data],
        help_text="只选用得着的。",
    )
    expires_on = Day()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["expires_on"].help_text = f"最长一年，到{systems_steps.latest()}。"
        self.fields["expires_on"].widget.attrs |= {"min": str(clock.today()), "max": str(systems_steps.latest())}


@labelled_by(SystemKey)
class DecideForm(Plain, forms.Form):
    """One form for both buttons; only sending back asks for the reason."""

    reason = Prose(required=False, help_text="退回时必须填写。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].widget.attrs["rows"] = 3
