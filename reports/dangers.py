"""What a prescriber must not miss: danger signs ticked, opioids, and the safety answers where they are shared. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from journal.alarm_signs import ALARM_SIGNS, AlarmSign
from journal.figures.dates import date_text, span_text
from journal.medicine_names import cards_for
from journal.safety_cards import OPIOID
from journal.safety_questions import QUESTIONS

NOT_ABSENT = "not ticked is not absent"
SHARED_ANSWERS = ("liver_kidney", "pregnant")
MOST_DAYS_NAMED = 3


@dataclass(frozen=True, kw_only=True)
class Ticked:
    """A danger sign in the words of its tick, and on which days it was ticked."""

    words: str
    days: str
    is_emergency: bool


@dataclass(frozen=True, kw_only=True)
class Dangers:
    """ticked: emergencies first. rest: what else was, or was not. opioids: what was entered of them.

    answers: to the safety questions, () where they are not shared.
    """

    ticked: tuple[Ticked, ...]
    rest: str
    opioids: str
    answers: tuple[str, ...] = ()


def ticked_signs(ticks: Mapping[date, Sequence[str]], *, self_harm: bool) -> tuple[Ticked, ...]:
    """Return the signs ticked on these days; thoughts of self-harm only where they are shared."""
    found = []
    for sign in shown_signs(self_harm=self_harm):
        days = sorted(day for day, slugs in ticks.items() if sign.slug in slugs)
        if days:
            found.append(Ticked(words=sign.words, days=days_text(days), is_emergency=sign.is_emergency))
    return tuple(found)


def shown_signs(*, self_harm: bool) -> list[AlarmSign]:
    """Return the signs that a report is about."""
    return [sign for sign in ALARM_SIGNS if self_harm or not sign.is_self_harm]


def days_text(days: Sequence[date]) -> str:
    """Return the days in words: each of up to three, else how many, the first and the last."""
    if len(days) <= MOST_DAYS_NAMED:
        return ", ".join(date_text(day) for day in days)
    return f"{len(days)} days, {span_text(days[0], days[-1])}"


def rest_text(ticked: Sequence[Ticked], logged: int) -> str:
    """Return what stands for all the signs that were not ticked. A sign left out must not make it untrue."""
    days = f"{logged} logged day{'' if logged == 1 else 's'}"
    if ticked:
        return f"Of the signs included, no other was ticked on {days}; {NOT_ABSENT}."
    return f"Of the signs included, none was ticked on {days}; {NOT_ABSENT}."


def opioids_text(events: Sequence[tuple[date, str]], medicines: Sequence[str]) -> str:
    """Return the opioids entered, as events (day, words) and as medicines by their names."""
    named = [name for name in medicines if OPIOID in cards_for(name)]
    parts = [f"{date_text(day)}{f' ({words})' if words else ''}" for day, words in events[-MOST_DAYS_NAMED:]]
    if len(events) > MOST_DAYS_NAMED:
        parts.insert(0, f"{len(events)} times, the last")
    said = [*([f"taken {', '.join(parts)}"] if parts else []), *([f"on the list: {', '.join(named)}"] if named else [])]
    return f"{'; '.join(said)}." if said else "none entered; not entered is not absent."


def answers_text(answers: Mapping[str, bool]) -> tuple[str, ...]:
    """Return the answers about liver, kidney and pregnancy in words; what was not answered says so."""
    words = {question.slug: question.words for question in QUESTIONS}
    said = {True: "yes", False: "no", None: "not answered"}
    return tuple(f"{words[slug]} {said[answers.get(slug)]}." for slug in SHARED_ANSWERS)
