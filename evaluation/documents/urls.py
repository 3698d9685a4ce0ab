"""URLs of official documents: reading, correcting, printing many, and checking a print."""

from branches.pages.routes import Access, page
from branches.permissions import Perm
from evaluation.documents.views import documents, printing, verify

SIGNED_IN = Access.SIGNED_IN
CORRECT = frozenset({Perm.NAME, Perm.ASSESS, Perm.RECOMMEND, Perm.REINSPECT})
UNIT = "cycles/<year:year>/units/<number:pk>"

urlpatterns = [
    page("notices/", documents.listing, name="notices", access=SIGNED_IN),
    page("notices/print/", printing.print_together, name="notices_print", access=SIGNED_IN),
    page("notices/batches/", printing.earlier_list, name="notice_batches", access=SIGNED_IN),
    page("notices/batches/<number:pk>/", printing.earlier, name="notice_batch", access=SIGNED_IN),
    page("notices/batches/<number:pk>.pdf", printing.earlier_file, name="notice_batch_pdf", access=SIGNED_IN),
    page("notices/<number:pk>/", documents.show, name="notice", access=SIGNED_IN),
    page("notices/<number:pk>.pdf", documents.pdf, name="notice_pdf", access=SIGNED_IN),
    page("notices/<number:pk>.docx", documents.word, name="notice_word", access=SIGNED_IN),
    page("notices/<number:pk>/archive.pdf", documents.archive, name="notice_archive", access=SIGNED_IN),
    page("notices/<number:pk>/number/", documents.give_number, name="notice_number", access=CORRECT),
    page("notices/<number:pk>/correct/", documents.correct, name="notice_correct", access=CORRECT),
    page("verify/<str:token>/", verify.verify, name="verify", access=Access.PUBLIC),
]
