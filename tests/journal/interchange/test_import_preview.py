"""What the file would do, and saving it: /journal/import/preview/."""

import re
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from journal.interchange import actions
from journal.interchange.plan import direction_token
from journal.models import CheckIn, Item, WaitingImport
from journal.views.importing import GONE
from tests import factories
from tests.journal.interchange.files import LDN, PAIN, csv_file, document, zip_of
from tests.records import snapshot

IMPORT, URL = reverse("journal:import"), reverse("journal:import_preview")
NOTE = "2026-11-20,,note,,,,,my words"
SCORE = "2026-11-20,,score,Itch,2,0-3,daily,"
NOW = "2026-11-22T12:00:00Z"
DIRECTION = f"direction_{direction_token('itch')}"


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


def upload(client, *rows):
    return client.post(IMPORT, {"file": SimpleUploadedFile("journal.csv", csv_file(*rows))})


def hidden(response):
    """Return the hidden word that says which preview a page shows."""
    return re.search(r'name="preview" value="([^"]*)"', response.content.decode())[1]


def confirm(client, **answers):
    """Confirm as the page would."""
    return client.post(URL, {"confirm": "yes", "preview": hidden(client.get(URL)), **answers})


def page(response):
    return " ".join(re.sub(r"<[^>]*>", " ", response.content.decode()).split())


def test_preview_says_what_the_file_would_do_and_changes_nothing(alice, alice_client):
    factories.check_in(alice, date(2026, 11, 19), note="a")
    upload(alice_client, LDN, NOTE, "2026-11-19,,note,,,,,b", "2026-11-20,,dose,LDN,45,mg,taken,")
    before = snapshot()
    response = alice_client.get(URL)
    text = page(response)
    assert response.status_code == 200
    assert "Medicines 1 0 0" in text
    assert "Notes 1 1 0" in text
    assert "Line 4: note, 19 Nov 2026: note “a” becomes “b”" in text
    assert "Line 5: a naltrexone dose of 45 mg, which is over 10 mg." in text
    assert snapshot() == before


def test_habits_are_named_in_the_preview(alice_client):
    data = csv_file('20/11/2026;;dose;LDN;"4,5";mg;taken;').replace(b",time", b";time")
    data = b"\xef\xbb\xbf" + data.replace(
        b"time,kind,item,value,unit,status,note", b"time;kind;item;value;unit;status;note"
    )
    alice_client.post(IMPORT, {"file": SimpleUploadedFile("x.csv", data)})
    text = page(alice_client.get(URL))
    for words in ("byte order mark", "semicolons", "4,5 were read as 4.5", "22/11/2026 were read as day, month, year"):
        assert words in text


def test_confirmed_file_is_saved_and_no_longer_waits(alice, alice_client):
    upload(alice_client, LDN, NOTE)
    response = confirm(alice_client)
    assert (response.status_code, response["Location"]) == (302, reverse("journal:history"))
    assert [check_in.note for check_in in alice.check_ins.all()] == ["my words"]
    assert not WaitingImport.objects.exists()
    assert "Saved: 2 new, 0 changed, 0 the same as before." in page(alice_client.get(reverse("journal:history")))


def test_confirm_works_at_the_import_address_too(alice, alice_client):
    upload(alice_client, NOTE)
    assert alice_client.post(IMPORT, {"confirm": "1"}).status_code == 302
    assert alice.check_ins.count() == 1


def test_second_confirmation_is_told_and_saves_nothing_twice(alice, alice_client):
    upload(alice_client, "2026-11-20,,dose,LDN,1,mg,taken,")
    answers = {"confirm": "yes", "preview": hidden(alice_client.get(URL))}
    assert alice_client.post(URL, answers).status_code == 302
    again = alice_client.post(URL, answers)
    assert again.status_code == 422
    assert GONE in page(again)
    assert alice.doses.count() == 1


