"""Whatever stands in a cell or a file: it is understood, or refused with a sentence; nothing else ever comes out."""

import datetime as dt
import io
import string
import zipfile

from hypothesis import given, settings
from hypothesis import strategies as st

from branches.register import roster
from branches.spreadsheet import reader
from tests.support.tables import GOOD, csv, repacked, xlsx

CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.text(alphabet=string.digits + "年月日-/.０１２ "),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    st.sampled_from(["是", "否", "好", "2005-02-13", "2005年2月13日", "=1+1", "'=1"]),
)
KINDS = {
    "unit": str,
    "unit_short_name": str,
    "full_name": str,
    "short_name": str,
    "established_on": dt.date,
    "last_election_on": dt.date | None,
    "secretary_name": str,
    "full_members": int,
    "probationary_members": int,
    "is_first_branch": bool,
    "last_review_grade": str,
    "kind": str,
    "joint_names": tuple,
    "telephone": str,
    "election_postponed_until": dt.date | None,
    "postponement_basis": str,
}
TABLE, TEXT = xlsx(GOOD), csv(GOOD)
PARTS = zipfile.ZipFile(io.BytesIO(TABLE)).namelist()


@settings(max_examples=300, deadline=None)
@given(st.lists(CELLS, min_size=len(KINDS), max_size=len(KINDS)))
def test_every_line_is_understood_or_complained_about(cells):
    table = roster.look_through(reader.Spreadsheet("", [list(roster.HEADINGS), list(GOOD.values()), cells]))
    for line in table.lines:
        for column in roster.COLUMNS:
            complained = any(problem.column == column.heading for problem in line.problems)
            assert complained or isinstance(line.values[column.attribute], KINDS[column.attribute])
            assert column.attribute != "established_on" or complained or type(line.values["established_on"]) is dt.date
        assert all(problem.reason.endswith("。") and problem.row == line.number for problem in line.problems)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from([TABLE, TEXT]), st.data())
def test_a_damaged_file_is_read_or_refused(good, data):
    damaged = bytearray(good)
    for _ in range(data.draw(st.integers(1, 6))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(damaged)))
    for attempt in (bytes(damaged), bytes(damaged[:cut]), bytes(damaged[cut:])):
        read_or_refused(attempt)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(PARTS), st.data())
def test_a_damaged_part_is_read_or_refused(spoilt, data):
    """Damage inside the archive gets past its check sums, to the reader itself."""

    def damage(name, content):
        if name != spoilt:
            return content
        at = data.draw(st.integers(0, len(content) - 1))
        return content[:at] + data.draw(st.binary(max_size=4)) + content[at + data.draw(st.integers(0, 40)) :]

    read_or_refused(repacked(TABLE, damage))


def read_or_refused(attempt):
    try:
        roster.look_through(reader.read(attempt, preferred=roster.TITLE))
    except reader.Unreadable as refused:
        assert str(refused).endswith("。")
