"""Each variable is read, checked, and refused by its own name."""

import base64
from pathlib import Path

import pytest

from ldn_tracker import environment
from ldn_tracker.environment import BadEnvironment, Mail, Site

KEY = base64.urlsafe_b64encode(bytes(range(32))).decode()
LOCAL = Site(url="http://127.0.0.1:8000", host="127.0.0.1", https=False)
PUBLIC = Site(url="https://diary.example.org", host="diary.example.org", https=True)


@pytest.mark.parametrize(
    ("text", "url", "host", "https"),
    [
        ("", "http://127.0.0.1:8000", "127.0.0.1", False),
        ("http://localhost:9000/", "http://localhost:9000", "localhost", False),
        ("http://[::1]:8000", "http://[::1]:8000", "::1", False),
        (" https://Diary.Example.org ", "https://diary.example.org", "diary.example.org", True),
        ("https://127.0.0.1:8443", "https://127.0.0.1:8443", "127.0.0.1", True),
        ("HTTPS://xn--tagebuch-n4a.example", "https://xn--tagebuch-n4a.example", "xn--tagebuch-n4a.example", True),
    ],
)
def test_site_is_read(text: str, url: str, host: str, https: bool) -> None:
    assert environment.read_site({"SITE_URL": text}) == Site(url=url, host=host, https=https)


@pytest.mark.parametrize(
    "text",
    [
        "diary.example.org",
        "ftp://diary.example.org",
        "https://",
        "https://:8000",
        "https://diary.example.org/path",
        "https://diary.example.org//",
        "https://diary.example.org?x=1",
        "https://diary.example.org#x",
        "https://user@diary.example.org",
        "https://user:secret@diary.example.org",
        "https://diary.example.org:0",
        "https://diary.example.org:65536",
        "https://diary.example.org:port",
        "https://diary example.org",
        "https://diary_1.example.org",
        "https://[::1",
        "https://diary.example.org\\@evil.example",
        "https://tagebüch.example",
        "https://diary.example.org,evil.example",
        "\x00",
    ],
)
def test_site_that_makes_no_sense_is_refused_by_name(text: str) -> None:
    with pytest.raises(BadEnvironment, match=r"^SITE_URL: .* must look like https://"):
        environment.read_site({"SITE_URL": text})


@pytest.mark.parametrize("host", ["diary.example.org", "192.168.1.5", "0.0.0.0", "127.0.0.1.example.org", "127.0.0.2"])
def test_plain_http_elsewhere_than_here_is_refused_and_says_why(host: str) -> None:
    with pytest.raises(BadEnvironment, match=r"^SITE_URL: plain http .* health data must not cross a network"):
        environment.read_site({"SITE_URL": f"http://{host}:8000"})


@pytest.mark.parametrize(
    ("site", "hosts"),
    [
        (LOCAL, ["127.0.0.1", "localhost", "[::1]"]),
        (PUBLIC, ["diary.example.org"]),
        (Site(url="https://[2001:db8::1]", host="2001:db8::1", https=True), ["[2001:db8::1]"]),
    ],
)
def test_allowed_hosts_are_those_of_the_site(site: Site, hosts: list[str]) -> None:
    assert site.allowed_hosts == hosts


@pytest.mark.parametrize(("text", "count"), [("", 0), ("0", 0), (" 2 ", 2), ("10", 10)])
def test_count_is_read(text: str, count: int) -> None:
    assert environment.read_count({"TRUSTED_PROXIES": text}, "TRUSTED_PROXIES", 0, 10) == count


@pytest.mark.parametrize("text", ["-1", "11", "1.0", "one", "٣", "1e3", "9" * 5000, "0x1"])
def test_count_that_is_none_is_refused_by_name(text: str) -> None:
    with pytest.raises(BadEnvironment, match=r"^TRUSTED_PROXIES: .* must be a whole number from 0 to 10\.$"):
        environment.read_count({"TRUSTED_PROXIES": text}, "TRUSTED_PROXIES", 0, 10)


@pytest.mark.parametrize("text", ["0", "65536", "http", "-1"])
def test_port_that_is_none_is_refused_by_name(text: str) -> None:
    assert environment.read_port({"PORT": " 9000 "}) == 9000
    with pytest.raises(BadEnvironment, match=r"^PORT: .* must be a whole number from 1 to 65535\.$"):
        environment.read_port({"PORT": text})


def test_a_site_without_an_address_is_where_it_listens() -> None:
    assert environment.read_site({"PORT": "9000"}).url == "http://127.0.0.1:9000"
    assert environment.read_site({"PORT": "9000", "SITE_URL": "https://diary.example.org"}).url == PUBLIC.url


