"""The one place that imports WeasyPrint: after fontconfig knows our fonts."""

import logging

from evaluation.typesetting import fonts
from evaluation.typesetting.rendering import limit

fonts.configure()
# Its lines on each page and step serve the time limit; nobody reads them.
progress = logging.getLogger("weasyprint.progress")
progress.setLevel(logging.INFO)
progress.addFilter(limit.Watch())

from weasyprint import CSS, HTML  # noqa: E402
from weasyprint.document import Document, Page  # noqa: E402
from weasyprint.text.fonts import FontConfiguration  # noqa: E402
from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: E402

__all__ = ["CSS", "HTML", "Document", "FontConfiguration", "Page", "URLFetcher", "URLFetcherResponse"]
