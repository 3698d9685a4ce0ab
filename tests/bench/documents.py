"""What documents cost: pages a second, memory, and the ratio to a bare WeasyPrint call on the same HTML."""

import gc
import os
import resource
from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time
from typing import Any

from django.conf import settings

from evaluation.typesetting import typeset
from evaluation.typesetting.rendering import tools
from evaluation.typesetting.rendering.engine import CSS, HTML, FontConfiguration
from scripts.measurements import table
from tests.support.typesetting import samples
from tests.support.typesetting.forms import application, honour

DOCUMENTS = int(os.environ.get("DOCUMENTS", "200"))
HEADINGS = ("document", "pages", "ms", "pages a second", "× bare")
CASES: dict[str, tuple[str, dict[str, Any], int]] = {
    "催办函, 1 page": ("reminder_letter", samples.REMINDER_LETTER, 10),
    "命名决定, 4 pages": ("naming", samples.naming(9), 10),
    "申报表, 20 criteria": ("self_assessment", application(), 5),
    "荣誉证书": ("certificate", honour(), 10),
    "命名决定, 1,000 branches": ("naming", samples.naming(1000), 2),
}


def lines() -> Iterator[str]:
    """Come first: their memory is the most that this process ever had."""
    yield table(HEADINGS, [measured(name, *case) for name, case in CASES.items()])
    before = memory()
    for number in range(DOCUMENTS):
        typeset.render("certificate", honour(branch=f"第{number}党支部"))
    yield f"\nMemory at its peak: {before:.0f} MiB, after {DOCUMENTS} more documents {memory():.0f} MiB."
    start = process_time()
    content = typeset.render_many(("certificate", honour(branch=f"第{n}党支部")) for n in range(DOCUMENTS))
    each = (process_time() - start) / DOCUMENTS * 1000
    yield f"{DOCUMENTS} certificates in one PDF: {each:.1f} ms each, {len(content) / 1024:.0f} KiB."


def measured(name: str, kind: str, facts: dict[str, Any], rounds: int) -> tuple[str, ...]:
    html, pages = printed(kind, facts)
    # By turns, so that what else the machine does falls on both.
    ours, bare = fastest(rounds, lambda: typeset.render(kind, facts), lambda: alone(html))
    return name, f"{pages}", f"{ours:.0f}", f"{pages / ours * 1000:.1f}", f"{bare / ours:.2f}"


def printed(kind: str, facts: dict[str, Any]) -> tuple[str, int]:
    """The HTML of a document as it is last laid out, and its pages."""
    seen: list[str] = []
    whole = typeset.render_to_string

    def record(template: str, context: dict[str, Any]) -> str:
        seen.append(whole(template, context))
        return seen[-1]

    typeset.render_to_string = record
    try:
        pages = len(typeset._pages(typeset.compose(kind, facts)).pages)
    finally:
        typeset.render_to_string = whole
    return seen[-1], pages


def alone(html: str) -> None:
    """As the library's manual has it: nothing kept from one document to the next."""
    fonts = FontConfiguration()
    texts = [(Path(settings.BASE_DIR) / "static" / name).read_text() for name in tools.STYLES]
    HTML(string=html).write_pdf(stylesheets=[CSS(string=text, font_config=fonts) for text in texts], font_config=fonts)


def fastest(rounds: int, *acts: Callable[[], object]) -> list[float]:
    """Milliseconds of the processor that each act takes at its best."""
    best = [float("inf")] * len(acts)
    for _ in range(rounds):
        for number, act in enumerate(acts):
            gc.collect()
            start = process_time()
            act()
            best[number] = min(best[number], (process_time() - start) * 1000)
    return best


def memory() -> float:
    """The most that this process ever had, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
