"""URLs of the home page, the case file, the list of cases, and every move."""

from django.urls import register_converter

from branches.pages.routes import Access, page
from branches.permissions import Perm
from evaluation.assessment.queries import ACTING
from evaluation.casefile.issue import READERS
from evaluation.casefile.views import editions, file, find, moves, recusal
from evaluation.procedure.lives import NOT_ROUTABLE
from evaluation.vocabulary import Action


class ActionConverter:
    """The word of a move that a person can make; any other word is a 404."""

    regex = "|".join(action.value for action in Action if action not in NOT_ROUTABLE)

    def to_python(self, value: str) -> Action:
        return Action(value)

    def to_url(self, value: str) -> str:
        return Action(value).value


register_converter(ActionConverter, "action")

urlpatterns = [
    page("find/", find.find, name="find", access=Access.SIGNED_IN),
    page("candidacies/", file.case_list, name="candidacy_list", access=Access.SIGNED_IN),
    page("candidacies/<number:pk>/feedback/", file.feedback, name="case_feedback", access=Perm.VIEW_BRANCH),
    page(
        "candidacies/<number:pk>/feedback/form/",
        editions.feedback_form,
        name="case_feedback_form",
        access=Perm.VIEW_BRANCH,
    ),
    page("candidacies/<number:pk>/form/", editions.assessed_form, name="case_form", access=frozenset(READERS)),
    page(
        "cycles/<year:year>/units/<number:pk>/forms/",
        editions.unit_forms,
        name="unit_forms",
        access=frozenset(READERS),
    ),
    page("candidacies/<number:pk>/", file.case_file, name="case", access=Access.SIGNED_IN),
    page("candidacies/<number:pk>/recusal/", recusal.recuse, name="recuse", access=frozenset(ACTING)),
    page("candidacies/<number:pk>/<action:action>/", moves.move, name="move", access=Access.SIGNED_IN),
]
