"""How a patient keeps the diary, what was answered at set-up, reminders, and what the app told already."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils import timezone

from accounts.fields import SealedTextField, row_id
from accounts.models import User

SUNDAY = 6


class Diary(models.Model):
    """The settings of one patient's diary. No row is a diary as it comes: daily, nothing answered yet.

    `safety_answers` is JSON: the nine questions by slug, true, false, or left out when not answered.
    `gap_answered_until` is the last empty day for which "Welcome back" was answered.
    """

    patient = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="diary", editable=False)
    weekly = models.BooleanField("once a week instead of every day", default=False)
    week_ends_on = models.PositiveSmallIntegerField("last day of the week", default=SUNDAY)  # 0 is Monday
    safety_answers = SealedTextField(max_length=1000)
    safety_answered_on = models.DateField(null=True, editable=False)
    gap_answered_until = models.DateField(null=True, editable=False)

    class Meta:
        verbose_name = "set of diary settings and safety answers"
        verbose_name_plural = "sets of diary settings and safety answers"
        constraints = [
            CheckConstraint(condition=Q(week_ends_on__lte=SUNDAY), name="diary_week_ends_0_to_6"),
        ]


class Reminders(models.Model):
    """How a patient wants to be reminded. Nothing here says what of.

    The calendar's secret is kept as a keyed digest. Mail: at most one a journal day (`mailed_on` is the last
    one's), none after three that were not answered; `offered_weekly_on` is when weekly mode was offered, once.
    """

    MOST_UNANSWERED: ClassVar[int] = 3

    patient = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="reminders", editable=False)
    hour = models.PositiveSmallIntegerField("at what hour", default=20)
    calendar_digest = models.CharField(max_length=64, null=True, unique=True, editable=False)  # noqa: DJ001
    by_mail = models.BooleanField("by mail", default=False)
    mailed_on = models.DateField(null=True, editable=False)
    unanswered = models.PositiveSmallIntegerField(default=0, editable=False)
    offered_weekly_on = models.DateField(null=True, editable=False)

    class Meta:
        verbose_name = "set of reminder settings"
        verbose_name_plural = "sets of reminder settings"
        constraints = [CheckConstraint(condition=Q(hour__lte=23), name="reminders_hour_0_to_23")]


class Notice(models.Model):
    """Something a rule over days has told the patient: once an episode, so that it is not told again.

    `subject` is what it is about where a rule has several (an item's id as text), else empty; `since` is the
    first day of the episode. `closed_at` is when the patient put it away.
    """

    id = models.BigIntegerField(primary_key=True, default=row_id, editable=False)
    patient = models.ForeignKey(User, models.CASCADE, related_name="notices", editable=False, db_index=False)
    rule = models.CharField(max_length=32)
    subject = models.CharField(max_length=40, blank=True)
    since = models.DateField()
    told_on = models.DateField()
    closed_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["since", "rule"]
        constraints = [
            UniqueConstraint(fields=["patient", "rule", "subject", "since"], name="notice_once_an_episode"),
        ]
