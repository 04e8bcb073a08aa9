"""What else happened, and the visits to the prescriber."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import CheckConstraint, Q

from accounts.fields import SealedTextField, row_id
from accounts.models import User
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
    """Something dated that may matter beside the doses; the text is the patient's own."""

    id = models.BigIntegerField(primary_key=True, default=row_id, editable=False)
    patient = models.ForeignKey(User, models.CASCADE, related_name="events", editable=False, db_index=False)
    day = models.DateField(validators=[MinValueValidator(FIRST_DAY)])
    time = models.TimeField(null=True, blank=True)
    kind = models.CharField(max_length=20, choices=EventKind)
    text = SealedTextField("what happened", max_length=500)

    class Meta:
        ordering = ["day", "time"]
        constraints = [
            CheckConstraint(condition=Q(kind__in=EventKind.values), name="event_kind_known"),
            CheckConstraint(condition=Q(day__gte=FIRST_DAY), name="event_day_range"),
        ]
        indexes = [models.Index(fields=["patient", "day"], name="event_patient_day")]


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
