"""What a prescriber must not miss: danger signs ticked, opioids, and the safety answers where they are shared. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from journal.alarm_signs import ALARM_SIGNS, AlarmSign
from journal.figures.dates import date_text, span_text
from journal.medicine_names import names_opioid
from journal.safety_questions import QUESTIONS

NOT_ABSENT = "not ticked is not absent"
NO_OPIOIDS = "none entered in these days; not entered is not absent."
SHARED_ANSWERS = ("liver_kidney", "pregnant")
QUESTION_WORDS = {question.slug: question.words for question in QUESTIONS}
ASKED = f"“{QUESTION_WORDS['opioids']}”"
MOST_DAYS_NAMED = 3


@dataclass(frozen=True, kw_only=True)
class Ticked:
    """A danger sign in the words of its tick, and on which days it was ticked."""

    words: str
    days: str
    is_emergency: bool


@dataclass(frozen=True, kw_only=True)
class Dangers:
    """ticked: emergencies first. rest: what else was, or was not. opioids: what was entered of them, () for nothing.

    answers: to the safety questions, () where they are not shared.
    """

    ticked: tuple[Ticked, ...]
    rest: str
    opioids: tuple[str, ...]
    answers: tuple[str, ...] = ()

    @property
    def opioids_text(self) -> str:
        """What was entered of opioids, in one line."""
        return f"{'; '.join(self.opioids)}." if self.opioids else NO_OPIOIDS


@dataclass(frozen=True, kw_only=True)
class OpioidEvent:
    """An event about an opioid. taken: whether one was taken, else it names one. words: "" where not shared."""

    day: date
    taken: bool
    words: str


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


def opioids_said(
    events: Sequence[OpioidEvent], medicines: Sequence[tuple[str, str]], answered: str = "", as_of: date = date.max
) -> tuple[str, ...]:
    """Return what was entered of opioids: medicines by their names, events, and the safety question's yes.

    medicines: each name and, for one that is not taken, since when in words. Events after the as-of day are to come.
    """
    named = [f"{name} ({off})" if off else name for name, off in medicines if names_opioid(name)]
    about = [each for each in events if not each.taken]
    return (
        *([f"on the list: {', '.join(named)}"] if named else []),
        *_events_said("taken", [each for each in events if each.taken]),
        *_events_said("named in an event", [each for each in about if each.day <= as_of]),
        *_events_said("named in an event planned for", [each for each in about if each.day > as_of]),
        *([f"{ASKED} {answered}"] if answered else []),
    )


def _events_said(how: str, events: Sequence[OpioidEvent]) -> Iterator[str]:
    """Yield one text for the events: each of up to three, else how many and the last three."""
    if not events:
        return
    many = f" {len(events)} times, last" if len(events) > MOST_DAYS_NAMED else ""
    last = (f"{date_text(each.day)}{f' ({each.words})' if each.words else ''}" for each in events[-MOST_DAYS_NAMED:])
    yield f"{how}{many} {', '.join(last)}"


def answers_text(answers: Mapping[str, bool]) -> tuple[str, ...]:
    """Return the answers about liver, kidney and pregnancy in words; what was not answered says so."""
    said = {True: "yes", False: "no", None: "not answered"}
    return tuple(f"{QUESTION_WORDS[slug]} {said[answers.get(slug)]}." for slug in SHARED_ANSWERS)
