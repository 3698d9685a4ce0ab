"""What the imports share as jobs: the waiting file, read again by whoever does the work."""

from django.http import Http404

from branches.models import Job
from branches.refusals import Refusal
from branches.spreadsheet import reader, waiting
from branches.spreadsheet.table import Layout


def lines_in(data: bytes, layout: Layout) -> int:
    """How many rows the file has; what cannot be read has none."""
    try:
        return len(reader.read(data, preferred=layout.title, headings=layout.known).rows)
    except reader.Unreadable:
        return 0


def file_of(job: Job) -> tuple[bytes, str]:
    """What was uploaded, and its name."""
    try:
        return waiting.take(job.payload["ticket"], by=job.by)
    except Http404 as gone:
        raise Refusal("上传的文件已经过期（保留两小时）。请重新上传。") from gone
