"""URLs of the table of days off."""

from branches.pages.routes import page
from branches.permissions import Perm
from evaluation.workdays import views as holidays

urlpatterns = [
    page("holidays/", holidays.holiday_list, name="holidays", access=Perm.MANAGE_REGISTER),
    page("holidays/import/", holidays.holiday_import, name="holiday_import", access=Perm.MANAGE_REGISTER),
    page("holidays/import/template/", holidays.template, name="holiday_template", access=Perm.MANAGE_REGISTER),
    page("holidays/import/<str:ticket>/", holidays.preview, name="holiday_preview", access=Perm.MANAGE_REGISTER),
]
