"""What else happened, and the visits to the prescriber."""

from datetime import date

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import CheckConstraint, Q

from accounts.fields import SealedTextField, row_id
from accounts.models import User
from journal.models.items import Item
from journal.models.medicines import FIRST_DAY


class EventKind(models.TextChoices):
    """What kind of thing happened. A visit is a Visit, not an Event."""

    MEDICINE_STARTED = "medicine_started", "other medicine started"
    MEDICINE_STOPPED = "medicine_stopped", "other medicine stopped"
    ILLNESS = "illness", "illness or flare"
    PROCEDURE = "procedure", "procedure planned"
    TRAVEL = "travel", "travel"
    STRESS = "stress", "stress"
    PERIOD = "period", "period"
    STRATEGY = "strategy", "strategy tried"
    LAB = "lab", "lab result"
    OPIOID = "opioid", "opioid taken"
    OTHER = "other", "other"


PLANNABLE_KINDS = (EventKind.PROCEDURE, EventKind.TRAVEL)


class Event(models.Model):
    """Something dated that may matter beside the doses; the text is the patient's own.

    A strategy has the slug of a ready-made one, or none; whether it was agreed with the prescriber (None: not
    said); and the item that it is against, if one was named.
    """

    id = models.BigIntegerField(primary_key=True, default=row_id, editable=False)
    patient = models.ForeignKey(User, models.CASCADE, related_name="events", editable=False, db_index=False)
    day = models.DateField(validators=[MinValueValidator(FIRST_DAY)])
    time = models.TimeField(null=True, blank=True)
    kind = models.CharField(max_length=20, choices=EventKind)
    text = SealedTextField("what happened", max_length=500)
    strategy = models.CharField(max_length=32, blank=True)
    agreed = models.BooleanField("agreed with the prescriber", null=True, blank=True)
    against = models.ForeignKey(Item, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)

    class Meta:
        ordering = ["day", "time"]
        constraints = [
            CheckConstraint(condition=Q(kind__in=EventKind.values), name="event_kind_known"),
            CheckConstraint(
                condition=Q(kind=EventKind.STRATEGY) | Q(strategy="", agreed=None, against=None),
                name="event_strategy_facts",
            ),
            CheckConstraint(condition=Q(day__gte=FIRST_DAY), name="event_day_range"),
        ]
        indexes = [models.Index(fields=["patient", "day"], name="event_patient_day")]

    @property
    def month(self) -> date:
        """The first day of its month, under which it is listed."""
        return self.day.replace(day=1)


class Visit(models.Model):
    """An appointment with the prescriber, past or to come; "since the last visit" counts from it."""

    id = models.BigIntegerField(primary_key=True, default=row_id, editable=False)
    patient = models.ForeignKey(User, models.CASCADE, related_name="visits", editable=False, db_index=False)
    day = models.DateField(validators=[MinValueValidator(FIRST_DAY)])
    time = models.TimeField(null=True, blank=True)
    text = SealedTextField("about", max_length=500)

    class Meta:
        ordering = ["day", "time"]
        constraints = [CheckConstraint(condition=Q(day__gte=FIRST_DAY), name="visit_day_range")]
        indexes = [models.Index(fields=["patient", "day"], name="visit_patient_day")]
