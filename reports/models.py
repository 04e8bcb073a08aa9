"""What one recipient may see, and until when."""

from datetime import datetime

from django.db import models
from django.db.models import CheckConstraint, Exists, F, OuterRef, Q, UniqueConstraint
from django.db.models.functions import Coalesce, Now

from accounts.fields import SealedTextField, row_id
from accounts.models import User
from journal.models import Item

MOST_FAILED = 5


class PeriodKind(models.TextChoices):
    """Which days a report covers. All but fixed dates move with the day on which it is opened."""

    WEEKS_12 = "12_weeks", "Last 12 weeks"
    SINCE_VISIT = "since_visit", "Since the last visit"
    SINCE_STEP = "since_step", "Since the last dose step"
    DATES = "dates", "From one day to another"
    ALL = "all", "Everything"


class ShareQuerySet(models.QuerySet["Share"]):
    """Which links work, and counting how often one was opened."""

    def usable(self) -> "ShareQuerySet":
        """Return the shares that are neither ended, revoked nor locked, and whose patient is active.

        The end is compared by the database's clock, so that no host keeps a link alive by a clock of its own.
        The patient is asked for by a subquery and not by a join, so that an UPDATE keeps these
        conditions on its own row and two at once cannot both slip past a revocation.
        """
        active = User.objects.filter(pk=OuterRef("patient_id"), is_active=True)
        return self.filter(Exists(active), revoked_at=None, expires_at__gt=Now(), failed_passcodes__lt=MOST_FAILED)

    def count_guess(self) -> int:
        """Count one guess at the passcode of each usable share before it is looked at; return how many there were.

        One statement with its condition: however many guess at once, no more than MOST_FAILED are ever looked at.
        """
        return self.usable().update(failed_passcodes=F("failed_passcodes") + 1)

    def count_opening(self, now: datetime) -> int:
        """Add one opening to each usable share in one statement; return how many there were."""
        return self.usable().update(
            opened_count=F("opened_count") + 1,
            first_opened_at=Coalesce(F("first_opened_at"), now),
            last_opened_at=now,
        )


class Share(models.Model):
    """A link to a report. The token itself is shown once and never stored: only its keyed digest.

    `version` goes up when what the link may show changes or ends; a recipient's cookie names the
    version it was given for. `form_key` is of the form that made it: sent twice, it makes one link.
    `is_frozen`: it shows a copy made with the link (FrozenReport), not the diary as it stands.
    `failed_passcodes` counts over the life of the link; at MOST_FAILED it is dead.
    """

    id = models.BigIntegerField(primary_key=True, default=row_id, editable=False)
    patient = models.ForeignKey(User, models.CASCADE, related_name="shares", editable=False)
    label = SealedTextField("who is it for", max_length=80, blank=False)
    token_digest = models.BinaryField(max_length=32, unique=True, editable=False)
    form_key = models.CharField(max_length=43, editable=False)
    period = models.CharField(max_length=12, choices=PeriodKind, default=PeriodKind.WEEKS_12)
    first_day = models.DateField("from", null=True, blank=True)
    last_day = models.DateField("to", null=True, blank=True)
    items = models.ManyToManyField(Item, related_name="shares", blank=True)
    includes_events = models.BooleanField("events", default=True)
    includes_medicines = models.BooleanField("other medicines", default=True)
    includes_safety = models.BooleanField("answers to the safety questions", default=False)
    includes_self_harm = models.BooleanField("ticks about thoughts of self-harm", default=False)
    includes_notes = models.BooleanField("notes", default=False)
    questions = SealedTextField("what you want to ask", max_length=600)
    is_frozen = models.BooleanField("frozen", default=True)
    mails_first_opening = models.BooleanField("mail at the first opening", default=False)
    passcode_hash = SealedTextField("passcode", max_length=128, editable=False)
    failed_passcodes = models.PositiveSmallIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(editable=False)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    opened_count = models.PositiveIntegerField(default=0, editable=False)
    first_opened_at = models.DateTimeField(null=True, editable=False)
    last_opened_at = models.DateTimeField(null=True, editable=False)

    objects = ShareQuerySet.as_manager()

    class Meta:
        verbose_name = "link"
        ordering = ["-created_at"]
        constraints = [
            UniqueConstraint(fields=["patient", "form_key"], name="share_one_a_form"),
            CheckConstraint(condition=Q(period__in=PeriodKind.values), name="share_period_known"),
            CheckConstraint(
                condition=Q(period=PeriodKind.DATES, first_day__isnull=False, last_day__isnull=False)
                | (~Q(period=PeriodKind.DATES) & Q(first_day=None, last_day=None)),
                name="share_dates_if_chosen",
            ),
            CheckConstraint(
                condition=Q(first_day=None) | Q(last_day=None) | Q(first_day__lte=F("last_day")),
                name="share_period_in_order",
                violation_error_message="The period ends before it begins.",
            ),
            CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="share_ends_after_it_begins"),
            CheckConstraint(condition=Q(failed_passcodes__lte=MOST_FAILED), name="share_failed_at_most_five"),
        ]

    @property
    def is_locked(self) -> bool:
        """Whether five wrong passcodes have ended it."""
        return self.failed_passcodes >= MOST_FAILED

    def works(self, now: datetime) -> bool:
        """Return whether the link opens at an instant (of an active patient)."""
        return self.revoked_at is None and self.expires_at > now and not self.is_locked


class FrozenReport(models.Model):
    """What a frozen link shows: the report as it was when the link was made, sealed (reports/frozen.py).

    It is deleted when the link is ended or locked; `tidy` deletes it once the link's time is over.
    """

    id = models.BigIntegerField(primary_key=True, default=row_id, editable=False)
    patient = models.ForeignKey(User, models.CASCADE, related_name="frozen_reports", editable=False)
    share = models.OneToOneField(Share, models.CASCADE, related_name="frozen", editable=False)
    content = models.BinaryField(editable=False)
    made_at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = "copy behind a frozen link"
        verbose_name_plural = "copies behind frozen links"


class Opened(models.TextChoices):
    """What somebody with the link asked for."""

    PAGE = "page", "the page"
    PDF = "pdf", "the PDF"
    TEXT = "text", "the text"


class Outcome(models.TextChoices):
    """What came of it."""

    OPENED = "opened", "opened"
    WRONG = "wrong", "wrong passcode"
    LOCKED = "locked", "fifth wrong passcode: the link has ended"


class Opening(models.Model):
    """One opening of a link, or one wrong passcode, for the patient to see: when, what, a coarse word on the device.

    No address and no user agent is kept. `tidy` deletes it after 90 days.
    """

    id = models.BigIntegerField(primary_key=True, default=row_id, editable=False)
    share = models.ForeignKey(Share, models.CASCADE, related_name="openings", editable=False)
    at = models.DateTimeField()
    what = models.CharField(max_length=8, choices=Opened)
    outcome = models.CharField(max_length=8, choices=Outcome, default=Outcome.OPENED)
    device = models.CharField(max_length=40)

    class Meta:
        ordering = ["-at"]
        constraints = [
            CheckConstraint(condition=Q(what__in=Opened.values), name="opening_what_known"),
            CheckConstraint(condition=Q(outcome__in=Outcome.values), name="opening_outcome_known"),
        ]
