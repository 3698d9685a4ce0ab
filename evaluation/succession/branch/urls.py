"""URLs of one branch across the years, and of the audit of moves."""

from branches.pages.routes import page
from branches.permissions import Perm
from evaluation.succession.branch import views

READERS = frozenset({Perm.VIEW_REGISTER, Perm.VIEW_CITY, Perm.VIEW_UNIT, Perm.VIEW_BRANCH, Perm.SCORE})

urlpatterns = [
    page("branches/<number:pk>/", views.branch, name="branch", access=READERS),
    page("branches/<number:pk>/dissolve/", views.branch_dissolve, name="branch_dissolve", access=Perm.MANAGE_REGISTER),
    page("branches/<number:pk>/restore/", views.branch_restore, name="branch_restore", access=Perm.MANAGE_REGISTER),
]
