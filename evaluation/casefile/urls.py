"""URLs of the home page, the case file, the list of cases, and every move."""

from django.urls import register_converter

from branches.pages.routes import Access, page
from evaluation.casefile.views import file, moves
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
    page("candidacies/", file.case_list, name="candidacy_list", access=Access.SIGNED_IN),
    page("candidacies/<int:pk>/", file.case_file, name="case", access=Access.SIGNED_IN),
    page("candidacies/<int:pk>/<action:action>/", moves.move, name="move", access=Access.SIGNED_IN),
]
