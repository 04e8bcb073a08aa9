"""What a PDF costs beside WeasyPrint alone, and what a page costs beside PDFs that are being made."""

import statistics
import threading
import time
from pathlib import Path
from typing import Any

from tests.bench.cases import Case
from tests.bench.servers import Server, cpu_of, memory_of

MOST_TIMES, MOST_BYTES = 2, 300_000


def measure_pdf(report: Case, page: Case, rounds: int) -> dict[str, Any]:
    """Return what the PDF of a report costs, warm, and what a page costs alone and beside PDFs."""
    server, address = report.server, f"{report.path}report.pdf"
    for _ in range(5):  # a first drawing reads WeasyPrint in, which takes too long on a busy machine
        if report.visitor.get(address).status == 200:
            break
    for _ in range(4):  # each worker has started its process
        size = _get(report, address)
    before = server.cpu() + _cpu_of_drawing(server)
    for _ in range(rounds):
        _get(report, address)
    spent = 1000 * (server.cpu() + _cpu_of_drawing(server) - before) / rounds
    memory = max(memory_of(pid)["Rss"] for pid in _drawing(server))  # before they have rested long enough to end
    text = report.visitor.get(report.path).plain.decode()
    sheet = text[text.index("<article") : text.index("</article>") + len("</article>")]
    return {
        "cpu": spent,
        "static": statistics.median(server.place.inside("static-pdf", [sheet, rounds])),
        "bytes": size,
        "memory": memory,
        "alone": _median_ms(page, rounds),
        "beside": _beside(report, address, page, rounds),
        "page": page.name,
    }


def _get(report: Case, address: str) -> int:
    answer = report.visitor.get(address)
    assert (answer.status, answer.body[:5]) == (200, b"%PDF-"), answer.status
    return len(answer.body)


def _drawing(server: Server) -> list[int]:
    """Return the processes that draw: the children of the workers."""
    files = (Path(f"/proc/{pid}/task/{pid}/children") for pid in server.workers)
    return [int(pid) for file in files for pid in file.read_text().split()]


def _cpu_of_drawing(server: Server) -> float:
    return sum(cpu_of(pid) for pid in _drawing(server))


def _median_ms(page: Case, rounds: int) -> float:
    taken = []
    for _ in range(5 * rounds):
        began = time.perf_counter()
        page.send(1)
        taken.append(1000 * (time.perf_counter() - began))
    return statistics.median(taken)


def _beside(report: Case, address: str, page: Case, rounds: int) -> float:
    """Return how long the page takes while one PDF after another is made."""
    done = threading.Event()

    def go_on() -> None:
        while not done.is_set():
            report.visitor.get(address)

    thread = threading.Thread(target=go_on)
    thread.start()
    try:
        return _median_ms(page, rounds)
    finally:
        done.set()
        thread.join()
