"""docs/permissions.md as the tests read it: who may do what at which address."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.apps import apps

from tests.permissions.cast import AHEAD, ID
from tests.permissions.probes import NOT_SIGNED_IN, Probe
from tests.permissions.sending import Answer
from tests.site_map import Place

PATH = Path(__file__).resolve().parents[2] / "docs" / "permissions.md"
ROLES = ("stranger", "patient", "other patient", "editor", "superuser", "live link", "ended link")
SIGN_IN = ("/accounts/login/?next=", "/admin/login/?next=")  # the second leads to the first
READ = ("GET", "HEAD")


@dataclass(frozen=True)
class Outcome:
    """The statuses that a word of the table stands for, for reading and for posting."""

    read: Collection[int]
    post: Collection[int] = ()


OUTCOMES = {
    "page": Outcome({200}),
    "page if any": Outcome({200, 404}),
    "own": Outcome({200, 302}, {200, 201, 302, 303, 409, 413, 422}),
    "own day": Outcome({200}, {302, 404, 409, 422}),
    "own if any": Outcome({200, 302, 404}, {200, 302, 404, 409, 422}),
    "mail link": Outcome({200, 302}, {200, 302, 404, 422}),
    "secret": Outcome({200, 404}, {200, 404}),
    "form": Outcome({200, 302}, {200, 302, 422}),
    "staff": Outcome({200}, {200}),
    "content": Outcome({200, 302, 400}, {200, 302, 400, 404, 422}),
    "not found": Outcome({404}, {404}),
    "sign in": Outcome({302}, {302}),
    "elsewhere": Outcome({302, 303}, {302, 303}),
    "gate": Outcome({200}, {303, 404}),
    "report": Outcome({200}, {303}),
    "refused": Outcome({403}, {403}),
    "people": Outcome({200, 302, 400, 403}, {200, 302, 400, 403, 422}),
    "closed": Outcome((), {200, 404}),
    "dead": Outcome({404}, {404}),
}


@dataclass(frozen=True)
class Row:
    """One address of the table."""

    name: str
    address: str
    verbs: tuple[str, ...]
    outcomes: dict[str, str]


@dataclass(frozen=True)
class NamedWrite:
    """A write that the table names: of which address, verb and table of the database."""

    name: str
    verb: str
    table: str


class Table:
    """The table, looked up by the name of an address."""

    def __init__(self, text: str) -> None:
        cells = list(_cells(text))
        self.rows = {row.name: row for row in (_row(each) for each in cells if len(each) == 3 + len(ROLES))}
        self.named_writes = {NamedWrite(*each[:3]) for each in cells if len(each) == 4}

    def may_write(self, name: str, verb: str, tables: Collection[str]) -> bool:
        """Return whether the page names these writes of a verb that should not write.

        tables: as the database calls them; the page calls them as the code does.
        """
        labels = {model._meta.db_table: model._meta.label for model in apps.get_models(include_auto_created=True)}
        return all(NamedWrite(name, verb, labels.get(table, table)) in self.named_writes for table in tables)

    def may_touch(self, name: str, table: str) -> bool:
        """Return whether the page names this change of somebody else's row."""
        return NamedWrite(name, "POST", table) in self.named_writes

    def shows_people(self, probe: Probe) -> bool:
        """Return whether a superuser may see here who can sign in."""
        row = self.rows.get(probe.place)
        return row is not None and row.outcomes[role_of(probe)] == "people"

    def complaint(self, probe: Probe, answer: Answer) -> str:
        """Return how an answer is not what the table says, or ""."""
        row = self.rows.get(probe.place)
        if row is None:
            return "is not in the table"
        word = row.outcomes[role_of(probe)]
        if word in ("refused", "people", "content") and answer.location == f"{probe.address.partition('?')[0]}change/":
            return ""  # Django's address without a name, which leads to the one with it
        if word == "refused" and answer.status == 403:
            return ""
        if word == "sign in" and answer.status == 302 and answer.location.startswith(SIGN_IN):
            return ""
        if probe.method not in row.verbs:
            return "" if answer.status == 405 else f"answered {answer.status} to a verb it does not have"
        if word == "own day" and f"/{AHEAD}/" in probe.address and answer.status == 404:
            return ""  # still to come, and nothing of the visitor's is there already
        outcome = OUTCOMES[word]
        expected = outcome.read if probe.method in READ else outcome.post
        return "" if answer.status in expected and word != "sign in" else f"answered {answer.status}, not {word!r}"


def role_of(probe: Probe) -> str:
    """Return which column of the table an answer is in."""
    if probe.visitor in NOT_SIGNED_IN:
        is_link = probe.visitor != "stranger" and (probe.is_holder or not probe.place.startswith("share:"))
        return {"live": "live link", "dead": "ended link"}[probe.visitor] if is_link else "stranger"
    if probe.visitor in ("editor", "superuser"):
        return probe.visitor
    ids = [int(got[1]) for got in ID.finditer(probe.address.partition("?")[0])]
    if ids and set(ids) == {probe.number} and probe.why != "kind":
        return "patient"
    return "other patient" if ids or probe.visitor != "A" else "patient"


def pattern_of(place: Place) -> str:
    """Return the address as the table writes it, with names for what is different each time."""
    values = {"pk": 7_999, "object_id": 7_999, "token": "X" * 43, "app_label": "auth", "day": date(1999, 9, 9)}
    address = place.address([values.get(name, f"XX{name}XX") for name in place.arguments])
    for name in place.arguments:
        written = "id" if name in ("pk", "object_id") else name
        address = address.replace(str(values.get(name, f"XX{name}XX")), f"<{written}>")
    return address


def _cells(text: str) -> Iterator[list[str]]:
    for line in text.splitlines():
        if line.startswith("| `"):
            yield [cell.strip().strip("`") for cell in line.strip("|").split("|")]


def _row(cells: list[str]) -> Row:
    name, address, verbs, *words = cells
    return Row(name, address, tuple(verbs.split()), dict(zip(ROLES, words, strict=True)))


def load() -> Table:
    """Return the table of the page."""
    return Table(PATH.read_text())
