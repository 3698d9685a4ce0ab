"""Systems that read: their keys, made as people make them, and how they ask."""

from typing import Any

from django.test import Client

from branches.models import User
from branches.permissions import Data
from branches.systems import steps as systems_steps
from branches.systems.steps import Made


def asked_for(by: User, *reads: Data, system: str = "全市党建综合平台", **fields: Any) -> Made:
    """A key that waits to be confirmed; for everything unless told."""
    expires_on = fields.get("expires_on", systems_steps.latest())
    return systems_steps.ask(system, "展示年度进度。", reads or tuple(Data), expires_on, by=by)


def confirmed(made: Made, by: User) -> str:
    systems_steps.confirm(made.row, by=by)
    return made.key


def read(key: str, path: str, *, method: str = "get", **fields: Any) -> Any:
    """The answer to a system, which has no cookies."""
    client = Client(raise_request_exception=False)
    return getattr(client, method)(path, headers={"Authorization": f"Bearer {key}"}, **fields)


def rows(key: str, path: str) -> Any:
    answer = read(key, path)
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]
