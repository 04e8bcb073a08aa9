"""The admin: behind the site's own sign-in with a second factor, and nothing of a diary in it."""

from datetime import date, timedelta
from urllib.parse import quote

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.forms import ModelForm
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.staff import editors, has_second_factor
from tests import factories
from tests.accounts.pages import text, title
from tests.html_forms import post_forms
from tests.log_capture import captured
from tests.statements import count_statements

INDEX, USERS = "/admin/", "/admin/accounts/user/"
CANARIES = ("Migraine-canary", "Vitamin-canary", "Note-canary", "Name-canary")
# Written by hand: what may be registered. A diary never is.
CONTENT = {f"education.{name}" for name in ("Topic", "Claim", "Source", "Wording", "Term", "Picture")}
REGISTERED = {"accounts.User", "auth.Group", *CONTENT}
LEFT_OUT = ("autocomplete/", "r/1/1/", "password_change/done/", "doc/", "journal/", "journal/checkin/", "sessions/")


def with_factor(person: User, kind: str = "totp") -> User:
    person.authenticator_set.create(type=kind, data={})
    return person


@pytest.fixture
def editor(erin, signed_in) -> Client:
    erin.groups.add(editors())
    return signed_in(with_factor(erin))


@pytest.fixture
def superuser(db, signed_in) -> Client:
    return signed_in(with_factor(factories.patient("root@example.test", is_staff=True, is_superuser=True)))


@pytest.fixture
def diary(alice) -> User:
    """Alice with texts that must not be seen."""
    item = factories.target(alice, "Migraine-canary")
    factories.ldn(alice, name="Vitamin-canary", is_ldn=False)
    factories.check_in(alice, date(2026, 11, 20), {item: 3}, note="Note-canary")
    User.objects.filter(pk=alice.pk).update(name="Name-canary", birth_date="1961-03-17", country="IN")
    return alice


def change(person: User) -> str:
    return f"{USERS}{person.pk}/change/"


def pages(person: User) -> list[str]:
    """Every page of the admin that shows something."""
    own = [USERS, change(person), f"{USERS}{person.pk}/history/", f"{USERS}?is_active__exact=1&o=-1"]
    group = f"/admin/auth/group/{editors().pk}/"
    return [
        INDEX,
        "/admin/accounts/",
        "/admin/auth/",
        *own,
        "/admin/auth/group/",
        f"{group}change/",
        f"{group}history/",
    ]


def test_exactly_what_is_on_the_list_is_registered():
    assert {model._meta.label for model in admin.site._registry} == REGISTERED
    diary_models = {
        model._meta.label for app in ("journal", "reports") for model in apps.get_app_config(app).get_models()
    }
    assert len(diary_models) > 10
    assert REGISTERED & diary_models == set()


def test_a_stranger_is_led_to_the_sites_own_sign_in(client):
    assert client.get(INDEX, follow=True).redirect_chain == [
        ("/admin/login/?next=/admin/", 302),
        ("/accounts/login/?next=%2Fadmin%2F", 302),
    ]
    assert client.get(USERS).headers["Location"] == f"/accounts/login/?next={USERS}"


def test_the_admins_own_sign_in_takes_no_password(erin, client):
    assert client.get("/admin/login/").status_code == 302
    answer = client.post("/admin/login/", {"username": erin.email, "password": "correct horse battery"})
    assert (answer.status_code, "_auth_user_id" in client.session) == (405, False)


def test_next_of_the_admins_sign_in_leads_nowhere_else(client):
    assert (
        client.get("/admin/login/?next=https://evil.test/").headers["Location"] == "/accounts/login/?next=%2Fadmin%2F"
    )


def test_a_patient_is_refused(alice_client, alice):
    assert {alice_client.get(page).status_code for page in pages(alice)} == {403}
    assert alice_client.post(change(alice), {"is_staff": "on"}).status_code == 403
    assert User.objects.get().is_staff is False


def test_staff_without_a_second_factor_are_refused_and_told_how_to_get_one(superuser, diary):
    Authenticator.objects.all().delete()
    for page in pages(diary):
        answer = superuser.get(page)
        assert (answer.status_code, title(answer)) == (403, "A second step is needed - LDN Tracker")
    assert superuser.post(change(diary), {"is_staff": "on"}).status_code == 403
    assert User.objects.get(pk=diary.pk).is_staff is False


@pytest.mark.parametrize(
    ("kinds", "enough"),
    [(set(), False), ({"recovery_codes"}, False), ({"totp"}, True), ({"webauthn", "recovery_codes"}, True)],
)
def test_recovery_codes_alone_are_no_second_factor(alice, kinds, enough):
    for kind in kinds:
        with_factor(alice, kind)
    assert has_second_factor(alice) is enough


