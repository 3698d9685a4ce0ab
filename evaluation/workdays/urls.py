"""URLs of the table of days off."""

from branches.pages.routes import page
from branches.permissions import Perm
from evaluation.workdays import views

urlpatterns = [
    page("holidays/", views.holiday_list, name="holidays", access=Perm.MANAGE_REGISTER),
    page("holidays/import/", views.holiday_import, name="holiday_import", access=Perm.MANAGE_REGISTER),
    page("holidays/import/template/", views.template, name="holiday_template", access=Perm.MANAGE_REGISTER),
    page("holidays/import/<str:ticket>/", views.preview, name="holiday_preview", access=Perm.MANAGE_REGISTER),
    page("holidays/import/<str:ticket>/marked/", views.returned, name="holiday_returned", access=Perm.MANAGE_REGISTER),
]
