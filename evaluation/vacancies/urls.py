"""URLs of this room."""

from branches.pages.routes import page
from branches.permissions import Perm
from evaluation.vacancies import views

urlpatterns = [
    page("vacancies/", views.vacancies, name="vacancies", access=frozenset({Perm.RUN_CYCLE, Perm.APPOINT})),
]
