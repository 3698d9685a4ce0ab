"""An objection as it was received, and what the inquiry found."""

from django import forms

from branches.fields import Choice, Plain, Prose
from evaluation.vocabulary import ObjectionState

OUTCOMES = [
    (ObjectionState.DISMISSED, "不成立：该支部照常办理"),
    (ObjectionState.UPHELD, "成立：撤出拟命名，双方重新评定"),
]


class ObjectionForm(Plain, forms.Form):
    received_on = forms.DateField(label="收到日期")
    source = forms.CharField(label="提出人或来源", max_length=60, help_text="例如：来信、来电、来访，署名的写姓名。")
    facts = Prose(label="反映的情况", limit=1000)


class OutcomeForm(Plain, forms.Form):
    state = Choice(label="核查结果", choices=OUTCOMES, stacked=True)
    outcome = Prose(
        label="核查结论",
        limit=500,
        help_text="不写提出人，也不写能认出提出人的内容。异议成立的，结论作为撤出拟命名的理由，该支部能看到。",
    )
