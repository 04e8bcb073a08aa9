"""A PostgreSQL server of our own that a test may stop, freeze or kill, and a line to it that can go dead."""

import contextlib
import os
import select
import shlex
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from tests.browser.site import ROOT, free_port


@dataclass
class Cluster:
    """A running server: its address and the folder of its data."""

    url: str
    folder: Path
    started_again: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def pid(self) -> int:
        """The server's first process."""
        return int((self.folder / "postmaster.pid").read_text().split()[0])

    def backends(self) -> list[int]:
        """Return the processes that serve connections."""
        with psycopg.connect(self.url, autocommit=True) as database:
            found = database.execute(
                "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
            )
            return [int(pid) for (pid,) in found]

    def kill(self) -> None:
        """End every process of it at once."""
        first = self.pid
        children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        send((first, *map(int, children)), signal.SIGKILL)
        while self._listens():
            time.sleep(0.05)
        # Where nobody reaps it, the dead process would count as running.
        (self.folder / "postmaster.pid").unlink(missing_ok=True)

    def start(self) -> None:
        """Start it again as it was started before."""
        command = shlex.split((self.folder / "postmaster.opts").read_text())
        owner = (self.folder / "postmaster.opts").owner()
        as_owner = ["su", owner, "-s", "/bin/sh", "-c", 'cd / && exec "$0" "$@"', "--"] if os.getuid() == 0 else []
        with (self.folder.parent / "again.log").open("ab") as log:
            started = subprocess.Popen([*as_owner, *command], stdout=log, stderr=log, start_new_session=True)
        self.started_again.append(started)
        end = time.monotonic() + 120
        while time.monotonic() < end:
            try:
                psycopg.connect(self.url, connect_timeout=2).close()
                return
            except psycopg.OperationalError:
                time.sleep(0.05)
        raise AssertionError((self.folder.parent / "again.log").read_text())

    def _listens(self) -> bool:
        server = urlsplit(self.url)
        with socket.socket() as probe:
            return probe.connect_ex((server.hostname, server.port)) == 0


def send(pids: Iterable[int], number: signal.Signals) -> None:
    """Send a signal to processes; one that has just ended by itself needs none."""
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)


@contextlib.contextmanager
def own_cluster() -> Iterator[Cluster]:
    """Start a server as bin/with-postgresql does, and throw it away afterwards."""
    env = {name: value for name, value in os.environ.items() if name != "TEST_DATABASE_URL"}
    command = ["bin/with-postgresql", "sh", "-c", 'echo "$TEST_DATABASE_URL"; read end || true']
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        url = process.stdout.readline().strip().rsplit("/", 1)[0] + "/postgres"
        with psycopg.connect(url) as database:
            [folder] = database.execute("SHOW data_directory").fetchone() or [""]
            # What it acknowledged must outlive a kill here; a role's own setting wins over the server's.
            database.execute("ALTER ROLE CURRENT_USER SET synchronous_commit = on")
        cluster = Cluster(url, Path(folder))
        yield cluster
        cluster.kill()
        process.stdin.close()
        for each in cluster.started_again:
            each.send_signal(signal.SIGCONT)  # su stops itself when what it runs is frozen
        for each in (process, *cluster.started_again):
            each.wait(60)
    finally:
        process.stdin.close()
        process.stdout.close()


class Line:
    """A proxy on loopback before a server. `cut()` makes it take everything and pass nothing on."""

    def __init__(self, url: str) -> None:
        self.server, self.port = urlsplit(url), free_port()
        self.dead = threading.Event()
        self.closed = threading.Event()
        self.listener = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        """The address of the server through this line."""
        name = f"{self.server.username}@127.0.0.1:{self.port}"
        return self.server._replace(netloc=name).geturl()

    def cut(self) -> None:
        """Pass nothing on from now, in both directions; connections stay open, new ones are taken."""
        self.dead.set()

    def mend(self) -> None:
        """Pass on again what comes."""
        self.dead.clear()

    def close(self) -> None:
        """Stop listening."""
        self.closed.set()
        self.listener.close()

    def _accept(self) -> None:
        while not self.closed.is_set():
            try:
                near, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._pass_on, args=(near,), daemon=True).start()

    def _pass_on(self, near: socket.socket) -> None:
        with contextlib.suppress(OSError), near, self._far() as far:
            while not self.closed.is_set():
                ready, _, _ = select.select([near, far], [], [], 0.1)
                for side in ready:
                    data = side.recv(65536)
                    if not data:  # also while dead: whoever waited in vain hung up, and select would say so for ever
                        return
                    if self.dead.is_set():
                        continue
                    (far if side is near else near).sendall(data)

    def _far(self) -> socket.socket:
        return socket.create_connection((self.server.hostname, self.server.port))
