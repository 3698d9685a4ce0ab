"""The inboxes of the demo: what moved lately, and the reminders of the last working day."""

from datetime import date, timedelta

from django.db.models import F

from branches import clock
from evaluation.messages.sending import announce as announcing
from evaluation.messages.sending import remind as reminding
from evaluation.models import ReinspectionRecord, Transition
from evaluation.workdays import workdays

LATELY = timedelta(days=30)


def tell(today: date) -> None:
    """Everything older is taken as told long ago."""
    for records in (Transition.objects, ReinspectionRecord.objects):
        records.filter(announced_at=None, at__lt=clock.start_of(today - LATELY)).update(announced_at=F("at"))
    announcing.sweep()
    with clock.moved_to(workdays.last_working_day(today).day):
        reminding.sweep()
