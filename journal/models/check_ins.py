"""What the patient reports for one journal day."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils import timezone

from accounts.fields import SealedTextField, row_id
from accounts.models import User
from journal.models.items import HIGHEST, LOWEST, Item
from journal.models.medicines import FIRST_DAY


class CheckInQuerySet(models.QuerySet["CheckIn"]):
    """Which days count as logged, and which say anything."""

    def logged(self) -> "CheckInQuerySet":
        """Return the check-ins with at least one rating or a note."""
        return self.filter(~Q(note=b"") | ~Q(answers=""))

    def said(self) -> "CheckInQuerySet":
        """Return the check-ins with a rating, a note or an alarm sign.

        A day that was undone or cleared keeps its row, which counts the saves, and a dose stands beside it: where
        it is asked whether anything was said of a day, the row alone is no answer.
        """
        return self.filter(~Q(note=b"") | ~Q(alarms=b"") | ~Q(answers=""))


class CheckIn(models.Model):
    """One journal day (or week, then `day` is its last) as the patient reported it.

    `version` counts the saves, so that a tab with older answers is told instead of overwriting.
    `entered_day` is the journal day on which it was first rated or noted (until then, of its dose);
    None when a file did not say. `alarms` are the slugs of the ticked alarm signs with blanks between;
    not ticked is not absent. `answers` says what the ratings say in one text, items in order and then
    two hex digits a rating, value + 128: "12,40:847d" for 4 and -3. The database keeps it
    (journal/kept_answers.py); what is saved here is overruled.
    """

    id = models.BigIntegerField(primary_key=True, default=row_id, editable=False)
    patient = models.ForeignKey(User, models.CASCADE, related_name="check_ins", editable=False, db_index=False)
    day = models.DateField(validators=[MinValueValidator(FIRST_DAY)])
    weekly = models.BooleanField(default=False)
    note = SealedTextField(max_length=2000)
    alarms = SealedTextField(max_length=300)
    version = models.PositiveIntegerField(default=1, editable=False)
    entered_day = models.DateField(null=True, editable=False)
    answers = models.TextField(blank=True, db_default="", editable=False)

    objects = CheckInQuerySet.as_manager()

    class Meta:
        verbose_name = "check-in"
        ordering = ["day"]
        constraints = [
            UniqueConstraint(
                fields=["patient", "day"],
                name="check_in_one_a_day",
                violation_error_message="This day already has a check-in.",
            ),
            CheckConstraint(condition=Q(day__gte=FIRST_DAY), name="check_in_day_range"),
        ]


class Rating(models.Model):
    """One answer of a check-in. Not answered is no row; none is the scale's own value for it."""

    check_in = models.ForeignKey(CheckIn, models.CASCADE, related_name="ratings", db_index=False)
    item = models.ForeignKey(Item, models.CASCADE, related_name="ratings")
    value = models.SmallIntegerField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["check_in", "item"], name="rating_one_an_item"),
            CheckConstraint(condition=Q(value__gte=LOWEST, value__lte=HIGHEST), name="rating_value_range"),
        ]


class DayVersion(models.Model):
    """What a day held before a later save: kept as history, and what undo brings back. JSON, sealed."""

    id = models.BigIntegerField(primary_key=True, default=row_id, editable=False)
    patient = models.ForeignKey(User, models.CASCADE, related_name="day_versions", editable=False, db_index=False)
    day = models.DateField()
    version = models.PositiveIntegerField()
    state = SealedTextField()
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "earlier version of a day"
        verbose_name_plural = "earlier versions of days"
        ordering = ["day", "version"]
        constraints = [UniqueConstraint(fields=["patient", "day", "version"], name="day_version_unique")]


class OverallChange(models.Model):
    """The patient's overall impression of change: 1 very much better to 7 very much worse."""

    patient = models.ForeignKey(User, models.CASCADE, related_name="overall_changes", editable=False, db_index=False)
    day = models.DateField(validators=[MinValueValidator(FIRST_DAY)])
    value = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(7)])

    class Meta:
        verbose_name = "overall impression"
        ordering = ["day"]
        constraints = [
            UniqueConstraint(fields=["patient", "day"], name="overall_change_one_a_day"),
            CheckConstraint(condition=Q(value__gte=1, value__lte=7), name="overall_change_1_to_7"),
            CheckConstraint(condition=Q(day__gte=FIRST_DAY), name="overall_change_day_range"),
        ]
