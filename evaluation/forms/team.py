"""The assessment team: who belongs to it and who leads it."""

from collections.abc import Sequence
from typing import Any

from django import forms

from branches.fields import Plain
from branches.models import User
from evaluation.queries.team import Choosable


class TeamForm(Plain, forms.Form):
    """Members and leader among the people offered; the table of the page draws the boxes."""

    members = forms.ModelMultipleChoiceField(
        label="考核组成员",
        queryset=User.objects.none(),
        error_messages={"required": "请勾选考核组成员", "invalid_choice": "所选的人不能参加考核组，请刷新页面重新选择"},
    )
    leader = forms.ModelChoiceField(
        label="组长",
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
