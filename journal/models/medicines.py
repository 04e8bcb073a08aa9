"""Medicines, their dose steps, and the doses the patient said something about."""

from datetime import date
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from accounts.fields import SealedTextField, row_id
from accounts.models import User
from journal.amounts import HIGHEST, format_amount
from journal.names import clean_name, name_key

FIRST_DAY = date(1900, 1, 1)
MG = "mg"
UNIT = RegexValidator(r"^\S{1,16}\Z", "Write the unit as one word of up to 16 characters.")
HOURS = RegexValidator(
    r"^(([01][0-9]|2[0-3]):[0-5][0-9]( ([01][0-9]|2[0-3]):[0-5][0-9]){0,5})?\Z",
    "Write hours as 20:00, separated by a blank, at most six.",
)
AMOUNT_RANGE = [MinValueValidator(0), MaxValueValidator(HIGHEST)]


class Form(models.TextChoices):
    """What the medicine comes as."""

    CAPSULE = "capsule", "capsule"
    TABLET = "tablet", "tablet"
    LIQUID = "liquid", "liquid"
    DROPS = "drops", "drops"
    CREAM = "cream", "cream"
    INJECTION = "injection", "injection"
    OTHER = "other", "other"


class Reason(models.TextChoices):
    """What LDN was prescribed for; the patient's own words stand beside it."""

    FIBROMYALGIA = "fibromyalgia", "fibromyalgia"
    CHRONIC_FATIGUE = "chronic_fatigue", "chronic fatigue"
    MULTIPLE_SCLEROSIS = "multiple_sclerosis", "multiple sclerosis"
    CROHNS = "crohns", "Crohn's disease"
    RHEUMATOID_ARTHRITIS = "rheumatoid_arthritis", "rheumatoid arthritis"
    LUPUS = "lupus", "lupus"
    HASHIMOTOS = "hashimotos", "Hashimoto's disease"
    NERVE_PAIN = "nerve_pain", "nerve pain"
    OTHER_PAIN = "other_pain", "other pain"
    MOOD = "mood", "mood or anxiety"
    SUBSTANCE_USE = "substance_use", "alcohol or opioid use disorder"
    LONG_COVID = "long_covid", "long COVID"
    OTHER = "other", "other"