def test_last_step_cannot_be_entered_without_a_preview(alice_client):
    before = snapshot()
    assert alice_client.post(URL, {"confirm": "yes"}).status_code == 422
    assert alice_client.post(IMPORT, {"confirm": "yes"}).status_code == 422
    assert alice_client.get(URL)["Location"] == IMPORT
    assert snapshot() == before


def test_post_without_confirm_saves_nothing(alice, alice_client):
    upload(alice_client, NOTE)
    assert alice_client.post(URL, {"preview": hidden(alice_client.get(URL))}).status_code == 422
    assert not alice.check_ins.exists()


def test_preview_belongs_to_its_patient(alice, charlie, alice_client, signed_in):
    upload(alice_client, NOTE)
    token, stranger = hidden(alice_client.get(URL)), signed_in(charlie)
    assert stranger.get(URL)["Location"] == IMPORT
    assert stranger.post(URL, {"confirm": "yes", "preview": token}).status_code == 422
    assert not CheckIn.objects.exists()
    assert alice.waiting_imports.exists()


@pytest.mark.parametrize(("minutes", "status"), [(59, 302), (60, 422)])
def test_preview_lives_one_hour(alice, alice_client, minutes, status):
    upload(alice_client, NOTE)
    answers = {"confirm": "yes", "preview": hidden(alice_client.get(URL))}
    with time_machine.travel(datetime.fromisoformat(NOW) + timedelta(minutes=minutes), tick=False):
        assert alice_client.get(URL).status_code == (200 if status == 302 else 302)
        assert alice_client.post(URL, answers).status_code == status
    assert alice.check_ins.exists() == (status == 302)


def test_page_of_an_older_file_does_not_save_a_newer_one(alice, alice_client):
    upload(alice_client, NOTE)
    old = hidden(alice_client.get(URL))
    upload(alice_client, LDN)
    assert alice_client.post(URL, {"confirm": "yes", "preview": old}).status_code == 422
    assert (alice.check_ins.count(), alice.medicines.count(), alice.waiting_imports.count()) == (0, 0, 1)


def test_record_that_changed_since_the_preview_is_compared_anew_and_told(alice, alice_client):
    upload(alice_client, NOTE)
    old = hidden(alice_client.get(URL))
    factories.check_in(alice, date(2026, 11, 20), note="typed meanwhile")
    response = alice_client.post(URL, {"confirm": "yes", "preview": old})
    assert response.status_code == 409
    assert "Your record was changed since you last saw this page." in page(response)
    assert "note “typed meanwhile” becomes “my words”" in page(response)
    assert alice.check_ins.get().note == "typed meanwhile"
    assert alice_client.post(URL, {"confirm": "yes", "preview": hidden(response)}).status_code == 302
    assert alice.check_ins.get().note == "my words"


def test_record_that_came_to_contradict_the_file_refuses_it(alice, alice_client):
    upload(alice_client, LDN)
    factories.ldn(alice, name="Naltrexone")
    response = alice_client.get(URL)
    assert response.status_code == 422
    assert "Line 2: Your LDN medicine here is “Naltrexone”; there is one." in page(response)
    assert alice_client.post(URL, {"confirm": "yes"}).status_code == 422
    assert alice.medicines.count() == 1


def test_direction_of_an_item_without_a_row_is_confirmed_in_the_preview(alice, alice_client):
    upload(alice_client, SCORE)
    response = alice_client.get(URL)
    assert "Itch (0-3)" in page(response)
    assert "checked" not in response.content.decode()
    refused = confirm(alice_client)
    assert refused.status_code == 422
    assert "Say which direction is better." in page(refused)
    assert "<title>Error: " in refused.content.decode()
    assert not alice.items.exists()
    assert confirm(alice_client, **{DIRECTION: "higher"}).status_code == 302
    assert list(alice.items.values_list("name", "low", "high", "group", "lower_is_better")) == [
        ("Itch", 0, 3, "other", False)
    ]


@pytest.mark.parametrize("value", ["", "sideways", "\0", "1", "😀" * 1000])
def test_direction_that_is_none_is_refused(alice, alice_client, value):
    upload(alice_client, SCORE)
    assert confirm(alice_client, **{DIRECTION: value}).status_code == 422
    assert not Item.objects.exists()


