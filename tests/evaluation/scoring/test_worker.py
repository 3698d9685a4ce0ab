"""The worker of the pages for scoring comes from an address that reaches them, with the release in it."""

import pytest
from django.test import Client
from django.urls import reverse

from evaluation.scoring.views import worker as served


@pytest.fixture(autouse=True)
def read_anew():
    served._script.cache_clear()
    yield
    served._script.cache_clear()


@pytest.mark.django_db
def test_the_worker_is_open_to_every_browser_and_asked_for_anew_each_time() -> None:
    answer = Client().get(reverse("evaluation:scoring_worker"))
    assert reverse("evaluation:scoring_worker") == "/sw.js"
    assert answer["Service-Worker-Allowed"] == "/candidacies/"
    assert answer["Cache-Control"] == "no-cache"
    assert answer["Content-Type"].startswith("text/javascript")


@pytest.mark.django_db
def test_another_release_is_another_worker(settings) -> None:
    settings.VERSION = "1.2.3"
    first = Client().get("/sw.js").content
    settings.VERSION = "1.2.4"
    served._script.cache_clear()
    assert b"1.2.3" in first
    assert Client().get("/sw.js").content != first
