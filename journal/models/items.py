"""What the patient rates."""

from collections.abc import Iterable
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from accounts.models import User
from journal.names import clean_name, name_key

LOWEST, HIGHEST = -100, 100
MOST_TARGETS = 3


class Group(models.TextChoices):
    """What an item is about."""

    TARGET = "target", "what you hope will change"
    SIDE_EFFECT = "side_effect", "side effect"
    WELLBEING = "wellbeing", "wellbeing"
    CRAVING = "craving", "craving"
    OTHER = "other", "other"


class Item(models.Model):
    """Something rated on a whole-number scale. Targets have a rank from 1 to 3; rank 1 is the headline."""

    patient = models.ForeignKey(User, models.CASCADE, related_name="items", editable=False)
    name = models.CharField(max_length=60)
    name_key = models.CharField(max_length=120, editable=False)
    group = models.CharField(max_length=12, choices=Group)
    low = models.SmallIntegerField("lowest", default=0)
    high = models.SmallIntegerField("highest", default=10)
    lower_is_better = models.BooleanField(default=True)
    target_rank = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(MOST_TARGETS)]
    )
    resting = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["position", "name_key"]
        constraints = [
            UniqueConstraint(
                fields=["patient", "name_key"],
                name="item_name_unique",
                violation_error_message="You already rate something with this name.",
            ),
            UniqueConstraint(
                fields=["patient", "target_rank"],
                name="item_target_rank_unique",
                violation_error_message="There are three places for what you hope will change; this one is taken.",
            ),
            CheckConstraint(condition=Q(group__in=Group.values), name="item_group_known"),
            CheckConstraint(
                condition=Q(group=Group.TARGET, target_rank__gte=1, target_rank__lte=MOST_TARGETS)
                | (~Q(group=Group.TARGET) & Q(target_rank=None)),
                name="item_target_has_rank_1_to_3",
                violation_error_message="At most three things you hope will change.",
            ),
            CheckConstraint(
                condition=Q(low__lt=F("high"), low__gte=LOWEST, high__lte=HIGHEST),
                name="item_scale_range",
                violation_error_message="A scale goes up, from -100 at the lowest to 100 at the highest.",
            ),
            CheckConstraint(condition=~Q(name=""), name="item_named"),
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

    @property
    def scale_text(self) -> str:
        """The scale as written in the interchange file, "0-10" or "-3-0"."""
        return f"{self.low}-{self.high}"

    @property
    def is_headline(self) -> bool:
        """Whether this is the one target that is judged."""
        return self.target_rank == 1


def free_rank(items: Iterable[Item]) -> int | None:
    """Return the first free place among the three targets, None when all are taken."""
    taken = {item.target_rank for item in items}
    return next((rank for rank in range(1, MOST_TARGETS + 1) if rank not in taken), None)
