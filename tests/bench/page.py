"""Write docs/performance.md from what was measured."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from tests.bench import bars, pdf
from tests.bench.servers import BARE, SITE, WORKERS

HOW = f"""
`make bench` writes this page. Beside the site it starts the smallest honest Django site
(`tests/bench/bare`): the middleware of `startproject` and GZip, no admin; the **bare page** has a session,
a user, one query (a list of 25 rows) and a template that gives 13 KB, the **bare save** a form of eight numbers, one
`get_or_create` and one `bulk_create`. Both run under gunicorn with {WORKERS} workers, preloaded, with the same
database settings, and write an access log.

- **Processor time** is what the workers used (user and system, from the scheduler's nanoseconds), a
  request at a time. Every case has its turn in every round and the median round counts, so that another
  load on the machine hits all alike. On PostgreSQL the database's own processes are not in it.
  The load named above is what other programs asked of the machine: it lengthens latency, and by the
  caches they share some of the processor time, of both sites.
- **Sizes** are days with a check-in of 8 items, or ten years of 20 items; one LDN medicine with three steps
  and a dose a day, an event every 30 days, a visit every 90. "90 days" is the period shown; the by-step
  table under it always counts the whole diary. "all" shows the whole diary; over 400 rated days, by week.
- **What was promised** of insights and report is 4 times bare over 90 days and 10 times over ten years. A diary of
  100 entries is held to the first, longer ones to the second also where they show 90 days, since their table counts
  them whole. 10,000 entries are 27 years, of which nothing was promised.
- **save** is the first save of a day: a rating of every item and one dose. Every request saves another day.
- **report** is asked for with the cookie of an opened link, all items and events shared. "frozen" is the link that
  a patient gets unless they choose otherwise: it keeps the page as it was made; the other two count anew each time.
- **Statements** count the session's and the user's, not BEGIN, COMMIT and SAVEPOINT.
- **Memory** is read after every case has run, so after diaries of 27 years, whose pages a worker does not
  give back to the system.
- PostgreSQL is started by `bin/with-postgresql`: on loopback, without fsync.
"""


LONG_DIARY = """
The pages of a long diary read every day of it, whatever period they show, because the by-step table counts
the whole of it. Ten years of 20 items are 3,650 rows with their answers in one text, which the database keeps beside the
73,000 ratings (docs/decisions/0037-answers-kept-by-the-database.md), read into a column of bytes for each item. Of the
page over 90 days of it about a sixth is reading them, a seventh the answers of the three targets and comparing dose
steps by them, a fifteenth the doses, and a quarter the templates, which have 80 cells of the by-step table to write; with
"all" come 520 weeks for each item, counted, drawn and written as a table. Below, "the rest" is Django's request handling,
the test client that asks, and the log.

How many times bare it is depends on the machine, too: one and the same commit (312faf6) took 11.6 times for the report of
all ten years where the bare page took 11.8 ms, and 16.3 times where that took 3.9 ms.
"""

MEMORY = """
Where a worker's memory goes, on SQLite, measured apart: a bare worker holds 43 MB, ours 75 after every
page of a short diary and 94 after every page of every size. Of the 32 MB between a bare worker and a short diary's,
6 are the library that seals texts, with OpenSSL in it, 2 the list of static files; most of the rest is the code of 500
modules, the compiled templates, the statements made once and Argon2. Of the 19 MB that long diaries leave behind, 16 are
empty pages: the largest request holds 95 MB more for a moment, and Python gives a megabyte back to the system only
when nothing is left in it (docs/decisions/0039-what-a-worker-holds.md).
"""


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Yield the lines of a table; the first column is words, the others are numbers."""
    titles = list(head)
    yield f"| {' | '.join(titles)} |"
    yield f"|---|{'---:|' * (len(titles) - 1)}"
    for row in rows:
        yield f"| {' | '.join(map(str, row))} |"
    yield ""


def write(results: dict[str, dict[str, Any]]) -> str:
    """Return the page; `results` is by database, and "browser"."""
    runs = {name: result for name, result in results.items() if "cases" in result}
    lines = ["# What it costs", "", *_machine(runs), HOW, *_bars(runs)]
    for name, run in runs.items():
        lines += [f"## On {name}", "", *costs(run), *_latency(run), *_processes(run), *_pdf(run), *_where(run)]
    return "\n".join([*lines, *_browser(results.get("browser", {"missing": "left out of this run"}))]).rstrip() + "\n"


def _machine(runs: dict[str, Any]) -> Iterator[str]:
    for machine in [run["machine"] for run in runs.values()][:1]:
        versions = {name: version for run in runs.values() for name, version in run["versions"].items()}
        yield (
            f"Measured on {date.today()}: {machine['cores']} cores ({machine['processor']}), {machine['memory']}, "
            f"load {machine['load']} beside it; {', '.join(f'{name} {version}' for name, version in versions.items())}."
        )


def _bars(runs: dict[str, Any]) -> Iterator[str]:
    yield from ("## The bars", "", "How many times the bare one, and whether that is within what was promised.", "")
    by_run = {name: bars.all_bars(run) for name, run in runs.items()}
    first = next(iter(by_run.values()), [])
    rows = [
        [bar.words, f"{bar.most:g}", *(f"{each[place].found:.2f}, {each[place].verdict}" for each in by_run.values())]
        for place, bar in enumerate(first)
    ]
    yield from table(["", "at most", *by_run], rows)


def costs(run: dict[str, Any]) -> Iterator[str]:
    """Yield the table of what each case costs."""
    rows = run["cases"]
    yield from table(
        ["", "processor ms", "times bare", "statements", "bytes sent", "bytes plain"],
        [
            [
                name,
                f"{row['cpu']:.1f}",
                f"{bars.ratio(rows, name):.2f}",
                row["statements"],
                f"{row['bytes']:,}",
                f"{row['plain']:,}",
            ]
            for name, row in rows.items()
        ],
    )


def _latency(run: dict[str, Any]) -> Iterator[str]:
    rows = {name: row["latency"] for name, row in run["cases"].items() if row["latency"]}
    none = [name for name, row in run["cases"].items() if not row["latency"]]
    if not rows:
        return
    if none:
        yield from (f"Not one whole answer or a wrong one, so no latency: {'; '.join(none)}.", "")
    yield from (f"Latency in ms, measured by {run['latency_tool']}:", "")
    yield from table(
        ["", "1 client: p50", "p99", "8 clients: p50", "p99", "answers a second"],
        [
            [
                name,
                *(f"{row[clients][kind]:.0f}" for clients in ("1", "8") for kind in ("p50", "p99")),
                f"{row['8']['rate']:.0f}",
            ]
            for name, row in rows.items()
        ],
    )


def _processes(run: dict[str, Any]) -> Iterator[str]:
    memory, cold = run["memory"], run["cold"]

    def row(words: str, of: dict[str, dict[str, float]], kind: str) -> list[object]:
        site, bare = of[SITE][kind], of[BARE][kind]
        return [words, f"{site:.2f}", f"{bare:.2f}", f"{site / bare:.2f}"]

    yield from table(
        ["", "site", "bare", "times bare"],
        [
            row("memory of a worker after the run, RSS in MB", memory, "Rss"),
            row("the same, its share of shared pages only (PSS)", memory, "Pss"),
            row("cold start to the first answer, processor seconds", cold, "cpu"),
            row("the same, seconds by the clock", cold, "wall"),
        ],
    )
    if "SQLite" in run["versions"]:
        yield from (MEMORY.strip(), "")


def _pdf(run: dict[str, Any]) -> Iterator[str]:
    """Yield what a PDF costs, beside WeasyPrint's own cost for the same page as a fixed text."""
    found = run["pdf"]
    times = found["cpu"] / found["static"]
    yield from ("The PDF of a report over 90 days, its process warm:", "")
    rows = [
        ["processor ms, worker and drawing process", f"{found['cpu']:.0f}", ""],
        ["WeasyPrint alone on the same page as a fixed text, ms", f"{found['static']:.0f}", ""],
        ["times WeasyPrint alone", f"{times:.2f}", _verdict(times, pdf.MOST_TIMES)],
        ["bytes", f"{found['bytes']:,}", _verdict(found["bytes"], pdf.MOST_BYTES)],
        ["memory of the process that draws, RSS in MB", f"{found['memory']:.0f}", ""],
        [f"{found['page']}, ms by the clock, nothing beside it", f"{found['alone']:.0f}", ""],
        ["the same while one PDF after another is made", f"{found['beside']:.0f}", ""],
    ]
    yield from table(["", "", "at most"], rows)


def _verdict(found: float, most: float) -> str:
    return f"{most:,}, {'met' if round(found, 2) <= most else 'missed'}"


def _where(run: dict[str, Any]) -> Iterator[str]:
    if not run["profiles"]:
        return
    yield from ("Where the time goes on the pages that miss their bar (profiled; percent of the request):", "")
    yield from (LONG_DIARY.strip(), "")
    for name, areas in run["profiles"].items():
        told = ", ".join(f"{area} {percent:g}" for area, percent in areas.items() if percent >= 3)
        yield f"- **{name}**: {told}"
    yield ""


def _browser(result: dict[str, Any]) -> Iterator[str]:
    yield from ("## On a slow phone", "")
    if "missing" in result:
        yield f"Not measured: {result['missing']}."
        return
    yield "Chromium, 360 px wide, a quarter of this machine's processor, 1.6 Mbit/s and 150 ms; a first visit with"
    yield "an empty cache, the median of a few, SQLite. Blocked is what long tasks (over 50 ms) took beyond 50 ms."
    yield ""
    rows = [
        [
            name,
            f"{seen['lcp'] / 1000:.2f}",
            f"{seen['shift']:.3f}",
            f"{seen['long']:.0f}",
            f"{seen['blocked']:.0f}",
            f"{seen['bytes'] / 1024:.0f}",
            f"{seen['requests']:.0f}",
        ]
        for name, seen in result["pages"].items()
    ]
    yield from table(["", "LCP s", "layout shift", "long tasks", "blocked ms", "KB", "requests"], rows)
