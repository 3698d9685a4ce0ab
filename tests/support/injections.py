"""Text that would run in a browser or a spreadsheet, and how to see in an answer that it would."""

import re
from html.parser import HTMLParser
from io import BytesIO

from openpyxl import load_workbook

SCRIPTS = (
    "<script>alert(7)</script>",
    "<img src=x onerror=alert(7)>",
    '"><svg onload=alert(7)>',
    "'><svg onload=alert(7)>",
    '" onfocus=alert(7) autofocus x="',
    "' onfocus=alert(7) autofocus x='",
    "</textarea><script>alert(7)</script>",
    "</script><script>alert(7)</script>",
    "javascript:alert(7)",
    "<a href=javascript:alert(7)>x</a>",
    "--><style>@import'/x7'</style><iframe srcdoc='<script>parent.alert(7)</script>'>",
    "&lt;script&gt;alert(7)&lt;/script&gt;{{7*7}}{% debug %}",
)
FORMULAS = (
    "=1+1", "+1+1", "-1+1", "@SUM(1,1)", "\t=1+1", "\r=1+1", "  =1+1", "|calc", "%0A=1+1", "＝1+1", "=cmd|'/C calc'!A0",
)  # fmt: skip
_STARTS_A_FORMULA = re.compile(r"\s*[=+\-@|%＝＋－＠]")


class _Reader(HTMLParser):
    """What of a page would run: scripts with the mark in them, handlers, addresses that are code."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.script: dict[str, str | None] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self.script = said if tag == "script" else None
        handlers = [name for name in said if name.startswith("on")]
        code = [name for name in ("href", "src", "action", "formaction") if _is_code(said.get(name))]
        if handlers or code or tag in ("iframe", "object", "embed", "base"):
            self.found.append(self.get_starttag_text() or tag)

    def handle_data(self, data: str) -> None:
        if self.script is not None and self.script.get("type") != "application/json" and "alert(7)" in data:
            self.found.append(f"script: {data[:80]}")

    def handle_endtag(self, tag: str) -> None:
        self.script = None


def _is_code(address: str | None) -> bool:
    return (address or "").strip().lower().startswith("javascript:")


def that_would_run(page: str) -> list[str]:
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader.found


def that_would_be_evaluated(book: bytes) -> list[str]:
    """The cells of a workbook that a spreadsheet takes for formulas, now or after it was saved as CSV."""
    sheets = load_workbook(BytesIO(book)).worksheets
    cells = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    return [
        f"{cell.coordinate}: {cell.value}"
        for cell in cells
        if cell.data_type == "f" or _STARTS_A_FORMULA.match(cell.value) or cell.value[:1] in ("\t", "\r", "\n")
    ]
