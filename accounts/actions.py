"""Closing an account: what goes, and making it go."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction

from accounts.models import User

BATCH = 500


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
        words = model._meta.verbose_name if count == 1 else model._meta.verbose_name_plural
        if count:
            found.append(Goes(count=count, words=str(words)))
    return sorted(found, key=lambda goes: -goes.count)


def close_account(*, user: User) -> None:
    """Delete the person, their key, everything that belongs to them and every session of theirs.

    The sessions are looked up first: reading them all may take a while, and writers wait for the
    deletion. The person is locked, so that no row of theirs can be added between finding and deleting.
    """
    keys = list(_session_keys(user))
    with transaction.atomic():
        User.objects.select_for_update().filter(pk=user.pk).first()
        for first in range(0, len(keys), BATCH):
            Session.objects.filter(session_key__in=keys[first : first + BATCH]).delete()
        user.delete()


def _session_keys(user: User) -> Iterator[str]:
    for session in Session.objects.iterator(BATCH):
        if session.get_decoded().get(SESSION_KEY) == str(user.pk):
            yield session.session_key
