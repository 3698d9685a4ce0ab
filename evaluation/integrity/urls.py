"""URLs of this room."""

from branches.pages.routes import page
from branches.permissions import Perm
from evaluation.integrity import views as audit

urlpatterns = [
    page("audit/moves/", audit.moves, name="audit_moves", access=Perm.READ_AUDIT),
]
