"""`make run`, really started: what it makes, what it keeps, and what it never writes to its log."""

import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings

from tests.browser.site import free_port

ROOT = settings.BASE_DIR
UNKNOWN = "A" * 20 + "unknown_token-" + "B" * 9
pytestmark = pytest.mark.skipif(
    Path(sys.prefix) != ROOT / ".venv", reason="bin/serve uses .venv, and these tests run in another environment"
)


@dataclass
class Server:
    """A site started by bin/serve, and what it printed so far."""

    folder: Path
    port: int
    process: subprocess.Popen[str]
    log: Path

    @property
    def output(self) -> str:
        return self.log.read_text()

    def ask(self, path: str, method: str = "GET", **headers: str) -> tuple[int, bytes]:
        """Return status and body; redirects are not followed."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", method=method, headers=headers)
        try:
            with urllib.request.build_opener(NoRedirect).open(request, timeout=20) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code, answer.read()

    def written_after(self, before: int, word: str) -> str:
        """Return the first new line with a word in it; a line comes a moment after its answer."""
        for _ in range(1200):
            lines = [line for line in self.output[before:].splitlines(keepends=True) if word in line and "\n" in line]
            if lines:
                return lines[0]
            time.sleep(0.05)
        raise AssertionError(self.output[before:])

    def stop(self) -> int:
        """End it as a service manager does; return the exit code."""
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(60)
        finally:
            self.process.kill()
            self.process.wait()


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object) -> None:
        return None


def environment(folder: Path, port: int, **env: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TMPDIR")}
    return {**kept, "DATA_DIR": str(folder), "PORT": str(port), "WEB_CONCURRENCY": "1", **env}


def start(folder: Path, log: Path, **env: str) -> Server:
    """Start a site and wait until it says that it is ready."""
    port = free_port()
    with log.open("w") as out:
        process = subprocess.Popen(
            ["bin/serve"], cwd=ROOT, env=environment(folder, port, **env), stdout=out, stderr=out, text=True
        )
    server = Server(folder, port, process, log)
    for _ in range(3000):
        if f"LDN Tracker is ready: http://127.0.0.1:{port}" in server.output:
            # A worker that was just forked drops a signal; once it has answered, it takes them.
            assert server.ask("/healthz/live")[0] == 200
            return server
        if process.poll() is not None:
            break
        time.sleep(0.1)
    process.kill()
    raise AssertionError(server.output)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("site")
    started = start(folder, folder / "log")
    yield started
    started.process.kill()
    started.process.wait()


@contextmanager
def opened(folder: Path) -> Iterator[sqlite3.Connection]:
    """Open the site's database beside the site; what is done is saved."""
    with closing(sqlite3.connect(folder / "db.sqlite3", timeout=10)) as database, database:
        yield database


def refused(folder: Path, **env: str) -> tuple[int, str]:
    """Return exit code and the last line of a start that must fail."""
    done = subprocess.run(
        ["bin/serve"], cwd=ROOT, env=environment(folder, 1, **env), capture_output=True, text=True, check=False
    )
    return done.returncode, done.stderr.splitlines()[-1]


def test_a_free_port_is_none_that_the_system_gives_to_a_connection() -> None:
    assert {1024 <= free_port() < 32768 for _ in range(50)} == {True}


def test_a_port_that_is_taken_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", free_port())) as taken:
        offered = iter([taken.getsockname()[1], free_port()])
        monkeypatch.setattr("tests.browser.site.a_port", lambda: next(offered))
        assert free_port() != taken.getsockname()[1]


def test_site_is_served_with_compressed_static_files_for_ever(server: Server) -> None:
    status, page = server.ask("/")
    address = re.search(rb'"(/static/css/app\.[0-9a-f]{12}\.css)"', page)
    assert (status, address is not None) == (200, True)
    request = urllib.request.Request(
        f"http://127.0.0.1:{server.port}{address[1].decode()}", headers={"Accept-Encoding": "br"}
    )
    with urllib.request.urlopen(request) as answer:
        found = [answer.headers[name] for name in ("Content-Encoding", "Cache-Control", "X-Content-Type-Options")]
    assert found == ["br", "max-age=315360000, public, immutable", "nosniff"]


def test_first_start_makes_keys_database_and_a_demo_patient(server: Server) -> None:
    made = {path.name for path in server.folder.iterdir()}
    assert {"secret_key", "master_key", "db.sqlite3"} <= made
    assert "A demo patient is ready" in server.output
    assert f"http://127.0.0.1:{server.port}/r/" in server.output
    with opened(server.folder) as database:
        assert database.execute("SELECT name FROM auth_group").fetchall() == [("Editors",)]


