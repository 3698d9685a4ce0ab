"""URLs of the table of days off."""

from branches.permissions import Perm
from branches.routes import page
from evaluation.views import holidays

urlpatterns = [
    page("holidays/", holidays.holiday_list, name="holidays", access=Perm.MANAGE_REGISTER),
    page("holidays/import/", holidays.holiday_import, name="holiday_import", access=Perm.MANAGE_REGISTER),
    page("holidays/import/template/", holidays.template, name="holiday_template", access=Perm.MANAGE_REGISTER),
    page("holidays/import/<str:ticket>/", holidays.preview, name="holiday_preview", access=Perm.MANAGE_REGISTER),
]
