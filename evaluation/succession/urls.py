"""URLs of 支部变更."""

from branches.pages.routes import page
from branches.permissions import Perm
from evaluation.succession.views import report

READERS = frozenset({Perm.VIEW_UNIT, Perm.VIEW_CITY, Perm.MANAGE_REGISTER})
REPORTERS = frozenset({Perm.REPORT_SUCCESSION, Perm.MANAGE_REGISTER})

urlpatterns = [
    page("successions/", report.successions, name="successions", access=READERS),
    page("successions/<number:pk>/", report.show, name="succession", access=READERS),
    page(
        "successions/<number:pk>/confirm/",
        report.confirm,
        name="succession_confirm",
        access=Perm.CONFIRM_SUCCESSION,
    ),
    page("successions/<number:pk>/refuse/", report.refuse, name="succession_refuse", access=Perm.CONFIRM_SUCCESSION),
    page("units/<number:pk>/successions/", report.kinds, name="succession_kinds", access=REPORTERS),
    page("units/<number:pk>/successions/<str:kind>/", report.report, name="succession_report", access=REPORTERS),
]
