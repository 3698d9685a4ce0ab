"""URLs of this room."""

from branches.pages.routes import page
from branches.permissions import Perm
from evaluation.integrity import views

urlpatterns = [
    page("audit/moves/", views.moves, name="audit_moves", access=Perm.READ_AUDIT),
]
