"""URLs of this room."""

from branches.pages.routes import Access, page
from evaluation.worklist import views

urlpatterns = [
    page("", views.home, name="worklist", access=Access.SIGNED_IN),
]
