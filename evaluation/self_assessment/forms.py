"""Forms of step 1. Each knows two readings of what was sent: valid, and usable as a draft although it is not valid yet."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from branches import clock
from branches.incoming import numbers
from branches.labels import label_of, labelled_by
from branches.names import HONOUR
from branches.pages.fields import Choice, Day, Plain, Prose, Whole
from evaluation.models import Disqualification, ReturnRequest, SelfAssessment, SelfRating
from evaluation.rules.facts import Resolution
from evaluation.rules.self_assessment import majority_fault
from evaluation.self_assessment.queries import BASICS, RESOLUTION, STATEMENT_LIMIT, Condition
from evaluation.vocabulary import Answer, Grade, ScoreTemplate

WORKING_COPY_LIMIT = 20_000
"""Characters of one text that a draft may hold: far beyond what may be submitted, so that a long paste is kept."""


class WorkingCopyForm(Plain, forms.Form):
    """A part of the working copy."""

    base_version = Whole(required=False, widget=forms.HiddenInput)

    @property
    def seen(self) -> int | None:
        """The version that was on the screen, as far as the page said."""
        return numbers.number(self.data.get(self.add_prefix("base_version")))

    def usable(self) -> dict[str, Any]:
        """What can be kept of each field that was sent: any text; anything else only if it makes sense."""
        found = {}
        for name, field in self.fields.items():
            raw = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            if field.widget.is_hidden or raw is None:
                continue
            try:
                value = field.to_python(raw)
                _check_working_copy(field, value)
            except ValidationError:
                continue
            found[name] = value
        return found


@labelled_by(SelfRating)
class RatingForm(WorkingCopyForm):
    """One criterion: 自评等次 or 自评分, as the year's template says, and the statement."""

    mark = Choice(
        label=label_of(SelfRating, "grade"),
        choices=Grade.choices,
        help_text="各项都达到标准的才能提出申请：有一项未达到（0分）就不能提交。",
    )
    statement = Prose(limit=STATEMENT_LIMIT, help_text="写3—5句即可。不适用的，写明原因。")

    def __init__(self, *args: Any, template: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if template == ScoreTemplate.POINTS:
            mark = self.fields["mark"]
            mark.label = label_of(SelfRating, "points")
            mark.error_messages["required"] = f"请选择{mark.label}"
            points = [(str(n), f"{n}分") for n in range(5, -1, -1)]
            mark.choices = [*points, (Grade.NOT_APPLICABLE.value, Grade.NOT_APPLICABLE.label)]

    @property
    def is_confirmed(self) -> bool:
        """Whether the box beside what was taken over from last year is ticked: worth as much as the button."""
        return self.add_prefix("confirmed") in self.data

    @classmethod
    def shown(cls, rating: SelfRating) -> dict[str, Any]:
        return {"mark": rating.mark, "statement": rating.statement, "base_version": rating.version}


class LineForm(RatingForm):
    """One criterion among all of them on one page. It tells what was touched from what was only shown."""

    seal = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None, *, rating: SelfRating, template: str) -> None:
        number = rating.criterion.number
        initial = self.shown(rating) | {"seal": _seal(rating.mark, rating.statement)}
        super().__init__(data, prefix=f"c{number}", initial=initial, template=template)
        for verb, name in (("请选择", "mark"), ("请填写", "statement")):
            field = self.fields[name]
            field.label, field.help_text = f"第{number}项{field.label}", ""
            field.error_messages["required"] = f"{verb}{field.label}"
        self.fields["statement"].widget.attrs["rows"] = 3

    @property
    def is_touched(self) -> bool:
        """Whether the line was sent unlike it was shown. A line nobody touched is not held against a newer one."""
        if self.add_prefix("statement") not in self.data:
            return False
        said = self.usable()
        seal = _seal(said.get("mark", ""), said.get("statement", ""))
        return self.is_confirmed or seal != self.data.get(self.add_prefix("seal"))


