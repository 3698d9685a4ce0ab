"""URLs of this room."""

from branches.pages.routes import Access, page
from branches.permissions import Perm
from evaluation.status import views

urlpatterns = [
    page("livez", views.live, name="live", access=Access.PUBLIC),
    page("readyz", views.ready, name="ready", access=Access.PUBLIC),
    page("metrics", views.gauges, name="metrics", access=Access.PUBLIC),
]


urlpatterns += [
    page("status/", views.status, name="status", access=Perm.MANAGE_REGISTER),
]
