"""Telling people: announcements, reminders, 催办, inbox, mail and gateway, calendars (方案 五（一）, D8, D12)."""