@labelled_by(SelfAssessment)
class BasicsForm(WorkingCopyForm):
    """支部基本情况, prefilled from the register."""

    secretary_name = forms.CharField(max_length=30)
    full_members = Whole(min_value=0, max_value=9999)
    probationary_members = Whole(min_value=0, max_value=9999)
    last_election_on = Day(required=False)
    summary = Prose(limit=500, required=False, help_text="班子配备、工作特点等，一两段话即可。")

    def clean_last_election_on(self) -> Any:
        day = self.cleaned_data["last_election_on"]
        if day and day > clock.today():
            raise ValidationError("最近换届日期不能晚于今天，请核对")
        return day

    @classmethod
    def shown(cls, working: SelfAssessment) -> dict[str, Any]:
        return {name: getattr(working, name) for name in BASICS} | {"base_version": working.basics_version}


@labelled_by(SelfAssessment)
class ResolutionForm(WorkingCopyForm):
    """支部大会决议."""

    met_on = Day()
    expected = Whole(min_value=1, max_value=9999, help_text="有表决权的正式党员。同意的须超过应到的半数。")
    present = Whole(min_value=1, max_value=9999)
    in_favour = Whole(min_value=1, max_value=9999)
    resolution = Prose(limit=300, help_text=f"例如：支部大会讨论通过自评情况，同意申请参加{HONOUR}评定。")

    def __init__(self, *args: Any, full_members: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.full_members = full_members

    def clean_met_on(self) -> Any:
        day = self.cleaned_data["met_on"]
        if day > clock.today():
            raise ValidationError("支部大会日期不能晚于今天，请核对")
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        expected, present, in_favour = (data.get(name) for name in ("expected", "present", "in_favour"))
        if expected and present and present > expected:
            self.add_error("present", "实到党员不能多于应到党员，请核对")
        elif present and in_favour and in_favour > present:
            self.add_error("in_favour", "同意人数不能多于实到党员，请核对")
        elif fault := majority_fault(Resolution(None, expected, present, in_favour, True, self.full_members)):
            self.add_error("expected" if expected and 2 * (in_favour or 0) > expected else "in_favour", fault)
        return data

    @classmethod
    def shown(cls, working: SelfAssessment) -> dict[str, Any]:
        return {name: getattr(working, name) for name in RESOLUTION} | {"base_version": working.resolution_version}


class DeclarationsForm(WorkingCopyForm):
    """Six questions, each with its own answer; nothing is chosen beforehand and nothing answers all (D13)."""

    def __init__(self, *args: Any, conditions: Iterable[Disqualification], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in conditions:
            self.fields[f"d{one.number}"] = Choice(
                label=str(one),
                choices=Answer.choices,
                help_text=one.text,
                error_messages={"required": f"请回答情形{one}有没有"},
            )

    def answers(self) -> dict[int, str]:
        return {int(name[1:]): value for name, value in self.usable().items()}


class FactsForm(WorkingCopyForm):
    """The facts behind 有 and 待核实."""

    def __init__(self, *args: Any, conditions: Iterable[Condition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in conditions:
            self.fields[f"d{one.disqualification.number}"] = Prose(
                label=str(one.disqualification),
                limit=500,
                required=False,
                help_text=f"{one.disqualification.text}。写明时间、事由和处理情况。",
            )

    def facts(self) -> dict[int, str]:
        return {int(name[1:]): value for name, value in self.usable().items()}


def _seal(mark: str, statement: str) -> str:
    return hashlib.sha256(f"{mark}\n{statement}".encode()).hexdigest()[:16]


def _check_working_copy(field: forms.Field, value: Any) -> None:
    if isinstance(field, forms.ChoiceField):
        if value and not field.valid_value(value):
            raise ValidationError("unknown choice")
    elif isinstance(value, str):
        if len(value) > (getattr(field, "max_length", None) or WORKING_COPY_LIMIT):
            raise ValidationError("beyond a draft")
    elif value is not None:
        field.run_validators(value)


@labelled_by(ReturnRequest)
class ReturnRequestForm(Plain, forms.Form):
    """What the branch wants to change in what it applied with, and why (D53)."""

    reason = Prose(limit=300, help_text="例如：第8项日期写错。机关经办人会看到。")
