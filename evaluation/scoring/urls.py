"""URLs of an assessor's sheet. Each save is open to whoever is or was an assessor of the case: he is told why not."""

from branches.pages.routes import Access, page
from branches.permissions import Perm
from evaluation.scoring.photos import urls as photos_urls
from evaluation.scoring.views import comparison, saving, worker
from evaluation.scoring.views import page as pages

SCORE = "candidacies/<number:pk>/assessment/score/"

urlpatterns = [
    *photos_urls.urlpatterns,
    page("sw.js", worker.worker, name="scoring_worker", access=Access.PUBLIC),
    page(f"{SCORE}all/", pages.sheet, name="assessment_score_all", access=Perm.SCORE),
    page(f"{SCORE}save/", saving.keep, name="assessment_score_keep", access=Access.SIGNED_IN),
    page(f"{SCORE}next/", pages.item, name="assessment_score_next", access=Perm.SCORE),
    page(f"{SCORE}<number:number>/", pages.item, name="assessment_score_item", access=Perm.SCORE),
    page(
        "candidacies/<number:pk>/assessment/sheets/",
        comparison.sheets,
        name="assessment_sheets",
        access=frozenset({Perm.ASSESS, Perm.SCORE}),
    ),
]
