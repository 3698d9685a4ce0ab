"""Forms of accounts and posts."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator

from branches import clock
from branches.labels import labelled_by
from branches.models import Appointment, User
from branches.pages.fields import Day, Plain
from branches.permissions import Role


class PersonForm(Plain, forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = User
        fields = ["name", "username", "phone", "email"]
        labels = {"username": "账号", "email": "电子邮箱"}
        help_texts = {
            "username": "登录时用，字母、数字或姓名全拼均可。",
            "email": "提醒和办理结果发到这里；不填则只在系统内通知。",
        }
        error_messages = {
            "username": {"unique": "这个账号已有人使用，请换一个"},
            "email": {"invalid": "电子邮箱格式不对，请核对"},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].widget.attrs.update(autocomplete="off", spellcheck="false")
        self.fields["email"].widget.attrs.update(autocomplete="off", spellcheck="false")
        self.fields["phone"].widget.attrs.update(inputmode="tel", autocomplete="off")
        self.fields["phone"].validators.append(
            RegexValidator(r"^[0-9+（）() -]{5,20}\Z", "电话只能有数字和短横线，请核对")
        )

    def clean_name(self) -> str:
        return "".join(self.cleaned_data["name"].split())


@labelled_by(Appointment)
class ScopeSearch(forms.Form):
    """Which post, and a word of the place: the first half of an appointment, all in the URL."""

    role = forms.ChoiceField(choices=[("", "请选择"), *((role.value, role.label) for role in Role)])
    q = forms.CharField(
        label="任职地点",
        max_length=60,
        required=False,
        help_text="输入单位或党支部名称，拼音首字母也可以。全市职务不用填。",
    )

    @property
    def wanted(self) -> Role | None:
        return Role(self.cleaned_data["role"]) if self.is_valid() else None


@labelled_by(Appointment)
class AppointForm(Plain, forms.Form):
    """The second half: one of the places found, and the days."""

    place = forms.ChoiceField(label="任职地点", widget=forms.RadioSelect(attrs={"class": "stacked"}))
    starts_on = Day()
    ends_on = Day(required=False, help_text="最后一天。不填表示在任。")

    def __init__(self, *args: Any, places: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {str(place.pk): place for place in places}
        self.fields["place"].choices = [(key, str(place)) for key, place in self.places.items()]
        self.fields["starts_on"].initial = clock.today
        if len(places) == 1:
            self.fields["place"].initial = next(iter(self.places))

    @property
    def chosen(self) -> Any:
        return self.places[self.cleaned_data["place"]]


class EndPostForm(Plain, forms.Form):
    on = Day(label="最后一天", help_text="这一天仍可办理，第二天起不能。")


@labelled_by(User)
class OwnBranchForm(Plain, forms.Form):
    """To which of the branches found a person belongs."""

    branch = forms.ChoiceField(widget=forms.RadioSelect(attrs={"class": "stacked"}))

    def __init__(self, *args: Any, places: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {str(place.pk): place for place in places}
        none = [("none", "不属于市直机关党支部")]
        self.fields["branch"].choices = [(key, str(place)) for key, place in self.places.items()] + none

    @property
    def chosen(self) -> Any:
        return self.places.get(self.cleaned_data["branch"])
