"""What lets somebody in at its end only: a year that is over, a file that is made, a letter that has arrived."""

from typing import Any

from django.core.files.base import ContentFile

from branches import clock
from branches.accounts.keys import tokens
from branches.models import Branch, Job, Unit, User
from branches.spreadsheet import waiting
from branches.spreadsheet.marked import marked
from evaluation.advance import advance
from evaluation.honours import table as honour_table
from evaluation.models import Candidacy, Cycle, Opinion, PanelMember, RecommendationList
from evaluation.vocabulary import Action, Body, CycleState, State
from tests.support import factories


def year(committee: User) -> Cycle:
    """The year 2024: its panel has met, a branch waits for the public notice that was never given."""
    old = factories.cycle(2024, CycleState.CLOSED, notice_days=5)
    PanelMember.objects.create(
        cycle=old, user=committee, body=Body.WORK_COMMITTEE, is_leader=True, by=committee, at=clock.now()
    )
    proposed = factories.candidacy(old)
    seat = factories.recommendation_list(old, proposed.unit).seats.first()
    Candidacy.objects.filter(pk=proposed.pk).update(state=State.PROPOSED, seat=seat)
    return old


def case(old: Cycle, branch: Branch, officer: User, committee: User) -> Candidacy:
    """The branch's own in that year: assessed, and not recommended before the year was closed."""
    row = factories.candidacy(old, branch)
    Candidacy.objects.filter(pk=row.pk).update(state=State.ASSESSED)
    advance(factories.fresh(row), Action.CLOSE, by=committee, note="年度结束。")
    Opinion.objects.create(
        candidacy=row, text="工作扎实。", advice=Opinion.Advice.NOT_RECOMMEND, by=officer, at=clock.now()
    )
    return row


def forwarded(cycle: Cycle, unit: Unit, pool: RecommendationList) -> Candidacy:
    """Put forward by a unit that has no place of its own."""
    assert RecommendationList.objects.filter(pool=pool, unit=unit).exists()
    row = factories.candidacy(cycle, factories.branch(unit))
    Candidacy.objects.filter(pk=row.pk).update(state=State.FORWARDED)
    return row


def on_its_way(committee: User) -> dict[str, Any]:
    """A file that a worker has made, a workbook that waits to be confirmed, a letter that asks whether it has arrived."""
    made = Job.objects.create(
        kind="export", title="台账", total=1, done=1, by=committee, at=clock.now(), finished_at=clock.now()
    )
    made.file.save("台账.pdf", ContentFile(b"%PDF-1.4"))
    titles = marked(None, honour_table.LAYOUT, [])
    return {
        "made": made.pk,
        "titles": waiting.keep(titles, "以往称号.xlsx", by=committee),
        "address": tokens.make(committee),
    }