@pytest.mark.parametrize(("text", "flag"), [("", True), ("1", True), ("0", False)])
def test_flag_is_read(text: str, flag: bool) -> None:
    assert environment.read_flag({"DEMO": text}, "DEMO", True) is flag


@pytest.mark.parametrize("text", ["yes", "true", "False", "2", "off"])
def test_flag_in_words_is_refused_by_name(text: str) -> None:
    with pytest.raises(BadEnvironment, match=r"^DEMO: .* must be 0 or 1\.$"):
        environment.read_flag({"DEMO": text}, "DEMO", True)


def test_debug_is_for_this_machine_only() -> None:
    assert environment.read_debug({"DEBUG": "1"}, LOCAL) is True
    assert environment.read_debug({}, PUBLIC) is False
    with pytest.raises(BadEnvironment, match=r"^DEBUG: 1 is allowed on this machine only"):
        environment.read_debug({"DEBUG": "1"}, PUBLIC)


def test_data_dir_is_absolute_and_a_folder(tmp_path: Path) -> None:
    assert environment.read_data_dir({}, tmp_path) == tmp_path / "var"
    assert environment.read_data_dir({"DATA_DIR": "data"}, tmp_path) == Path.cwd() / "data"
    (tmp_path / "file").touch()
    with pytest.raises(BadEnvironment, match=r"^DATA_DIR: .*/file is not a folder\.$"):
        environment.read_data_dir({"DATA_DIR": str(tmp_path / "file")}, tmp_path)


