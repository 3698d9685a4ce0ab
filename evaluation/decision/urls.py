"""URLs of this room."""

from branches.pages.routes import Access, page
from branches.permissions import Perm
from evaluation.decision.views import board, decisions

urlpatterns = [
    page("naming/", board.now, name="naming_now", access=Perm.EVALUATE),
    page("cycles/<int:year>/naming/", board.board, name="naming_board", access=Perm.EVALUATE),
    page("cycles/<int:year>/naming/freeze/", decisions.freeze, name="naming_freeze", access=Perm.NAME),
    page("decisions/<int:pk>/", decisions.show, name="naming_decision", access=Access.SIGNED_IN),
    page("decisions/<int:pk>/proclaim/", decisions.proclaim, name="naming_proclaim", access=Perm.NAME),
    page("decisions/<int:pk>/send-back/", decisions.send_back, name="naming_send_back", access=Perm.SIGN),
    page("versions/<int:pk>/", decisions.sign, name="naming_sign", access=Perm.SIGN),
    page("versions/<int:pk>/withdraw/", decisions.withdraw, name="naming_withdraw_signature", access=Perm.SIGN),
    page("cycles/<int:year>/reinspections/revocation/", decisions.revoke, name="revocation", access=Perm.NAME),
]
