"""Deadlines as a calendar other programs can read (RFC 5545): a person's own, and a year's dates."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.conf import settings
from icalendar import Alarm, Calendar, Event

from branches import clock


def calendar(name: str, entries: Iterable[tuple[str, str, date, str]]) -> bytes:
    """One all-day event for each (key, title, day, path on this site), with an alarm on the working day's morning before."""
    feed = Calendar()
    feed.add("prodid", "-//sizhiqiang//ZH")
    feed.add("version", "2.0")
    feed.add("x-wr-calname", name)
    feed.add("x-wr-timezone", "Asia/Shanghai")
    for key, title, day, path in entries:
        event = Event()
        event.add("uid", f"{key}@{settings.MAIL_DOMAIN}")
        event.add("dtstamp", clock.now())
        event.add("summary", title)
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("url", f"{settings.SITE_URL}{path}")
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", title)
        alarm.add("trigger", timedelta(hours=-15))
        event.add_component(alarm)
        feed.add_component(event)
    written: bytes = feed.to_ical()
    return written
