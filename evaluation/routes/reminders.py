"""URLs of reminders."""

from branches.permissions import Perm
from branches.routes import page
from evaluation.views import reminders

urlpatterns = [
    page("reminders/preview/", reminders.preview, name="reminders_preview", access=Perm.RUN_CYCLE),
]