def test_no_token_is_in_any_line_of_the_log(server: Server) -> None:
    token = re.search(r"/r/([\w-]{43})/", server.output)[1]
    before = len(server.output)
    for one in (token, UNKNOWN):
        answers = [
            server.ask(f"/r/{one}/")[0],
            server.ask(f"/r/{one}/", "POST")[0],
            server.ask(f"/r/{one}/?{one}")[0],
            server.ask(f"/r/{one[:-1]}/")[0],
            server.ask(f"/r/{one}/report.pdf")[0],
            server.ask(f"/R/{one}/")[0],
            server.ask(f"/%72/{one}/")[0],
            server.ask("/", Referer=f"http://127.0.0.1/r/{one}/", Cookie=f"share={one}")[0],
            server.ask(f"/accounts/login/?next=/r/{one}/")[0],
            server.ask(f"/r/{one}/", "POST", Origin="https://evil.example")[0],
            server.ask(f"/r/{one}/", f"X-{one}")[0],
        ]
        assert answers[:2] == [200, 303 if one == token else 404]
    with opened(server.folder) as database:
        database.execute("ALTER TABLE reports_share RENAME TO away")
    assert server.ask(f"/r/{token}/", "POST")[0] == 503
    with opened(server.folder) as database:
        database.execute("ALTER TABLE away RENAME TO reports_share")
    server.written_after(before, '"status": 503')
    written = server.output[before:]
    lines = [json.loads(line) for line in written.splitlines()]
    answers = [line for line in lines if (line.get("route"), line["event"]) == ("share:report", "answered")]
    assert [line for line in answers if (line["method"], line["status"]) == ("GET", 200)]
    assert [line["error"] for line in lines if line["message"] == "Service Unavailable"] == ["OperationalError"]
    assert [line for line in written.splitlines() if token[:20] in line or UNKNOWN[:20] in line] == []
    assert {line["message"] for line in lines if "127.0.0.1" in str(line)} == {
        "Invalid request from ip=127.0.0.1: Invalid HTTP method"
    }


def test_address_that_is_none_of_ours_is_not_written(server: Server) -> None:
    before = len(server.output)
    server.ask("/nothing%0Ahere%0D%1b[31m/")
    line = json.loads(server.written_after(before, '"status": 404'))
    assert {name: line.get(name) for name in ("method", "route", "status")} == {
        "method": "GET",
        "route": None,
        "status": 404,
    }
    assert "nothing" not in server.output[before:]


def test_every_line_of_the_running_site_is_an_object(server: Server) -> None:
    before = len(server.output)
    server.ask("/help/")
    server.written_after(before, "answered")
    kinds = {json.loads(line)["logger"] for line in server.output.splitlines() if line.startswith("{")}
    assert {"gunicorn.access", "gunicorn.error"} <= kinds
    assert all(json.loads(line)["time"].endswith("Z") for line in server.output[before:].splitlines())


@pytest.mark.parametrize("name", ["X-Forwarded-Proto", "X-Forwarded-Protocol", "X-Forwarded-Ssl", "Script-Name"])
def test_a_forwarded_header_from_this_machine_changes_nothing(server: Server, name: str) -> None:
    value = {"X-Forwarded-Ssl": "on", "X-Forwarded-Protocol": "ssl", "Script-Name": "/evil"}.get(name, "https")
    assert server.ask("/healthz/live", **{name: value}) == (200, b"ok\n")
    assert server.ask("/accounts/profile/", **{name: value})[0] == 302


def test_second_start_loses_nothing_and_makes_nothing(server: Server, tmp_path: Path) -> None:
    def state() -> tuple[bytes, bytes, list[tuple[int]]]:
        with opened(server.folder) as database:
            rows = [
                database.execute(f"SELECT count(*) FROM {name}").fetchone()
                for name in ("accounts_user", "journal_rating")
            ]
        return (server.folder / "secret_key").read_bytes(), (server.folder / "master_key").read_bytes(), rows

    before = state()
    assert server.stop() == 0
    again = start(server.folder, tmp_path / "log")
    assert again.ask("/healthz/ready") == (200, b"ok\n")
    assert again.stop() == 0
    assert state() == before
    assert "demo patient" not in again.output
    assert "Made" not in again.output


def test_demo_is_left_out_when_told(tmp_path: Path) -> None:
    server = start(tmp_path / "data", tmp_path / "log", DEMO="0")
    assert server.stop() == 0
    assert "demo patient" not in server.output


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1", "123456", "8000 8001"])
def test_port_that_makes_no_sense_is_refused(tmp_path: Path, port: str) -> None:
    assert refused(tmp_path, PORT=port) == (1, f"PORT: '{port}' must be a number from 1 to 65535.")


@pytest.mark.parametrize("rest", ["/path", "?x=1", "//"])
def test_the_port_of_an_address_that_makes_no_sense_is_not_what_is_wrong_with_it(tmp_path: Path, rest: str) -> None:
    code, said = refused(tmp_path, PORT="", SITE_URL=f"http://127.0.0.1:19032{rest}")
    assert (code, said) == (
        1,
        f"SITE_URL: 'http://127.0.0.1:19032{rest}' must look like https://diary.example.org, without a path.",
    )


@pytest.mark.parametrize(("name", "value"), [("WEB_CONCURRENCY", "0"), ("WEB_CONCURRENCY", "abc"), ("DEMO", "maybe")])
def test_what_makes_no_sense_stops_the_start_before_tables_are_made(tmp_path: Path, name: str, value: str) -> None:
    code, said = refused(tmp_path, **{name: value})
    assert (code, said.split(":")[0], (tmp_path / "db.sqlite3").exists()) == (1, name, False)


def test_an_empty_number_of_workers_is_none(tmp_path: Path) -> None:
    server = start(tmp_path / "data", tmp_path / "log", DEMO="0", WEB_CONCURRENCY="")
    assert server.stop() == 0


def test_plain_http_site_elsewhere_does_not_start(tmp_path: Path) -> None:
    code, said = refused(tmp_path, SITE_URL="http://diary.example.org")
    assert code == 1
    assert said.startswith("SITE_URL: plain http is allowed on this machine only")
