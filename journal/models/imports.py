"""A file that waits, sealed, until its patient has looked at what it would do."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import UniqueConstraint

from accounts.fields import row_id
from accounts.models import User

WAITING_TIME = timedelta(hours=1)


class WaitingImportQuerySet(models.QuerySet["WaitingImport"]):
    """Which files still wait."""

    def usable(self, now: datetime) -> "WaitingImportQuerySet":
        """Return the files that were brought in within the last hour."""
        return self.filter(made_at__gt=now - WAITING_TIME)

    def ended(self, now: datetime) -> "WaitingImportQuerySet":
        """Return the files whose hour is over."""
        return self.filter(made_at__lte=now - WAITING_TIME)


class WaitingImport(models.Model):
    """A file of the import preview: compressed, then sealed under the patient's key. One a patient."""

    id = models.BigIntegerField(primary_key=True, default=row_id, editable=False)
    patient = models.ForeignKey(User, models.CASCADE, related_name="waiting_imports", editable=False, db_index=False)
    content = models.BinaryField(editable=False)
    made_at = models.DateTimeField(editable=False, db_index=True)

    objects = WaitingImportQuerySet.as_manager()

    class Meta:
        verbose_name = "file waiting to be brought in"
        verbose_name_plural = "files waiting to be brought in"
        constraints = [UniqueConstraint(fields=["patient"], name="waiting_import_one_a_patient")]
