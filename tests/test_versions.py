"""Every move says which version of its thing was on the page; one that does not say it moves nothing."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from branches.pages.fields import NO_VERSION, Versioned
from evaluation.cases.access import holds
from evaluation.models import Candidacy, Transition
from evaluation.procedure.lives import NOT_ROUTABLE, PROCEDURE
from evaluation.vocabulary import Action
from tests.plugins.databases import ROOT
from tests.support import factories

ROUTABLE = [action for action in Action if action not in NOT_ROUTABLE]
GIVEN = {
    "note": "经研究决定如此办理。", "basis": "平水〔2027〕1号", "due": "2026-12-30", "number": "平水党〔2027〕3号",
    "appraisal": "同意推送。",
}  # fmt: skip
# Where a form leads to the move of one case or one re-inspection.
MOVES = re.compile(r"<form[^>]*(?:evaluation:move|recommendation_pick|recommendation_replace)['\" ].*?</form>", re.S)


@pytest.fixture
def everybody(
    secretary: Any, organ_officer: Any, leading_group: Any, work_committee: Any, organisation_department: Any
) -> list[Any]:
    return [secretary, organ_officer, leading_group, work_committee, organisation_department]


def test_no_move_is_made_without_a_version(everybody: list[Any], case: Candidacy) -> None:
    """Of the whole table: whatever state the case is in, the page that cannot be trusted is told first."""
    for action in ROUTABLE:
        perms = {row.perm for row in PROCEDURE if row.action == action}
        person = next(one for one in everybody if any(holds(one, perm, case) for perm in perms))
        client = Client()
        client.force_login(person)
        page = reverse("evaluation:move", args=[case.pk, action])
        for version in ("", "x", "9" * 19, "-1"):
            answer = client.post(page, GIVEN | {"version": version})
            assert answer.status_code == 422, (action, version)
            assert NO_VERSION in answer.content.decode(), (action, version)
        answer = client.post(page, GIVEN | {"version": case.version + 7})
        assert NO_VERSION not in answer.content.decode(), action
    assert not Transition.objects.exists()


def test_twin_a_form_that_asks_for_none_moves(
    monkeypatch: pytest.MonkeyPatch, client: Client, secretary: Any, case: Candidacy
) -> None:
    monkeypatch.setattr(Versioned, "clean", lambda form: form.cleaned_data)
    client.force_login(secretary)
    client.post(reverse("evaluation:move", args=[case.pk, "not-apply"]), GIVEN)
    assert factories.fresh(case).state == "not_applied"


def test_every_form_of_a_move_carries_it() -> None:
    found = [(path.name, form) for path in templates() for form in MOVES.findall(path.read_text())]
    assert len(found) >= 5
    assert [(name, form) for name, form in found if 'name="version"' not in form] == []


def templates() -> list[Path]:
    return sorted((ROOT / "templates").rglob("*.html"))
