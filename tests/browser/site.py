"""Start the site as `make run` serves it: gunicorn, compressed static files, a database of its own."""

import base64
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import cycle
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def _own_ports() -> Iterator[int]:
    """Yield ports below those that Linux hands out by itself, so that no other connection takes one meanwhile.

    Each process of pytest-xdist has a share of its own, and none comes twice before all came once: a port is free for
    seconds between being found and being listened on.
    """
    share = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 8
    first = 10_100 + share * 2_800
    return cycle(secrets.SystemRandom().sample(range(first, first + 2_800), 2_800))


PORTS = _own_ports()


def a_port() -> int:
    """Return a port that this process has not had for long."""
    return next(PORTS)


def free_port() -> int:
    """Return a port that nobody listens on."""
    while True:
        port = a_port()
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def environment(folder: Path, port: int) -> dict[str, str]:
    """Return a production-like environment on loopback, with keys of its own."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TMPDIR")}
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "ldn_tracker.settings",
        "DATA_DIR": str(folder),
        "SITE_URL": f"http://127.0.0.1:{port}",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "MASTER_KEY": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        "PORT": str(port),
    }


def manage(env: dict[str, str], *arguments: str) -> str:
    """Run a management command and return what it printed."""
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True, text=True).stdout


@contextmanager
def running_site(folder: Path, *, demo: bool = False, env: dict[str, str] | None = None) -> Iterator[tuple[str, str]]:
    """Yield the site's address and what the demo command printed; stop the server afterwards."""
    env = env or environment(folder, free_port())
    port = env["PORT"]
    manage({**env, "DEMO": "0"}, "prepare")  # one at a time writes the static files, which all sites here share
    said = manage(env, "make_demo") if demo else ""
    command = [sys.executable, "-m", "gunicorn", "ldn_tracker.wsgi", f"--bind=127.0.0.1:{port}", "--workers=2"]
    with (folder / "server.log").open("w") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log)
        try:
            wait_for(f"http://127.0.0.1:{port}/healthz/ready")
            yield f"http://127.0.0.1:{port}", said
        finally:
            server.terminate()
            server.wait(60)


def workers_of(pid: int, number: int, seconds: float = 120) -> list[int]:
    """Return the workers of a gunicorn, which starts them one after the other, once there are so many."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        workers = [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
        if len(workers) >= number:
            return workers
        time.sleep(0.01)
    raise TimeoutError(f"{number} workers of {pid}")


def wait_for(address: str | urllib.request.Request, seconds: float = 120) -> None:
    """Return when the address answers; raise TimeoutError if it never does."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=10):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(str(address))
