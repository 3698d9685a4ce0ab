"""The booklet of a year's chosen working methods, made as a job: cover, contents, one method after the other (D49)."""

from collections.abc import Iterator

from branches import clock, in_words
from branches.jobs import working
from branches.jobs.kinds import Kind
from branches.labels import label_of
from branches.models import Job
from branches.names import CITY_HONOUR
from branches.settings import queries as settings_queries
from evaluation.honours import methods
from evaluation.models import WorkingMethod
from evaluation.typesetting import typeset
from evaluation.typesetting.booklet import Booklet, Chapter
from evaluation.typesetting.text import clean

KIND = Kind("booklet", "typesetting")
PARTS = ("background", "practice", "effect", "reflection")


def composed(year: int) -> Booklet:
    """All methods of a title year that are on show now, in register order."""
    today = clock.today()
    return Booklet(
        heading=f"{CITY_HONOUR}工作法汇编",
        subtitle=f"（{year}年度）",
        issuer=settings_queries.work_committee(),
        dated_on=f"{today.year}年{today.month}月",
        chapters=tuple(_chapter(one) for one in methods.of_year(year)),
    )


def make(job: Job) -> None:
    working.deliver(job, "pdf", typeset.print_out(composed(job.payload["year"])))


def _chapter(method: WorkingMethod) -> Chapter:
    return Chapter(clean(method.title), clean(method.honour.branch.full_name), tuple(_paragraphs(method)))


def _paragraphs(method: WorkingMethod) -> Iterator[str]:
    for number, name in enumerate(PARTS, 1):
        yield f"{in_words.numeral(number)}、{label_of(WorkingMethod, name)}"
        yield from (line for text in getattr(method, name).split("\n") if (line := clean(text)))


working.handle(KIND, make)
