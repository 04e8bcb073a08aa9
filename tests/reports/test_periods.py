"""Which days a report covers."""

from datetime import date, timedelta

import pytest

from reports.periods import ALL, SINCE_VISIT, WEEKS_12, Period, rolling_period, usual_kind

TODAY = date(2026, 3, 1)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.mark.parametrize(
    ("kind", "last_visit", "first_entry", "first"),
    [
        (WEEKS_12, ago(3), ago(300), date(2025, 12, 8)),
        (SINCE_VISIT, ago(1), ago(300), date(2026, 2, 28)),
        (SINCE_VISIT, ago(179), ago(300), ago(179)),
        (SINCE_VISIT, ago(180), ago(300), ago(179)),
        (SINCE_VISIT, date.min, ago(300), ago(179)),
        (SINCE_VISIT, None, ago(300), ago(83)),
        (SINCE_VISIT, TODAY + timedelta(days=1), None, TODAY),
        (ALL, None, ago(3650), ago(3650)),
        (ALL, None, TODAY, TODAY),
        (ALL, None, None, ago(83)),
    ],
)
def test_period_ends_today_and_begins(kind: str, last_visit: date | None, first_entry: date | None, first: date):
    assert rolling_period(kind, today=TODAY, last_visit=last_visit, first_entry=first_entry) == Period(
        first=first, last=TODAY
    )


def test_twelve_weeks_are_84_days():
    assert rolling_period(WEEKS_12, today=TODAY, last_visit=None, first_entry=None).days == 84


@pytest.mark.parametrize(
    ("last_visit", "kind"),
    [(None, WEEKS_12), (ago(83), WEEKS_12), (ago(84), SINCE_VISIT), (ago(4000), SINCE_VISIT)],
)
def test_longer_one_is_usual(last_visit: date | None, kind: str):
    assert usual_kind(TODAY, last_visit) == kind


def test_both_ends_belong_to_the_period():
    period = Period(first=ago(2), last=TODAY)
    assert [ago(days) in period for days in (3, 2, 0, -1)] == [False, True, True, False]
