"""Start the site and the bare site as production runs them, and read what their workers used."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.browser.site import ROOT, environment, free_port, wait_for, workers_of

WORKERS = 2
SITE, BARE = "ldn_tracker", "tests.bench.bare"


@dataclass
class Place:
    """One of the two sites before it is started: its settings, database and port."""

    name: str
    folder: Path
    env: dict[str, str]

    @property
    def port(self) -> int:
        return int(self.env["PORT"])

    def run(self, *arguments: str, given: Any = None) -> str:
        """Run Python in this site's environment."""
        text = json.dumps(given)
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.env,
            input=text,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{arguments}: {done.stderr[-2000:]}")
        return done.stdout

    def inside(self, task: str, given: Any) -> Any:
        """Do a task of tests.bench.inside. Filling a diary may take longer than a page may."""
        unhurried = f"{self.env['DATABASE_URL']}?options=-c%20statement_timeout%3D0"
        env = self.env | ({"DATABASE_URL": unhurried} if self.env["DATABASE_URL"] else {})
        return json.loads(Place(self.name, self.folder, env).run("-m", "tests.bench.inside", task, given=given))

    @property
    def command(self) -> list[str]:
        if self.name == SITE:
            return [sys.executable, "-m", "gunicorn"]
        options = [f"--bind=127.0.0.1:{self.port}", "--preload", "--access-logfile=-", "--no-control-socket"]
        return [sys.executable, "-m", "gunicorn", "-c", "/dev/null", *options, f"{BARE}.wsgi"]


def prepare(name: str, folder: Path, database_url: str = "") -> Place:
    """Make the tables of a site and return it."""
    folder.mkdir(parents=True)
    env = environment(folder, free_port()) | {
        "DJANGO_SETTINGS_MODULE": f"{name}.settings",
        "DATABASE_URL": database_url,
        "WEB_CONCURRENCY": str(WORKERS),
    }
    place = Place(name, folder, env)
    if name == SITE:
        place.run("manage.py", "prepare")
    else:
        place.run("-m", "django", "migrate", "--verbosity=0")
    return place


@dataclass
class Server:
    """A running gunicorn."""

    place: Place
    process: subprocess.Popen[bytes]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.place.port}"

    @property
    def workers(self) -> list[int]:
        """The ids of the worker processes."""
        return workers_of(self.process.pid, WORKERS)

    def cpu(self) -> float:
        """Seconds of processor time the workers have used so far."""
        return sum(cpu_of(pid) for pid in self.workers)

    def memory(self) -> dict[str, float]:
        """Return RSS and PSS of a worker in MB, the mean over the workers."""
        found = [memory_of(pid) for pid in self.workers]
        return {name: sum(each[name] for each in found) / len(found) for name in ("Rss", "Pss")}


def cpu_of(pid: int) -> float:
    """Return the seconds of processor time of a process of one thread, user and system."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


def memory_of(pid: int) -> dict[str, float]:
    """Return RSS and PSS of a process in MB."""
    lines = [line.split() for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]]
    return {line[0].rstrip(":"): int(line[1]) / 1024 for line in lines if line[0] in ("Rss:", "Pss:")}


@contextmanager
def running(place: Place) -> Iterator[Server]:
    """Yield the started site; stop it afterwards."""
    with (place.folder / "server.log").open("w") as log:
        process = subprocess.Popen(place.command, cwd=ROOT, env=place.env, stdout=log, stderr=log)
        try:
            wait_for(f"http://127.0.0.1:{place.port}{first_page(place)}")
            yield Server(place, process)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)


def first_page(place: Place) -> str:
    """Return an address that needs neither a session nor the database."""
    return "/accounts/login/" if place.name == SITE else "/login/"


def cold_start(place: Place) -> dict[str, float]:
    """Return wall and processor seconds from nothing to the first answer, master and workers together."""
    began = time.monotonic()
    env = place.env | {"WEB_CONCURRENCY": "1"}
    with (place.folder / "cold.log").open("w") as log:
        process = subprocess.Popen(place.command, cwd=ROOT, env=env, stdout=log, stderr=log)
        try:
            wait_for(f"http://127.0.0.1:{place.port}{first_page(place)}")
            wall = time.monotonic() - began
            pids = [process.pid, *workers_of(process.pid, 1)]
            return {"wall": wall, "cpu": sum(cpu_of(pid) for pid in pids)}
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)
