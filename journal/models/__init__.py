"""What you took and felt. Every row has its patient; a view reaches it through request.user."""

from journal.models.check_ins import CheckIn, DayVersion, OverallChange, Rating
from journal.models.events import Event, Visit
from journal.models.imports import WaitingImport
from journal.models.items import Item
from journal.models.medicines import Dose, DoseStep, Medicine

__all__ = [
    "CheckIn",
    "DayVersion",
    "Dose",
    "DoseStep",
    "Event",
    "Item",
    "Medicine",
    "OverallChange",
    "Rating",
    "Visit",
    "WaitingImport",
]