def test_who_is_no_longer_staff_is_out_at_once(editor, erin):
    assert editor.get(INDEX).status_code == 200
    User.objects.filter(pk=erin.pk).update(is_staff=False)
    assert editor.get(INDEX).status_code == 403


def test_a_sign_in_that_is_not_fresh_is_asked_for_again_and_nothing_typed_is_lost(superuser, diary):
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        asked = superuser.get(USERS)
        assert (asked.status_code, asked.headers["Location"]) == (
            302,
            f"/accounts/reauthenticate/?next={quote(USERS, '')}",
        )
        question = superuser.post(change(diary), {"is_active": "on", "is_staff": "on"})
        assert (question.status_code, title(question)) == (403, "Is it you? - LDN Tracker")
        assert User.objects.get(pk=diary.pk).is_staff is False
        (form,) = [form for form in post_forms(question.content.decode()) if "password" in form.fields]
        done = superuser.post(change(diary), {**form.sent, "password": "correct horse battery"})
        assert (done.status_code, done.headers["Location"]) == (302, USERS)
    assert User.objects.get(pk=diary.pk).is_staff is True


def test_an_editor_sees_no_person_and_no_group(editor, diary):
    index = editor.get(INDEX)
    assert (index.status_code, "Authentication" in text(index), "accounts" in text(index).lower()) == (
        200,
        False,
        False,
    )
    assert {editor.get(page).status_code for page in pages(diary)[3:]} == {403}
    assert editor.post(change(diary), {"is_active": ""}).status_code == 403
    assert User.objects.get(pk=diary.pk).is_active is True


def test_a_superuser_sees_nothing_of_a_diary(superuser, diary):
    superuser.post(change(diary), {"is_active": "on", "is_staff": "on", "groups": [editors().pk]})
    for page in pages(diary):
        answer = superuser.get(page)
        assert (page, answer.status_code) == (page, 200)
        assert [
            word
            for word in (*CANARIES, "1961-03-17", "March 17, 1961", "17 Mar 1961", "India")
            if word in answer.content.decode()
        ] == []
        assert [word for word in ("argon2", "md5", "journal", "check-in") if word in text(answer)] == []


def test_nothing_can_be_added_or_deleted(superuser, diary):
    group = editors()
    for address in (f"{USERS}{diary.pk}/delete/", f"{USERS}add/", f"/admin/auth/group/{group.pk}/delete/"):
        assert (superuser.get(address).status_code, superuser.post(address, {"post": "yes"}).status_code) == (403, 403)
    superuser.post(USERS, {"action": "delete_selected", "_selected_action": [diary.pk], "post": "yes"})
    assert (User.objects.filter(pk=diary.pk).exists(), Group.objects.count()) == (True, 1)
    assert superuser.post("/admin/auth/group/add/", {"name": "More"}).status_code == 403
    assert superuser.post(f"/admin/auth/group/{group.pk}/change/", {"name": "Other"}).status_code == 403
    assert list(Group.objects.values_list("name", flat=True)) == ["Editors"]


def test_address_password_and_superuser_cannot_be_changed(superuser, diary):
    before = User.objects.get(pk=diary.pk)
    typed = {"email": "eve@example.test", "password": "x", "is_superuser": "on", "name": "Eve", "is_active": "on"}
    assert superuser.post(change(diary), typed).status_code == 302
    after = User.objects.get(pk=diary.pk)
    names = ("email", "password", "is_superuser", "name", "wrapped_key", "is_active", "is_staff")
    assert [getattr(after, name) for name in names] == [getattr(before, name) for name in names]


def test_switching_an_account_off_ends_its_sessions_and_is_logged_by_number(superuser, diary, alice_client):
    with captured() as log:
        superuser.post(change(diary), {"is_staff": "on", "groups": [editors().pk]})
    root = User.objects.get(email="root@example.test")
    assert log.events == [
        {"event": "account_changed", "user": root.pk, "person": diary.pk, "fields": "groups,is_active,is_staff"}
    ]
    assert Session.objects.count() == 1
    assert alice_client.get("/accounts/profile/").status_code == 302
    assert list(User.objects.get(pk=diary.pk).groups.values_list("name", flat=True)) == ["Editors"]


