"""All places and posts in which nobody may act, on one page, with a way to the lists of what is missing besides."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from branches import access
from branches.pages import exporting
from branches.pages.request import PersonRequest
from branches.permissions import Perm
from branches.spreadsheet import workbook
from evaluation.vacancies import duties as vacancies_duties
from evaluation.vacancies import lists as vacancies_lists
from evaluation.vacancies import queries as vacancies_queries

HEADINGS = ("单位", "任职地点", "职务", "无人可办的件数")


@require_GET
def vacancies(request: PersonRequest) -> HttpResponse:
    found = vacancies_queries.vacancies()
    if request.GET.get("export") == "xlsx":
        rows = [(str(one.unit), str(one.place), one.label, one.waiting) for one in found]
        return exporting.spreadsheet(request, "任职空缺", workbook.write("任职空缺", HEADINGS, rows), rows=len(rows))
    may_name = access.may(request.user, Perm.RUN_CYCLE)
    context = {
        "rows": [(one, vacancies_duties.naming_url(one) if may_name else "") for one in found],
        "may_name": may_name,
        "lists": vacancies_lists.links(),
    }
    return render(request, "evaluation/vacancies/vacancies.html", context)
