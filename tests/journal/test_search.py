"""The search for one's own words: sealed texts opened in memory, nothing of the search in an address or a log."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection

from journal import word_search
from journal.models import CheckIn, Event, Visit
from tests import factories
from tests.html_forms import post_forms
from tests.log_capture import captured
from tests.statements import count_statements

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=ZoneInfo("Europe/London"))
ADDRESS = "/journal/history/search/"


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield


def found(response) -> list[tuple[date, str, str]]:
    return [
        (find.day, find.kind, "".join(f"[{part.text}]" if part.found else part.text for part in find.parts))
        for find in response.context["results"].finds
    ]


def test_notes_events_and_visits_are_found_the_latest_first(alice, alice_client):
    factories.check_in(alice, date(2026, 11, 2), note="A bad migraine, again")
    factories.check_in(alice, date(2026, 11, 3), note="Quiet day")
    factories.check_in(alice, date(2026, 11, 4))
    Event.objects.create(patient=alice, day=date(2026, 11, 9), kind="illness", text="MIGRAINE and fever")
    Visit.objects.create(patient=alice, day=date(2026, 12, 1), text="Ask about the migräine")
    response = alice_client.post(ADDRESS, {"q": "Migraine"})
    assert found(response) == [
        (date(2026, 12, 1), "Visit", "Ask about the [migräine]"),
        (date(2026, 11, 9), "Illness or flare", "[MIGRAINE] and fever"),
        (date(2026, 11, 2), "Note", "A bad [migraine], again"),
    ]
    page = response.content.decode()
    assert "A bad <mark>migraine</mark>, again" in page
    assert 'href="/journal/2026-11-02/"' in page
    assert 'href="/journal/2026-12-01/"' not in page  # a day to come has no page
    assert "Looked for “Migraine” in 4 notes, events and visits, back to 2 Nov 2026." in page


def test_nothing_found_says_what_was_looked_for_and_how_far(alice, alice_client):
    factories.check_in(alice, date(2026, 11, 2), note="Quiet day")
    page = alice_client.post(ADDRESS, {"q": "migraine"}).content.decode()
    assert "Nothing found" in page
    assert "Looked for “migraine” in 1 note, event and visit, back to 2 Nov 2026." in page
    empty = alice_client.post(ADDRESS, {"q": "quiet bad"}).content.decode()
    assert "Every word must be in the same text." in empty


def test_a_search_in_an_empty_diary_finds_nothing(alice_client):
    assert "Looked for “x” in 0 notes, events and visits." in alice_client.post(ADDRESS, {"q": "x"}).content.decode()


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({}, "Type a word to look for."),
        ({"q": "  "}, "Type a word to look for."),
        ({"q": "\u0301"}, "Type a word to look for."),
        ({"q": "x" * 101}, "at most 100 characters"),
        ({"q": "a\0b"}, "Null characters are not allowed."),
        ({"q": "x", "before": "yesterday"}, "Search again from the start."),
    ],
)
def test_a_search_that_cannot_be_is_refused_in_words(alice_client, typed, message):
    response = alice_client.post(ADDRESS, typed)
    assert (response.status_code, message in response.content.decode()) == (422, True)


def test_markup_in_a_note_and_in_the_search_is_shown_as_text(alice, alice_client):
    factories.check_in(alice, date(2026, 11, 2), note="a <script>x</script> b")
    page = alice_client.post(ADDRESS, {"q": "<script>"}).content.decode()
    assert "a <mark>&lt;script&gt;</mark>x&lt;/script&gt; b" in page
    assert "<script>x" not in page


def test_what_is_looked_for_is_in_no_title_address_or_log_line(alice, alice_client):
    factories.check_in(alice, date(2026, 11, 2), note="A terrible migraine")
    with captured() as log:
        response = alice_client.post(ADDRESS, {"q": "terrible migraine"})
    page = response.content.decode()
    assert "<title>Search your words - LDN Tracker</title>" in " ".join(page.split())
    assert len(found(response)) == 1
    assert {form.action for form in post_forms(page) if "q" in form.names} == {""}
    assert "migraine" not in log.text
    assert response.headers["Cache-Control"] == "private, no-store"


def test_words_in_the_address_are_not_looked_for(alice, alice_client):
    factories.check_in(alice, date(2026, 11, 2), note="A terrible migraine")
    response = alice_client.get(ADDRESS, {"q": "migraine"})
    assert (response.status_code, response.context["results"], b"migraine" in response.content) == (200, None, False)


def test_another_patients_words_are_never_found(alice_client, charlie):
    factories.check_in(charlie, date(2026, 11, 2), note="theirs")
    Event.objects.create(patient=charlie, day=date(2026, 11, 2), kind="other", text="theirs")
    Visit.objects.create(patient=charlie, day=date(2026, 11, 2), text="theirs")
    assert found(alice_client.post(ADDRESS, {"q": "theirs"})) == []


def test_a_text_that_does_not_open_is_passed_over(alice, alice_client):
    factories.check_in(alice, date(2026, 11, 2), note="this text cannot be read aloud")
    broken = factories.check_in(alice, date(2026, 11, 3), note="word")
    other = factories.check_in(alice, date(2026, 11, 4), note="word")
    table, column = CheckIn._meta.db_table, "note"
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {column} = (SELECT {column} FROM {table} WHERE id = %s) WHERE id = %s",
            [other.pk, broken.pk],
        )
    assert [day for day, *_ in found(alice_client.post(ADDRESS, {"q": "cannot be read"}))] == [date(2026, 11, 2)]


def many_notes(patient, count: int, text: str = "word") -> date:
    """Give the patient so many days with a note, the last one yesterday; return the first."""
    last = date(2026, 11, 21)
    for number in range(count):
        factories.check_in(patient, last - timedelta(days=number), note=f"{text} {number}")
    return last - timedelta(days=count - 1)


def test_many_finds_come_a_page_at_a_time_none_twice_none_left_out(alice, alice_client):
    first = many_notes(alice, 45)
    Event.objects.create(patient=alice, day=date(2026, 11, 2), kind="other", text="word of that day")
    seen, answers = [], {"q": "word"}
    for _ in range(3):
        response = alice_client.post(ADDRESS, answers)
        seen += [day for day, *_ in found(response)]
        more = [form for form in post_forms(response.content.decode()) if form.sent.get("before", [""]) != [""]]
        answers = {name: values[0] for form in more for name, values in form.sent.items()}
    assert not answers
    days = [first + timedelta(days=number) for number in reversed(range(45))]
    assert seen == sorted([*days, date(2026, 11, 2)], reverse=True)


def test_a_search_stops_after_so_many_texts_and_goes_on_from_there(alice, alice_client, monkeypatch):
    monkeypatch.setattr(word_search, "MOST_LOOKED_AT", 10)
    first = many_notes(alice, 12, "quiet")
    factories.check_in(alice, first - timedelta(days=1), note="word")
    response = alice_client.post(ADDRESS, {"q": "word"})
    results = response.context["results"]
    assert (found(response), results.looked_at, results.more_before) == ([], 10, date(2026, 11, 12))
    again = alice_client.post(ADDRESS, {"q": "word", "before": "2026-11-12"})
    assert [day for day, *_ in found(again)] == [first - timedelta(days=1)]


def test_a_search_stops_after_so_many_letters(alice, alice_client, monkeypatch):
    monkeypatch.setattr(word_search, "MOST_LETTERS", 70)
    many_notes(alice, 9, "quietly")  # nine letters each
    results = alice_client.post(ADDRESS, {"q": "word"}).context["results"]
    assert (results.looked_at, results.more_before) == (8, date(2026, 11, 14))


def test_a_day_with_more_texts_than_a_search_takes_is_looked_at_in_part(alice, alice_client, monkeypatch):
    monkeypatch.setattr(word_search, "MOST_LOOKED_AT", 5)
    for number in range(30):
        Event.objects.create(patient=alice, day=date(2026, 11, 2), kind="other", text=f"word {number}")
    factories.check_in(alice, date(2026, 11, 1), note="word")
    results = alice_client.post(ADDRESS, {"q": "word"}).context["results"]
    assert (len(results.finds), results.more_before) == (10, date(2026, 11, 2))
    again = alice_client.post(ADDRESS, {"q": "word", "before": "2026-11-02"})
    assert [day for day, *_ in found(again)] == [date(2026, 11, 1)]


@pytest.mark.parametrize("count", [1, 60])
def test_a_search_executes_as_many_statements_however_many_notes(alice, alice_client, count):
    many_notes(alice, count)
    with count_statements() as statements:
        alice_client.post(ADDRESS, {"q": "nothing"})
    selects = [statement for statement in statements if "check_in" in statement or "journal_" in statement]
    assert len(selects) == 3, str(statements)


def test_no_text_stands_in_the_database_in_the_clear(alice, alice_client):
    factories.check_in(alice, date(2026, 11, 2), note="unmistakable")
    alice_client.post(ADDRESS, {"q": "unmistakable"})
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')
            assert "unmistakable" not in repr(cursor.fetchall())
