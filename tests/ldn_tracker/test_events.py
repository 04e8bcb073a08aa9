"""Each security event: written when it happens, once, with numbers and with nothing that was typed."""

import ast
import io
import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.http import HttpRequest
from django.test import Client

from accounts.models import User
from ldn_tracker.events import EVENTS, security_event
from tests import factories
from tests.accounts.conftest import PASSWORD
from tests.architecture import PACKAGES, python_sources
from tests.journal.interchange.files import LDN, csv_file
from tests.log_capture import Line, Log, captured
from tests.passkeys import APP, form_with, switch_on_app
from tests.reports.links import link
from tests.statements import count_statements

ALICE = {"login": "alice@example.test", "password": PASSWORD}
BETTER = "a new one, better than that"


@pytest.fixture
def log():
    with captured() as written:
        yield written


def only(log: Log) -> Line:
    """Return the one event that was written."""
    [event] = log.events
    assert "example.test" not in log.text
    return event


def test_sign_in(alice: User, log: Log) -> None:
    Client().post("/accounts/login/", ALICE)
    assert only(log) == {"event": "sign_in", "user": alice.pk}


def test_sign_in_failed_with_a_wrong_password(alice: User, log: Log) -> None:
    Client().post("/accounts/login/", {**ALICE, "login": "ALICE@example.test", "password": "wrong wrong wrong"})
    assert only(log) == {"event": "sign_in_failed", "user": alice.pk}


def test_sign_in_failed_with_an_address_that_is_nobodys(db: None, log: Log) -> None:
    Client().post("/accounts/login/", {**ALICE, "login": "nobody@example.test"})
    assert only(log) == {"event": "sign_in_failed"}


def test_sign_in_failed_asks_the_database_the_same_for_every_address(alice: User) -> None:
    def statements(address: str) -> list[str]:
        cache.clear()
        with count_statements() as asked:
            Client().post("/accounts/login/", {"login": address, "password": "wrong wrong wrong"})
        return list(asked)

    assert statements("alice@example.test") == statements("nobody@example.test")


def test_fresh_sign_in_failed(alice: User, alice_client: Client, log: Log) -> None:
    alice_client.post("/accounts/reauthenticate/", {"password": "wrong wrong wrong"})
    assert only(log) == {"event": "sign_in_failed", "user": alice.pk}


def test_sign_out(alice: User, alice_client: Client, log: Log) -> None:
    alice_client.post("/accounts/logout/")
    assert only(log) == {"event": "sign_out", "user": alice.pk}


def test_nobody_signs_out_twice(alice_client: Client, log: Log) -> None:
    alice_client.post("/accounts/logout/")
    alice_client.post("/accounts/logout/")
    assert len(log.events) == 1


def test_sign_up(db: None, log: Log) -> None:
    data = {"email": "dana@example.test", "password1": PASSWORD, "password2": PASSWORD, "time_zone": "UTC"}
    Client().post("/accounts/signup/", {**data, "country": "IN", "adult": "on", "consent": "on"})
    number = User.objects.get().pk
    assert log.events == [{"event": "sign_up", "user": number}, {"event": "sign_in", "user": number}]


def test_password_changed(alice: User, alice_client: Client, log: Log) -> None:
    new = {"oldpassword": PASSWORD, "password1": BETTER, "password2": BETTER}
    alice_client.post("/accounts/password/change/", new)
    assert only(log) == {"event": "password_changed", "user": alice.pk}


def test_reset_asked_and_done(alice: User, log: Log) -> None:
    stranger = Client()
    stranger.post("/accounts/password/reset/", {"email": "alice@example.test"})
    assert only(log) == {"event": "reset_asked", "user": alice.pk}
    [path] = re.findall(r"/accounts/password/reset/key/\S+", mail.outbox[-1].body)
    form = stranger.get(path).headers["Location"]
    stranger.post(form, {"password1": BETTER, "password2": BETTER})
    assert log.events[1:] == [{"event": "password_changed", "user": alice.pk}]


def test_reset_asked_for_an_address_that_is_nobodys(db: None, log: Log) -> None:
    Client().post("/accounts/password/reset/", {"email": "nobody@example.test"})
    assert only(log) == {"event": "reset_asked"}


