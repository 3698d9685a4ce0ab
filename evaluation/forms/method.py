"""The five texts of a working method, each with a hint of what belongs there."""

from django import forms

from branches.fields import Plain, Prose

HINTS = {
    "background": "遇到什么问题、为什么这样做。",
    "practice": "怎么做的，分几步，谁来做。写别的支部照着能做的。",
    "effect": "解决了什么，党员和群众怎么评价。",
    "reflection": "有什么体会，哪些还要改进。",
}


class MethodForm(Plain, forms.Form):
    """Each text may be left empty until the method is handed in."""

    title = forms.CharField(label="工作法名称", max_length=60, required=False, help_text="例如：“三访三办”工作法。")
    background = Prose(label="背景", limit=2000, required=False, help_text=HINTS["background"])
    practice = Prose(
        label="做法",
        limit=4000,
        required=False,
        help_text=HINTS["practice"],
        widget=forms.Textarea(attrs={"rows": 14}),
    )
    effect = Prose(label="成效", limit=2000, required=False, help_text=HINTS["effect"])
    reflection = Prose(label="思考", limit=2000, required=False, help_text=HINTS["reflection"])
    base_version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ReasonForm(Plain, forms.Form):
    """退回 or 移出, with what the branch should know."""

    reason = Prose(label="意见", limit=300)