class Medicine(models.Model):
    """Something the patient takes; at most one is the LDN medicine. Strength is in thousandths of mg/mL."""

    id = models.BigIntegerField(primary_key=True, default=row_id, editable=False)
    patient = models.ForeignKey(User, models.CASCADE, related_name="medicines", editable=False)
    name = models.CharField(max_length=80)
    name_key = models.CharField(max_length=120, editable=False)
    form = models.CharField(max_length=12, choices=Form, default=Form.CAPSULE)
    strength = models.PositiveIntegerField("strength in mg/mL", null=True, blank=True, validators=AMOUNT_RANGE)
    is_ldn = models.BooleanField("this is my LDN", default=False)
    reason = models.CharField("prescribed for", max_length=24, choices=Reason, blank=True)
    reason_words = SealedTextField("in your own words", max_length=200)
    pharmacy = SealedTextField(max_length=120)
    prescriber = SealedTextField(max_length=120)
    position = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["position", "name_key"]
        constraints = [
            UniqueConstraint(
                fields=["patient", "name_key"],
                name="medicine_name_unique",
                violation_error_message="You already have a medicine with this name.",
            ),
            UniqueConstraint(
                fields=["patient"],
                condition=Q(is_ldn=True),
                name="medicine_one_ldn",
                violation_error_message="One medicine is already marked as your LDN.",
            ),
            CheckConstraint(condition=Q(form__in=Form.values), name="medicine_form_known"),
            CheckConstraint(
                condition=Q(strength=None) | Q(strength__gt=0, strength__lte=HIGHEST), name="medicine_strength_range"
            ),
            CheckConstraint(condition=~Q(name=""), name="medicine_named"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.clean()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Keep the name tidy, and what two spellings of it share."""
        self.name = clean_name(self.name)
        self.name_key = name_key(self.name)


class Batch(models.Model):
    """A new bottle, box or batch of a medicine, from the day it was opened."""

    id = models.BigIntegerField(primary_key=True, default=row_id, editable=False)
    patient = models.ForeignKey(User, models.CASCADE, related_name="batches", editable=False)
    medicine = models.ForeignKey(Medicine, models.CASCADE, related_name="batches")
    opened = models.DateField("opened", validators=[MinValueValidator(FIRST_DAY)])
    expires = models.DateField("use before", null=True, blank=True)
    strength = models.PositiveIntegerField("strength in mg/mL", null=True, blank=True, validators=AMOUNT_RANGE)
    number = SealedTextField("batch number", max_length=60)
    pharmacy = SealedTextField(max_length=120)

    class Meta:
        verbose_name = "batch of a medicine"
        verbose_name_plural = "batches of medicines"
        ordering = ["opened", "id"]
        constraints = [
            CheckConstraint(condition=Q(opened__gte=FIRST_DAY), name="batch_day_range"),
            CheckConstraint(
                condition=Q(strength=None) | Q(strength__gt=0, strength__lte=HIGHEST), name="batch_strength_range"
            ),
        ]


class StepKind(models.TextChoices):
    """What a dose step does."""

    START = "start", "start"
    INCREASE = "increase", "increase"
    DECREASE = "decrease", "decrease"
    HOLD = "hold", "hold: stay on this dose"
    PAUSE = "pause", "pause"
    RESTART = "restart", "restart"
    STOP = "stop", "stop"
    CHANGE = "change", "change of form or hour"


OFF_KINDS = (StepKind.PAUSE, StepKind.STOP)


class DoseStep(models.Model):
    """From a day on, this dose at these hours. Amounts are thousandths of the unit; none on pause or stop.

    `form` is empty when it is the medicine's own. A liquid's `volume` (thousandths of mL) stands apart, with
    the `strength` (thousandths of mg/mL) it was measured by. A step planned for a day to come is not
    `confirmed` until the patient has said that it happened.
    """

    id = models.BigIntegerField(primary_key=True, default=row_id, editable=False)
    patient = models.ForeignKey(User, models.CASCADE, related_name="dose_steps", editable=False)
    medicine = models.ForeignKey(Medicine, models.CASCADE, related_name="steps")
    day = models.DateField("from", validators=[MinValueValidator(FIRST_DAY)])
    kind = models.CharField(max_length=10, choices=StepKind, default=StepKind.START)
    amount = models.PositiveIntegerField("dose", null=True, blank=True, validators=AMOUNT_RANGE)
    unit = models.CharField(max_length=16, default=MG, validators=[UNIT])
    hours = models.CharField("usual hours", max_length=35, blank=True, validators=[HOURS])
    form = models.CharField("it comes as", max_length=12, choices=Form, blank=True)
    volume = models.PositiveIntegerField("volume in mL", null=True, blank=True, validators=AMOUNT_RANGE)
    strength = models.PositiveIntegerField("strength in mg/mL", null=True, blank=True, validators=AMOUNT_RANGE)
    reason = SealedTextField(max_length=300)
    confirmed = models.BooleanField(default=True, editable=False)

    class Meta:
        ordering = ["day"]
        constraints = [
            UniqueConstraint(
                fields=["medicine", "day"],
                name="dose_step_one_a_day",
                violation_error_message="This medicine already has a step on that day.",
            ),
            CheckConstraint(condition=Q(kind__in=StepKind.values), name="dose_step_kind_known"),
            CheckConstraint(
                condition=Q(kind__in=OFF_KINDS, amount=None)
                | (~Q(kind__in=OFF_KINDS) & Q(amount__gt=0, amount__lte=HIGHEST)),
                name="dose_step_amount_unless_off",
                violation_error_message="A pause or stop has no dose; every other step has one above 0.",
            ),
            CheckConstraint(condition=Q(day__gte=FIRST_DAY), name="dose_step_day_range"),
            CheckConstraint(condition=Q(form="") | Q(form__in=Form.values), name="dose_step_form_known"),
            CheckConstraint(
                condition=Q(volume=None) | Q(volume__gt=0, volume__lte=HIGHEST, strength__isnull=False),
                name="dose_step_volume_with_strength",
                violation_error_message="A volume in mL needs the strength in mg/mL beside it.",
            ),
            CheckConstraint(
                condition=Q(strength=None) | Q(strength__gt=0, strength__lte=HIGHEST), name="dose_step_strength_range"
            ),
        ]

    @property
    def amount_text(self) -> str:
        """The dose in words, "4.5 mg", or "" on a pause or stop."""
        return "" if self.amount is None else f"{format_amount(self.amount)} {self.unit}"

    @property
    def measured_text(self) -> str:
        """What is measured of a liquid, "4.5 mL of 1 mg/mL", its strength alone, or "" where neither is known."""
        if self.strength is None:
            return ""
        strength = f"{format_amount(self.strength)} mg/mL"
        return strength if self.volume is None else f"{format_amount(self.volume)} mL of {strength}"

    @property
    def doses_a_day(self) -> int:
        """How many doses this step plans for a day."""
        return 0 if self.amount is None else max(1, len(self.hours.split()))


class DoseStatus(models.TextChoices):
    """What the patient said about a dose; nothing said is no row."""

    TAKEN = "taken", "taken"
    LATE = "late", "taken late"
    MISSED = "missed", "missed"
    SKIPPED = "skipped", "skipped on purpose"


NOT_TAKEN = (DoseStatus.MISSED, DoseStatus.SKIPPED)


class Dose(models.Model):
    """One intake of a journal day, or that there was none. Amounts are thousandths of the unit.

    `time` is the patient's wall clock; one before the day's start hour belongs to the night after.
    """

    id = models.BigIntegerField(primary_key=True, default=row_id, editable=False)
    patient = models.ForeignKey(User, models.CASCADE, related_name="doses", editable=False)
    medicine = models.ForeignKey(Medicine, models.CASCADE, related_name="doses")
    day = models.DateField(validators=[MinValueValidator(FIRST_DAY)])
    number = models.PositiveSmallIntegerField(default=1)
    time = models.TimeField(null=True, blank=True)
    amount = models.PositiveIntegerField(null=True, blank=True, validators=AMOUNT_RANGE)
    unit = models.CharField(max_length=16, default=MG, validators=[UNIT])
    status = models.CharField(max_length=8, choices=DoseStatus)
    reason = SealedTextField(max_length=300)

    class Meta:
        ordering = ["day", "number"]
        constraints = [
            UniqueConstraint(fields=["medicine", "day", "number"], name="dose_number_unique"),
            CheckConstraint(condition=Q(status__in=DoseStatus.values), name="dose_status_known"),
            CheckConstraint(
                condition=Q(status__in=NOT_TAKEN, amount=None)
                | (~Q(status__in=NOT_TAKEN) & Q(amount__gte=0, amount__lte=HIGHEST)),
                name="dose_amount_if_taken",
                violation_error_message="A dose that was taken has an amount; one that was not has none.",
            ),
            CheckConstraint(condition=Q(number__gte=1), name="dose_number_from_1"),
            CheckConstraint(condition=Q(day__gte=FIRST_DAY), name="dose_day_range"),
        ]
        indexes = [models.Index(fields=["patient", "day"], name="dose_patient_day")]

    @property
    def amount_text(self) -> str:
        """The dose in words, "4.5 mg", or "" when none was taken."""
        return "" if self.amount is None else f"{format_amount(self.amount)} {self.unit}"
