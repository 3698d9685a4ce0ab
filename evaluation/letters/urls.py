"""URLs of this room."""

from branches.pages.routes import page
from branches.permissions import Perm
from evaluation.letters.views import letters, samples

UNIT = "cycles/<year:year>/units/<number:pk>"

urlpatterns = [
    page(f"{UNIT}/reminder/", letters.reminder, name="notice_reminder", access=Perm.RUN_CYCLE),
    page("cycles/<year:year>/progress/brief/", letters.brief, name="notice_brief", access=Perm.RUN_CYCLE),
    page("cycles/<year:year>/minutes/", letters.minutes, name="notice_minutes", access=Perm.NAME),
]

UNIT = "cycles/<year:year>/units/<number:pk>"

urlpatterns += [
    page("decisions/<number:pk>/draft.pdf", samples.decision, name="draft_decision", access=Perm.NAME),
    page("cycles/<year:year>/naming/notice/draft.pdf", samples.public_notice, name="draft_notice", access=Perm.NAME),
    page(
        f"{UNIT}/recommendation/draft.pdf",
        samples.recommendation_report,
        name="draft_recommendation",
        access=Perm.RECOMMEND,
    ),
]
