"""Whatever way out a page offers, the device is asked first what it still holds (docs/decisions/0091-shared-phones.md)."""

import re
from pathlib import Path

import pytest

from tests.plugins.databases import ROOT


def unasked(folder: Path) -> list[str]:
    """Forms that sign out without being bound to the script that asks."""
    forms = [
        form for path in folder.rglob("*.html") for form in re.findall(r"<form[^>]*'logout'[^>]*>", path.read_text())
    ]
    assert forms
    return [form for form in forms if "data-sign-out" not in form]


def test_every_form_that_signs_out_asks_the_device_first() -> None:
    assert unasked(ROOT / "templates") == []


@pytest.mark.parametrize("bound", ["", " data-sign-out"])
def test_a_way_out_that_does_not_ask_would_be_found(tmp_path: Path, bound: str) -> None:
    (tmp_path / "page.html").write_text(f'<form method="post" action="{{% url \'logout\' %}}"{bound}></form>')
    assert bool(unasked(tmp_path)) is not bool(bound)