def test_secret_comes_from_the_variable_then_the_named_file_then_the_data_dir(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text("made by make run\n")
    (tmp_path / "named").write_text("named\n")
    assert environment.read_secret({"SECRET_KEY": "given"}, "SECRET_KEY", tmp_path) == "given"
    assert environment.read_secret({"SECRET_KEY_FILE": str(tmp_path / "named")}, "SECRET_KEY", tmp_path) == "named"
    assert environment.read_secret({}, "SECRET_KEY", tmp_path) == "made by make run"


@pytest.mark.parametrize(
    ("env", "reason"),
    [
        ({}, r"^SECRET_KEY: not set, and there is no file .*/secret_key\. `.venv/bin/python -m ldn_tracker"),
        ({"SECRET_KEY_FILE": "/nowhere/key"}, r"^SECRET_KEY_FILE: cannot read /nowhere/key\."),
        ({"SECRET_KEY_FILE": "/nul\0"}, r"^SECRET_KEY_FILE: cannot read"),
        ({"SECRET_KEY": "a", "SECRET_KEY_FILE": "b"}, r"^SECRET_KEY: set either SECRET_KEY or SECRET_KEY_FILE"),
    ],
)
def test_missing_secret_is_refused_by_name(tmp_path: Path, env: dict[str, str], reason: str) -> None:
    with pytest.raises(BadEnvironment, match=reason):
        environment.read_secret(env, "SECRET_KEY", tmp_path)


def test_who_lacks_a_key_is_told_of_no_start_that_makes_tables_and_to_bring_the_old_key_back(tmp_path: Path) -> None:
    with pytest.raises(BadEnvironment, match=r"^MASTER_KEY: not set.* bring its MASTER_KEY back first") as refused:
        environment.read_master_key({}, tmp_path)
    assert "make run" not in str(refused.value)


@pytest.mark.parametrize(("content", "reason"), [(b"\n", "is empty"), (b"\xff\xfe", "not set, and there is no file")])
def test_file_without_a_secret_is_refused_by_name(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "secret_key").write_bytes(content)
    with pytest.raises(BadEnvironment, match=rf"^SECRET_KEY: .*{reason}"):
        environment.read_secret({}, "SECRET_KEY", tmp_path)


@pytest.mark.parametrize("text", ["short", "a" * 60, "abcd" * 20])
def test_weak_secret_key_is_refused_by_name(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadEnvironment, match=r"^SECRET_KEY: must have at least 50 random characters\.$"):
        environment.read_secret_key({"SECRET_KEY": text}, tmp_path)


@pytest.mark.parametrize("text", [KEY, KEY.rstrip("=")])
def test_master_key_is_read_with_and_without_padding(tmp_path: Path, text: str) -> None:
    assert environment.read_master_key({"MASTER_KEY": text}, tmp_path) == bytes(range(32))


@pytest.mark.parametrize(
    "text",
    ["x", KEY[:-4], KEY + "AAAA", "!" + KEY, "é" * 43, base64.b64encode(b"\xfb\xff\xfe" * 11)[:44].decode(), "A" * 43],
)
def test_master_key_that_is_none_is_refused_by_name(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadEnvironment, match=r"^MASTER_KEY: must be 32 random bytes written as URL-safe base64\.$"):
        environment.read_master_key({"MASTER_KEY": text}, tmp_path)


OTHER = base64.urlsafe_b64encode(bytes(range(32, 64))).decode()
THIRD = base64.urlsafe_b64encode(bytes(range(64, 96))).decode()


def test_previous_master_keys_are_none_one_or_more(tmp_path: Path) -> None:
    current, other, third = bytes(range(32)), bytes(range(32, 64)), bytes(range(64, 96))
    assert environment.read_previous_keys({}, tmp_path, current) == ()
    assert environment.read_previous_keys({"MASTER_KEY_PREVIOUS": OTHER}, tmp_path, current) == (other,)
    file = tmp_path / "keys"
    file.write_text(f"{OTHER}\n{THIRD}\n")
    found = environment.read_previous_keys({"MASTER_KEY_PREVIOUS_FILE": str(file)}, tmp_path, current)
    assert found == (other, third)
    file.rename(tmp_path / "master_key_previous")
    assert environment.read_previous_keys({}, tmp_path, current) == (other, third)


@pytest.mark.parametrize(
    ("env", "reason"),
    [
        ({"MASTER_KEY_PREVIOUS": "short"}, "MASTER_KEY_PREVIOUS: must be 32 random bytes"),
        ({"MASTER_KEY_PREVIOUS": f"{OTHER} short"}, "MASTER_KEY_PREVIOUS: must be 32 random bytes"),
        ({"MASTER_KEY_PREVIOUS": KEY}, "MASTER_KEY_PREVIOUS: names a key twice"),
        ({"MASTER_KEY_PREVIOUS": f"{OTHER} {OTHER}"}, "MASTER_KEY_PREVIOUS: names a key twice"),
        ({"MASTER_KEY_PREVIOUS_FILE": "/nowhere"}, "MASTER_KEY_PREVIOUS_FILE: cannot read /nowhere"),
        ({"MASTER_KEY_PREVIOUS_FILE": "/nowhere", "MASTER_KEY_PREVIOUS": OTHER}, "MASTER_KEY_PREVIOUS: set either"),
    ],
)
def test_previous_master_key_that_is_none_is_refused_by_name(tmp_path: Path, env: dict[str, str], reason: str) -> None:
    with pytest.raises(BadEnvironment, match=f"^{reason}"):
        environment.read_previous_keys(env, tmp_path, bytes(range(32)))


@pytest.mark.parametrize(
    ("text", "mail"),
    [
        ("smtp://mail.example.org", ("mail.example.org", 587, "", "", True, False)),
        ("smtp://me%40here:p%3Aw@mail.example.org:2525", ("mail.example.org", 2525, "me@here", "p:w", True, False)),
        ("smtps://mail.example.org/", ("mail.example.org", 465, "", "", False, True)),
        ("smtp://localhost:1025", ("localhost", 1025, "", "", False, False)),
        ("smtp://mail_server", ("mail_server", 587, "", "", True, False)),
    ],
)
def test_mail_server_is_read(text: str, mail: tuple[str, int, str, str, bool, bool]) -> None:
    names = ("host", "port", "username", "password", "use_tls", "use_ssl")
    assert environment.read_mail({"MAIL_URL": text}, PUBLIC) == Mail(**dict(zip(names, mail, strict=True)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text", ["mail.example.org", "http://mail.example.org", "smtp://", "smtp://m:port", "smtp://m/x", "smtp://m?tls=0"]
)
def test_mail_server_that_makes_no_sense_is_refused_by_name(text: str) -> None:
    with pytest.raises(BadEnvironment, match=r"^MAIL_URL: must look like smtp://"):
        environment.read_mail({"MAIL_URL": text}, LOCAL)


def test_mail_server_may_be_missing_on_this_machine_only() -> None:
    assert environment.read_mail({}, LOCAL) is None
    with pytest.raises(BadEnvironment, match=r"^MAIL_URL: needed on a public site"):
        environment.read_mail({}, PUBLIC)


@pytest.mark.parametrize(
    ("text", "site", "sender"),
    [
        ("", PUBLIC, "no-reply@diary.example.org"),
        ("", LOCAL, "no-reply@localhost"),
        ("Diary <post@example.org>", PUBLIC, "Diary <post@example.org>"),
    ],
)
def test_sender_is_read(text: str, site: Site, sender: str) -> None:
    assert environment.read_mail_from({"MAIL_FROM": text}, site) == sender


@pytest.mark.parametrize("text", ["nobody", "a@b\r\nBcc: c@d", "<>", "a b@example.org", "a@", "@example.org"])
def test_sender_that_makes_no_sense_is_refused_by_name(text: str) -> None:
    with pytest.raises(BadEnvironment, match=r"^MAIL_FROM: "):
        environment.read_mail_from({"MAIL_FROM": text}, PUBLIC)


@pytest.mark.parametrize("text", ["", " ", "privacy@clinic.example.org", " a@b.org "])
def test_contact_is_an_address_or_none(text: str) -> None:
    assert environment.read_contact({"CONTACT_EMAIL": text}) == text.strip()


@pytest.mark.parametrize("text", ["nobody", "a@b?subject=x", "A <a@b.org>", 'a@b.org"><b>', "a@", "a@" + "b" * 260])
def test_contact_that_makes_no_sense_is_refused_by_name(text: str) -> None:
    with pytest.raises(BadEnvironment, match=r"^CONTACT_EMAIL: "):
        environment.read_contact({"CONTACT_EMAIL": text})


def test_database_is_a_file_in_the_data_dir_whatever_its_name() -> None:
    folder = Path("/data/my #1 folder?100%")
    assert environment.read_database({}, folder) == {
        "ENGINE": "ldn_tracker.sqlite",
        "NAME": "/data/my #1 folder?100%/db.sqlite3",
        "OPTIONS": environment.SQLITE_OPTIONS,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def test_database_options_in_the_address_win_over_ours(tmp_path: Path) -> None:
    url = "postgresql://me:secret@db.example.org:5433/diary?sslmode=verify-full&connect_timeout=9"
    database = environment.read_database({"DATABASE_URL": url}, tmp_path)
    assert (database["ENGINE"], database["HOST"], database["PORT"]) == (
        "ldn_tracker.postgresql",
        "db.example.org",
        5433,
    )
    assert database["OPTIONS"] == {
        "connect_timeout": 9,
        "tcp_user_timeout": 3000,
        "options": "-c statement_timeout=4000 -c lock_timeout=3000",
        "sslmode": "verify-full",
    }


@pytest.mark.parametrize(
    ("address", "tls"),
    [
        ("postgresql://db.example.org/diary", {"sslmode": "verify-full", "sslrootcert": "system"}),
        ("postgresql://10.0.0.5/diary", {"sslmode": "verify-full", "sslrootcert": "system"}),
        ("postgresql://127.0.0.1,db2.example.org/diary", {"sslmode": "verify-full", "sslrootcert": "system"}),
        ("postgresql://db/diary?sslrootcert=/ca.pem", {"sslmode": "verify-full", "sslrootcert": "/ca.pem"}),
        ("postgresql://db/diary?sslmode=disable", {"sslmode": "disable"}),
        ("postgresql://localhost/diary", {}),
        ("postgresql://127.0.0.1:5433/diary", {}),
        ("postgresql://%2Frun%2Fpostgresql/diary", {}),
        ("postgresql:///diary", {}),
    ],
)
def test_database_on_another_machine_must_show_a_certificate(tmp_path: Path, address: str, tls: dict[str, str]) -> None:
    options = environment.read_database({"DATABASE_URL": address}, tmp_path)["OPTIONS"]
    assert {name: options[name] for name in options if name.startswith("ssl")} == tls


def test_sqlite_by_address_gets_our_options(tmp_path: Path) -> None:
    database = environment.read_database({"DATABASE_URL": f"sqlite:///{tmp_path}/other.sqlite3"}, tmp_path)
    assert (database["NAME"], database["OPTIONS"]) == (f"{tmp_path}/other.sqlite3", environment.SQLITE_OPTIONS)


@pytest.mark.parametrize(
    "text",
    [
        "nonsense",
        "mysql://localhost/diary",
        "postgresql://h:port/diary",
        "sqlite://:memory:",
        "postgresql://localhost",
        "oracle://x/y",
    ],
)
def test_database_that_makes_no_sense_is_refused_by_name(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadEnvironment, match=r"^DATABASE_URL: "):
        environment.read_database({"DATABASE_URL": text}, tmp_path)


def test_refusal_of_a_database_does_not_repeat_its_password(tmp_path: Path) -> None:
    with pytest.raises(BadEnvironment) as refused:
        environment.read_database({"DATABASE_URL": "postgresql://me:hunter2@h:port/diary"}, tmp_path)
    assert "hunter2" not in str(refused.value)
