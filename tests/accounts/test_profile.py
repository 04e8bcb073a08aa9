from datetime import UTC, date, datetime

import pytest
import time_machine

from accounts.models import User
from tests import factories
from tests.accounts.pages import errors, text, title, toasts

PROFILE = "/accounts/profile/"
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
GOOD = {
    "name": "Alice B.",
    "birth_date": "1980-02-29",
    "country": "FR",
    "time_zone": "Europe/Paris",
    "day_start_hour": "5",
}
FIELDS = ("name", "birth_date", "country", "time_zone", "day_start_hour")


def kept(person: User) -> tuple:
    return User.objects.values_list(*FIELDS).get(pk=person.pk)


def test_page_shows_what_is_kept(alice, alice_client):
    User.objects.filter(pk=alice.pk).update(birth_date=date(1980, 2, 29))
    response = alice_client.get(PROFILE)
    form = response.context["form"]
    assert [str(form[name].value()) for name in FIELDS] == ["Alice Example", "1980-02-29", "GB", "Europe/London", "4"]
    assert 'value="1980-02-29"' in response.content.decode()


def test_page_says_that_logged_days_never_move_and_leads_everywhere(alice, alice_client):
    response = alice_client.get(PROFILE)
    assert "Days you already logged never move." in text(response)
    assert f"You agreed to keeping your health data on {alice.consented_at.strftime('%-d %b %Y')}." in text(response)
    for path in ("/accounts/email/", "/accounts/password/change/", "/accounts/close/", "/privacy/"):
        assert f'href="{path}"' in response.content.decode()


def test_save_keeps_everything_and_says_so(alice, alice_client):
    response = alice_client.post(PROFILE, GOOD, follow=True)
    assert response.redirect_chain == [(PROFILE, 302)]
    assert toasts(response) == ["Saved."]
    assert kept(alice) == ("Alice B.", date(1980, 2, 29), "FR", "Europe/Paris", 5)


def test_everything_optional_can_be_emptied(alice, alice_client):
    alice_client.post(PROFILE, GOOD)
    alice_client.post(PROFILE, {**GOOD, "name": "", "birth_date": "", "country": ""})
    assert kept(alice) == ("", None, "", "Europe/Paris", 5)


def test_change_of_zone_and_hour_moves_no_record(alice, alice_client):
    made = factories.check_in(alice, date(2026, 11, 20))
    alice_client.post(PROFILE, {**GOOD, "time_zone": "Pacific/Auckland", "day_start_hour": "0"})
    made.refresh_from_db()
    assert (made.day, made.entered_day) == (date(2026, 11, 20), date(2026, 11, 20))


def test_saves_for_the_one_who_is_signed_in_whatever_is_posted(alice, charlie, alice_client):
    before = kept(charlie)
    more = {
        "id": charlie.pk,
        "pk": charlie.pk,
        "email": "x@example.test",
        "is_staff": "on",
        "wrapped_key": "x",
        "password": "x",
    }
    alice_client.post(PROFILE, {**GOOD, **more})
    assert kept(charlie) == before
    again = User.objects.get(pk=alice.pk)
    assert (again.email, again.is_staff, again.password) == (alice.email, False, alice.password)
    assert bytes(again.wrapped_key) == bytes(alice.wrapped_key)


def test_save_does_not_undo_a_password_changed_meanwhile(alice):
    from accounts.forms import ProfileForm

    form = ProfileForm(GOOD, instance=User.objects.get(pk=alice.pk))
    alice.set_password("a new one from the phone")
    alice.save()
    assert form.is_valid()
    form.save()
    assert User.objects.get(pk=alice.pk).check_password("a new one from the phone")


LONG = "x" * 5000
BAD = {
    "name": ["x" * 101, "a\x00b", "a\x1bb", LONG],
    "birth_date": [
        *(
            "1899-12-31",
            "0001-01-01",
            "9999-12-31",
            "2026-11-24",
            "2026-02-30",
            "29/02/1980",
            "NaN",
            "Infinity",
            "1e309",
        ),
        *("-1", "0", LONG, "\x00", "\N{FACE WITH TEARS OF JOY}", "1980-02-29T00:00", "１９８０-02-29", "١٩٨٠-٠٢-٢٩"),
    ],
    "country": ["XX", "gb", LONG, "\x00", "NaN", "-1"],
    "time_zone": ["", "Mars/Base", LONG, "\x00", "NaN", "-1", "../etc/passwd"],
    "day_start_hour": [
        "",
        "7",
        "-1",
        "4.5",
        "NaN",
        "Infinity",
        "1e309",
        LONG,
        "\x00",
        "٤",
        "\N{FULLWIDTH DIGIT FOUR}",
        "04:00",
    ],
}


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize(("field", "value"), [(field, value) for field, values in BAD.items() for value in values])
def test_bad_value_is_refused_in_words_and_nothing_is_saved(alice, alice_client, field, value):
    before = kept(alice)
    response = alice_client.post(PROFILE, {**GOOD, field: value})
    assert (response.status_code, title(response)) == (422, "Error: Your account - LDN Tracker")
    assert len(errors(response)) == 1
    assert 'value="Alice B."' in response.content.decode() or field == "name"
    assert kept(alice) == before


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize("day", ["1900-01-01", "2026-11-22"])
def test_first_and_last_date_of_birth_pass(alice, alice_client, day):
    assert alice_client.post(PROFILE, {**GOOD, "birth_date": day}).status_code == 302


def test_message_for_each_field(alice_client):
    response = alice_client.post(
        PROFILE, {"name": "x" * 101, "birth_date": "x", "country": "x", "time_zone": "x", "day_start_hour": "x"}
    )
    assert errors(response) == [
        "Name for reports: Ensure this value has at most 100 characters (it has 101).",
        "Date of birth: Write the date as 1980-11-22.",
        "Country: Choose a country from the list.",
        "Time zone: Choose a time zone from the list.",
        "Hour the day starts: Choose an hour from 00:00 to 06:00.",
    ]


@pytest.mark.parametrize("name", ["\N{FACE WITH TEARS OF JOY}", "\N{RIGHT-TO-LEFT MARK}דנה", "NaN", "<b>&amp;\"'"])
def test_odd_name_comes_back_as_it_was(alice, alice_client, name):
    alice_client.post(PROFILE, {**GOOD, "name": name})
    assert kept(alice)[0] == name
    assert alice_client.get(PROFILE).context["form"]["name"].value() == name


def test_repeated_parameter_takes_the_last(alice, alice_client):
    alice_client.post(PROFILE, {**GOOD, "day_start_hour": ["1", "2"]})
    assert kept(alice)[4] == 2


def test_name_is_escaped(alice, alice_client):
    alice_client.post(PROFILE, {**GOOD, "name": "</title><script>alert(1)</script>"})
    assert "<script>alert" not in alice_client.get(PROFILE).content.decode()


def test_empty_post_is_refused(alice_client):
    assert alice_client.post(PROFILE).status_code == 422


def test_stranger_is_sent_to_sign_in(stranger):
    assert stranger.post(PROFILE, GOOD).headers["Location"] == f"/accounts/login/?next={PROFILE}"


@pytest.mark.parametrize("verb", ["put", "patch", "delete", "options", "trace"])
def test_other_verbs_are_refused(alice_client, verb):
    assert getattr(alice_client, verb)(PROFILE).status_code == 405


def test_only_staff_are_led_to_the_staff_pages(alice_client, erin, signed_in):
    shown = ["/admin/" in client.get(PROFILE).content.decode() for client in (alice_client, signed_in(erin))]
    assert shown == [False, True]
