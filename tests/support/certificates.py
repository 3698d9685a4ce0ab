"""Certificates in the document table, not yet typeset."""

from evaluation.documents import making
from tests.support.world import PAPER

HONOUR = {
    "branch": "中共平顶山市财政局办公室支部委员会",
    "year": 2025,
    "number": "2025001",
    "issuers": PAPER["issuers"],
    "dated_on": "2026-07-01",
}


def certificates(by, count=1):
    return [making.make("certificate", HONOUR | {"number": f"2025{n:03d}"}, by=by) for n in range(count)]
