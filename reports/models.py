"""What one recipient may see, and until when."""

from datetime import datetime

from django.db import models
from django.db.models import CheckConstraint, F, Q

from accounts.fields import SealedTextField, row_id
from accounts.models import User
from journal.models import Item


class ShareQuerySet(models.QuerySet["Share"]):
    """Which links work."""

    def usable(self, now: datetime) -> "ShareQuerySet":
        """Return the shares that are neither ended nor revoked and whose patient is active."""
        return self.filter(revoked_at=None, expires_at__gt=now, patient__is_active=True)


class Share(models.Model):
    """A link to a report. The token itself is shown once and never stored: only its keyed digest."""

    id = models.BigIntegerField(primary_key=True, default=row_id, editable=False)
    patient = models.ForeignKey(User, models.CASCADE, related_name="shares", editable=False)
    label = SealedTextField("who is it for", max_length=80, blank=False)
    token_digest = models.BinaryField(max_length=32, unique=True, editable=False)
    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)
    items = models.ManyToManyField(Item, related_name="shares", blank=True)
    includes_events = models.BooleanField(default=True)
    created_at = models.DateTimeField(editable=False)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    opened_count = models.PositiveIntegerField(default=0, editable=False)
    first_opened_at = models.DateTimeField(null=True, editable=False)
    last_opened_at = models.DateTimeField(null=True, editable=False)

    objects = ShareQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            CheckConstraint(
                condition=Q(first_day=None) | Q(last_day=None) | Q(first_day__lte=F("last_day")),
                name="share_period_in_order",
                violation_error_message="The period ends before it begins.",
            ),
            CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="share_ends_after_it_begins"),
        ]
