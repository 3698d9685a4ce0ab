"""“建议只读” saves a workbook encrypted under a published password: it opens. A password of somebody's own stays shut."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from branches.models import Branch
from branches.register.exchange import import_register
from branches.spreadsheet import reader
from branches.spreadsheet.opening import compound as compounds
from branches.spreadsheet.opening import unlocking
from tests.support.locked import agile, compound, standard
from tests.support.tables import GOOD, SECOND, xlsx

FILE = xlsx(GOOD, SECOND)


@pytest.mark.django_db
@pytest.mark.parametrize("locked", [standard, agile])
def test_a_workbook_that_only_recommends_reading_is_read(locked):
    assert import_register(locked(FILE), None).created == 2
    assert Branch.objects.count() == 2


@pytest.mark.parametrize("locked", [standard, agile])
def test_a_password_of_somebodys_own_is_not_tried(locked):
    with pytest.raises(reader.Unreadable, match="文件设了密码"):
        reader.read(locked(FILE, "12345678"))


def test_an_old_workbook_says_how_to_save_it():
    with pytest.raises(reader.Unreadable, match=r"这是旧版\.xls。请在Excel或WPS中另存为\.xlsx"):
        reader.read(compound({"Workbook": bytes(5000)}))


def test_rounds_beyond_measure_are_not_gone_through():
    with pytest.raises(reader.Unreadable, match="文件设了密码"):
        reader.read(agile(FILE, rounds=unlocking._MOST_ROUNDS + 1))


def test_without_the_check_of_the_password_rubbish_would_come_out(monkeypatch):
    monkeypatch.setattr(unlocking, "_fits", lambda *_: True)
    with pytest.raises(reader.Unreadable, match=r"看不出文件|不是表格|打不开"):
        reader.read(agile(FILE, "12345678"))


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_damaged_compound_file_is_read_or_refused(data):
    damaged = bytearray(compound({"EncryptionInfo": bytes(900), "EncryptedPackage": bytes(9000)}))
    for _ in range(data.draw(st.integers(1, 6))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(compounds.NotCompound):
        compounds.streams(bytes(damaged[: data.draw(st.integers(0, len(damaged)))]), unlocking._STREAMS)
