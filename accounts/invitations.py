"""Invitations to become an editor: each works once, for a day, and ends when a new one is made.

The token is 256 random bits, kept as a keyed digest alone. Using it deletes the row by one
conditional statement, so that of many tries at once one succeeds and nothing is left behind.
"""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from accounts.actions import end_sessions
from accounts.models import EditorInvitation, User
from accounts.staff import editors

VALID = timedelta(hours=24)


def invite(*, email: str, now: datetime) -> str:
    """Return the token of a new invitation; the ones made before for this address end."""
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        EditorInvitation.objects.filter(email=email).delete()
        EditorInvitation.objects.create(email=email, token_digest=digest(token), expires_at=now + VALID)
    return token


def find(token: str, now: datetime) -> EditorInvitation | None:
    """Return the invitation of a token, None when it is unknown, used, ended or for an account switched off."""
    invitation = _usable(token, now).first()
    person = invitation and account_of(invitation)
    return None if person and not person.is_active else invitation


def account_of(invitation: EditorInvitation) -> User | None:
    """Return the account that the invited address has already."""
    return User.objects.filter(email=invitation.email).first()


@transaction.atomic
def accept(*, token: str, now: datetime, person: User | None, password: str = "") -> User | None:
    """Use the invitation and return the editor, None when somebody else was faster.

    A new person's address counts as confirmed: the operator gave the link to whoever has it. Who had
    an account signs in anew: a session of staff is shorter than a patient's.
    Raises IntegrityError when an account with this address was made meanwhile.
    """
    invitation = _usable(token, now).first()
    if invitation is None or not _usable(token, now).delete()[0]:
        return None
    if person is None:
        person = User.objects.create_user(invitation.email, password)
        person.emailaddress_set.update(verified=True)  # type: ignore[attr-defined]
    person.is_staff = True
    person.save(update_fields=["is_staff"])
    person.groups.add(editors())
    end_sessions(user=person)
    return person


def ended(now: datetime) -> QuerySet[EditorInvitation]:
    """Return what nobody can use any more."""
    return EditorInvitation.objects.filter(expires_at__lte=now)


def _usable(token: str, now: datetime) -> QuerySet[EditorInvitation]:
    return EditorInvitation.objects.filter(token_digest=digest(token), expires_at__gt=now)


def digest(token: str) -> str:
    """Return what stands for the token in the database."""
    return salted_hmac("accounts.invitations", token, algorithm="sha256").hexdigest()
