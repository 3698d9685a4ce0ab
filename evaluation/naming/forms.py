"""What the two bodies give at step 4."""

from typing import Any

from django import forms

from branches.accounts.proof import ProofForm
from branches.labels import label_of, labelled_by
from branches.models import User
from branches.names import ORGANISATION_DEPARTMENT, WORK_COMMITTEE
from branches.pages.fields import Choice, Day, Plain, Prose, Several, Whole
from evaluation.drafting.forms import IssuedForm
from evaluation.models import Decision, MunicipalEvaluation, Objection, PanelMember
from evaluation.vocabulary import ObjectionState, Verdict


@labelled_by(MunicipalEvaluation)
class VerdictForm(Plain, forms.Form):
    """One body's verdict on one candidate."""

    verdict = Choice(choices=Verdict.choices)
    reason = Prose(limit=300, required=False, help_text="不同意命名须写明理由。")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("verdict") == Verdict.DECLINE and not data.get("reason"):
            self.add_error("reason", "不同意命名须写明理由")
        return data


class PublicNoticeForm(Plain, forms.Form):
    """Where objections are taken: a 公示 prints the telephones of both bodies."""

    organisation_department = forms.CharField(
        label=f"{ORGANISATION_DEPARTMENT}受理电话", max_length=60, help_text="印在公示上；几部电话用“、”隔开。"
    )
    work_committee = forms.CharField(label=f"{WORK_COMMITTEE}受理电话", max_length=60)


class PanelForm(Plain, forms.Form):
    """Who sits on the joint panel; the body follows from the post."""

    members = Several(
        label=label_of(PanelMember, "user"),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "stacked"}),
        help_text=f"{WORK_COMMITTEE}和{ORGANISATION_DEPARTMENT}都要有成员。",
    )
    leader = forms.ModelChoiceField(
        label=label_of(PanelMember, "is_leader"), queryset=User.objects.none(), empty_label="请选择"
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("members", "leader"):
            field = self.fields[name]
            field.queryset = people
            field.label_from_instance = _with_branch

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("leader") and data.get("members") is not None and data["leader"] not in data["members"]:
            self.add_error("leader", "组长须是所选成员之一")
        return data


def _with_branch(user: User) -> str:
    return f"{user.name}（{user.branch or '未登记所在党支部'}）"


class SignForm(ProofForm):
    """Consent to one frozen version, with the strongest proof that the person has."""

    has_read = forms.BooleanField(
        label="我已核对本页内容，并看过与上一版的差异",
        error_messages={"required": "请勾选“我已核对本页内容，并看过与上一版的差异”"},
    )
    text = Whole(widget=forms.HiddenInput, required=False)
    """The text that was on the page, 0 for none: nobody signs another than he has read."""

    def clean_text(self) -> int:
        return self.cleaned_data["text"] or 0


class RemarkForm(Plain, forms.Form):
    note = Prose(label="退回意见", limit=300)


@labelled_by(Decision)
class ProclaimForm(IssuedForm):
    """The document number, and the number of branches typed again: a proclamation cannot be undone."""

    document_number = forms.CharField(
        max_length=60, help_text="照主办机关发文登记，把序号填在“号”前，例如：平组通〔2027〕12号。"
    )
    count = Whole(label="名单上的支部数")

    def __init__(self, *args: Any, expected: int, is_dated: bool, **kwargs: Any) -> None:
        super().__init__(*args, is_dated=is_dated, **kwargs)
        self.expected = expected
        self.order_fields(["document_number"])
        self.fields["count"].help_text = f"请输入“{expected}”，表示您已核对。"

    def clean_count(self) -> int:
        count: int = self.cleaned_data["count"]
        if count != self.expected:
            raise forms.ValidationError(f"这一版名单是{self.expected}个支部，请核对后重新输入")
        return count


OUTCOMES = [
    (ObjectionState.DISMISSED, "不成立：该支部照常办理"),
    (ObjectionState.UPHELD, "成立：撤出拟命名，双方重新评定"),
]


@labelled_by(Objection)
class ObjectionForm(Plain, forms.Form):
    received_on = Day()
    source = forms.CharField(max_length=60, help_text="例如：来信、来电、来访，署名的写姓名。")
    facts = Prose(limit=1000)


@labelled_by(Objection)
class OutcomeForm(Plain, forms.Form):
    state = Choice(label="核查结果", choices=OUTCOMES, stacked=True)
    outcome = Prose(
        limit=500,
        help_text="不写提出人，也不写能认出提出人的内容。异议成立的，结论作为撤出拟命名的理由，该支部能看到。",
    )
