"""Who you are: the user, their clock, the key that seals their text, and mail that waits to be sent."""

from datetime import date, datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models, transaction
from django.db.models import CheckConstraint, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property

from accounts import days
from accounts.countries import validate_country
from accounts.fields import WrappedKeyField, row_id
from accounts.sealing import new_wrapped_key
from accounts.zones import validate_time_zone

EARLIEST_BIRTH = date(1900, 1, 1)


class UserManager(BaseUserManager["User"]):
    """Create users by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Return a saved user; without a password nobody can sign in as them.

        Allauth's own row of the address is made too: else it would make it when a page is looked at.
        """
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        with transaction.atomic(using=self._db):
            user.save(using=self._db)
            user.emailaddress_set.create(email=user.email, primary=True)  # type: ignore[attr-defined]
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Return a saved user who may enter the admin; the diary stays closed to them."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person who can sign in. The journal day is theirs: time zone and the hour it starts."""

    email = models.EmailField("e-mail address", unique=True, error_messages={"unique": "This address is in use."})
    name = models.CharField("name for reports", max_length=100, blank=True)
    birth_date = models.DateField("date of birth", null=True, blank=True)
    country = models.CharField(max_length=2, blank=True, validators=[validate_country])
    time_zone = models.CharField(max_length=64, default="UTC", validators=[validate_time_zone])
    day_start_hour = models.PositiveSmallIntegerField("hour the day starts", default=4)
    adult_confirmed_at = models.DateTimeField(null=True, editable=False)
    consented_at = models.DateTimeField(null=True, editable=False)
    wrapped_key = WrappedKeyField(default=new_wrapped_key, editable=False)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)

    objects: ClassVar[UserManager] = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(email=Lower("email")), name="user_email_lower_case"),
            CheckConstraint(
                condition=Q(day_start_hour__lte=6),
                name="user_day_start_hour_0_to_6",
                violation_error_message="The day can start between 00:00 and 06:00.",
            ),
            CheckConstraint(
                condition=Q(birth_date=None) | Q(birth_date__gte=EARLIEST_BIRTH),
                name="user_birth_date_from_1900",
                violation_error_message="A date of birth lies between 1900 and today.",
            ),
        ]

    def __str__(self) -> str:
        return f"user {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = self.email.lower()
        super().save(*args, **kwargs)

    @cached_property
    def factors(self) -> frozenset[str]:
        """The kinds of second factor that the person has, as allauth names them."""
        rows = self.authenticator_set  # type: ignore[attr-defined]
        return frozenset(rows.values_list("type", flat=True))

    @property
    def mark(self) -> str:
        """What tells this person from others on a device they share, and nothing about who they are."""
        return salted_hmac("accounts.mark", str(self.pk), algorithm="sha256").hexdigest()[:16]

    @property
    def zone(self) -> ZoneInfo:
        """The patient's own clock."""
        return ZoneInfo(self.time_zone)

    def journal_day(self, instant: datetime) -> date:
        """Return the journal day of an aware instant on the patient's clock."""
        return days.journal_day(instant, self.zone, self.day_start_hour)

    def day_now(self, day: date, instant: datetime) -> days.DayNow:
        """Return a journal day as an aware instant finds it on the patient's clock."""
        return days.DayNow(day=day, instant=instant, zone=self.zone, start_hour=self.day_start_hour)


class OutgoingMail(models.Model):
    """A mail that waits to be sent: address, subject and text sealed together, under a key of its own.

    Nothing in the row tells whom it is for. `due_at` is when it may be tried next; a deliverer that
    takes it moves that on, so that no other one takes it too (accounts/delivery.py).
    """

    id = models.BigIntegerField(primary_key=True, default=row_id, editable=False)
    wrapped_key = models.BinaryField(default=new_wrapped_key, editable=False)
    sealed = models.BinaryField(editable=False)
    queued_at = models.DateTimeField(editable=False)
    due_at = models.DateTimeField(db_index=True, editable=False)
    tries = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = "waiting mail"

    def __str__(self) -> str:
        return f"mail {self.pk}"


class EditorInvitation(models.Model):
    """An invitation to become an editor, until it is used or its day is over; the token is a digest alone."""

    email = models.EmailField()
    token_digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"invitation {self.pk}"


class RateWindow(models.Model):
    """How often something was tried in one window of time; accounts.limits says who by a keyed digest."""

    key = models.CharField(max_length=32, primary_key=True)
    used = models.PositiveIntegerField()
    ends_at = models.BigIntegerField(db_index=True)  # seconds since 1970, compared in one statement on both databases

    def __str__(self) -> str:
        return f"window {self.key[:4]}"


class Spent(models.Model):
    """Something that works once and was used, as a digest, until the moment it would have died of age."""

    digest = models.CharField(max_length=64, primary_key=True)
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"spent until {self.until:%Y-%m-%d %H:%M}"
