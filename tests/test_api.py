"""docs/api.md says of the routes for other systems what they do: its example is asked, its tables are compared."""

import json
import re
import shlex
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from branches.permissions import Data
from branches.systems import answers
from tests.plugins.databases import ROOT
from tests.support import factories
from tests.support.systems import asked_for, confirmed, rows

pytestmark = pytest.mark.django_db
PAGE = (ROOT / "docs/api.md").read_text()


@pytest.fixture
def key(system_admin, security_admin):
    return confirmed(asked_for(system_admin), security_admin)


@pytest.fixture
def told(key, cycle, branch) -> dict[Data, dict[str, Any]]:
    """One row of each route."""
    factories.candidacy(cycle, branch)
    factories.honour(branch)
    return {data: rows(key, f"/api/v1/{data.value}")[0] for data in Data}


def fields(data: Data) -> list[str]:
    """As the page lists them under the route."""
    section = PAGE.partition(f"### `/api/v1/{data.value}`")[2].partition("\n#")[0]
    return re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)


def block(kind: str) -> str:
    found = re.search(rf"^```{kind}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


def test_each_route_tells_the_fields_that_the_page_lists(told):
    assert {data: list(row) for data, row in told.items()} == {data: fields(data) for data in Data}
    names = {name for row in told.values() for name in row}
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", name) for name in names)
    days = [value for row in told.values() for name, value in row.items() if name.endswith("_on") and value]
    assert days and all(date.fromisoformat(day) for day in days)


def test_the_example_is_asked_as_it_stands(key):
    for name in ("市财政局", "市审计局"):
        factories.unit(name)
    curl, flag, header, address = shlex.split(block("").replace("$KEY", key))
    assert (curl, flag) == ("curl", "--header")
    name, _, value = header.partition(": ")
    url = urlsplit(address)
    found = Client().get(f"{url.path}?{url.query}", headers={name: value}).json()
    shown = json.loads(block("json"))

    def shape(one: dict[str, Any]) -> dict[str, type]:
        return {key: type(value) for key, value in one.items()}

    assert shape(found) == shape(shown) and len(found["results"]) == len(shown["results"]) == 1
    assert shape(found["results"][0]) == shape(shown["results"][0])
    assert found["next"] == shown["next"].replace("after=2", f"after={found['results'][0]['id']}")
    assert f"at most {answers.MOST} at a time" in PAGE
