"""`make bench` in small, so that it cannot rot: it measures, judges and writes. No figure is asserted."""

import shutil
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.bench import bars, browser, latency, measure, page
from tests.bench.cases import Case
from tests.bench.client import Visitor
from tests.bench.servers import BARE, SITE, Place, Server
from tests.browser.chromium import chromium_path

COUNTED = {"insights, 90 days", "insights, all", "report, 90 days", "report, all"}
PAGES = {"today", "history", "save", "report, frozen", *COUNTED}
PAGE = b"<!DOCTYPE html><title>Quick</title><h1>At once</h1>"


class Quick(BaseHTTPRequestHandler):
    """Answers at once, and counts what came."""

    seen: list[tuple[str, str, bytes]] = []
    status = 200

    def do_GET(self) -> None:
        self.do_POST()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.seen.append((self.command, self.path, body))
        self.send_response(self.status)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(PAGE)))
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def quick(tmp_path: Path) -> Iterator[Server]:
    """A server that is not ours, for the tools that time answers."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Quick)
    Quick.seen, Quick.status = [], 200
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Server(Place(SITE, tmp_path, {"PORT": str(server.server_port)}), None)  # type: ignore[arg-type]
    server.shutdown()
    server.server_close()


def case_of(server: Server, **fields: object) -> Case:
    return Case("today", "", server, Visitor(server.place.port, {"csrf": "token"}), 200, "/there/", **fields)  # type: ignore[arg-type]


def test_the_bench_measures_every_page_of_both_sites_and_writes_them_down() -> None:
    run = measure.measure(measure.SMOKE)
    rows = run["cases"]
    assert set(rows) == {"bare page", "bare save"} | {f"{one} {size}" for one in PAGES for size in ("100", "10,000")}
    assert (rows["bare page"]["statements"], rows["bare save"]["statements"]) == (3, 5)
    assert 12_500 <= rows["bare page"]["plain"] <= 13_500
    assert all(row["cpu"] > 0 for row in rows.values())
    assert rows["today 10,000"]["statements"] == rows["today 100"]["statements"] > 0
    assert [set(run[kind]) for kind in ("memory", "cold")] == [{SITE, BARE}] * 2
    assert all(value > 0 for name, value in run["pdf"].items() if name != "page")
    text = page.write({"SQLite": run})
    assert "| bytes |" in text
    assert [line for line in text.splitlines() if line.startswith("| save 10,000 |")]
    assert "Not measured: left out of this run" in text


@pytest.mark.parametrize("tool", ["wrk", "threads"])
def test_latency_is_of_the_answers_that_were_asked_for(tool: str, quick: Server, tmp_path: Path) -> None:
    if tool == "wrk" and not shutil.which("wrk"):
        pytest.skip("wrk is missing on this machine")
    run = {"wrk": latency._wrk, "threads": latency._threads}[tool]
    found = run(case_of(quick), [("/there/", None)], 1, 3, tmp_path)
    assert 0 < found["p50"] <= found["p99"]
    assert {each[:2] for each in Quick.seen} == {("GET", "/there/")}
    Quick.seen.clear()
    save = case_of(quick, fields={"a": 1})
    run(save, [("/day/1/", {"a": 1}), ("/day/2/", {"a": 2})], 1, 3, tmp_path)
    assert set(Quick.seen) == {
        ("POST", "/day/1/", b"a=1&csrfmiddlewaretoken=token"),
        ("POST", "/day/2/", b"a=2&csrfmiddlewaretoken=token"),
    }


@pytest.mark.parametrize("tool", ["wrk", "threads"])
def test_an_answer_that_is_an_error_stops_the_bench(tool: str, quick: Server, tmp_path: Path) -> None:
    if tool == "wrk" and not shutil.which("wrk"):
        pytest.skip("wrk is missing on this machine")
    Quick.status = 500
    with pytest.raises(RuntimeError, match="today"):
        {"wrk": latency._wrk, "threads": latency._threads}[tool](case_of(quick), [("/there/", None)], 1, 3, tmp_path)


def test_a_slow_phone_sees_the_page(quick: Server) -> None:
    if chromium_path() is None:
        pytest.skip("no Chromium on this machine")
    case = case_of(quick)
    seen = browser.measure_pages([case], visits=1)[case.name]
    assert seen["lcp"] > 0
    assert seen["shift"] == 0
    assert seen["requests"] in (1, 2)  # the page, and its icon if that came in time


def test_a_bar_is_missed_by_what_is_over_it() -> None:
    rows = {
        "bare page": {"page": "bare page", "size": "", "bare": "bare page", "cpu": 5},
        "today 100": {"page": "today", "size": "100", "bare": "bare page", "cpu": 20},
        "today 10,000": {"page": "today", "size": "10,000", "bare": "bare page", "cpu": 25},
    }
    assert [(bar.words, bar.verdict) for bar in bars.page_bars(rows)] == [
        ("today: a diary of 100 entries", "met"),
        ("today: a diary of 10,000 entries", "missed by 1.00 (25 %)"),
    ]
    assert bars.missed_pages(rows) == ["today 10,000"]


@pytest.mark.parametrize(("size", "most"), [("100", 4), ("1,000", 10), ("10 years x 20", 10), ("10,000", None)])
def test_pages_that_count_a_diary_are_held_to_what_was_promised_of_its_length(size: str, most: int | None) -> None:
    assert {bars.most_of(page, size) for page in COUNTED} == {most}
    assert {bars.most_of(page, size) for page in ("today", "save", "report, frozen")} == {4}
    assert bars.most_of("history", size) is None
