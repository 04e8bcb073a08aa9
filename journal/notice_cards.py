"""What the rules told and the patient has not put away, as cards with the reviewed words."""

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.models import User
from journal.figures.dates import date_text
from journal.models import Item, Notice
from journal.red_flags import BY_SLUG, Level, RedFlag
from journal.rules.spans import Rule

ORDER = list(Rule)
FACTS = {
    Rule.MOOD: "Since {day}",
    Rule.SIDE_EFFECT: "{item}, since {day}",
    Rule.CRAVING: "First written down on {day}",
    Rule.MISSED: "3 or more doses in a row recorded as missed, the first on {day}",
    Rule.HEADACHE_MEDICINE: "10 days or more of 30, from {day} on",
    Rule.TWELVE_WEEKS: "On this dose since {day}",
    Rule.EARLY: "{item}, since {day}",
}


@dataclass(frozen=True, kw_only=True)
class NoticeLine:
    """One notice and what it is about, in words."""

    pk: int
    words: str


@dataclass(frozen=True, kw_only=True)
class NoticeCard:
    """All open notices of one rule under its text."""

    flag: RedFlag
    lines: list[NoticeLine]

    @property
    def is_quiet(self) -> bool:
        """Whether it is information only."""
        return self.flag.level == Level.INFORMATION

    @property
    def is_mood(self) -> bool:
        """Whether the crisis card belongs to it."""
        return self.flag.slug == Rule.MOOD.value


def open_cards(patient: User, items: Iterable[Item]) -> list[NoticeCard]:
    """Return what is not put away, one statement: of each rule and item the latest.

    A notice about an item that is gone is left out.
    """
    names = {str(item.pk): item.name for item in items}
    latest = {(row.rule, row.subject): row for row in patient.notices.filter(closed_at=None).order_by("since")}
    rows = [row for row in latest.values() if not row.subject or row.subject in names]
    worse = {row.subject for row in rows if row.rule == Rule.SIDE_EFFECT}
    shown = [row for row in rows if not (row.rule == Rule.EARLY and row.subject in worse)]
    return [
        NoticeCard(flag=BY_SLUG[rule], lines=[_line(row, names) for row in told])
        for rule in ORDER
        if (told := [row for row in shown if row.rule == rule])
    ]


def _line(row: Notice, names: dict[str, str]) -> NoticeLine:
    words = FACTS[Rule(row.rule)].replace("{day}", date_text(row.since))
    words = words.replace("{item}", names.get(row.subject, ""))
    return NoticeLine(pk=row.pk, words=words)
