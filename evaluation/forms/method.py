"""The five texts of a working method, each with a hint of what belongs there."""

from typing import Any

from django import forms

from branches.fields import Plain, Prose
from evaluation.forms.self_assessment import DraftForm

HINTS = {
    "background": "遇到什么问题、为什么这样做。",
    "practice": "怎么做的，分几步，谁来做。写别的支部照着能做的。",
    "effect": "解决了什么，党员和群众怎么评价。",
    "reflection": "有什么体会，哪些还要改进。",
}


class MethodForm(DraftForm):
    """All five texts are needed, but only where the method `is_final`: handed in, not merely saved."""

    title = forms.CharField(label="工作法名称", max_length=60, help_text="例如：“三访三办”工作法。")
    background = Prose(label="背景", limit=2000, help_text=HINTS["background"])
    practice = Prose(
        label="做法",
        limit=4000,
        help_text=HINTS["practice"],
        widget=forms.Textarea(attrs={"rows": 14}),
    )
    effect = Prose(label="成效", limit=2000, help_text=HINTS["effect"])
    reflection = Prose(label="思考", limit=2000, help_text=HINTS["reflection"])

    def __init__(self, *args: Any, is_final: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = field.required and is_final


class ReasonForm(Plain, forms.Form):
    """退回 or 移出, with what the branch should know."""

    reason = Prose(label="意见", limit=300)
