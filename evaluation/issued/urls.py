"""URLs of issued documents: the sealed copy, its confirmation, distribution and receipts, the package for the archive."""

from branches.pages.routes import Access, page
from branches.permissions import Perm
from evaluation.documents.urls import CORRECT
from evaluation.issued import views

SIGNED_IN = Access.SIGNED_IN

urlpatterns = [
    page("notices/<number:pk>/issued/", views.show, name="issued", access=SIGNED_IN),
    page("notices/<number:pk>/sealed/", views.sealed, name="issued_sealed", access=SIGNED_IN),
    page("notices/<number:pk>/issued/new/", views.put_back, name="issued_put_back", access=CORRECT),
    page("notices/<number:pk>/issued/give/", views.distribute, name="issued_distribute", access=CORRECT),
    page("notices/<number:pk>/issued/pack/", views.pack, name="issued_pack", access=CORRECT),
    page("notices/copies/<number:pk>/", views.copy_file, name="issued_copy", access=CORRECT),
    page("notices/copies/<number:pk>/confirm/", views.confirm, name="issued_confirm", access=CORRECT),
    page("notices/receipts/<number:pk>/", views.receive, name="issued_receive", access=Perm.ASSESS),
]
