"""The documents generated from the tables are fresh, and say what the tables say."""

import csv
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from branches.permissions import GRANTS, TEAM_GRANTS, Perm, Role
from evaluation.management.commands import write_docs
from evaluation.procedure import documentation, matrix
from evaluation.procedure.lives import PROCEDURE, REINSPECTION


def test_the_documents_are_fresh():
    """Red? Run `make docs` and look at what changed."""
    call_command("write_docs", "--check")


def test_a_stale_document_is_noticed(monkeypatch):
    monkeypatch.setattr(write_docs, "documents", lambda: {**documentation.documents(), "procedure.md": "old"})
    with pytest.raises(CommandError, match="stale"):
        call_command("write_docs", "--check")


def test_every_grant_is_in_the_table():
    sheet = list(csv.DictReader(StringIO(documentation.permissions())))
    granted = {(row["name"], key) for row in sheet if row["kind"] == "permission" for key in row if row[key] == "x"}
    wanted = {(perm.label, role.value) for role in Role for perm in GRANTS[role]}
    assert granted == wanted | {(perm.label, "assessor") for perm in TEAM_GRANTS}
    assert len([row for row in sheet if row["kind"] == "permission"]) == len(Perm)


LIVES = pytest.mark.parametrize(("kind", "life"), [("move", PROCEDURE), ("reinspection", REINSPECTION)])


@LIVES
def test_every_move_is_in_the_table_with_whoever_makes_it(kind, life):
    sheet = [row for row in csv.DictReader(StringIO(documentation.permissions())) if row["kind"] == kind]
    for row, move in zip(sheet, life, strict=True):
        words = [move.step or "", move.action.value, move.before.value, move.after.value]
        assert [row["step"], row["name"], row["before"], row["after"]] == words
        assert [row[one.key] == "x" for one in matrix.HOLDERS] == [move.perm in one.grants for one in matrix.HOLDERS]


@LIVES
def test_every_move_is_an_arrow_of_the_diagram(kind, life):
    text = documentation.procedure()
    for move in life:
        arrow = next(
            line for line in text.splitlines() if line.startswith(f"    {move.before.name} --> {move.after.name}:")
        )
        assert move.action.label in arrow
