"""URLs of this room."""

from branches.pages.routes import Access, page
from branches.permissions import Perm
from evaluation.decision import views

urlpatterns = [
    page("cycles/<int:year>/naming/freeze/", views.freeze, name="naming_freeze", access=Perm.NAME),
    page("decisions/<int:pk>/", views.show, name="naming_decision", access=Access.SIGNED_IN),
    page("decisions/<int:pk>/proclaim/", views.proclaim, name="naming_proclaim", access=Perm.NAME),
    page("decisions/<int:pk>/send-back/", views.send_back, name="naming_send_back", access=Perm.SIGN),
    page("versions/<int:pk>/", views.sign, name="naming_sign", access=Perm.SIGN),
    page("versions/<int:pk>/withdraw/", views.withdraw, name="naming_withdraw_signature", access=Perm.SIGN),
]

YEAR, ONE = "cycles/<int:year>/reinspections/", "reinspections/<int:pk>/"

urlpatterns += [
    page(f"{YEAR}revocation/", views.revoke, name="revocation", access=Perm.NAME),
]
