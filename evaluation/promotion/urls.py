"""URLs of 典型带动."""

from branches.pages.routes import Access, page
from branches.permissions import Perm
from evaluation.promotion import views

SIGNED_IN, MANAGE = Access.SIGNED_IN, Perm.MANAGE_HONOURS

urlpatterns = [
    page("promotion/", views.activity_list, name="promotion", access=SIGNED_IN),
    page("promotion/new/", views.record, name="promotion_record", access=MANAGE),
    page("promotion/<number:pk>/", views.activity, name="promotion_show", access=SIGNED_IN),
    page("promotion/<number:pk>/file/", views.file, name="promotion_file", access=SIGNED_IN),
    page("promotion/<number:pk>/correct/", views.correct, name="promotion_correct", access=MANAGE),
]