def test_what_was_saved_meanwhile_elsewhere_stays(superuser, diary, monkeypatch):
    clean = ModelForm._post_clean

    def save_elsewhere_first(form):
        clean(form)
        User.objects.filter(pk=diary.pk).update(name="From the phone")

    monkeypatch.setattr(ModelForm, "_post_clean", save_elsewhere_first)
    superuser.post(change(diary), {"is_active": "on", "is_staff": "on"})
    found = User.objects.get(pk=diary.pk)
    assert (found.name, found.is_staff) == ("From the phone", True)


def test_rows_of_the_admins_own_log_hold_numbers_and_names_of_fields(superuser, diary):
    superuser.post(change(diary), {"is_active": "on", "is_staff": "on"})
    rows = list(LogEntry.objects.values_list("object_repr", "change_message"))
    assert rows == [(f"user {diary.pk}", '[{"changed": {"fields": ["Is staff"]}}]')]


@pytest.mark.parametrize("address", LEFT_OUT)
def test_djangos_other_pages_are_not_there(superuser, address):
    assert superuser.get(f"/admin/{address}").status_code == 404


def test_password_and_sign_out_are_the_accounts_own(superuser):
    assert superuser.get("/admin/password_change/").headers["Location"] == "/accounts/password/change/"
    assert superuser.get("/admin/logout/").headers["Location"] == "/accounts/logout/"
    assert superuser.post("/admin/logout/").status_code == 405
    forms = [form.action for form in post_forms(superuser.get(INDEX).content.decode())]
    assert forms == ["/accounts/logout/"]


@pytest.mark.parametrize("verb", ["put", "patch", "delete", "options", "trace"])
def test_other_verbs_are_refused(superuser, diary, verb):
    assert {getattr(superuser, verb)(page).status_code for page in [*pages(diary), "/admin/login/"]} == {405}


def test_pages_are_kept_by_nobody_and_hold_nothing_that_the_policy_forbids(superuser, diary):
    for page in pages(diary):
        answer = superuser.get(page)
        assert "no-store" in answer.headers["Cache-Control"]
        assert "script-src 'self';" in answer.headers["Content-Security-Policy"]
        body = answer.content.decode()
        assert [word for word in ("<style", " style=", "onclick", "<script>", "javascript:") if word in body] == []


BAD = ["0", "-1", "abc", "9" * 30, "%00", "1_0", "%2F", "NaN", "\u0663"]


@pytest.mark.parametrize("value", BAD)
def test_an_address_that_leads_to_nobody_is_no_error_of_ours(superuser, value):
    answers = [superuser.get(f"{USERS}{value}/{page}/") for page in ("change", "history")]
    assert {answer.status_code for answer in answers} <= {302, 404}


@pytest.mark.parametrize("query", ["p=abc", "p=-1", "p=99999999999", "o=%00", "o=9.9.9", "is_active__exact=%00"])
@pytest.mark.parametrize("more", ["", "&_popup=1", "&_facets=1", "&e=1", "&q=alice", "&password__startswith=argon"])
def test_a_query_that_makes_no_sense_is_no_error_of_ours(superuser, query, more):
    assert superuser.get(f"{USERS}?{query}{more}").status_code in (200, 302, 400)


def test_nobody_is_found_by_what_they_hide(superuser, diary):
    asked = ("password__startswith=md5", "name=Name-canary", "birth_date__gt=1979-01-01", "check_ins__day=2026-11-20")
    assert {superuser.get(f"{USERS}?{lookup}").status_code for lookup in asked} == {400}


def test_the_list_asks_as_much_for_many_people_as_for_one(superuser):
    with count_statements() as few:
        superuser.get(USERS)
    for number in range(10):
        factories.patient(f"p{number}@example.test")
    with count_statements() as many:
        superuser.get(USERS)
    assert len(few) == len(many)


@pytest.mark.parametrize("value", ["abc", "0", "-1", "9" * 30, "\x00", "", "1_0", "\u0663", "<script>"])
def test_a_group_that_is_none_is_refused_in_words_and_nothing_is_saved(superuser, diary, value):
    before = User.objects.values().get(pk=diary.pk)
    answer = superuser.post(change(diary), {"is_staff": "on", "groups": [value]})
    assert (answer.status_code, title(answer)[:7]) == (422, "Error: ")
    assert 'name="is_staff" id="id_is_staff" checked' in answer.content.decode()
    assert User.objects.values().get(pk=diary.pk) == before


@pytest.mark.parametrize("value", ["", "off", "x" * 10_000, "\x00", "NaN"])
def test_a_switch_takes_anything_for_on_or_off(superuser, diary, value):
    assert superuser.post(change(diary), {"is_active": value, "is_staff": value}).status_code == 302
    assert User.objects.get(pk=diary.pk).is_superuser is False
