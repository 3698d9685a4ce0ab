"""URLs of official documents: reading, correcting, printing many, and checking a print."""

from branches.permissions import Perm
from branches.routes import Access, page
from evaluation.views import batches, drafts, letters, notices, verify

SIGNED_IN = Access.SIGNED_IN
CORRECT = frozenset({Perm.NAME, Perm.ASSESS, Perm.RECOMMEND, Perm.REINSPECT})
UNIT = "cycles/<int:year>/units/<int:pk>"

urlpatterns = [
    page("notices/", notices.listing, name="notices", access=SIGNED_IN),
    page("notices/print/", batches.print_together, name="notices_print", access=SIGNED_IN),
    page("notices/batches/", batches.batch_list, name="notice_batches", access=SIGNED_IN),
    page("notices/batches/<int:pk>/", batches.show, name="notice_batch", access=SIGNED_IN),
    page("notices/batches/<int:pk>.pdf", batches.pdf, name="notice_batch_pdf", access=SIGNED_IN),
    page("notices/batches/<int:pk>/cancel/", batches.cancel, name="notice_batch_cancel", access=SIGNED_IN),
    page("notices/<int:pk>/", notices.show, name="notice", access=SIGNED_IN),
    page("notices/<int:pk>.pdf", notices.pdf, name="notice_pdf", access=SIGNED_IN),
    page("notices/<int:pk>.docx", notices.word, name="notice_word", access=SIGNED_IN),
    page("notices/<int:pk>/archive.pdf", notices.archive, name="notice_archive", access=SIGNED_IN),
    page("notices/<int:pk>/correct/", notices.correct, name="notice_correct", access=CORRECT),
    page("decisions/<int:pk>/draft.pdf", drafts.decision, name="draft_decision", access=Perm.NAME),
    page("cycles/<int:year>/naming/notice/draft.pdf", drafts.public_notice, name="draft_notice", access=Perm.NAME),
    page(
        f"{UNIT}/recommendation/draft.pdf",
        drafts.recommendation_report,
        name="draft_recommendation",
        access=Perm.RECOMMEND,
    ),
    page(f"{UNIT}/reminder/", letters.reminder, name="notice_reminder", access=Perm.RUN_CYCLE),
    page("cycles/<int:year>/minutes/", letters.minutes, name="notice_minutes", access=Perm.NAME),
    page("verify/<str:token>/", verify.verify, name="verify", access=Access.PUBLIC),
]
