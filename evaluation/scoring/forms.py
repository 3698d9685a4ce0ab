"""The parts of a sheet as forms, and what a device says of a save. A draft over a limit is kept; handing in says so."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import QueryDict

from branches import clock
from branches.labels import label_of, labelled_by
from branches.models import User
from branches.pages.fields import NO_VERSION, Choice, Plain, Prose, Whole
from evaluation.assessment import scores
from evaluation.assessment.forms import VisitForm
from evaluation.cases.bodies import assessors_of
from evaluation.models import Candidacy, Score, ScoreSheet
from evaluation.scoring import parts
from evaluation.scoring.parts import Stored
from evaluation.scoring.steps import Sent

EVEN_TO_KEEP = 3000


class OfAPart(Plain, forms.Form):
    """Which version of the part was on the page, and from which words that was made."""

    base_version = Whole(widget=forms.HiddenInput, error_messages={"required": NO_VERSION})
    made_of = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    @property
    def words(self) -> parts.Words:
        return {name: value for name, value in self.cleaned_data.items() if name not in ("base_version", "made_of")}

    @property
    def is_blank(self) -> bool:
        """Whether nothing was begun, so that nothing is asked."""
        return False


def _draft(limit: int, rows: int, **options: Any) -> Prose:
    text = Prose(limit=EVEN_TO_KEEP, required=False, widget=forms.Textarea(attrs={"rows": rows}), **options)
    text.widget.attrs["data-limit"] = str(limit)
    return text


@labelled_by(Score)
class ScoreForm(OfAPart):
    """One criterion."""

    mark = Choice(label=label_of(Score, "grade"), choices=(), required=False)
    note = _draft(scores.NOTE_LIMIT, 2)
    note.widget.attrs["placeholder"] = label_of(Score, "note")

    def __init__(self, *args: Any, template: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mark"].choices = scores.choices(template)


@labelled_by(ScoreSheet)
class RemarkForm(OfAPart):
    """The conclusion drawn on site."""

    remark = _draft(scores.REMARK_LIMIT, 3)


class OwnVisitForm(OfAPart, VisitForm):
    """The assessor's own record of his visit. Whoever writes nothing of it has recorded nothing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["findings"].widget.attrs["rows"] = 3

    @property
    def words(self) -> parts.Words:
        data = super().words
        visitors = [str(pk) for pk in sorted(one.pk for one in data["visitors"])]
        return {**data, "visited_on": data["visited_on"].isoformat(), "visitors": visitors}

    @property
    def is_blank(self) -> bool:
        begun = [self[name].value() for name in ("place", "findings")]
        return not any((text or "").strip() for text in begun) and str(self["base_version"].value() or 0) == "0"


class SaveForm(Plain, forms.Form):
    """What a device says of a save besides the words."""

    person = Whole()
    op = forms.UUIDField()
    part = forms.ChoiceField()

    def __init__(self, *args: Any, known: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["part"].choices = [(one, one) for one in known]


@dataclass
class SheetForms:
    """All parts of one page; what was sent is kept in `data`, where a version that is stored by now takes its place."""

    case: Candidacy
    user: User
    stored: dict[str, Stored]
    sent: QueryDict | None = None
    data: Any = field(init=False)
    parts: dict[str, OfAPart] = field(init=False)

    def __post_init__(self) -> None:
        self.data = self.sent.copy() if self.sent else None
        self.parts = {
            part: form_of(part, self.case, data=self.data, prefix=part, initial=self._initial(part))
            for part in self.stored
        }

    def __iter__(self) -> Iterator[OfAPart]:
        return iter(self.parts.values())

    @property
    def are_valid(self) -> bool:
        return all(form.is_valid() for form in self.parts.values() if not form.is_blank)

    def changed(self) -> list[Sent]:
        """What can be kept of what was sent."""
        return [
            Sent(part, form.words, form.cleaned_data["base_version"], form.cleaned_data["made_of"])
            for part, form in self.parts.items()
            if not form.is_blank and form.is_valid()
        ]

    def rest_on(self, versions: dict[str, Stored]) -> None:
        """The page is shown again from what was sent: of these parts it carries what is stored now."""
        for part, now in versions.items():
            self.data[f"{part}-base_version"] = str(now.version)
            self.data[f"{part}-made_of"] = now.mark

    def complain(self, problems: dict[str, str]) -> None:
        """Say at the fields why the sheet cannot be handed in."""
        for part, problem in problems.items():
            form = self.parts[part]
            form.add_error(
                parts.REMARK if part == parts.REMARK else "note" if form["mark"].value() else "mark", problem
            )

    def _initial(self, part: str) -> dict[str, Any]:
        now = self.stored[part]
        initial = {**now.words, "base_version": now.version, "made_of": now.mark}
        if part == parts.VISIT and not now.version:
            initial |= {"visited_on": clock.today().isoformat(), "visitors": [str(self.user.pk)]}
        return initial


def form_of(part: str, case: Candidacy, **options: Any) -> OfAPart:
    if part == parts.VISIT:
        return OwnVisitForm(case=case, visitors=assessors_of(case), **options)
    if part == parts.REMARK:
        return RemarkForm(**options)
    return ScoreForm(template=case.cycle.score_template, **options)