def test_email_change_asked_and_confirmed(alice: User, alice_client: Client, log: Log) -> None:
    alice_client.post("/accounts/email/", {"action_add": "", "email": "new@example.test"})
    [path] = re.findall(r"/accounts/confirm-email/\S+", mail.outbox[-1].body)
    alice_client.post(path)
    names = ["email_change_asked", "email_confirmed"]
    assert log.events == [{"event": name, "user": alice.pk} for name in names]


@pytest.mark.parametrize("address", ["/journal/events/{}/", "/reports/{}/preview/", "/journal/items/{}/"])
def test_object_refused(alice: User, alice_client: Client, charlie: User, log: Log, address: str) -> None:
    foreign = [
        charlie.events.create(day="2026-11-20", kind="other", text="x").pk,
        link(charlie).share.pk,
        factories.target(charlie).pk,
    ]
    for number in (*foreign, 404_404):
        alice_client.get(address.format(number))
    assert log.events == [
        {"event": "object_refused", "user": alice.pk, "object": number} for number in (*foreign, 404_404)
    ]


def test_missing_page_is_no_refused_object(alice_client: Client, log: Log) -> None:
    alice_client.get("/nothing/7/")
    Client().get("/journal/events/7/")
    assert log.events == []


def test_csrf_refused(alice: User, log: Log) -> None:
    Client(enforce_csrf_checks=True).post("/accounts/login/", ALICE, headers={"Origin": "https://evil.test"})
    assert only(log) == {"event": "csrf_refused"}
    assert (log.lines[0]["route"], "evil" in log.text) == ("account_login", False)


def test_rate_limited_by_the_number_of_requests(db: None, log: Log) -> None:
    stranger = Client()
    for _ in range(31):
        stranger.post("/accounts/signup/", {})
    assert only(log) == {"event": "rate_limited"}
    assert log.lines[0]["route"] == "account_signup"


def test_rate_limited_by_failed_sign_ins_of_one_address(alice: User, log: Log) -> None:
    for _ in range(6):
        Client().post("/accounts/login/", {**ALICE, "password": "wrong wrong wrong"})
    failed = {"event": "sign_in_failed", "user": alice.pk}
    assert log.events == [failed] * 5 + [{"event": "rate_limited"}]


@pytest.mark.django_db(transaction=True)  # what is said of an app waits for the commit
def test_factor_changed_and_failed(alice: User, alice_client: Client, log: Log) -> None:
    alice_client.post(
        APP, {"code": "000000", "sealed": form_with(alice_client.get(APP), "sealed").fields["sealed"].chosen[0]}
    )
    secret = switch_on_app(alice_client)
    alice_client.post("/accounts/2fa/totp/deactivate/")
    changed = {"event": "factor_changed", "user": alice.pk}
    assert log.events == [
        {"event": "factor_failed", "user": alice.pk},
        {**changed, "what": "totp_activated"},
        {**changed, "what": "totp_deactivated"},
    ]
    assert secret not in log.text


def test_factor_failed_when_signing_in_and_then_rate_limited(alice: User, alice_client: Client, log: Log) -> None:
    switch_on_app(alice_client)
    stranger = Client()
    stranger.post("/accounts/login/", ALICE)
    for _ in range(6):
        stranger.post("/accounts/2fa/authenticate/", {"code": "000000"})
    failed = {"event": "factor_failed", "user": alice.pk}
    assert (log.events[1], log.events[-1]) == (failed, {"event": "rate_limited"})


def test_factor_failed_with_a_passkey_of_nobody(db: None, log: Log) -> None:
    Client().post("/accounts/2fa/webauthn/login/", {"credential": "{}"})
    assert {event["event"] for event in log.events} <= {"factor_failed"}


def test_sessions_ended(alice: User, alice_client: Client, log: Log) -> None:
    Client().post("/accounts/login/", ALICE)
    alice_client.post("/accounts/sessions/")
    assert log.events[1:] == [{"event": "sessions_ended", "user": alice.pk, "count": 1}]


def test_share_made(alice: User, alice_client: Client, log: Log) -> None:
    data = {"form_key": "k" * 22, "label": "Doctor Marker", "period": "12_weeks", "life": "30"}
    assert alice_client.post("/reports/new/", data).status_code == 201
    assert only(log) == {"event": "share_made", "user": alice.pk, "share": alice.shares.get().pk}
    assert "Marker" not in log.text


