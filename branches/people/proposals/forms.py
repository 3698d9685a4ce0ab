"""What is asked of whoever puts a post forward, ends one, or does not agree."""

from typing import Any

from django import forms

from branches import clock
from branches.labels import labelled_by
from branches.models import Appointment, Branch, ProposalList, Unit, User
from branches.pages.fields import Day, Plain, Prose
from branches.people.proposals import queries as proposals_queries
from branches.people.proposals.steps import Newcomer
from branches.permissions import Role
from branches.queries import active_branches, posts_of_unit

_NEW = "不在名单里，在下面填写"


@labelled_by(Appointment)
class ProposalForm(Plain, forms.Form):
    """Which post, who, from when: somebody from the list, or a newcomer by name and mobile number."""

    role = forms.ChoiceField(widget=forms.RadioSelect(attrs={"class": "stacked"}))
    branch = forms.ModelChoiceField(
        Branch.objects.none(), required=False, empty_label="—", help_text="只有职务是党支部书记时选择。"
    )
    person = forms.ModelChoiceField(User.objects.none(), label="人员", required=False, empty_label=_NEW)
    name = forms.CharField(label="姓名", max_length=30, required=False, help_text="名单里没有此人时填写。")
    phone = forms.RegexField(
        r"^1[0-9]{10}$",
        label="手机号",
        required=False,
        error_messages={"invalid": "手机号应是11位数字，请核对"},
        help_text="名单里没有此人时填写，用来核对是不是已有账号。",
    )
    own_branch = forms.ModelChoiceField(
        Branch.objects.none(), label="所在党支部", required=False, empty_label="—", help_text="考核、推荐时据此回避。"
    )
    starts_on = Day()
    instead_of = forms.ModelChoiceField(
        Appointment.objects.none(),
        label="接替",
        required=False,
        empty_label="不接替，另加一人",
        help_text="原任到新任的前一天为止。",
    )

    def __init__(self, *args: Any, unit: Unit, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit = unit
        is_city = unit.kind == Unit.Kind.CITY
        offered = proposals_queries.OF_THE_CITY if is_city else proposals_queries.OF_A_UNIT
        self.fields["role"].choices = [(role.value, role.label) for role in offered]
        self.fields["branch"].queryset = self.fields["own_branch"].queryset = active_branches(unit)
        self.fields["person"].queryset = people
        self.fields["person"].label_from_instance = lambda user: f"{user}（{user.branch or '所在党支部未登记'}）"
        self.fields["instead_of"].queryset = posts_of_unit(unit).filter(role__in=[role.value for role in offered])
        self.fields["instead_of"].label_from_instance = str
        self.fields["starts_on"].initial = clock.today
        if is_city:
            del self.fields["branch"], self.fields["own_branch"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("role") == Role.SECRETARY.value and not cleaned.get("branch"):
            self.add_error("branch", "请选择任职的党支部")
        if not cleaned.get("person"):
            for name in ("name", "phone"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, f"请在名单里选择人员，或填写{self.fields[name].label}")
        elif cleaned.get("name") or cleaned.get("phone"):
            self.add_error("person", "已在名单里选了人员，请清空姓名和手机号；或者改选“不在名单里”")
        return cleaned

    @property
    def place(self) -> Unit | Branch:
        is_of_branch = self.cleaned_data["role"] == Role.SECRETARY.value
        place: Unit | Branch = self.cleaned_data["branch"] if is_of_branch else self.unit
        return place

    @property
    def who(self) -> User | Newcomer:
        given = self.cleaned_data
        if given["person"]:
            person: User = given["person"]
            return person
        return Newcomer("".join(given["name"].split()), given["phone"], given.get("own_branch") or given.get("branch"))


class EndForm(Plain, forms.Form):
    on = Day(label="最后一天", help_text="这一天仍可办理，第二天起不能。")


@labelled_by(ProposalList)
class AgreeForm(Plain, forms.Form):
    """One form for both buttons; only disagreeing asks for the reason."""

    reason = Prose(label="不同意的原因", required=False, help_text="不同意时必须填写。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].widget.attrs["rows"] = 3
