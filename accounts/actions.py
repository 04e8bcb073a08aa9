"""Closing an account: what goes, and making it go; signing people out."""

from collections.abc import Iterator
from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction

from accounts.models import User

BATCH = 500
HALF_WAY_KEY = "account_authentication_methods_user"
# What allauth's own names would not tell a reader.
WORDS = {
    "admin.LogEntry": ("entry in the log of the staff pages", "entries in the log of the staff pages"),
    "mfa.Authenticator": ("second step, passkey or set of recovery codes", "second steps, passkeys and recovery codes"),
    "usersessions.UserSession": ("device you are signed in on", "devices you are signed in on"),
}


@dataclass(frozen=True, kw_only=True)
class Goes:
    """So many rows of one kind, in words: 52 check-ins, 1 link."""

    count: int
    words: str


def what_goes(*, user: User) -> list[Goes]:
    """Return what closing the account deletes, by kind, most first; kinds without rows are left out.

    Read from the user's relations, so that a new kind of record is in it on the day it is written.
    """
    found = []
    for relation in User._meta.related_objects:
        model = relation.related_model
        count = model._default_manager.filter(**{relation.field.name: user}).count()
        one, many = WORDS.get(model._meta.label, (model._meta.verbose_name, model._meta.verbose_name_plural))
        if count:
            found.append(Goes(count=count, words=str(one if count == 1 else many)))
    return sorted(found, key=lambda goes: -goes.count)


def close_account(*, user: User) -> None:
    """Delete the person, their key, everything that belongs to them and every session of theirs.

    The sessions are looked up first: reading them all may take a while, and writers wait for the
    deletion. The person is locked, so that no row of theirs can be added between finding and deleting.
    """
    keys = list(_session_keys(user))
    with transaction.atomic():
        User.objects.select_for_update().filter(pk=user.pk).first()
        _delete_sessions(keys)
        user.delete()


def end_sessions(*, user: User) -> int:
    """Sign a person out everywhere; return how many sessions there were."""
    keys = list(_session_keys(user))
    _delete_sessions(keys)
    return len(keys)


def reset_second_factor(*, user: User) -> int:
    """Take app, passkeys and recovery codes from a person who lost them, sign them out everywhere, tell them by mail.

    Return how many ways to show that it is them were taken.
    """
    with transaction.atomic():
        gone: int = user.authenticator_set.count()  # type: ignore[attr-defined]
        user.authenticator_set.all().delete()  # type: ignore[attr-defined]
        end_sessions(user=user)
        user.usersession_set.all().delete()  # type: ignore[attr-defined]
        if settings.MAIL:
            get_adapter().send_mail("account/email/second_factor_reset", user.email, {})
    return gone


def end_all_sessions() -> int:
    """Sign everybody out everywhere; return how many sessions there were."""
    UserSession.objects.all().delete()
    return Session.objects.all().delete()[0]


def _delete_sessions(keys: list[str]) -> None:
    for first in range(0, len(keys), BATCH):
        some = keys[first : first + BATCH]
        Session.objects.filter(session_key__in=some).delete()
        UserSession.objects.filter(session_key__in=some).delete()


def _session_keys(user: User) -> Iterator[str]:
    for session in Session.objects.iterator(BATCH):
        held = session.get_decoded()
        # Half-way in, with the second step still to come, allauth's own note says who it is.
        if str(user.pk) in (held.get(SESSION_KEY), held.get(HALF_WAY_KEY)):
            yield session.session_key
