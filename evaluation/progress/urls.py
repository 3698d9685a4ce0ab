"""URLs of progress: the year that runs, any year, for both bodies the criteria that are met least, and for systems."""

from branches.pages.routes import Access, page
from branches.permissions import Data, Perm
from evaluation.progress.views import outside, year

YEAR = "cycles/<year:year>/"

urlpatterns = [
    page("progress/", year.now, name="progress_now", access=Access.SIGNED_IN),
    page(YEAR, year.year, name="cycle_progress", access=Access.SIGNED_IN),
    page(f"{YEAR}criteria/", year.criteria, name="cycle_criteria", access=Perm.VIEW_CITY),
    page("api/v1/progress", outside.progress, name="read_progress", access=Data.PROGRESS),
]
