"""The one place that imports WeasyPrint: after fontconfig knows our fonts."""

import logging

from evaluation.notices import fonts

fonts.configure()
# One line of log for each page and step of each document helps nobody.
logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)

from weasyprint import CSS, HTML  # noqa: E402
from weasyprint.document import Document, Page  # noqa: E402
from weasyprint.text.fonts import FontConfiguration  # noqa: E402
from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: E402

__all__ = ["CSS", "HTML", "Document", "FontConfiguration", "Page", "URLFetcher", "URLFetcherResponse"]
