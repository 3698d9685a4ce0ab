"""URLs of this room."""

from branches.pages.routes import Access, page
from evaluation.worklist import views as worklist

urlpatterns = [
    page("", worklist.home, name="worklist", access=Access.SIGNED_IN),
]