def test_share_opened_and_revoked(alice: User, alice_client: Client, log: Log) -> None:
    made = link(alice)
    Client().post(f"/r/{made.token}/")
    alice_client.post(f"/reports/{made.share.pk}/revoke/")
    alice_client.post(f"/reports/{made.share.pk}/revoke/")
    names = ["share_opened", "share_revoked"]
    assert log.events == [{"event": name, "user": alice.pk, "share": made.share.pk} for name in names]


def test_a_wrong_passcode_and_the_fifth_one(alice: User, log: Log) -> None:
    made = link(alice, guarded=True, label="Doctor Marker")
    wrong = "six wrong ones"
    for typed in ("", wrong, made.passcode, *[wrong] * 5, made.passcode):
        Client().post(f"/r/{made.token}/", {"passcode": typed})
    names = ["passcode_failed", "share_opened", *["passcode_failed"] * 3, "share_locked"]
    assert log.events == [{"event": name, "user": alice.pk, "share": made.share.pk} for name in names]
    written = [text for text in (made.token, wrong, "Marker") if text in log.text]
    assert written == []


def test_a_passcode_typed_at_a_link_that_never_was_is_no_event(db: None, log: Log) -> None:
    Client().post(f"/r/{'u' * 43}/", {"passcode": "123456"})
    assert log.events == []


def test_account_closed(alice: User, alice_client: Client, log: Log) -> None:
    number = alice.pk
    alice_client.post("/accounts/close/", {"confirm": "on", "sure": "on", "understood": "on"})
    assert not User.objects.exists()
    assert only(log) == {"event": "account_closed", "user": number}


def test_export(alice: User, alice_client: Client, log: Log) -> None:
    alice_client.post("/journal/export/")
    assert only(log) == {"event": "export", "user": alice.pk}


def test_import(alice: User, alice_client: Client, log: Log) -> None:
    file = SimpleUploadedFile("journal.csv", csv_file(LDN))
    page = alice_client.post("/journal/import/", {"file": file}, follow=True)
    assert log.events == []
    [preview] = re.findall(r'name="preview" value="([^"]+)"', page.content.decode())
    alice_client.post("/journal/import/preview/", {"confirm": "yes", "preview": preview})
    assert alice.medicines.count() == 1
    assert only(log) == {"event": "import", "user": alice.pk}


OPERATOR = {
    "end_sessions": ["alice@example.test"],
    "export_journal": ["alice@example.test", "--csv"],
    "make_editor": ["alice@example.test"],
    "rotate_keys": [],
    "tidy": [],
}


@pytest.mark.parametrize("command", OPERATOR)
def test_operator_command(alice: User, log: Log, command: str) -> None:
    call_command(command, *OPERATOR[command], stdout=io.StringIO())
    about = {"user": alice.pk} if OPERATOR[command] else {}
    assert only(log) == {"event": "operator_command", **about, "command": command}


def test_operator_makes_a_superuser(alice: User, log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", BETTER)
    call_command("createsuperuser", email="root@example.test", interactive=False, stdout=io.StringIO())
    made = User.objects.get(is_superuser=True)
    assert only(log) == {"event": "operator_command", "user": made.pk, "command": "createsuperuser"}


def test_a_superuser_that_is_not_made_is_no_event(db: None, log: Log) -> None:
    call_command("createsuperuser", stdin=io.StringIO(), stdout=io.StringIO())  # nobody is at a terminal to be asked
    assert (log.events, User.objects.count()) == ([], 0)


def test_permission_refused(settings, log: Log) -> None:
    settings.ROOT_URLCONF = "tests.ldn_tracker.failing_urls"
    Client().get("/fail/refused/")
    assert only(log) == {"event": "permission_refused"}


def named_in_the_code() -> set[str]:
    """Return the names given to security_event anywhere."""
    return {
        node.args[0].value if isinstance(node.args[0], ast.Constant) else ast.unparse(node.args[0])
        for source in python_sources(*PACKAGES)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("security_event")
    }


def test_every_event_of_the_list_is_written_somewhere_and_no_other() -> None:
    assert named_in_the_code() == set(EVENTS)


def test_an_event_of_a_wrong_name_breaks_nothing(log: Log, rf) -> None:
    request: HttpRequest = rf.get("/")
    security_event("no such event", request, user=7, nothing=None)
    assert (log.events, log.lines[0]["level"]) == ([{"event": "no such event", "user": 7}], "WARNING")
