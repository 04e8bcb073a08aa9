"""Mail with real processes: what `make run` starts beside the server, and mail servers that are dead, slow or back."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.mail import EmailMessage

from accounts import outbox
from accounts.models import OutgoingMail
from tests import factories
from tests.browser.site import ROOT
from tests.operation.servers import Site, execute
from tests.operation.smtp import mail_server

RESET = "/accounts/password/reset/"
runs_in_its_venv = pytest.mark.skipif(
    Path(sys.prefix) != ROOT / ".venv", reason="bin/serve uses .venv, and these tests run in another environment"
)


def until[T](found: Callable[[], T], seconds: float = 120) -> T:
    """Return what is found as soon as it is something; the time is only how long a test waits before it fails."""
    end = time.monotonic() + seconds
    while not (got := found()):
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.1)
    return got


def mailers(pid: int) -> list[int]:
    """Return the processes that deliver mail beside a server."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes().split(b"\0")
        except OSError:
            continue
        if b"deliver_mail" in words and str(pid).encode() in words:
            found.append(int(path.parent.name))
    return found


@contextmanager
def served(site: Site) -> Iterator[Site]:
    """Run a site by bin/serve instead of gunicorn alone."""
    site.log = (site.folder / "server.log").open("ab")
    site.process = subprocess.Popen(
        ["bin/serve"], cwd=ROOT, env=site.env, stdout=site.log, stderr=site.log, start_new_session=True
    )
    try:
        site.wait_ready()
        yield site
    finally:
        site.close()


def is_listening(pid: int) -> bool:
    """Return whether the process has begun: it catches SIGTERM by then, and Ctrl-C with it."""
    status = Path(f"/proc/{pid}/status").read_text()
    caught = int(status.partition("SigCgt:")[2].split()[0], 16)
    return bool(caught >> (signal.SIGTERM - 1) & 1)


def ask_for_reset(site: Site, address: str = "alice@example.test") -> None:
    assert site.client().post(RESET, {"email": address}).status == 302


@runs_in_its_venv
def test_make_run_delivers_to_the_terminal_and_both_processes_end_together(sites):
    with served(sites.new()) as site:
        ask_for_reset(site)
        until(lambda: "To: alice@example.test" in site.output)
        until(lambda: mailers(site.pid))
        assert site.stop() == 0
        until(lambda: not mailers(site.pid))
        assert re.search(r"mail=\d+ sent, tries=1", site.output)
        assert "Traceback" not in site.output


@runs_in_its_venv
def test_ctrl_c_ends_both_processes(sites):
    with served(sites.new()) as site:
        (mailer,) = until(lambda: mailers(site.pid))
        until(lambda: is_listening(mailer))
        os.killpg(site.pid, signal.SIGINT)
        assert site.process.wait(60) == 0
        until(lambda: not mailers(site.pid))
        # Told twice to end, a worker may say so while it ends: that it left by SystemExit is no error.
        assert re.findall(r"(?m)^(?!SystemExit)\w[\w.]*(?:Error|Exception|Interrupt)\b", site.output) == []


@runs_in_its_venv
def test_a_killed_deliverer_is_started_again_and_does_not_outlive_a_killed_server(sites):
    with served(sites.new()) as site:
        (first,) = until(lambda: mailers(site.pid))
        os.kill(first, signal.SIGKILL)
        until(lambda: set(mailers(site.pid)) - {first})
        ask_for_reset(site)
        until(lambda: "To: alice@example.test" in site.output)
        os.kill(site.pid, signal.SIGKILL)  # and nobody has waited for it yet: it stays as a zombie
        until(lambda: not mailers(site.pid))


@contextmanager
def deliverer(site: Site) -> Iterator[subprocess.Popen[bytes]]:
    """Run `deliver_mail` on a site's data."""
    command = [sys.executable, "manage.py", "deliver_mail"]
    with (site.folder / "mail.log").open("ab") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=site.env, stdout=log, stderr=log)
        try:
            yield process
        finally:
            process.kill()
            process.wait(60)


def said(site: Site) -> str:
    return (site.folder / "mail.log").read_text()


def test_a_mail_server_that_says_nothing_disturbs_no_page_and_the_mail_is_sent_when_it_is_back(start_site, database):
    with mail_server(silent=True) as mail:
        site = start_site(database, MAIL_URL=mail.url)
        with site.models():
            client = site.signed_in(factories.patient("alice@example.test"))
        with deliverer(site) as process:
            ask_for_reset(site)
            assert mail.connected.wait(120)
            event = {"day": "2026-11-20", "kind": "stress", "text": "Moved house"}
            assert client.post("/journal/events/new/", event).status == 302
            sign_up = {"email": "dana@example.test", "time_zone": "Europe/London", "adult": "on", "consent": "on"}
            passwords = dict.fromkeys(("password1", "password2"), "correct horse battery")
            answer = site.client().post("/accounts/signup/", {**sign_up, **passwords})
            assert (answer.status, answer.location) == (302, "/accounts/confirm-email/")
            process.kill()  # in the middle of sending
            process.wait(60)
        mail.silent = False
        assert site.manage("deliver_mail", "--once") == "Mails sent: 1.\n"  # the first one is still claimed
        with site.models():
            OutgoingMail.objects.update(due_at="2026-01-01T00:00Z")  # the claim of the killed one has run out
        assert site.manage("deliver_mail", "--once") == "Mails sent: 1.\n"
    assert [re.search(r"^To: (.*)$", text, re.M)[1].strip() for text in mail.mails] == [
        "dana@example.test",
        "alice@example.test",
    ]


@pytest.mark.postgresql
def test_the_deliverer_outlives_a_restart_of_the_database(start_site):
    with mail_server() as mail:
        site = start_site("postgresql", MAIL_URL=mail.url)
        name = site.env["DATABASE_URL"].rpartition("/")[2]
        with deliverer(site) as process:
            ask_for_reset(site, "first@example.test")
            until(lambda: len(mail.mails) == 1)
            execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
            execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
            until(lambda: "the database is away" in said(site))
            execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
            site.wait_ready()
            ask_for_reset(site, "second@example.test")
            until(lambda: len(mail.mails) == 2)
            process.send_signal(signal.SIGTERM)
            assert process.wait(120) == 0
    assert "Traceback" not in said(site)


def test_two_deliverers_at_once_send_no_mail_twice(start_site, database):
    with mail_server() as mail:
        site = start_site(database, MAIL_URL=mail.url)
        with site.models():
            for number in range(20):
                outbox.put(EmailMessage("Words", "Body", "no-reply@example.org", [f"p{number}@example.test"]))
        with deliverer(site), deliverer(site):
            until(lambda: len(mail.mails) >= 20)
            until(lambda: said(site).count("sent, tries=1") == 20)
        with site.models():
            assert OutgoingMail.objects.count() == 0
    assert len({re.search(r"^To: (.*)$", text, re.M)[1] for text in mail.mails}) == len(mail.mails) == 20
