"""Read and check the operator's environment variables, by name, before Django starts."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import dj_database_url

LOOPBACK_HOSTS = ("127.0.0.1", "localhost", "::1")
SQLITE_OPTIONS = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
}
POSTGRESQL_OPTIONS = {
    "connect_timeout": 2,
    "tcp_user_timeout": 3000,
    "options": "-c statement_timeout=5000 -c lock_timeout=4000",
}


class BadEnvironment(Exception):
    """A variable is missing or makes no sense; the message starts with its name."""


@dataclass(frozen=True, kw_only=True)
class Site:
    """Where people reach this site: its address, host and whether it is https."""

    url: str
    host: str
    https: bool

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach it."""
        return self.host in LOOPBACK_HOSTS


def read_site(env: Mapping[str, str]) -> Site:
    """Return the site of SITE_URL; plain http anywhere but on loopback is refused."""
    url = env.get("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
    except ValueError as error:
        raise BadEnvironment(f"SITE_URL: {url!r} is not an address ({error}).") from None
    if parts.scheme not in ("http", "https") or not host or parts.path or parts.query or parts.username:
        raise BadEnvironment(f"SITE_URL: {url!r} must look like https://diary.example.org, without a path.")
    site = Site(url=url, host=host, https=parts.scheme == "https")
    if not site.https and not site.loopback:
        raise BadEnvironment(
            f"SITE_URL: plain http is allowed on this machine only (127.0.0.1, localhost); "
            f"use https://{host}, because health data must not cross a network in the clear."
        )
    return site


def read_count(env: Mapping[str, str], name: str, default: int, highest: int) -> int:
    """Return a whole number from 0 to highest."""
    text = env.get(name, "").strip() or str(default)
    if not (text.isascii() and text.isdigit()) or int(text) > highest:
        raise BadEnvironment(f"{name}: {text!r} must be a whole number from 0 to {highest}.")
    return int(text)


def read_flag(env: Mapping[str, str], name: str, default: bool) -> bool:
    """Return True for 1, False for 0; anything else is refused."""
    text = env.get(name, "").strip() or str(int(default))
    if text not in ("0", "1"):
        raise BadEnvironment(f"{name}: {text!r} must be 0 or 1.")
    return text == "1"


def read_secret(env: Mapping[str, str], name: str, data_dir: Path) -> str:
    """Return a secret from NAME, the file named by NAME_FILE, or the file that `make run` made."""
    if value := env.get(name, "").strip():
        return value
    given = env.get(f"{name}_FILE", "").strip()
    path = Path(given) if given else data_dir / name.lower()
    try:
        value = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        where = f"{name}_FILE: cannot read {path}" if given else f"{name}: not set, and there is no file {path}"
        raise BadEnvironment(f"{where}. `make run` makes both keys on first start.") from None
    if not value:
        raise BadEnvironment(f"{name}: the file {path} is empty.")
    return value


def read_secret_key(env: Mapping[str, str], data_dir: Path) -> str:
    """Return Django's secret key, at least 50 characters."""
    value = read_secret(env, "SECRET_KEY", data_dir)
    if len(value) < 50 or len(set(value)) < 5:
        raise BadEnvironment("SECRET_KEY: must have at least 50 random characters.")
    return value


def read_master_key(env: Mapping[str, str], data_dir: Path) -> bytes:
    """Return the 32 bytes that wrap every patient's own key; written as base64."""
    value = read_secret(env, "MASTER_KEY", data_dir)
    try:
        key = base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != 32 or len(set(key)) < 5:
        raise BadEnvironment("MASTER_KEY: must be 32 random bytes written as URL-safe base64.")
    return key


@dataclass(frozen=True, kw_only=True)
class Mail:
    """How mail leaves: an SMTP server, or None for the terminal."""

    host: str
    port: int
    username: str
    password: str
    use_tls: bool
    use_ssl: bool


def read_mail(env: Mapping[str, str], site: Site) -> Mail | None:
    """Return the server of MAIL_URL (smtp:// or smtps://), None when unset on loopback."""
    url = env.get("MAIL_URL", "").strip()
    if not url:
        if not site.loopback:
            raise BadEnvironment(
                "MAIL_URL: needed on a public site, such as smtp://user:password@mail.example.org:587."
            )
        return None
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host or parts.scheme not in ("smtp", "smtps") or parts.path.strip("/"):
        raise BadEnvironment("MAIL_URL: must look like smtp://user:password@mail.example.org:587.")
    ssl = parts.scheme == "smtps"
    return Mail(
        host=host,
        port=port or (465 if ssl else 587),
        username=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        use_ssl=ssl,
        use_tls=not ssl and host not in LOOPBACK_HOSTS,
    )


def read_database(env: Mapping[str, str], data_dir: Path) -> dict[str, Any]:
    """Return Django's DATABASES["default"]: SQLite in data_dir, or PostgreSQL by DATABASE_URL.

    SQLite waits instead of failing under writers (immediate transactions, WAL, 20 s) and keeps
    what it acknowledged over a power cut (synchronous=FULL). PostgreSQL gives up on a dead
    network in seconds instead of hanging a worker.
    """
    url = env.get("DATABASE_URL", "").strip() or f"sqlite:///{data_dir / 'db.sqlite3'}"
    try:
        database: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
    except (ValueError, KeyError) as error:
        raise BadEnvironment(f"DATABASE_URL: cannot be read ({type(error).__name__}).") from None
    if database["ENGINE"] == "django.db.backends.sqlite3":
        options = SQLITE_OPTIONS
    elif database["ENGINE"] == "django.db.backends.postgresql":
        options = POSTGRESQL_OPTIONS
    else:
        raise BadEnvironment("DATABASE_URL: must be sqlite:///... or postgresql://...")
    return {**database, "OPTIONS": {**options, **database.get("OPTIONS", {})}}
