"""URLs of this room."""

from branches.pages.routes import Access, page
from branches.permissions import Perm
from evaluation.status import views as health
from evaluation.status import views as status

urlpatterns = [
    page("livez", health.live, name="live", access=Access.PUBLIC),
    page("readyz", health.ready, name="ready", access=Access.PUBLIC),
]


urlpatterns += [
    page("status/", status.status, name="status", access=Perm.MANAGE_REGISTER),
]
