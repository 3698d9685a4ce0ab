"""URLs of this room."""

from branches.pages.routes import Access, page
from branches.permissions import Perm
from evaluation.decision import views as decision

urlpatterns = [
    page("cycles/<int:year>/naming/freeze/", decision.freeze, name="naming_freeze", access=Perm.NAME),
    page("decisions/<int:pk>/", decision.show, name="naming_decision", access=Access.SIGNED_IN),
    page("decisions/<int:pk>/proclaim/", decision.proclaim, name="naming_proclaim", access=Perm.NAME),
    page("decisions/<int:pk>/send-back/", decision.send_back, name="naming_send_back", access=Perm.SIGN),
    page("versions/<int:pk>/", decision.sign, name="naming_sign", access=Perm.SIGN),
    page("versions/<int:pk>/withdraw/", decision.withdraw, name="naming_withdraw_signature", access=Perm.SIGN),
]

YEAR, ONE = "cycles/<int:year>/reinspections/", "reinspections/<int:pk>/"

urlpatterns += [
    page(f"{YEAR}revocation/", decision.revoke, name="revocation", access=Perm.NAME),
]
