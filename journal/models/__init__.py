"""What you took and felt. Every row has its patient; a view reaches it through request.user."""

from journal.models.check_ins import CheckIn, DayVersion, OverallChange, Rating
from journal.models.diary import Diary, Notice, Reminders
from journal.models.events import Event, Visit
from journal.models.imports import WaitingImport
from journal.models.items import Item
from journal.models.medicines import Batch, Dose, DoseStep, Medicine

__all__ = [
    "Batch",
    "CheckIn",
    "DayVersion",
    "Diary",
    "Dose",
    "DoseStep",
    "Event",
    "Item",
    "Medicine",
    "Notice",
    "OverallChange",
    "Rating",
    "Reminders",
    "Visit",
    "WaitingImport",
]
