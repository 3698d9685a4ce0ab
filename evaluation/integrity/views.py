"""Every move of every case, for the auditor: who, what, when. Reasons and facts stay in the case file."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe
from django_filters import ChoiceFilter

from branches.labels import label_of
from branches.pages.filters import DayFilter, YearFilter
from branches.pages.request import PersonRequest
from branches.pages.tables import Column, Listing
from evaluation.cases import access as case_access
from evaluation.models import Candidacy, Transition
from evaluation.vocabulary import Action


class Moves(Listing):
    title = "办理记录"
    search = (
        "candidacy__branch__search_text",
        "by__name",
        "by__username",
    )
    search_label = "党支部、单位或经办人"
    filters = {
        "action": ChoiceFilter(label="动作", choices=Action.choices),
        "late": ChoiceFilter(label="逾期", field_name="is_late", choices=[("True", "是"), ("False", "否")]),
        "year": YearFilter(label="年度", field_name="candidacy__cycle__year"),
        "since": DayFilter(label="从", field_name="at", lookup_expr="date__gte"),
        "until": DayFilter(label="到", field_name="at", lookup_expr="date__lte"),
    }
    order = ("-at",)
    long_order = ("-pk",)
    columns = (
        Column(label_of(Transition, "at"), "at", sort="at"),
        Column("经办人", "by.name", sort="by__name"),
        Column(label_of(Transition, "action"), "get_action_display", sort="action"),
        Column(label_of(Candidacy, "branch"), "candidacy.branch"),
        Column("年度", "candidacy.cycle.year"),
        Column(label_of(Transition, "before"), "get_before_display"),
        Column(label_of(Transition, "after"), "get_after_display"),
        Column("逾期", lambda move: "逾期" if move.is_late else ""),
        Column(label_of(Transition, "digest"), lambda move: move.digest[:8], export="digest"),
    )
    nothing = "还没有办理记录。"


@require_safe
def moves(request: PersonRequest) -> HttpResponse:
    return Moves(request, case_access.moves_of_all(request.user)).response("evaluation/integrity/moves.html")
