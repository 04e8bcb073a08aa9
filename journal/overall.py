"""The overall impression of change: seven steps, asked every four weeks. Pure."""

from datetime import date, timedelta

EVERY = timedelta(days=28)
WORDS = {
    1: "Very much better",
    2: "Much better",
    3: "A little better",
    4: "No change",
    5: "A little worse",
    6: "Much worse",
    7: "Very much worse",
}


def is_due(today: date, first_dose: date | None, last_answer: date | None) -> bool:
    """Return whether to ask: 28 days after the first dose of LDN, then 28 days after the last answer.

    An answer from before the first dose was about something else; without a first dose nothing is asked.
    """
    if first_dose is None:
        return False
    return today >= max(first_dose, last_answer or first_dose) + EVERY
