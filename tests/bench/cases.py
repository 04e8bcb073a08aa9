"""What is asked: every page at every size, beside the bare page and the bare save."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tests.bench.client import Answer, Visitor, open_link, sign_in
from tests.bench.inside import GAP, PASSWORD
from tests.bench.servers import Server

SIZES = {"100": [100, 8], "1,000": [1000, 8], "10,000": [10_000, 8], "10 years x 20": [3650, 20]}
BARE_PAGE, BARE_SAVE = "bare page", "bare save"


@dataclass
class Case:
    """One request in one size. turns: what to send, in order; a save goes to another day each time.

    bare: the case whose cost it is held against.
    """

    page: str
    size: str
    server: Server
    visitor: Visitor
    status: int
    path: str = ""
    fields: dict[str, Any] | None = None
    days: list[date] = field(default_factory=list)
    sent: int = 0
    last: Answer | None = None

    @property
    def is_save(self) -> bool:
        return self.fields is not None

    @property
    def bare(self) -> str:
        return BARE_SAVE if self.is_save else BARE_PAGE

    @property
    def name(self) -> str:
        return f"{self.page} {self.size}".strip()

    def turns(self, count: int) -> list[tuple[str, dict[str, Any] | None]]:
        """Return the next requests: path, and fields where it is a post."""
        if self.fields is None:
            return [(self.path, None)] * count
        days = self.days[self.sent : self.sent + count]
        assert len(days) == count, f"{self.name}: no day left to save"
        self.sent += count
        return [(self.path.format(day=day), {**self.fields, "day": day.isoformat()}) for day in days]

    def send(self, count: int) -> int:
        """Send so many requests one after another, keep the last answer, and return how many were sent."""
        for path, fields in self.turns(count):
            answer = self.visitor.get(path) if fields is None else self.visitor.post(path, fields)
            assert answer.status == self.status, (self.name, path, answer.status, answer.plain[:600])
        self.last = answer
        return count

    def described(self, count: int) -> dict[str, Any]:
        """Return it for tests.bench.inside, with so many turns."""
        host = f"127.0.0.1:{self.server.place.port}"
        return {
            "host": host,
            "cookies": self.visitor.cookies,
            "status": self.status,
            "turns": [[path, self._with_token(fields)] for path, fields in self.turns(count)],
        }

    def _with_token(self, fields: dict[str, Any] | None) -> dict[str, Any] | None:
        token = next((value for name, value in self.visitor.cookies.items() if "csrf" in name), "")
        return None if fields is None else {**fields, "csrfmiddlewaretoken": token}


def bare_cases(server: Server, seeded: dict[str, Any]) -> list[Case]:
    """Return the page and the save of the bare site."""
    visitor = sign_in(server.place.port, "/login/", {"username": seeded["email"], "password": PASSWORD})
    visitor.get("/")
    scores = {f"score_{number}": number for number in range(1, 9)}
    days = [date(2001, 1, 1) - timedelta(days=ago) for ago in range(GAP)]
    return [
        Case(BARE_PAGE, "", server, visitor, 200, "/"),
        Case(BARE_SAVE, "", server, visitor, 302, "/save/", scores, days),
    ]


def site_cases(server: Server, seeded: dict[str, dict[str, Any]]) -> list[Case]:
    """Return every page of the site at every size that was seeded."""
    return [case for size, person in seeded.items() for case in _size_cases(server, size, person)]


def _size_cases(server: Server, size: str, person: dict[str, Any]) -> list[Case]:
    port = server.place.port
    reader = _signed_in(port, person["email"])
    pages = {
        "today": "/journal/",
        "history": "/journal/history/",
        "insights, 90 days": "/journal/insights/",
        "insights, all": "/journal/insights/?range=all",
    }
    cases = [Case(page, size, server, reader, 200, path) for page, path in pages.items()]
    for words, period in (("report, 90 days", "90"), ("report, all", "all"), ("report, frozen", "frozen")):
        path = f"/r/{person['links'][period]}/"
        cases.append(Case(words, size, server, open_link(port, path), 200, path))
    saver = person["saver"]
    fields = {**saver["items"], saver["dose"]: "usual", "version": 0, "note": ""}
    days = [date.today() - timedelta(days=ago) for ago in range(2, GAP - 2)]
    cases.append(Case("save", size, server, _signed_in(port, saver["email"]), 302, "/journal/{day}/", fields, days))
    return cases


def _signed_in(port: int, email: str) -> Visitor:
    visitor = sign_in(port, "/accounts/login/", {"login": email, "password": PASSWORD})
    assert visitor.get("/journal/history/").status == 200
    return visitor
