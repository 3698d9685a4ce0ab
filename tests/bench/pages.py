"""What pages cost: milliseconds, queries and blocks beside the most they may, and how often a bare view or bare SQL fits in."""

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple
from urllib.parse import urlencode

from django.db import connection
from django.test import Client
from django.urls import reverse

from branches.accounts.demo import ACCOUNTS
from branches.models import Unit, User
from evaluation.models import Candidacy, Cycle
from evaluation.vocabulary import CycleState, State
from scripts.measurements import table
from sizhiqiang.start import load_pages
from tests.bench.timing import timed
from tests.support.buffers import reads

ROWS = """
SELECT * FROM evaluation_candidacy c
JOIN branches_branch b ON b.id = c.branch_id
JOIN branches_unit u ON u.id = c.unit_id
WHERE c.cycle_id = %s ORDER BY c.unit_id, c.branch_id LIMIT %s
"""
HEADINGS = ("page", "ms", "at most", "queries", "at most", "blocks", "at most", "× bare view", "× bare SQL")


class Most(NamedTuple):
    """What a page may cost."""

    ms: int
    queries: int
    blocks: int


LIST, SEARCH, BOARD = Most(60, 15, 1100), Most(80, 15, 5000), Most(150, 20, 2500)
FILE, UNIT_BOARD, HOME, URGED = Most(40, 20, 1100), Most(80, 20, 1100), Most(60, 15, 1100), Most(150, 15, 5000)


class Page(NamedTuple):
    """Somebody opens an address; `rows` of a case come from bare SQL for comparison."""

    name: str
    who: str
    address: str
    most: Most
    rows: int = 0


def lines() -> Iterator[str]:
    # As the web server has it: what this process has typeset is nothing of its.
    load_pages()
    cycle = Cycle.objects.get(state=CycleState.RECOMMENDING)
    clients = {account.username: signed_in(account.username) for account in ACCOUNTS}
    bare = timed(partial(clients["work_committee"].get, reverse("evaluation:live")))
    yield f"A bare view behind the same middleware takes {bare:.1f} ms.\n"
    yield table(HEADINGS, [measured(page, clients[page.who], bare, cycle) for page in pages(cycle)])


def pages(cycle: Cycle) -> Iterator[Page]:
    yield from lists(cycle)
    city, year = "work_committee", [cycle.year]
    yield Page("progress, 50 units", city, reverse("evaluation:cycle_progress", args=year), BOARD)
    yield Page("naming", city, reverse("evaluation:naming_board", args=year), BOARD)
    yield Page("pool", city, reverse("evaluation:pool_board", args=year), BOARD)
    yield Page("re-inspections", city, reverse("evaluation:reinspections", args=year), BOARD)
    yield Page("documents", city, reverse("evaluation:notices"), BOARD)
    yield Page("who is urged, 100 people", city, reverse("evaluation:nudge"), URGED)
    yield Page("reminders, 50 people", city, reverse("evaluation:reminders_preview"), URGED)
    unit = Unit.objects.exclude(kind=Unit.Kind.CITY).earliest("pk")
    case = Candidacy.objects.filter(cycle=cycle, unit=unit, state=State.ASSESSED).earliest("pk")
    yield Page("case file", city, reverse("evaluation:case", args=[case.pk]), FILE)
    own = reverse("evaluation:recommendation_board", args=[cycle.year, unit.pk])
    yield Page("board of a unit", "organ_officer", own, UNIT_BOARD, 20)
    for account in ACCOUNTS:
        yield Page(f"home of {account.username}", account.username, "/", HOME)


def lists(cycle: Cycle) -> Iterator[Page]:
    city, cases = "work_committee", reverse("evaluation:candidacy_list")

    def of_cases(name: str, most: Most = LIST, **asked: object) -> Page:
        return Page(f"cases{name}", city, f"{cases}?{urlencode({'cycle': cycle.year, **asked})}", most, 50)

    yield of_cases("")
    yield of_cases(", page 20", page=20)
    numbers = Candidacy.objects.filter(cycle=cycle).order_by("unit_id", "branch_id", "pk").values_list("pk", flat=True)
    yield of_cases(", behind page 20", after=numbers[min(2000, len(numbers) // 2)])
    yield of_cases(" that have applied", state=State.APPLIED.value)
    yield of_cases(", two characters", SEARCH, q="交通")
    yield of_cases(", three characters", SEARCH, q="财务科")
    yield Page("branches", city, reverse("branches:branches"), LIST, 50)
    yield Page("branches, two words", city, f"{reverse('branches:branches')}?q=交通+财务", SEARCH, 50)
    yield Page("units", city, reverse("branches:units"), LIST, 50)
    yield Page("titles", city, reverse("evaluation:honours"), LIST, 50)
    yield Page("people", "system_admin", reverse("branches:people"), LIST, 50)
    yield Page("posts", "security_admin", reverse("branches:appointments"), LIST, 50)


def measured(page: Page, client: Client, bare: float, cycle: Cycle) -> tuple[str, ...]:
    """A row of the table; what is above the most stands in bold."""
    open_it = partial(client.get, page.address, follow=True)
    answer = open_it()
    if answer.status_code != 200:
        raise ValueError(f"{page.name}: {answer.status_code}")
    time, read = timed(open_it), reads(open_it)
    found = (f"{time:.0f}", time), (f"{read.count}", read.count), (f"{read.buffers:,}", read.buffers)
    cells = [
        cell
        for (words, value), most in zip(found, page.most, strict=True)
        for cell in (f"**{words}**" if value > most else words, f"{most:,}")
    ]
    sql = f"{time / bare_sql(cycle, page.rows):.1f}" if page.rows else ""
    return page.name, *cells, f"{time / bare:.1f}", sql


def signed_in(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client


def bare_sql(cycle: Cycle, rows: int) -> float:
    def fetch() -> None:
        with connection.cursor() as cursor:
            cursor.execute(ROWS, [cycle.pk, rows])
            cursor.fetchall()

    return timed(fetch)
