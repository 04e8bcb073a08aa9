"""Rows of a backup come back exactly as they were."""

import uuid
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ldn_tracker.backups.rows import from_row, mark, read_lines, to_line

INNER = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)
VALUES = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
    | st.binary()
    | st.dates()
    | st.times()
    | st.datetimes(timezones=st.just(UTC))
    | st.lists(INNER)
    | st.dictionaries(st.text(), INNER)
    | st.sampled_from([{"bytes": "x"}, {"date": "2026-11-20"}, {"json": {"json": 1}}])
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=st.lists(st.lists(VALUES, max_size=6), max_size=4), cut=st.integers(1, 50))
def test_rows_come_back_as_they_were_wherever_the_stream_is_cut(rows, cut):
    data = b"".join(map(to_line, rows))
    back = [from_row(row) for row in read_lines(data[at : at + cut] for at in range(0, len(data), cut))]
    assert back == rows
    assert [[type(value) for value in row] for row in back] == [[type(value) for value in row] for row in rows]


def test_row_is_one_line_that_can_be_read():
    row = (1, "€\n", b"\x00\xff", date(2026, 11, 20), datetime(2026, 11, 20, 1, 2, 3, 4, UTC), time(4, 5), None)
    assert to_line(row).decode() == (
        '[1,"€\\n",{"bytes":"AP8="},{"date":"2026-11-20"},{"datetime":"2026-11-20T01:02:03.000004+00:00"},'
        '{"time":"04:05:00"},null]\n'
    )
    assert mark(table="a") == b'{"table":"a"}\n'


def test_memoryview_as_postgresql_gives_it_is_bytes():
    assert to_line([memoryview(b"ab")]) == to_line([b"ab"])


def test_value_that_would_not_come_back_is_refused():
    with pytest.raises(TypeError, match="a backup has no form for UUID"):
        to_line([uuid.UUID(int=1)])
