"""URLs of one branch across the years, and of the audit of moves."""

from branches.permissions import Perm
from branches.routes import page
from evaluation.views import audit, branches

READERS = frozenset({Perm.VIEW_REGISTER, Perm.VIEW_CITY, Perm.VIEW_UNIT, Perm.VIEW_BRANCH, Perm.SCORE})

urlpatterns = [
    page("branches/<int:pk>/", branches.branch, name="branch", access=READERS),
    page("branches/<int:pk>/dissolve/", branches.branch_dissolve, name="branch_dissolve", access=Perm.MANAGE_REGISTER),
    page("branches/<int:pk>/restore/", branches.branch_restore, name="branch_restore", access=Perm.MANAGE_REGISTER),
    page("audit/moves/", audit.moves, name="audit_moves", access=Perm.READ_AUDIT),
]