def test_chosen_direction_stays_chosen_when_another_is_missing(alice_client):
    upload(alice_client, SCORE, "2026-11-20,,score,Sleep,2,0-3,daily,")
    text = confirm(alice_client, **{DIRECTION: "higher"}).content.decode()
    chosen = [tag for tag in re.findall(r"<input[^>]*>", text) if "checked" in tag]
    assert [re.search(r'value="(\w+)"', tag)[1] for tag in chosen] == ["higher"]


@pytest.mark.parametrize("preview", ["", "nonsense", "1.2.3", "\0", "9" * 5000, "١"])
def test_hidden_word_that_is_nonsense_never_breaks_the_page(alice_client, preview):
    upload(alice_client, NOTE)
    assert alice_client.post(URL, {"confirm": "yes", "preview": preview}).status_code in (302, 422)


def test_file_that_says_nothing_new_says_so(alice, alice_client):
    for _ in range(2):
        upload(alice_client, NOTE)
        confirm(alice_client)
    upload(alice_client, NOTE)
    assert "Your record says all of this already." in page(alice_client.get(URL))


def test_settings_of_the_zip_are_named_before_they_come_in(alice, alice_client):
    patient = {"name": "Ann", "country": "FR", "time_zone": "Europe/Paris", "day_start_hour": 3}
    data = zip_of(journal_csv=csv_file(), journal_json=document(patient=patient))
    alice_client.post(IMPORT, {"file": SimpleUploadedFile("x.zip", data)})
    assert "time zone Europe/Paris, day starting at 03:00" in page(alice_client.get(URL))
    confirm(alice_client)
    alice.refresh_from_db()
    assert (alice.name, alice.country, alice.time_zone, alice.day_start_hour) == ("Ann", "FR", "Europe/Paris", 3)


@pytest.mark.parametrize(("field", "value"), [("time_zone", "Mars/Base"), ("country", "QQ")])
def test_settings_that_nobody_knows_are_refused(alice_client, field, value):
    patient = {"name": "", "country": "", "time_zone": "UTC", "day_start_hour": 4, field: value}
    data = zip_of(journal_csv=csv_file(), journal_json=document(patient=patient))
    response = alice_client.post(IMPORT, {"file": SimpleUploadedFile("x.zip", data)})
    assert response.status_code == 422
    assert "the time zone or the country is not known here" in page(response)


def test_file_that_cannot_be_opened_any_more_is_gone(alice, alice_client):
    upload(alice_client, NOTE)
    answers = {"confirm": "yes", "preview": hidden(alice_client.get(URL))}
    WaitingImport.objects.update(content=b"\x01\x01" + b"x" * 60)
    assert alice_client.get(URL)["Location"] == IMPORT
    assert alice_client.post(URL, answers).status_code == 422
    assert not alice.check_ins.exists()


def test_texts_of_the_file_are_escaped(alice, alice_client):
    factories.check_in(alice, date(2026, 11, 20), note="a")
    upload(alice_client, "2026-11-20,,note,,,,,<script>alert(1)</script>", ",,medicine,<b>LDN</b>,,pill,ldn,")
    response = upload(alice_client, "2026-11-20,,note,,,,,<script>alert(1)</script>", PAIN)
    assert b"<script>alert" not in alice_client.get(response["Location"]).content


def test_saving_that_breaks_in_the_middle_leaves_everything_as_it_was(alice, alice_client, monkeypatch):
    upload(alice_client, LDN, PAIN, NOTE, "2026-11-20,,score,Pain,2,0-10,daily,")
    before = snapshot()
    monkeypatch.setattr("journal.interchange.saving._save_overall", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        actions.save_waiting(
            patient=alice,
            waiting=alice.waiting_imports.get(),
            now=datetime.fromisoformat(NOW),
            directions={},
            seen="",
        )
    assert snapshot() == before
