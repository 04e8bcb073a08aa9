"""The two profiles, http on this machine and https elsewhere, and what the database is told."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import allauth.account.app_settings
import pytest
from django.conf import settings
from django.core import mail
from django.db import connection, transaction
from django.test import Client

from accounts.models import User
from ldn_tracker.environment import POSTGRESQL_OPTIONS

KEYS = {"SECRET_KEY": "0123456789" * 6, "MASTER_KEY": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="}
HTTPS = {"SITE_URL": "https://diary.example.org", "MAIL_URL": "smtp://mail.example.org", "TRUSTED_PROXIES": "1"}
PRINTED = """
import json
from ldn_tracker import settings
names = [name for name in dir(settings) if name.isupper()]
print(json.dumps({name: getattr(settings, name) for name in names}, default=str))
"""


def start(folder: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Load the settings in a process of their own."""
    env = {"PATH": os.environ["PATH"], "DATA_DIR": str(folder), **KEYS, **env}
    command = [sys.executable, "-W", "error", "-c", PRINTED]
    return subprocess.run(command, cwd=settings.BASE_DIR, env=env, capture_output=True, text=True, check=False)


def loaded(folder: Path, **env: str) -> dict[str, Any]:
    """Return every setting of a site."""
    done = start(folder, **env)
    assert done.stderr == ""
    return json.loads(done.stdout)


PROFILE = [
    "ALLOWED_HOSTS",
    "CSRF_TRUSTED_ORIGINS",
    "SESSION_COOKIE_NAME",
    "CSRF_COOKIE_NAME",
    "MESSAGE_COOKIE_NAME",
    "SHARE_COOKIE_PREFIX",
    "SESSION_COOKIE_SECURE",
    "CSRF_COOKIE_SECURE",
    "SECURE_SSL_REDIRECT",
    "SECURE_HSTS_SECONDS",
    "SECURE_HSTS_INCLUDE_SUBDOMAINS",
    "SECURE_PROXY_SSL_HEADER",
    "ALLAUTH_TRUSTED_PROXY_COUNT",
    "ACCOUNT_EMAIL_VERIFICATION",
    "ACCOUNT_DEFAULT_HTTP_PROTOCOL",
]
SAME_IN_BOTH = {
    "DEBUG": False,
    "SESSION_COOKIE_HTTPONLY": True,
    "CSRF_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
    "CSRF_COOKIE_SAMESITE": "Lax",
    "SECURE_REFERRER_POLICY": "strict-origin",
    "X_FRAME_OPTIONS": "DENY",
}


def test_http_profile_on_this_machine(tmp_path: Path) -> None:
    found = loaded(tmp_path)
    assert {name: found[name] for name in PROFILE} == {
        "ALLOWED_HOSTS": ["127.0.0.1", "localhost", "[::1]"],
        "CSRF_TRUSTED_ORIGINS": ["http://127.0.0.1:8000"],
        "SESSION_COOKIE_NAME": "session",
        "CSRF_COOKIE_NAME": "csrf",
        "MESSAGE_COOKIE_NAME": "messages",
        "SHARE_COOKIE_PREFIX": "share-",
        "SESSION_COOKIE_SECURE": False,
        "CSRF_COOKIE_SECURE": False,
        "SECURE_SSL_REDIRECT": False,
        "SECURE_HSTS_SECONDS": 0,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": False,
        "SECURE_PROXY_SSL_HEADER": None,
        "ALLAUTH_TRUSTED_PROXY_COUNT": 0,
        "ACCOUNT_EMAIL_VERIFICATION": "optional",
        "ACCOUNT_DEFAULT_HTTP_PROTOCOL": "http",
    }
    assert SAME_IN_BOTH.items() <= found.items()


def test_https_profile_behind_a_proxy(tmp_path: Path) -> None:
    found = loaded(tmp_path, **HTTPS)
    assert {name: found[name] for name in PROFILE} == {
        "ALLOWED_HOSTS": ["diary.example.org"],
        "CSRF_TRUSTED_ORIGINS": ["https://diary.example.org"],
        "SESSION_COOKIE_NAME": "__Host-session",
        "CSRF_COOKIE_NAME": "__Host-csrf",
        "MESSAGE_COOKIE_NAME": "__Host-messages",
        "SHARE_COOKIE_PREFIX": "__Host-share-",
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
        "SECURE_PROXY_SSL_HEADER": ["HTTP_X_FORWARDED_PROTO", "https"],
        "ALLAUTH_TRUSTED_PROXY_COUNT": 1,
        "ACCOUNT_EMAIL_VERIFICATION": "mandatory",
        "ACCOUNT_DEFAULT_HTTP_PROTOCOL": "https",
    }
    assert SAME_IN_BOTH.items() <= found.items()


