"""Nothing that is behind the sign-in is kept by a browser or a proxy; what is for everybody, and static files, may be."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

NEVER = "private, no-store"


@pytest.mark.django_db
def test_what_is_behind_the_sign_in_is_not_kept(client: Client, system_admin: Any, settings: Any) -> None:
    client.force_login(system_admin)
    pages = [
        reverse("account"),
        reverse("branches:people"),
        f"{reverse('branches:units')}?export=xlsx",
        reverse("branches:register_template"),
        reverse("branches:audit"),  # 403
        "/no-such-page/",
        reverse("help"),  # open to everybody, with his navigation
    ]
    assert [client.get(page).headers["Cache-Control"] for page in pages] == [NEVER] * len(pages)
    assert client.get("/static/css/base.css").headers["Cache-Control"].startswith("max-age=")
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if not one.endswith(".SignedIn")]
    assert "Cache-Control" not in Client().get("/livez").headers


@pytest.mark.django_db
def test_what_everybody_may_see_may_be_kept_and_what_a_stranger_is_refused_may_not(client: Client) -> None:
    for page in (reverse("help"), "/livez"):
        assert "Cache-Control" not in client.get(page).headers, page
    assert client.get(reverse("account")).headers["Cache-Control"] == NEVER  # to the sign-in
    assert client.get(reverse("account"), HTTP_ACCEPT="application/json").headers["Cache-Control"] == NEVER
    assert "no-store" in client.get(reverse("login")).headers["Cache-Control"]
