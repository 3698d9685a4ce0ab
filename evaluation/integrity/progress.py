"""Whether what a worker counted of the units' years, and nothing has changed since, is what their cases and lists say."""

from evaluation.cases.knowledge import FROM_ABOVE
from evaluation.integrity.chains import Result
from evaluation.models import Cycle
from evaluation.progress.counting import AT_ONCE, count, lasting


def check() -> Result:
    """Each unit's year is counted anew; what waits to be counted is passed over."""
    found = Result("progress")
    for cycle in Cycle.objects.order_by("pk"):
        kept = sorted(lasting(cycle)[0].items())
        found.count += len(kept)
        for start in range(0, len(kept), AT_ONCE):
            part = dict(kept[start : start + AT_ONCE])
            counted = count(cycle, FROM_ABOVE, part)
            wrong = [unit for unit, one in part.items() if one != counted.get(unit)]
            found.add([f"{cycle.year}, unit {unit}: cases and lists say otherwise" for unit in wrong])
    return found
