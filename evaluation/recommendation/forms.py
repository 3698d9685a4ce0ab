"""What a leading Party group or 市直工委 gives: a meeting, an order, the last words before a list is handed in."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from django import forms

from branches import clock
from branches.incoming import numbers
from branches.labels import label_of, labelled_by
from branches.pages.fields import Day, Plain, Prose, Versioned, Whole
from evaluation.documents.forms import number_field
from evaluation.models import Deliberation, ListVersion
from evaluation.recommendation.comparison import Candidate, names
from evaluation.recommendation.steps.appraisals import LIMIT as APPRAISAL_LIMIT


class PickForm(Plain, Versioned):
    """One case and the version of it that the person has seen."""

    case = Whole(widget=forms.HiddenInput)


class SwapForm(Plain, Versioned):
    """Who goes in, and who gives way: both with the version that the person has seen."""

    out = Whole(widget=forms.HiddenInput)
    out_version = Whole(widget=forms.HiddenInput)


class ReasonForm(Plain, Versioned):
    """A pick from the pool, with its reason."""

    note = Prose(label="选定理由", limit=300, help_text="写明与其他推送支部相比，为什么选定这个支部。")


@labelled_by(Deliberation)
class DeliberationForm(Plain, forms.Form):
    """会议审议 (D20)."""

    held_on = Day()
    chair = forms.CharField(max_length=30)
    expected = Whole(min_value=1, max_value=999, error_messages={"min_value": "应到人数至少为1人"})
    present = Whole(min_value=1, max_value=999, error_messages={"min_value": "实到人数至少为1人"})
    attendance = Prose(
        limit=500,
        required=False,
        help_text="可写姓名，也可写“见会议纪要”。",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    minutes = forms.CharField(max_length=120, help_text="例如：市财政局党组会议纪要〔2027〕2号")

    def clean_held_on(self) -> date:
        held_on: date = self.cleaned_data["held_on"]
        if held_on > clock.today():
            raise forms.ValidationError("会议日期不能晚于今天，请重新填写。")
        return held_on

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("present", 0) > data.get("expected", 999):
            self.add_error("present", "实到人数不能超过应到人数，请核对。")
        return data


class OrderForm(forms.Form):
    """The recommended order, by typed numbers or by ▲▼; what cannot be read leaves a branch where it was."""

    def __init__(self, data: Any, *, picked: Sequence[int]) -> None:
        super().__init__(data)
        self.picked = list(picked)
        for pk in picked:
            self.fields[f"rank_{pk}"] = Whole(min_value=1, max_value=999, required=False)

    @property
    def order(self) -> list[int]:
        """The cases in their new order. One that was given another's number goes before it, or after it if it sinks."""
        given = {pk: self.cleaned_data.get(f"rank_{pk}") for pk in self.picked}
        keys = {pk: self._key(place, given[pk]) for place, pk in enumerate(self.picked, 1)}
        order = sorted(self.picked, key=keys.__getitem__)
        pk, _, way = str(self.data.get("shift", "")).partition(":")
        if numbers.number(pk) in order and way in ("up", "down"):
            here = order.index(int(pk))
            there = max(0, here - 1) if way == "up" else min(len(order) - 1, here + 1)
            order.insert(there, order.pop(here))
        return order

    def _key(self, place: int, given: int | None) -> tuple[int, int, int]:
        wanted = given or place
        return wanted, (wanted > place) - (wanted < place), place


class Appraised(NamedTuple):
    """What the leading Party group wrote of a branch so far, and the organ's opinion before it."""

    text: str
    opinion: str


class HandInForm(Plain, forms.Form):
    """The check page: the order that was seen, the reasons that are owed, and 宁缺毋滥 as an act of its own."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        picked: Sequence[Candidate],
        owed: dict[int, list[Candidate]],
        known: dict[int, str],
        appraised: Mapping[int, Appraised] = MappingProxyType({}),
        remark: str = "",
        nobody: str = "",
        number: str | None = None,
        is_final: bool = True,
    ) -> None:
        """Unless it `is_final`, the list is not handed in now: what is written is kept, nothing has to be complete."""
        super().__init__(data, initial={"seen": ",".join(str(one.pk) for one in picked)})
        for one in picked:
            if one.pk in appraised:
                field = self.fields[f"appraisal_{one.pk}"] = _appraisal(one, appraised[one.pk])
                # Of a branch that was not yet on the page there is nothing to ask: the order has changed, and that is said.
                field.required = data is None or str(one.pk) in data.get("seen", "").split(",")
            if others := owed.get(one.pk):
                self.fields[f"reason_{one.pk}"] = _reason(one, others, known.get(one.pk, ""))
        if remark:
            words = {"required": "请说明为什么现在办理"}
            self.fields["remark"] = Prose(label=remark, limit=300, widget=_few_lines(), error_messages=words)
        if nobody:
            words = {"required": f"请勾选“{nobody}”"}
            self.fields["is_nobody"] = forms.BooleanField(label=nobody, error_messages=words)
        if number is not None:
            self.fields["number"] = number_field(number)
        for field in self.fields.values():
            field.required = field.required and is_final

    @property
    def order(self) -> list[int]:
        """The order that was on the page; a tampered one is simply another order."""
        return numbers.numbers(self.cleaned_data["seen"].split(","))

    @property
    def reasons(self) -> dict[int, str]:
        return self._by_case("reason_")

    @property
    def appraisals(self) -> dict[int, str]:
        return self._by_case("appraisal_")

    def _by_case(self, start: str) -> dict[int, str]:
        return {
            int(name.removeprefix(start)): text for name, text in self.cleaned_data.items() if name.startswith(start)
        }


class ReturnForm(Plain, forms.Form):
    """退回名单: why, and until when."""

    reason = Prose(label=label_of(ListVersion, "return_reason"), limit=300)
    due = Day(label="请在哪天之前重新报送")

    def clean_due(self) -> date:
        due: date = self.cleaned_data["due"]
        if due < clock.today():
            raise forms.ValidationError("期限不能早于今天，请重新填写。")
        return due


def _few_lines() -> forms.Textarea:
    return forms.Textarea(attrs={"rows": 3})


def _appraisal(one: Candidate, about: Appraised) -> forms.Field:
    return Prose(
        label=f"对{one.name}的综合考评意见",
        error_messages={"required": f"请填写对{one.name}的综合考评意见"},
        limit=APPRAISAL_LIMIT,
        initial=about.text,
        help_text=f"机关党组织的考核意见：{about.opinion}" if about.opinion else "",
        widget=forms.Textarea(attrs={"rows": 4}),
    )


def _reason(one: Candidate, others: list[Candidate], known: str) -> forms.Field:
    score = f"{one.name}（{one.score}）"
    return Prose(
        label=f"{one.name}的推荐理由",
        error_messages={"required": f"请填写{one.name}的推荐理由"},
        limit=300,
        initial=known,
        help_text=f"{score}排在参考分更高的{names(others)}之前，请写明理由。",
        widget=_few_lines(),
    )
