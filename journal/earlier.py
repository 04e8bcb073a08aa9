"""What a day held before it was amended, in words."""

from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import User
from journal.day_state import from_json
from journal.day_words import state_words


@dataclass(frozen=True, kw_only=True)
class EarlierAnswers:
    """What the day held until it was saved anew at `until`."""

    until: datetime
    words: list[str]
    note: str


def earlier_answers(patient: User, day: date) -> list[EarlierAnswers]:
    """Return what a day held before each later save, the latest first; three statements."""
    versions = [
        (row.saved_at, from_json(row.state)) for row in patient.day_versions.filter(day=day).order_by("-version")
    ]
    items = list(patient.items.all()) if versions else []
    medicines = {medicine.pk: medicine for medicine in patient.medicines.all()} if versions else {}
    return [
        EarlierAnswers(
            until=saved_at.astimezone(patient.zone), words=state_words(items, medicines, state), note=state.note
        )
        for saved_at, state in versions
    ]
