"""URLs of the file of people and posts."""

from branches.pages.routes import page
from branches.people.exchange import views
from branches.permissions import Perm

MANAGE = Perm.MANAGE_REGISTER

urlpatterns = [
    page("imports/", views.imports, name="imports", access=MANAGE),
    page("people/import/", views.people_import, name="people_import", access=MANAGE),
    page("people/import/<str:ticket>/", views.people_preview, name="people_preview", access=MANAGE),
    page("people/import/<str:ticket>/returned/", views.people_returned, name="people_returned", access=MANAGE),
    page("people/template/", views.people_template, name="people_template", access=MANAGE),
    page("people/export/", views.people_export, name="people_export", access=MANAGE),
]
