"""Read and check the operator's environment variables, by name, before Django starts.

Each reader takes the mapping and returns a checked value; an empty variable counts as unset.
docs/settings.md describes every variable.
"""

import base64
import binascii
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

import dj_database_url

LOOPBACK_HOSTS = ("127.0.0.1", "localhost", "::1")
HOST = re.compile(r"[a-z0-9]([a-z0-9._-]*[a-z0-9])?|[0-9a-f.]*:[0-9a-f:.]*")
MAIL_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9][A-Za-z0-9.-]*")
NO_KEY = (
    "`.venv/bin/python -m ldn_tracker.keys` makes the keys of a new site. Where there is data or a backup, bring its "
    "MASTER_KEY back first: a new one opens nothing of it."
)
SQLITE_OPTIONS = {
    "timeout": 5,
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
    "PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;",
}
POSTGRESQL_OPTIONS = {
    "connect_timeout": 2,
    "tcp_user_timeout": 3000,
    "options": "-c statement_timeout=4000 -c lock_timeout=3000",
}
ENGINES: dict[str, tuple[str, dict[str, Any]]] = {
    "django.db.backends.sqlite3": ("ldn_tracker.sqlite", SQLITE_OPTIONS),
    "django.db.backends.postgresql": ("ldn_tracker.postgresql", POSTGRESQL_OPTIONS),
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

    @property
    def allowed_hosts(self) -> list[str]:
        """The Host headers that are answered, IPv6 in brackets as browsers send it."""
        hosts = LOOPBACK_HOSTS if self.loopback else (self.host,)
        return [f"[{host}]" if ":" in host else host for host in hosts]


def read(env: Mapping[str, str], name: str) -> str:
    """Return a variable without the space around it, "" when unset."""
    return env.get(name, "").strip()


def split_address(text: str) -> SplitResult | None:
    """Return the parts of an address, None when its host or port makes no sense."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return None
    return parts if port != 0 and HOST.fullmatch(parts.hostname or "") else None


def read_site(env: Mapping[str, str]) -> Site:
    """Return the site of SITE_URL, of PORT when unset; plain http anywhere but on loopback is refused."""
    url = read(env, "SITE_URL") or f"http://127.0.0.1:{read_port(env)}"
    parts = split_address(url)
    if (
        parts is None
        or parts.scheme not in ("http", "https")
        or parts.path not in ("", "/")
        or any(sign in url for sign in "?#@_\\")
    ):
        raise BadEnvironment(f"SITE_URL: {url!r} must look like https://diary.example.org, without a path.")
    site = Site(
        url=f"{parts.scheme}://{parts.netloc.lower()}",
        host=parts.hostname or "",
        https=parts.scheme == "https",
    )
    if not site.https and not site.loopback:
        raise BadEnvironment(
            f"SITE_URL: plain http is allowed on this machine only (127.0.0.1, localhost); "
            f"use https://{site.host}, because health data must not cross a network in the clear."
        )
    return site


def read_count(env: Mapping[str, str], name: str, default: int, highest: int, *, lowest: int = 0) -> int:
    """Return a whole number from lowest to highest."""
    text = read(env, name) or str(default)
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(highest))
    if not is_number or not lowest <= int(text) <= highest:
        raise BadEnvironment(f"{name}: {text!r} must be a whole number from {lowest} to {highest}.")
    return int(text)


def read_port(env: Mapping[str, str]) -> int:
    """Return where the site listens on this machine."""
    return read_count(env, "PORT", 8000, 65535, lowest=1)


def read_workers(env: Mapping[str, str]) -> int:
    """Return how many processes answer requests."""
    return read_count(env, "WEB_CONCURRENCY", min(2 * (os.cpu_count() or 1) + 1, 12), 1000, lowest=1)


def read_flag(env: Mapping[str, str], name: str, default: bool) -> bool:
    """Return True for 1, False for 0; anything else is refused."""
    text = read(env, name) or str(int(default))
    if text not in ("0", "1"):
        raise BadEnvironment(f"{name}: {text!r} must be 0 or 1.")
    return text == "1"


def read_contact(env: Mapping[str, str]) -> str:
    """Return the operator's address for the privacy page, "" when unset."""
    text = read(env, "CONTACT_EMAIL")
    if text and not (MAIL_ADDRESS.fullmatch(text) and len(text) <= 254):
        raise BadEnvironment(f"CONTACT_EMAIL: {text!r} must be an e-mail address, such as privacy@clinic.example.org.")
    return text


def read_debug(env: Mapping[str, str], site: Site) -> bool:
    """Return DEBUG, which shows source and settings to every visitor: on this machine only."""
    debug = read_flag(env, "DEBUG", False)
    if debug and not site.loopback:
        raise BadEnvironment("DEBUG: 1 is allowed on this machine only (SITE_URL with 127.0.0.1 or localhost).")
    return debug


def read_log_format(env: Mapping[str, str]) -> str:
    """Return "json" or "text", the look of a log line."""
    text = read(env, "LOG_FORMAT") or "json"
    if text not in ("json", "text"):
        raise BadEnvironment(f"LOG_FORMAT: {text!r} must be json or text.")
    return text


def read_data_dir(env: Mapping[str, str], base_dir: Path) -> Path:
    """Return the folder of DATA_DIR, `var` beside the code when unset."""
    path = Path(read(env, "DATA_DIR") or base_dir / "var").absolute()
    if path.exists() and not path.is_dir():
        raise BadEnvironment(f"DATA_DIR: {path} is not a folder.")
    return path


def read_secret(env: Mapping[str, str], name: str, data_dir: Path) -> str:
    """Return a secret from NAME, the file named by NAME_FILE, or the file that `make run` made."""
    value, given = read(env, name), read(env, f"{name}_FILE")
    if value and given:
        raise BadEnvironment(f"{name}: set either {name} or {name}_FILE, not both.")
    if value:
        return value
    path = Path(given) if given else data_dir / name.lower()
    try:
        value = path.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        where = f"{name}_FILE: cannot read {path}" if given else f"{name}: not set, and there is no file {path}"
        raise BadEnvironment(f"{where}. {NO_KEY}") from None
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
    """Return the 32 bytes that wrap every patient's own key; written as URL-safe base64."""
    return _decode_key("MASTER_KEY", read_secret(env, "MASTER_KEY", data_dir))


def read_previous_keys(env: Mapping[str, str], data_dir: Path, current: bytes) -> tuple[bytes, ...]:
    """Return the other master keys that still open what they wrapped, apart from each other by space."""
    given = read(env, "MASTER_KEY_PREVIOUS") or read(env, "MASTER_KEY_PREVIOUS_FILE")
    if not given and not (data_dir / "master_key_previous").exists():
        return ()
    text = read_secret(env, "MASTER_KEY_PREVIOUS", data_dir)
    keys = tuple(_decode_key("MASTER_KEY_PREVIOUS", word) for word in text.split())
    if len({current, *keys}) <= len(keys):
        raise BadEnvironment("MASTER_KEY_PREVIOUS: names a key twice, or the one that MASTER_KEY is.")
    return keys


def _decode_key(name: str, value: str) -> bytes:
    try:
        key = base64.b64decode(value + "=" * (-len(value) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != 32 or len(set(key)) < 5:
        raise BadEnvironment(f"{name}: must be 32 random bytes written as URL-safe base64.")
    return key


@dataclass(frozen=True, kw_only=True)
class Mail:
    """How mail leaves: an SMTP server, with TLS unless it is on this machine."""

    host: str
    port: int
    username: str
    password: str
    use_tls: bool
    use_ssl: bool


def read_mail(env: Mapping[str, str], site: Site) -> Mail | None:
    """Return the server of MAIL_URL (smtp:// or smtps://), None when unset on loopback."""
    url = read(env, "MAIL_URL")
    if not url and site.loopback:
        return None
    if not url:
        raise BadEnvironment("MAIL_URL: needed on a public site, such as smtp://user:password@mail.example.org:587.")
    parts = split_address(url)
    known = parts is not None and parts.scheme in ("smtp", "smtps") and parts.path in ("", "/")
    if parts is None or not known or parts.query or parts.fragment:
        raise BadEnvironment("MAIL_URL: must look like smtp://user:password@mail.example.org:587.")
    host, ssl = parts.hostname or "", parts.scheme == "smtps"
    return Mail(
        host=host,
        port=parts.port or (465 if ssl else 587),
        username=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        use_ssl=ssl,
        use_tls=not ssl and host not in LOOPBACK_HOSTS,
    )


def read_mail_from(env: Mapping[str, str], site: Site) -> str:
    """Return the sender of MAIL_FROM, an address with or without a name."""
    host = site.host if site.host[:1].isalpha() and "." in site.host else "localhost"
    text = read(env, "MAIL_FROM") or f"no-reply@{host}"
    if not text.isprintable() or not MAIL_ADDRESS.fullmatch(parseaddr(text)[1]):
        raise BadEnvironment(f"MAIL_FROM: {text!r} must look like no-reply@example.org.")
    return text


def read_database(env: Mapping[str, str], data_dir: Path) -> dict[str, Any]:
    """Return Django's DATABASES["default"]: SQLite in data_dir, or PostgreSQL by DATABASE_URL.

    SQLite waits instead of failing under writers (immediate transactions, WAL, 5 s) and keeps
    what it acknowledged over a power cut (synchronous=FULL). PostgreSQL gives up on a dead
    network or server in seconds instead of hanging a worker, and on another machine it must show a
    certificate that this machine's authorities vouch for. Options in the address win over ours.
    """
    kept = {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    url = read(env, "DATABASE_URL")
    if not url:
        name = str(data_dir / "db.sqlite3")
        return {"ENGINE": "ldn_tracker.sqlite", "NAME": name, "OPTIONS": dict(SQLITE_OPTIONS), **kept}
    try:
        database: dict[str, Any] = dict(dj_database_url.parse(url))
    except Exception as error:  # whatever the parser trips over, the operator needs the name
        raise BadEnvironment(f"DATABASE_URL: cannot be read ({type(error).__name__}).") from None
    if database["NAME"] in ("", ":memory:"):
        raise BadEnvironment("DATABASE_URL: names no database that several processes can share.")
    engine, defaults = ENGINES.get(database["ENGINE"], ("", {}))
    if not engine:
        raise BadEnvironment("DATABASE_URL: must be sqlite:///... or postgresql://...")
    given = database.get("OPTIONS", {})
    tls = _tls(database["HOST"], given) if defaults is POSTGRESQL_OPTIONS else {}
    return {**database, "ENGINE": engine, "OPTIONS": {**defaults, **tls, **given}, **kept}


def _tls(hosts: str, given: Mapping[str, Any]) -> dict[str, str]:
    """Return libpq's settings of TLS for hosts (several are set apart by commas); none where all are this machine."""
    ours = all(host in LOOPBACK_HOSTS or host.startswith(("127.", "/")) for host in hosts.split(",") if host)
    if ours or "sslmode" in given:
        return {}
    return {"sslmode": "verify-full", "sslrootcert": "system"}
