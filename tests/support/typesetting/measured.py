"""Measures every document of the database: `python -m tests.support.typesetting.measured`, with the site's own settings.

Ends with 1 when a number of GB/T 9704-2012 is missed, and says which.
"""

# ruff: noqa: E402 - Django comes up before its models are imported

import os
import sys
from collections.abc import Mapping
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sizhiqiang.settings")

import django

django.setup()

from evaluation.models import Notice
from evaluation.typesetting import typeset
from evaluation.typesetting.letter import Letter
from tests.support.typesetting import checker_foot, checker_head
from tests.support.typesetting.checker import faults

assert checker_foot and checker_head  # they add their checks


def faults_of(kind: str, data: Mapping[str, Any]) -> dict[str, list[str]]:
    """What is wrong with the PDF of a document that has a head; forms and awards have tests of their own."""
    document = typeset.compose(kind, data)
    return faults(typeset.print_out(document), document) if isinstance(document, Letter) else {}


def main() -> int:
    found = {notice.number: faults_of(notice.kind, notice.data) for notice in Notice.objects.iterator()}
    for number, wrong in found.items():
        sys.stdout.write(f"{number}: {wrong or 'passes'}\n")
    return int(any(found.values()))


if __name__ == "__main__":
    sys.exit(main())
