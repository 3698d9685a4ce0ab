"""What is written into the audit trail besides acts: exports, and what of a person was changed, with the address."""

import ast

import pytest
from django.urls import reverse

from branches.models import AuditEntry
from branches.pages import exporting
from branches.register.steps import ensure_city
from tests.test_codebase import modules

pytestmark = pytest.mark.django_db


def test_an_export_is_written_with_its_filters_its_lines_and_the_address(client, system_admin, branch):
    client.force_login(system_admin)
    client.get(reverse("branches:branches"), {"q": "预算", "export": "xlsx", "page": "2"}, REMOTE_ADDR="192.0.2.5")
    entry = AuditEntry.objects.get(verb=exporting.VERB)
    assert (entry.subject, entry.by, entry.address) == ("党支部", system_admin, "192.0.2.5")
    assert entry.detail == {"rows": 1, "filters": "q=预算"}


def test_a_page_that_is_only_looked_at_is_no_export(client, system_admin, branch):
    client.force_login(system_admin)
    client.get(reverse("branches:branches"), {"q": "预算"})
    assert not AuditEntry.objects.filter(verb=exporting.VERB).exists()


def test_the_export_of_the_register_is_written(client, system_admin, branch):
    ensure_city()
    client.force_login(system_admin)
    client.get(reverse("branches:register_export"))
    assert AuditEntry.objects.get(verb=exporting.VERB).subject == "党支部名册"


def test_a_change_of_a_person_is_written_with_old_and_new_value(client, system_admin, stranger):
    client.force_login(system_admin)
    form = {"name": "陈路", "username": stranger.username, "phone": "0375-2900001", "email": ""}
    assert client.post(reverse("branches:person_edit", args=[stranger.pk]), form).status_code == 302
    entry = AuditEntry.objects.get(verb="修改人员")
    assert entry.detail["changed"] == {"姓名": ["陈路人", "陈路"], "电话": ["", "0375-2900001"]}


def writers() -> set[tuple[str, str]]:
    """(file, function) of whatever answers with a workbook."""
    found = set()
    for path in modules():
        for function in ast.walk(ast.parse(path.read_text())):
            if not isinstance(function, ast.FunctionDef):
                continue
            calls = {ast.unparse(node.func) for node in ast.walk(function) if isinstance(node, ast.Call)}
            if "workbook.response" in calls:
                found.add((path.name, function.name))
    return found


def test_no_workbook_leaves_without_being_written_down():
    assert {one for one in writers() if not one[1].endswith(("template", "returned"))} == {("exports.py", "_asked_for")}
