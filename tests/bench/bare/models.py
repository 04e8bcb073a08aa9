"""A day, and eight scores of it."""

from django.conf import settings
from django.db import models


class Day(models.Model):
    """One person's day."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="days")
    day = models.DateField()
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["-day"]
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="bare_one_a_day")]


class Score(models.Model):
    """One number of a day."""

    day = models.ForeignKey(Day, models.CASCADE, related_name="scores")
    name = models.CharField(max_length=40)
    value = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "name"], name="bare_one_score")]
