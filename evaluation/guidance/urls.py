"""URLs of 工作安排, 半年督查 and lateness."""

from branches.pages.routes import page
from branches.permissions import Perm
from evaluation.guidance.views import arrangement, half_year, lateness

READERS = frozenset({Perm.VIEW_BRANCH, Perm.VIEW_UNIT, Perm.VIEW_CITY})
ABOVE = frozenset({Perm.VIEW_UNIT, Perm.VIEW_CITY})
RUN, UNIT, BRANCH = Perm.RUN_CYCLE, Perm.ASSESS, Perm.APPLY
YEAR, OF_UNIT, OF_BRANCH = (
    "cycles/<year:year>",
    "cycles/<year:year>/units/<number:pk>",
    "cycles/<year:year>/branches/<number:pk>",
)

urlpatterns = [
    page("guidance/", arrangement.now, name="guidance_now", access=READERS),
    page(f"{YEAR}/arrangement/", arrangement.arrangement, name="arrangement", access=READERS),
    page(f"{YEAR}/arrangement/write/", arrangement.write, name="arrangement_write", access=RUN),
    page(f"{YEAR}/arrangement/publish/", arrangement.publish, name="arrangement_publish", access=RUN),
    page(f"{YEAR}/arrangement/correct/", arrangement.correct, name="arrangement_correct", access=RUN),
    page(f"{YEAR}/arrangement/pass-on/", arrangement.pass_on_all, name="arrangement_pass_on_all", access=RUN),
    page(f"{OF_UNIT}/arrangement/", arrangement.pass_on, name="arrangement_pass_on", access=UNIT),
    page(f"{OF_BRANCH}/arrangement/", arrangement.read, name="arrangement_read", access=BRANCH),
    page("arrangements/files/<number:pk>/", arrangement.file, name="arrangement_file", access=READERS),
    page(f"{YEAR}/halfyear/", half_year.half_year, name="half_year", access=READERS),
    page(f"{YEAR}/halfyear/begin/", half_year.begin, name="half_year_begin", access=RUN),
    page(f"{OF_UNIT}/halfyear/", half_year.unit, name="half_year_unit", access=ABOVE),
    page(f"{OF_UNIT}/halfyear/summary/", half_year.sum_up, name="half_year_sum_up", access=UNIT),
    page(f"{OF_BRANCH}/halfyear/", half_year.answer, name="half_year_answer", access=BRANCH),
    page(f"{YEAR}/lateness/", lateness.lateness, name="lateness", access=ABOVE),
    page(f"{OF_UNIT}/lateness/", lateness.unit, name="lateness_unit", access=ABOVE),
    page(f"{OF_UNIT}/lateness/record/", lateness.record, name="lateness_record", access=RUN),
    page("lateness/<number:pk>/strike/", lateness.strike, name="lateness_strike", access=RUN),
]
