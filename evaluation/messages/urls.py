"""URLs of what people are told: inbox, ways out, calendars, 催办, and how the site itself is doing."""

from branches.pages.routes import Access, page
from branches.permissions import Perm
from evaluation.messages.views import dead, inbox, nudges, preview

NUDGERS = frozenset({Perm.RUN_CYCLE, Perm.ASSESS, Perm.RECOMMEND})

urlpatterns = [
    page("messages/", inbox.inbox, name="messages", access=Access.SIGNED_IN),
    page("messages/read/", inbox.read_all, name="messages_read", access=Access.SIGNED_IN),
    page("messages/settings/", inbox.settings, name="message_settings", access=Access.SIGNED_IN),
    page("messages/calendar/", inbox.calendar_open, name="calendar_open", access=Access.SIGNED_IN),
    page("messages/calendar/close/", inbox.calendar_close, name="calendar_close", access=Access.SIGNED_IN),
    page("messages/<number:pk>/", inbox.message, name="message", access=Access.SIGNED_IN),
    page("calendar/<str:token>.ics", inbox.calendar_feed, name="calendar_feed", access=Access.PUBLIC),
    page("cycles/<year:year>/schedule.ics", inbox.schedule_feed, name="schedule_feed", access=Access.SIGNED_IN),
    page("nudge/", nudges.nudge, name="nudge", access=NUDGERS),
    page("status/dead/", dead.dead, name="status_dead", access=Perm.MANAGE_REGISTER),
    page("status/dead/resend/", dead.resend, name="status_resend", access=Perm.MANAGE_REGISTER),
]


urlpatterns += [
    page("reminders/preview/", preview.preview, name="reminders_preview", access=Perm.RUN_CYCLE),
]
