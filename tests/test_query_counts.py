"""How many statements each page costs: few, none twice, and the same however much there is.

Small: 10 days, 1 other user, 1 link. Large: 3,650 days, 1,000 other users, 40 links. Both have 20 items.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from journal.models import CheckIn, Item, Rating
from reports.actions import make_share
from reports.models import PeriodKind, Share
from tests import factories, site_map
from tests.large import big_patient
from tests.statements import Statements, count_statements

BUDGET = 10
BUDGETED = ("journal:today", "journal:insights", "share:report")
SAVE_BUDGET = 14
PASSWORD = "correct horse battery"
INSIGHTS_OF_ALL = "journal:insights?range=all"


@dataclass
class Measured:
    """The statements of each page by name, and of the first and the second save of today."""

    pages: dict[str, Statements] = field(default_factory=dict)
    saves: list[Statements] = field(default_factory=list)


def others(count: int) -> None:
    """Make other people with a day each."""
    users = User.objects.bulk_create(User(email=f"other{number}@example.test", password="!") for number in range(count))
    items = [Item(patient=user, name="Fatigue", group="other") for user in users]
    for item in items:
        item.clean()
    Item.objects.bulk_create(items)
    day = date(2026, 1, 1)
    check_ins = CheckIn.objects.bulk_create(CheckIn(patient=user, day=day, entered_day=day) for user in users)
    Rating.objects.bulk_create(
        Rating(check_in=check_in, item=item, value=1) for check_in, item in zip(check_ins, items, strict=True)
    )


def share_all(patient: User, number: int) -> str:
    """Return the token of a living link: a frozen one reads its copy, whatever the size."""
    now = timezone.now()
    made = make_share(
        patient=patient,
        share=Share(label=f"Visit {number}", period=PeriodKind.ALL, is_frozen=False),
        form_key=f"{number:022}",
        items=patient.items.all(),
        now=now,
        expires_at=now + timedelta(days=30),
    )
    return made.token


def measure(days: int, other_users: int, links: int) -> Measured:
    patient = big_patient(factories.patient("alice@example.test", name="Alice Example"), days=days)
    others(other_users)
    token = [share_all(patient, number) for number in range(links)][-1]
    client, measured = Client(), Measured()
    client.post("/accounts/login/", {"login": patient.email, "password": PASSWORD})
    client.post(f"/r/{token}/")
    day = patient.journal_day(timezone.now()) - timedelta(days=1)
    addresses = site_map.addresses_of(client, patient, day=day, token=token)
    for name, address in (addresses | {INSIGHTS_OF_ALL: "/journal/insights/?range=all"}).items():
        with count_statements() as statements:
            answer = client.get(address)
        if answer.status_code == 200:
            measured.pages[name] = statements
    measured.saves = [save_today(client, patient, version) for version in (0, 1)]
    return measured


def save_today(client: Client, patient: User, version: int) -> Statements:
    """Answer all 20 items, the dose and the note; the second time everything differently."""
    medicine = patient.medicines.get()
    answers = {f"item_{item.pk}": str(1 + version) for item in patient.items.all()}
    dose = {f"dose_{medicine.pk}_1": ("now", "skipped")[version]}
    with count_statements() as statements:
        answer = client.post("/journal/", {**answers, **dose, "version": version, "note": f"Note {version}"})
    assert answer.status_code == 302, answer.text
    return statements


CACHE: dict[str, Measured] = {}


def measured(size):
    """Measure once a process: the rows are gone with the test that made them, the counts stay."""
    if size not in CACHE:
        numbers = {"small": (10, 1, 1), "large": (3650, 1000, 40)}
        CACHE[size] = measure(*numbers[size])
    return CACHE[size]


@pytest.fixture
def small(db):
    return measured("small")


@pytest.fixture
def large(db):
    return measured("large")


def test_pages_that_count_are_among_the_measured(small):
    assert {*BUDGETED, INSIGHTS_OF_ALL, "journal:history", "journal:items", "reports:shares"} <= set(small.pages)
    assert len(small.pages) > 20


@pytest.mark.parametrize("page", [*BUDGETED, INSIGHTS_OF_ALL])
def test_page_stays_within_its_statements(page, large):
    assert len(large.pages[page]) <= BUDGET, str(large.pages[page])


@pytest.mark.parametrize("size", ["small", "large"])
def test_save_of_today_stays_within_its_statements(size, db):
    saves = measured(size).saves
    assert [len(save) <= SAVE_BUDGET for save in saves] == [True, True], "\n\n".join(map(str, saves))


@pytest.mark.parametrize("size", ["small", "large"])
def test_no_page_executes_a_statement_twice(size, db):
    assert {name: page.repeated for name, page in measured(size).pages.items() if page.repeated} == {}


@pytest.mark.parametrize("size", ["small", "large"])
def test_no_save_executes_a_statement_twice(size, db):
    assert [save.repeated for save in measured(size).saves] == [[], []]


def test_pages_execute_as_many_statements_however_much_there_is(small, large):
    few, many = ({name: len(page) for name, page in size.pages.items()} for size in (small, large))
    assert few == many


def without_telling(save: Statements) -> int:
    """Return how many statements a save took, but those that write what a rule told: once an episode."""
    return sum(not ("journal_notice" in sql and sql.startswith(("INSERT", "DELETE"))) for sql in save)


def test_saves_execute_as_many_statements_however_much_there_is(small, large):
    assert [without_telling(save) for save in small.saves] == [without_telling(save) for save in large.saves]


def test_the_comparison_sees_a_page_that_asks_once_a_row(alice, charlie):
    factories.target(alice)
    for day in (1, 2, 3):
        factories.check_in(charlie, date(2026, 11, day))
    counts = []
    for patient in (alice, charlie):
        with count_statements() as statements:
            [list(check_in.ratings.all()) for check_in in patient.check_ins.all()]
        counts.append(len(statements))
    assert counts == [1, 4]
