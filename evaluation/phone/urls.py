"""URLs of sending photographs from a telephone: the code on the PC, and the page that it leads to."""

from branches.pages.routes import Access, page
from branches.permissions import Perm
from evaluation.phone import views

PHONE = "candidacies/<number:pk>/self-assessment/criteria/<number:number>/phone/"
WRITE = frozenset({Perm.APPLY, Perm.ASSESS})

urlpatterns = [
    page(PHONE, views.phone, name="self_assessment_phone", access=WRITE),
    page(f"{PHONE}start/", views.start, name="self_assessment_phone_start", access=WRITE),
    page(f"{PHONE}<number:file>/", views.arrived, name="self_assessment_phone_file", access=WRITE),
    # Who has the code needs no account: it opens one criterion, for minutes, and only for sending.
    page("phone/<str:token>/", views.sending, name="phone", access=Access.PUBLIC),
]
