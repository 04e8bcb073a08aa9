"""Making a link: /reports/new/."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from journal.models import Item, Visit
from reports import forms, tokens
from reports.models import PeriodKind, Share
from tests import factories
from tests.reports.links import link, open_report
from tests.statements import count_statements

URL = "/reports/new/"
KEY = "k" * 22
# 03:30 on 22 November in London: the journal day is still the 21st.
NIGHT = datetime(2026, 11, 22, 3, 30, tzinfo=UTC)
TODAY = date(2026, 11, 21)


def typed(**changes: Any) -> dict[str, Any]:
    return {
        "form_key": KEY,
        "label": "Tuesday visit",
        "period": "12_weeks",
        "life": "30",
        "includes_events": "on",
        **changes,
    }


def token_on(response: Any) -> str:
    """Return the token that the page shows; the page may show only one."""
    (token,) = set(re.findall(r"/r/([A-Za-z0-9_-]{43})/", response.content.decode()))
    return token


def test_link_is_shown_once_and_opens_the_report(alice: User, alice_client: Client):
    response = alice_client.post(URL, typed())
    share = alice.shares.get()
    assert response.status_code == 201
    assert "http://127.0.0.1:8000/r/" in response.content.decode()
    assert tokens.find_share(token_on(response)) == share
    assert b"Alice Example" in open_report(token_on(response)).content


def test_token_stands_nowhere_but_on_the_page(alice: User, alice_client: Client):
    response = alice_client.post(URL, typed())
    token = token_on(response)
    share = alice.shares.get()
    kept = f"{share.__dict__} {alice_client.session.items()} {response.headers} {response.cookies}"
    assert token not in kept
    assert bytes(share.token_digest) == tokens.digest(token)
    assert token not in alice_client.get("/reports/").content.decode()


def test_what_was_typed_is_what_is_kept(alice: User, alice_client: Client):
    pain, headache = factories.target(alice), factories.side_effect(alice)
    mood = Item.objects.create(patient=alice, name="Mood", group="wellbeing", lower_is_better=False)
    with time_machine.travel(NIGHT, tick=False):
        answer = typed(period="dates", first_day="2026-10-01", last_day="2026-11-21", items=[pain.pk], life="7")
        assert alice_client.post(URL, {**answer, "private_items": [mood.pk]}).status_code == 201
    share = alice.shares.get()
    assert (share.label, share.period, share.first_day, share.last_day) == (
        "Tuesday visit",
        PeriodKind.DATES,
        date(2026, 10, 1),
        TODAY,
    )
    assert (share.created_at, share.expires_at, share.includes_events) == (NIGHT, NIGHT + timedelta(days=7), True)
    assert set(share.items.all()) == {pain, mood}
    assert headache not in share.items.all()


@pytest.mark.parametrize(("life", "days"), [("2", 2), ("7", 7), ("30", 30), ("90", 90)])
def test_link_ends_when_chosen(alice: User, alice_client: Client, life: str, days: int):
    alice_client.post(URL, typed(life=life))
    share = alice.shares.get()
    assert share.expires_at - share.created_at == timedelta(days=days)


def test_label_is_sealed_in_the_database(alice: User, alice_client: Client):
    alice_client.post(URL, typed(label="Doctor Marker"))
    (raw,) = alice.shares.values_list("label", flat=True)
    assert b"Marker" not in bytes(raw)
    assert alice.shares.get().label == "Doctor Marker"


def test_same_form_sent_again_makes_no_second_link(alice: User, alice_client: Client):
    alice_client.post(URL, typed())
    again = alice_client.post(URL, typed(label="Other"), follow=True)
    assert again.redirect_chain == [("/reports/", 302)]
    assert "It was shown once" in again.content.decode()
    assert [share.label for share in alice.shares.all()] == ["Tuesday visit"]


def test_same_key_of_another_patient_makes_a_link_of_their_own(alice: User, charlie: User, signed_in: Any):
    for patient in (alice, charlie):
        assert signed_in(patient).post(URL, typed()).status_code == 201
    assert Share.objects.count() == 2


def test_form_offers_what_is_usual(alice: User, alice_client: Client):
    factories.target(alice)
    factories.side_effect(alice)
    for name, group in (("Mood", "wellbeing"), ("Sleep quality", "wellbeing"), ("Craving for alcohol", "craving")):
        Item.objects.create(patient=alice, name=name, group=group)
    Item.objects.create(patient=alice, name="Grip", group="other")
    form = alice_client.get(URL).context["form"]
    names = {item.pk: item.name for item in alice.items.all()}
    assert {
        name: form.get_initial_for_field(form.fields[name], name) for name in ("period", "life", "includes_events")
    } == {
        "period": "12_weeks",
        "life": "30",
        "includes_events": True,
    }
    assert [names[pk] for pk in form.fields["items"].initial] == ["Widespread pain", "Sleep quality", "Headache"]
    assert form.fields["items"].choices == [
        ("What you hope will change", [(pk, name) for pk, name in names.items() if name == "Widespread pain"]),
        ("Wellbeing", [(pk, name) for pk, name in names.items() if name == "Sleep quality"]),
        ("Your own items", [(pk, name) for pk, name in names.items() if name == "Grip"]),
        ("Side effects", [(pk, name) for pk, name in names.items() if name == "Headache"]),
    ]
    private = form.fields["private_items"]
    assert (private.initial, [name for _, name in private.choices]) == ([], ["Mood", "Craving for alcohol"])


@pytest.mark.parametrize(
    ("ago", "usual", "words"),
    [
        (83, "12_weeks", "Since the last visit, 30 Aug 2026"),
        (84, "since_visit", "Since the last visit, 29 Aug 2026"),
        (179, "since_visit", "Since the last visit, 26 May 2026"),
        (180, "since_visit", "Since the last visit, 25 May 2026 (the last 180 days of it)"),
    ],
)
def test_longer_of_twelve_weeks_and_the_last_visit_is_offered_first(alice: User, ago: int, usual: str, words: str):
    for day in (TODAY - timedelta(days=ago), TODAY):
        Visit.objects.create(patient=alice, day=day)
    form = forms.ShareForm(patient=alice, now=NIGHT)
    assert form["period"].value() == usual
    assert dict(form.fields["period"].choices)["since_visit"] == words


def test_the_step_that_is_offered_is_the_last_change_today_too_and_no_hold(alice: User):
    ldn = factories.ldn(alice)
    factories.step(ldn, TODAY - timedelta(days=30), 1500)
    factories.step(ldn, TODAY - timedelta(days=20), 1500, kind="hold")
    assert since_step(alice) == "Since the last dose step, 22 Oct 2026"
    factories.step(ldn, TODAY, 3000, kind="increase")
    factories.step(ldn, TODAY + timedelta(days=1), 4500, kind="increase", confirmed=False)
    assert since_step(alice) == "Since the last dose step, 21 Nov 2026"


def since_step(patient: User) -> str:
    return dict(forms.ShareForm(patient=patient, now=NIGHT).fields["period"].choices)["since_step"]


def test_without_a_visit_there_is_no_since_the_visit(alice: User, alice_client: Client):
    Visit.objects.create(patient=alice, day=alice.journal_day(timezone.now()))
    response = alice_client.post(URL, typed(period="since_visit"))
    assert response.status_code == 422
    assert "period" in response.context["form"].errors


def test_dates_typed_but_not_chosen_are_left_out(alice: User, alice_client: Client):
    alice_client.post(URL, typed(first_day="2026-10-01", last_day="2026-10-02"))
    share = alice.shares.get()
    assert (share.period, share.first_day, share.last_day) == ("12_weeks", None, None)


REFUSED = {
    "no label": ({"label": " "}, "label", "This field is required."),
    "label too long": ({"label": "x" * 81}, "label", "Ensure this value has at most 80 characters (it has 81)."),
    "label with a NUL": ({"label": "a\0b"}, "label", "Null characters are not allowed."),
    "no period": ({"period": ""}, "period", "This field is required."),
    "no life": ({"life": "365"}, "life", "Select a valid choice. 365 is not one of the available choices."),
    "item of nobody": ({"items": ["123456789"]}, "items", "Choose from your own items."),
    "item that is no number": ({"items": ["x"]}, "items", "Choose from your own items."),
    "item too large": ({"items": ["9" * 40]}, "items", "Choose from your own items."),
    "no dates": ({"period": "dates"}, "first_day", "Write the day, or choose other days above."),
    "day ahead": (
        {"period": "dates", "first_day": "2026-11-01", "last_day": "2026-11-22"},
        "last_day",
        "Choose a day from 1900 to today.",
    ),
    "day long ago": (
        {"period": "dates", "first_day": "0001-01-01", "last_day": "2026-11-21"},
        "first_day",
        "Choose a day from 1900 to today.",
    ),
    "dates the wrong way round": (
        {"period": "dates", "first_day": "2026-11-02", "last_day": "2026-11-01"},
        "last_day",
        "The period ends before it begins.",
    ),
    "no day at all": ({"period": "dates", "first_day": "soon"}, "first_day", "Write the day as 2026-11-22."),
    "no key": ({"form_key": ""}, "form_key", forms.OPEN_AGAIN),
    "odd key": ({"form_key": "é" * 22}, "form_key", forms.OPEN_AGAIN),
    "short key": ({"form_key": "k" * 21}, "form_key", forms.OPEN_AGAIN),
}


@pytest.mark.parametrize("case", REFUSED)
@time_machine.travel(NIGHT, tick=False)
def test_refusal_keeps_what_was_typed(alice: User, signed_in: Any, case: str):
    factories.target(alice)
    changes, field, message = REFUSED[case]
    response = signed_in(alice).post(URL, {"label": "Kept words", **typed(**changes)})
    form = response.context["form"]
    assert response.status_code == 422
    assert message in form.errors[field]
    assert alice.shares.count() == 0
    body = response.content.decode()
    assert "<title>Error: Prepare a visit - LDN Tracker</title>" in body
    assert form.data["label"] == changes.get("label", "Tuesday visit")


def test_item_of_another_patient_is_refused(alice_client: Client, alice: User, charlie: User):
    factories.target(alice)
    theirs = factories.target(charlie)
    response = alice_client.post(URL, typed(items=[theirs.pk]))
    assert (response.status_code, Share.objects.count()) == (422, 0)
    assert "items" in response.context["form"].errors


def test_fifty_working_links_are_enough(alice: User, alice_client: Client):
    for _ in range(forms.MOST_WORKING):
        made = link(alice)
    response = alice_client.post(URL, typed())
    assert response.status_code == 422
    assert "50 links work already. End one first." in response.content.decode()
    alice.shares.filter(pk=made.share.pk).update(revoked_at=timezone.now())
    assert alice_client.post(URL, typed()).status_code == 201


def test_old_sign_in_is_asked_for_the_password_and_makes_nothing(alice: User, alice_client: Client):
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert alice_client.get(URL).status_code == 302
        response = alice_client.post(URL, typed(label="Doctor Marker"))
        assert (response.status_code, alice.shares.count()) == (403, 0)
        assert "Doctor Marker" in response.content.decode()
        confirmed = alice_client.post(URL, {**typed(label="Doctor Marker"), "password": "correct horse battery"})
    assert confirmed.status_code == 201
    assert alice.shares.get().label == "Doctor Marker"


def test_stranger_is_sent_to_sign_in(db: None):
    for verb in ("get", "post"):
        response = getattr(Client(), verb)(URL)
        assert response.headers["Location"] == f"{reverse('account_login')}?next={URL}"


@pytest.mark.parametrize("verb", ["put", "patch", "delete", "options", "trace"])
def test_other_verbs_are_not_allowed(alice_client: Client, verb: str):
    assert getattr(alice_client, verb)(URL).status_code == 405


@pytest.mark.parametrize("kind", ["frozen", "living"])
def test_making_a_link_reads_the_diary_once(kind, alice: User, alice_client: Client):
    pain = factories.target(alice)
    factories.check_in(alice, alice.journal_day(timezone.now()) - timedelta(days=1), {pain: 4})
    with count_statements() as statements:
        answer = alice_client.post(URL, typed(items=[pain.pk], kind=kind))
    assert answer.status_code == 201
    assert alice.shares.get().is_frozen is (kind == "frozen")
    # The statement of the first and last days looks whether there are answers, and reads none.
    read = [sql for sql in statements if '"answers"' in sql and "journal_visit" not in sql]
    assert len(read) == 1, read
