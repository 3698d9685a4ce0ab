"""All places and posts in which nobody may act, on one page, with a way to the lists of what is missing besides."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from branches import access
from branches.labels import label_of
from branches.pages.request import PersonRequest
from branches.pages.tables import Column, Listing
from branches.permissions import Perm
from evaluation.models import Vacancy
from evaluation.vacancies import duties as vacancies_duties
from evaluation.vacancies import lists as vacancies_lists
from evaluation.vacancies import queries as vacancies_queries


class Vacancies(Listing):
    """任职空缺, by unit and in the order of the procedure, as the worker wrote them down."""

    title = "任职空缺"
    order = long_order = ("pk",)
    columns: Sequence[Column] = (
        Column(label_of(Vacancy, "unit"), "unit", shown=False),
        Column("任职地点", "place"),
        Column("职务", "label"),
        Column(label_of(Vacancy, "waiting"), "waiting", numeric=True),
        Column("提请", lambda row: "已提请" if row.is_proposed else "", exported=False),
    )
    nothing = "正在进行的年度里，每件事都有人能办。"


def _naming() -> Column:
    def words(row: Any) -> str:
        return "指定人员" if row.role else "请该单位机关党组织增加成员，可以是其他单位的人"

    def url(row: Any) -> str:
        return vacancies_duties.naming_url(row) if row.role else ""

    return Column("办理", words, url=url, exported=False)


@require_GET
def vacancies(request: PersonRequest) -> HttpResponse:
    listing = Vacancies(request, vacancies_queries.known())
    if access.may(request.user, Perm.RUN_CYCLE):
        listing.columns = (*listing.columns, _naming())
    return listing.response("evaluation/vacancies/vacancies.html", {"lists": vacancies_lists.links()})