def test_forwarded_headers_count_only_with_a_trusted_proxy(tmp_path: Path) -> None:
    assert loaded(tmp_path, **{**HTTPS, "TRUSTED_PROXIES": "0"})["SECURE_PROXY_SSL_HEADER"] is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SITE_URL", "http://diary.example.org"),
        ("SITE_URL", "nonsense"),
        ("DEBUG", "yes"),
        ("TRUSTED_PROXIES", "many"),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY_FILE", "/nowhere"),
        ("MASTER_KEY", "short"),
        ("MASTER_KEY_FILE", "/nowhere"),
        ("MASTER_KEY_PREVIOUS", "short"),
        ("MASTER_KEY_PREVIOUS_FILE", "/nowhere"),
        ("MAIL_URL", "nonsense"),
        ("MAIL_FROM", "nonsense"),
        ("DATABASE_URL", "nonsense"),
        ("DATA_DIR", "/dev/null"),
        ("PORT", "http"),
        ("WEB_CONCURRENCY", "0"),
        ("WEB_CONCURRENCY", "-3"),
        ("WEB_CONCURRENCY", "abc"),
        ("DEMO", "maybe"),
    ],
)
def test_nonsense_stops_the_start_and_is_named(tmp_path: Path, name: str, value: str) -> None:
    done = start(tmp_path, **{name: value})
    last = done.stderr.splitlines()[-1]
    assert done.returncode == 1
    assert last.startswith(f"django.core.exceptions.ImproperlyConfigured: {name.removesuffix('_FILE')}")


def test_no_key_is_ever_a_default(tmp_path: Path) -> None:
    done = start(tmp_path, SECRET_KEY="")
    assert (done.returncode, done.stdout) == (1, "")
    assert "ImproperlyConfigured: SECRET_KEY: not set" in done.stderr


REQUESTS = """
import django, json
django.setup()
from django.test import Client
from django.conf import settings
host = settings.ALLOWED_HOSTS[0]
answers = {
    "plain": Client().get("/help/", headers={"host": host}),
    "forwarded": Client().get("/help/", headers={"host": host, "x-forwarded-proto": "https"}),
    "probe": Client().get("/healthz/live", headers={"host": host}),
    "missing": Client().get("/r/x/", headers={"host": host, "x-forwarded-proto": "https"}),
    "other host": Client().get("/help/", headers={"host": "evil.example", "x-forwarded-proto": "https"}),
}
print(json.dumps({name: [one.status_code, one.headers.get("Location"), one.headers.get("Strict-Transport-Security")]
    for name, one in answers.items()}))
"""


def answers(folder: Path, **env: str) -> dict[str, list[Any]]:
    """Return (status, Location, HSTS) of some requests to a site without static files and database."""
    code = (
        "from ldn_tracker import settings\n"
        "settings.STORAGES['staticfiles']['BACKEND'] = 'django.contrib.staticfiles.storage.StaticFilesStorage'\n"
    )
    env = {
        "PATH": os.environ["PATH"],
        "DATA_DIR": str(folder),
        **KEYS,
        **env,
        "DJANGO_SETTINGS_MODULE": "ldn_tracker.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", code + REQUESTS],
        cwd=settings.BASE_DIR,
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def test_https_site_redirects_and_sends_hsts_on_every_answer(tmp_path: Path) -> None:
    year = "max-age=31536000; includeSubDomains"
    assert answers(tmp_path, **HTTPS) == {
        "plain": [301, "https://diary.example.org/help/", None],
        "forwarded": [200, None, year],
        "probe": [200, None, None],
        "missing": [404, None, year],
        "other host": [400, None, year],
    }


def test_https_site_without_a_trusted_proxy_believes_no_header(tmp_path: Path) -> None:
    found = answers(tmp_path, **{**HTTPS, "TRUSTED_PROXIES": "0"})
    assert found["forwarded"] == [301, "https://diary.example.org/help/", None]


