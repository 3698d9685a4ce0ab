"""The demo's naming decision after it was issued: its sealed copy came back, was confirmed and compared, and given out."""

from django.core.files.base import ContentFile

from branches.jobs import working
from branches.models import Job
from evaluation.issued import comparing
from evaluation.issued import queries as issued_queries
from evaluation.issued import steps as issued_steps
from evaluation.models import Cycle, Notice
from evaluation.seeds.scene import Scene
from evaluation.typesetting import typeset


def issue(demo: Scene, made: Cycle) -> None:
    """Every third unit has not acknowledged it yet."""
    decision = Notice.objects.get(cycle=made, kind=Notice.Kind.NAMING)
    content = ContentFile(typeset.render(decision.kind, decision.printable), "命名决定（用印）.pdf")
    copy = issued_steps.put_back(decision, content, by=demo.committee)
    working.at_once(Job.objects.filter(kind=comparing.KIND.name).latest("pk"))
    issued_steps.confirm(copy, by=demo.people.second_committee)
    issued_steps.distribute(decision, list(issued_queries.offered(decision)), by=demo.committee, copies=2)
    for number, row in enumerate(issued_queries.distributions(decision)):
        if number % 3 != 1:
            issued_steps.receive(row, by=demo.people.officers[row.unit_id])
