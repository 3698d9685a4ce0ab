"""URLs of this room."""

from branches.pages.routes import Access, page
from branches.permissions import Perm
from evaluation.decision.views import board, decisions

urlpatterns = [
    page("naming/", board.now, name="naming_now", access=Perm.EVALUATE),
    page("cycles/<year:year>/naming/", board.board, name="naming_board", access=Perm.EVALUATE),
    page("cycles/<year:year>/naming/freeze/", decisions.freeze, name="naming_freeze", access=Perm.NAME),
    page("decisions/<number:pk>/", decisions.show, name="naming_decision", access=Access.SIGNED_IN),
    page("decisions/<number:pk>/proclaim/", decisions.proclaim, name="naming_proclaim", access=Perm.NAME),
    page("decisions/<number:pk>/send-back/", decisions.send_back, name="naming_send_back", access=Perm.SIGN),
    page("versions/<number:pk>/", decisions.sign, name="naming_sign", access=Perm.SIGN),
    page("versions/<number:pk>/withdraw/", decisions.withdraw, name="naming_withdraw_signature", access=Perm.SIGN),
    page("cycles/<year:year>/reinspections/revocation/", decisions.revoke, name="revocation", access=Perm.NAME),
]
