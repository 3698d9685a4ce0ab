"""URLs of official documents: reading, correcting, printing many, and checking a print."""

from branches.pages.routes import Access, page
from branches.permissions import Perm
from evaluation.documents.views import batches, documents, verify

SIGNED_IN = Access.SIGNED_IN
CORRECT = frozenset({Perm.NAME, Perm.ASSESS, Perm.RECOMMEND, Perm.REINSPECT})
UNIT = "cycles/<int:year>/units/<int:pk>"

urlpatterns = [
    page("notices/", documents.listing, name="notices", access=SIGNED_IN),
    page("notices/print/", batches.print_together, name="notices_print", access=SIGNED_IN),
    page("notices/batches/", batches.batch_list, name="notice_batches", access=SIGNED_IN),
    page("notices/batches/<int:pk>/", batches.show, name="notice_batch", access=SIGNED_IN),
    page("notices/batches/<int:pk>.pdf", batches.pdf, name="notice_batch_pdf", access=SIGNED_IN),
    page("notices/batches/<int:pk>/cancel/", batches.cancel, name="notice_batch_cancel", access=SIGNED_IN),
    page("notices/<int:pk>/", documents.show, name="notice", access=SIGNED_IN),
    page("notices/<int:pk>.pdf", documents.pdf, name="notice_pdf", access=SIGNED_IN),
    page("notices/<int:pk>.docx", documents.word, name="notice_word", access=SIGNED_IN),
    page("notices/<int:pk>/archive.pdf", documents.archive, name="notice_archive", access=SIGNED_IN),
    page("notices/<int:pk>/correct/", documents.correct, name="notice_correct", access=CORRECT),
    page("verify/<str:token>/", verify.verify, name="verify", access=Access.PUBLIC),
]
