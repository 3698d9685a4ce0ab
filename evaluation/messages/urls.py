"""URLs of what people are told: inbox, ways out, calendars, 催办, and how the site itself is doing."""

from branches.pages.routes import Access, page
from branches.permissions import Perm
from evaluation.messages.views import dead as dead_
from evaluation.messages.views import inbox as messages
from evaluation.messages.views import nudges
from evaluation.messages.views import preview as reminders

NUDGERS = frozenset({Perm.RUN_CYCLE, Perm.ASSESS, Perm.RECOMMEND})

urlpatterns = [
    page("messages/", messages.inbox, name="messages", access=Access.SIGNED_IN),
    page("messages/read/", messages.read_all, name="messages_read", access=Access.SIGNED_IN),
    page("messages/settings/", messages.settings, name="message_settings", access=Access.SIGNED_IN),
    page("messages/calendar/", messages.calendar_open, name="calendar_open", access=Access.SIGNED_IN),
    page("messages/calendar/close/", messages.calendar_close, name="calendar_close", access=Access.SIGNED_IN),
    page("messages/<int:pk>/", messages.message, name="message", access=Access.SIGNED_IN),
    page("calendar/<str:token>.ics", messages.calendar_feed, name="calendar_feed", access=Access.PUBLIC),
    page("cycles/<int:year>/schedule.ics", messages.schedule_feed, name="schedule_feed", access=Access.SIGNED_IN),
    page("nudge/", nudges.nudge, name="nudge", access=NUDGERS),
    page("status/dead/", dead_.dead, name="status_dead", access=Perm.MANAGE_REGISTER),
    page("status/dead/resend/", dead_.resend, name="status_resend", access=Perm.MANAGE_REGISTER),
]


urlpatterns += [
    page("reminders/preview/", reminders.preview, name="reminders_preview", access=Perm.RUN_CYCLE),
]
