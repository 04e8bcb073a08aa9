"""What gets written down: which days, how late, in which numbers and words. Pure."""

from datetime import date
from random import Random

from journal.synthetic import parameters
from journal.synthetic.people import Person

VERY_BAD = 8.0
NOTES = (
    "Slept badly, nothing to do with the medicine I think.",
    "Good day. Walked to the shop and back.",
    "Long day at work, sore by the evening.",
    "Rain all day, stiff in the morning.",
    "Family visit. Tired but happy.",
    "Lay down twice in the afternoon.",
    "Forgot what I wanted to say in the middle of a sentence.",
    "Garden for half an hour.",
)
BAD_NOTES = ("Flare. Stayed in bed.", "Bad day, everything hurts.", "Cancelled everything today.")
EVENTS = (
    ("travel", "Weekend away"),
    ("stress", "Deadline at work"),
    ("illness", "A cold"),
    ("other", "New mattress"),
)


def is_logged(random: Random, person: Person, day: date, number: int, worst: float) -> bool:
    """Return whether a day gets a check-in; `number` counts the days of the diary from 0."""
    drawn = random.random()
    if number >= person.leaves_after:
        return False
    share = 0.5 if person.engagement == parameters.PATCHY else max(0.5, 0.88 - 0.004 * (number / 7))
    odds_missing = (1 - share) / share
    if person.age < 35:
        odds_missing = (1 - share * 0.92) / (share * 0.92)
    if worst >= VERY_BAD:
        odds_missing *= 1.2
    if day.weekday() >= 5:
        odds_missing *= 1.3
    return drawn >= odds_missing / (1 + odds_missing)


def days_late(random: Random) -> int:
    """Return how many days after its day a check-in is entered: mostly 0, 1 for 8 %, later for 3 %."""
    chance, later = random.random(), random.randint(2, 6)
    return 1 if chance < 0.08 else later if chance < 0.11 else 0


def number_for(random: Random, person: Person, level: float) -> int:
    """Return the whole number a person chooses on 0-10; some lean to 0, 5 and 10."""
    heaped = random.random() < 0.5 and person.heaps
    return 5 * round(level / 5) if heaped else min(10, max(0, round(level)))


def note_for(random: Random, flare: float) -> str:
    """Return the day's note, mostly none."""
    chance, pick = random.random(), random.random()
    notes = BAD_NOTES if flare else NOTES
    return notes[int(pick * len(notes))] if chance < (0.25 if flare else 0.05) else ""
