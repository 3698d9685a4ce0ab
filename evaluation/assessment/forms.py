"""Forms of step 2: visits, consultations, the opinion, keeping away, returning a sheet."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from branches import clock
from branches.labels import label_of, labelled_by
from branches.models import User
from branches.pages.fields import Choice, Day, Plain, Prose, Several, Whole
from evaluation.assessment.team import Choosable
from evaluation.models import (
    AssessmentTeam,
    Candidacy,
    Consultation,
    Opinion,
    Recusal,
    SiteVisit,
    TeamMember,
)

READ_BY_THE_BRANCH = (
    "对照“四强”标准写总体评价、突出成效和主要不足。"
    "请不要写分数：全单位的考核意见照录这段话。"
    "支部会看到：命名决定发布或者年度结束后，未推荐、未命名的支部可以读到意见全文和建议。"
)


class PastDay(Day):
    """A day of the year's work that has come already."""

    def __init__(self, *, year: int | None = None, **options: Any) -> None:
        self.year = year
        super().__init__(**options)

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value and value > clock.today():
            raise forms.ValidationError(f"{self.label}不能晚于今天，请重新选择")
        if value and self.year and value.year < self.year:
            raise forms.ValidationError(f"{self.label}不能早于{self.year}年，请重新选择")


class People(Several):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, user: User) -> str:
        return user.name


@labelled_by(SiteVisit)
class VisitForm(Plain, forms.Form):
    """One 实地查看."""

    visited_on = PastDay()
    visitors = People(queryset=User.objects.none())
    place = forms.CharField(max_length=100, required=False)
    findings = Prose(limit=1000, help_text="看了什么、与自评是否相符，写几句即可。")
    base_version = Whole(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, case: Candidacy, visitors: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["visited_on"].year = case.cycle.year
        self.fields["visitors"].queryset = visitors


@labelled_by(Consultation)
class ConsultationForm(Plain, forms.Form):
    """One 征求意见: numbers and words, without names."""

    consulted_on = PastDay()
    method = Choice(choices=Consultation.Method.choices)
    heard = Whole(min_value=1, max_value=9999)
    satisfied = Whole(min_value=0, max_value=9999)
    summary = Prose(limit=1000, help_text="归纳意见和建议，不写提意见人的姓名。")

    def __init__(self, *args: Any, case: Candidacy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consulted_on"].year = case.cycle.year

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("heard") is not None and (data.get("satisfied") or 0) > data["heard"]:
            self.add_error("satisfied", "满意人数不能超过征求人数，请核对")
        return data


@labelled_by(Opinion)
class OpinionForm(Plain, forms.Form):
    """考核意见 with advice; the score only refers (D21)."""

    text = Prose(limit=1000, help_text=READ_BY_THE_BRANCH)
    advice = Choice(choices=Opinion.Advice.choices)
    base_version = Whole(widget=forms.HiddenInput, required=False)


@labelled_by(Recusal)
class RecusalForm(Plain, forms.Form):
    """Who keeps away, and why. Without a choice of people it is the person himself."""

    user = forms.ModelChoiceField(queryset=User.objects.none(), empty_label="请选择")
    reason = Prose(limit=200, help_text="例如：与支部书记是夫妻关系。")

    def __init__(self, *args: Any, people: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if people is None:
            del self.fields["user"]
        else:
            self.fields["user"].queryset = people
            self.fields["user"].label_from_instance = lambda user: user.name


class ReasonForm(Plain, forms.Form):
    """An act that asks for a reason."""

    reason = Prose(label="理由", limit=300)


@labelled_by(AssessmentTeam)
class TeamForm(Plain, forms.Form):
    """Members and leader among the people offered; the table of the page draws the boxes."""

    members = Several(
        label="考核组成员",
        queryset=User.objects.none(),
        error_messages={"required": "请勾选考核组成员", "invalid_choice": "所选的人不能参加考核组，请刷新页面重新选择"},
    )
    leader = forms.ModelChoiceField(
        queryset=User.objects.none(),
        error_messages={"required": "请选择组长", "invalid_choice": "所选组长不能参加考核组，请刷新页面重新选择"},
    )

    def __init__(self, *args: Any, people: Sequence[Choosable], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = User.objects.filter(pk__in=[one.user.pk for one in people]).select_related("branch")
        self.fields["members"].queryset = offered
        self.fields["leader"].queryset = offered

    @property
    def chosen(self) -> set[str]:
        """Ids ticked now: as sent, or as the team stands."""
        return {str(value) for value in self["members"].value() or []}

    @property
    def chosen_leader(self) -> str:
        return str(self["leader"].value() or "")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("leader") and data.get("members") is not None and data["leader"] not in data["members"]:
            self.add_error("leader", "组长须同时勾选为成员")
        return data


class CountForm(Plain, forms.Form):
    """Whether the sheets of a member who left count (D45)."""

    counts = Choice(label=label_of(TeamMember, "counts"), choices=(("yes", "计入"), ("no", "不计入")), stacked=True)
