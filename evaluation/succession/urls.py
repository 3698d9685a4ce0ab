"""URLs of 支部变更."""

from branches.pages.routes import page
from branches.permissions import Perm
from evaluation.succession.views import report as succession

READERS = frozenset({Perm.VIEW_UNIT, Perm.VIEW_CITY, Perm.MANAGE_REGISTER})
REPORTERS = frozenset({Perm.REPORT_SUCCESSION, Perm.MANAGE_REGISTER})

urlpatterns = [
    page("successions/", succession.successions, name="successions", access=READERS),
    page("successions/<int:pk>/", succession.show, name="succession", access=READERS),
    page(
        "successions/<int:pk>/confirm/",
        succession.confirm,
        name="succession_confirm",
        access=Perm.CONFIRM_SUCCESSION,
    ),
    page("successions/<int:pk>/refuse/", succession.refuse, name="succession_refuse", access=Perm.CONFIRM_SUCCESSION),
    page("units/<int:pk>/successions/", succession.kinds, name="succession_kinds", access=REPORTERS),
    page("units/<int:pk>/successions/<str:kind>/", succession.report, name="succession_report", access=REPORTERS),
]
