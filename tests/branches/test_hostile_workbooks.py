"""Forty and more workbooks that mean harm: none changes a row, each is answered with a sentence, none costs much memory."""

import socket
import tracemalloc

import pytest

from branches.models import AuditEntry, Branch, Unit
from branches.register.exchange import import_register
from branches.spreadsheet.opening import archive, unlocking
from branches.spreadsheet.reader import read
from tests.support import factories
from tests.support.hostile import GOOD_FILE, HOSTILE, LOL, archive_inside, before, many_elements

pytestmark = pytest.mark.django_db
MEMORY = 96 * 1024 * 1024


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_workbook_changes_nothing_and_is_answered(name, monkeypatch):
    monkeypatch.setattr(socket, "socket", None)
    factories.city()
    made, sentence = HOSTILE[name]
    data = made()
    before_it = [list(model.objects.order_by("pk").values()) for model in (Unit, Branch, AuditEntry)]
    report = import_register(data, None, part=True)
    assert [list(model.objects.order_by("pk").values()) for model in (Unit, Branch, AuditEntry)] == before_it
    assert [problem.row for problem in report.problems] == [0]
    assert sentence in report.problems[0].reason and report.problems[0].reason.endswith("。")


def test_there_are_at_least_forty():
    assert len(HOSTILE) >= 40


@pytest.mark.parametrize(
    "name",
    [
        "zip bomb",
        "millions of empty cells",
        "far cell",
        "a billion laughs",
        "streams that share their sectors",
        "a table of sectors a million times over",
        "a key without measure",
    ],
)
def test_memory_stays_flat(name):
    factories.city()
    data = HOSTILE[name][0]()
    tracemalloc.start()
    try:
        import_register(data, None)
        assert tracemalloc.get_traced_memory()[1] < MEMORY
    finally:
        tracemalloc.stop()


def test_an_archive_inside_is_not_opened():
    assert len(read(archive_inside()).rows) == 2


def test_without_the_limit_of_elements_the_cells_would_all_be_gone_through(monkeypatch):
    monkeypatch.setattr(archive, "ELEMENTS_LIMIT", 10**9)
    with pytest.raises(archive.Unreadable) as refused:
        read(many_elements())
    assert "表太大" not in str(refused.value)


def test_without_its_bounds_a_small_file_would_ask_for_gigabytes(monkeypatch):
    monkeypatch.setattr(unlocking, "_KEYS", (10**12,))
    with pytest.raises(MemoryError):
        read(HOSTILE["a key without measure"][0]())


def test_without_the_refusal_of_dtds_an_entity_would_be_read(monkeypatch):
    monkeypatch.setattr(archive, "_refuse", lambda *_: None)
    assert len(read(before(LOL)).rows) == len(read(GOOD_FILE).rows)