def test_http_site_neither_redirects_nor_sends_hsts(tmp_path: Path) -> None:
    assert answers(tmp_path) == {
        "plain": [200, None, None],
        "forwarded": [200, None, None],
        "probe": [200, None, None],
        "missing": [404, None, None],
        "other host": [400, None, None],
    }


def test_each_account_setting_is_one_that_allauth_reads() -> None:
    known = dir(type(allauth.account.app_settings._app_settings))
    ours = [name.removeprefix("ACCOUNT_") for name in dir(settings) if name.startswith("ACCOUNT_")]
    assert [name for name in ours if name not in known] == []


def test_policy_is_exactly_this(settings: Any) -> None:
    policy = {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'none'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
    without = {"img-src": ["'self'"], "script-src": ["'none'"], "connect-src": ["'none'"]}
    assert policy == settings.SECURE_CSP
    assert {**policy, **without} == settings.SECURE_CSP_WITHOUT_BOOTSTRAP


def test_sign_up_mail_goes_through_the_mailer(db: None) -> None:
    answer = Client().post("/accounts/password/reset/", {"email": "nobody@example.test"})
    assert answer.status_code == 302
    assert [(one.to, one.from_email) for one in mail.outbox] == [(["nobody@example.test"], "no-reply@localhost")]


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("secure_delete", 1)],
)
def test_sqlite_is_told_to_keep_what_it_acknowledged(db: None, pragma: str, value: object) -> None:
    with connection.cursor() as cursor:
        assert cursor.execute(f"PRAGMA {pragma}").fetchone() == (value,)


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_sqlite_transaction_takes_the_write_lock_when_it_begins() -> None:
    with transaction.atomic():
        User.objects.exists()
        other = sqlite3.connect(connection.settings_dict["NAME"], timeout=0)
        with pytest.raises(sqlite3.OperationalError, match="database is locked"):
            other.execute("BEGIN IMMEDIATE")
        other.close()


@pytest.mark.postgresql
@pytest.mark.parametrize(("name", "value"), [("statement_timeout", "4s"), ("lock_timeout", "3s")])
def test_postgresql_gives_up_on_what_takes_too_long(db: None, name: str, value: str) -> None:
    of_the_site = connection.copy()
    of_the_site.settings_dict["OPTIONS"] |= POSTGRESQL_OPTIONS
    with closing(of_the_site), of_the_site.cursor() as cursor:
        cursor.execute(f"SHOW {name}")
        assert cursor.fetchone() == (value,)


@pytest.mark.postgresql
def test_postgresql_connection_gives_up_on_a_dead_network(db: None) -> None:
    of_the_site = connection.copy()
    of_the_site.settings_dict["OPTIONS"] |= POSTGRESQL_OPTIONS
    with closing(of_the_site):
        of_the_site.ensure_connection()
        told = of_the_site.connection.info.get_parameters()
    assert (told["connect_timeout"], told["tcp_user_timeout"]) == ("2", "3000")


def test_a_command_without_keys_says_one_sentence(tmp_path: Path) -> None:
    env = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "manage.py", "tidy"], cwd=settings.BASE_DIR, env=env, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert [line.split(",")[0] for line in done.stderr.splitlines()] == ["SECRET_KEY: not set"]


@pytest.mark.parametrize(
    ("place", "why"),
    [("postgresql://diary@127.0.0.1:1/diary", "Connection refused"), ("", "no such table: accounts_user")],
)
def test_a_command_whose_database_is_away_or_empty_says_one_sentence(tmp_path: Path, place: str, why: str) -> None:
    env = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "DATABASE_URL": place, **KEYS}
    command = [sys.executable, "manage.py", "make_editor", "editor@example.test"]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=env, capture_output=True, text=True)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert done.stderr.startswith("The database does not do that: ")
    assert why in done.stderr
    done = subprocess.run([*command, "--traceback"], cwd=settings.BASE_DIR, env=env, capture_output=True, text=True)
    assert "Traceback" in done.stderr


@pytest.mark.sqlite
def test_a_database_that_a_command_makes_is_for_its_account_alone(tmp_path: Path) -> None:
    env = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), **KEYS}
    command = [sys.executable, "manage.py", "showmigrations", "auth"]
    subprocess.run(command, cwd=settings.BASE_DIR, env=env, check=True, capture_output=True, umask=0o022)
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}
    assert (tmp_path / "db.sqlite3").exists()
