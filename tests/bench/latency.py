"""How long an answer takes at one and at eight clients: by wrk, or by our own threads where it is missing."""

import json
import shutil
import statistics
import subprocess
import threading
import time
from pathlib import Path
from typing import Any

from tests.bench.cases import Case
from tests.bench.client import FORM
from tests.bench.servers import WORKERS

SCRIPT = Path(__file__).with_name("wrk.lua")
CLIENTS = (1, 8)
ENOUGH = 300  # saves prepared for one run: more than two seconds of them


def tool() -> str:
    """Return what measures latency on this machine."""
    return "wrk" if shutil.which("wrk") else "our own client (wrk is missing on this machine)"


def latency(case: Case, clients: int, seconds: float, folder: Path) -> dict[str, float]:
    """Return p50 and p99 in ms and answers a second. An answer with another status is an error.

    First one answer is waited for: the case before may have left requests that still keep the workers busy.
    """
    for _ in range(WORKERS):
        case.send(1)
    requests = case.turns(int(ENOUGH * seconds)) if case.is_save else case.turns(1)
    run = _wrk if shutil.which("wrk") else _threads
    for longer in (1, 4):
        found = run(case, requests, clients, longer * seconds, folder)
        if found["rate"]:
            return found
    raise RuntimeError(f"{case.name}: no whole answer in {4 * seconds:g} seconds")


Turns = list[tuple[str, dict[str, Any] | None]]


def _wrk(case: Case, requests: Turns, clients: int, seconds: float, folder: Path) -> dict[str, float]:
    file = folder / "requests.txt"
    lines = (f"{path}\t{'' if fields is None else case.visitor.body(fields)}" for path, fields in requests)
    file.write_text("\n".join(lines) + "\n")
    headers = case.visitor.headers() | ({"Content-Type": FORM} if case.is_save else {})
    options = [f"-H{name}: {value}" for name, value in headers.items()]
    command = ["wrk", "-t1", "--timeout=30s", f"-c{clients}", f"-d{max(1, round(seconds))}s", f"-s{SCRIPT}", *options]
    done = subprocess.run([*command, case.server.address, "--", str(file)], capture_output=True, text=True, check=True)
    told = json.loads(done.stdout.splitlines()[-1])
    if told["errors"]:
        raise RuntimeError(f"{case.name}: {told}")
    return {name: told[name] for name in ("p50", "p99", "rate")}


def _threads(case: Case, requests: Turns, clients: int, seconds: float, folder: Path) -> dict[str, float]:
    left, times, lock = iter(requests * (1 if case.is_save else 100_000)), [], threading.Lock()
    end = time.monotonic() + seconds

    def ask() -> None:
        while time.monotonic() < end:
            with lock:
                path, fields = next(left, (None, None))
            if path is None:
                return
            began = time.monotonic()
            answer = case.visitor.get(path) if fields is None else case.visitor.post(path, fields)
            times.append(1000 * (time.monotonic() - began) if answer.status == case.status else float("nan"))

    threads = [threading.Thread(target=ask) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    cuts = statistics.quantiles(times, n=100) if len(times) > 1 else (times or [0.0]) * 99
    if any(each != each for each in times):
        raise RuntimeError(f"{case.name}: an answer with another status than {case.status}")
    return {"p50": cuts[49], "p99": cuts[98], "rate": len(times) / seconds}
