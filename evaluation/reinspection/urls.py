"""URLs of 复查, 复核 and the revoking of titles."""

from branches.pages.routes import page
from branches.permissions import Perm
from evaluation.reinspection.queries import ACTING
from evaluation.reinspection.views import board, one, recusal, review

SEES = frozenset({Perm.VIEW_UNIT, Perm.VIEW_CITY})
VERIFIES = frozenset({Perm.VERIFY, Perm.VERIFY_CITY})
YEAR, ONE = "cycles/<year:year>/reinspections/", "reinspections/<number:pk>/"
UNIT = "cycles/<year:year>/units/<number:pk>/reinspections/"

urlpatterns = [
    page("reinspections/", board.now, name="reinspections_now", access=SEES),
    page(YEAR, board.year, name="reinspections", access=SEES),
    page(f"{YEAR}agree/", review.agree, name="review_agree", access=Perm.REVIEW),
    page(f"{UNIT}keep/", board.keep, name="reinspection_keep", access=Perm.REINSPECT),
    page(f"{UNIT}report/", board.report, name="reinspection_report", access=Perm.REINSPECT),
    page(ONE, one.show, name="reinspection", access=SEES),
    page(f"{ONE}fill/", one.fill, name="reinspection_fill", access=Perm.REINSPECT),
    page(f"{ONE}reconsider/", one.reconsider, name="reinspection_reconsider", access=Perm.REINSPECT),
    page(f"{ONE}recusal/", recusal.recuse, name="reinspection_recuse", access=frozenset(ACTING)),
    page(f"{ONE}review/", review.review, name="reinspection_review", access=Perm.REVIEW),
    page(f"{ONE}send-back/", review.send_back, name="reinspection_send_back", access=Perm.REVIEW),
    page(f"{ONE}facts/", one.facts, name="reinspection_facts", access=VERIFIES),
    page(f"{ONE}correction/", one.ask_correction, name="reinspection_ask", access=VERIFIES),
    page(f"{ONE}correction/agree/", one.correct, name="reinspection_correct", access=Perm.REVIEW),
    page(f"{ONE}correction/refuse/", one.uphold, name="reinspection_uphold", access=Perm.REVIEW),
    page("honours/<number:pk>/special/", one.special, name="honour_special", access=VERIFIES),
]
