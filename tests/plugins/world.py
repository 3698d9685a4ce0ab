"""The whole cast in a world in which every URL names something."""

from typing import Any

import pytest
from django.test import Client

from branches.permissions import Role
from tests.support import world as worlds

CAST = [*(role.value for role in Role), "assessor", "stranger", "foreign_officer", "nobody"]


@pytest.fixture
def people(request: pytest.FixtureRequest) -> dict[str, Any]:
    return {name: None if name == "nobody" else request.getfixturevalue(name) for name in CAST}


# Of the kind that is asked for nothing on the way to it; nobody answers there.
PROVIDER = {
    "OIDC_ISSUER": "https://provider.example",
    "OIDC_LABEL": "统一身份认证",
    "OIDC_CLIENT_ID": "sizhiqiang",
    "OIDC_AUTHORIZE_URL": "https://provider.example/authorize",
}


@pytest.fixture
def world(people: dict[str, Any], cycle: Any, branch: Any, settings: Any) -> worlds.World:
    for name, value in PROVIDER.items():
        setattr(settings, name, value)
    client = Client()
    client.force_login(people["system_admin"])
    return worlds.build(cycle, branch, people["organ_officer"], people["assessor"], people["work_committee"], client)
