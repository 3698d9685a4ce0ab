"""Certificate and plaque: the right sheet, names that fit, joint issuers of equal width, no room lost to a page number."""

from typing import Any

import pytest

from evaluation.typesetting import typeset
from tests.support.typesetting.forms import honour
from tests.support.typesetting.measure import Print, Sheet
from tests.support.typesetting.payloads import TRACED
from tests.support.typesetting.samples import COMMITTEE, LONG, ORGANISATION

SIZES = {"certificate": (297, 210), "plaque": (600, 400)}


def sheet(kind: str, facts: dict[str, Any]) -> Sheet:
    sheets = Print(typeset.render(kind, facts)).sheets
    assert len(sheets) == 1
    return sheets[0]


def words(page: Sheet) -> str:
    return "".join(line.text for line in page.lines)


@pytest.mark.parametrize("kind", SIZES)
@pytest.mark.parametrize("branch", ["中共平顶山市财政局预算科支部委员会", "中共平顶山市喆昇局支部委员会", LONG])
def test_award_fits_its_sheet(kind: str, branch: str) -> None:
    page = sheet(kind, honour(branch=branch))
    assert page.size == pytest.approx(SIZES[kind], abs=0.1)
    assert branch in words(page)
    for line in page.lines:
        assert line.left > 20 and line.right < SIZES[kind][0] - 20, line.text
    assert "2025年度" in words(page) and "2026年7月1日" in words(page)
    assert "—1—" not in words(page).replace(" ", "")


ORGANS = [ORGANISATION, "中共平顶山市委宣传部", "中共平顶山市委统战部", "平顶山市财政局", COMMITTEE]
FRAME = {"certificate": 13.4, "plaque": 22}
"""Where the inner frame ends, in mm from the edge of the sheet."""


@pytest.mark.parametrize("kind", SIZES)
@pytest.mark.parametrize("issuers", [[COMMITTEE], [ORGANISATION, LONG], ORGANS], ids=("one", "long", "five"))
def test_issuers_keep_clear_of_the_text_and_of_the_code(kind: str, issuers: list[str]) -> None:
    page = sheet(kind, honour(issuers=issuers) | TRACED)
    text = page.at("特发此证") if kind == "certificate" else page.at("预算科")
    first, last = page.at(issuers[0]), page.at(issuers[-1])
    assert text.bottom < first.top < last.bottom <= page.at("2026年7月1日").bottom
    code = page.at(TRACED["fingerprint"])
    assert min(first.left, last.left) > code.right or max(first.right, last.right) < code.left or kind == "plaque"
    assert last.bottom < code.top or kind == "certificate"
    assert code.bottom < SIZES[kind][1] - FRAME[kind], "the fingerprint stands on the frame"


@pytest.mark.parametrize("kind", SIZES)
def test_joint_issuers_are_equally_wide(kind: str) -> None:
    page = sheet(kind, honour())
    first, second = page.at(ORGANISATION), page.at(COMMITTEE)
    assert first.left == pytest.approx(second.left, abs=1)
    assert first.right == pytest.approx(second.right, abs=1)
    assert page.at("2026年7月1日").centre == pytest.approx(second.centre, abs=2)
