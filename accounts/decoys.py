"""Work without an outcome, so that the time of an answer does not tell whether an address is known.

Each function does for one kind of address what the site does for the other: as many statements of
the same kinds, as many password hashes, as many commits. A test counts them.
"""

import secrets
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import transaction

from accounts.models import User


def make_reset_key(email: str) -> None:
    """Do what making a key for a new password costs, for an address that is nobody's."""
    nobody = User(pk=0, email=email)
    nobody.set_unusable_password()
    EmailAddress.objects.filter(user_id=nobody.pk, email=email).exists()
    list(EmailAddress.objects.filter(user_id=nobody.pk).values_list("email", flat=True))
    PasswordResetTokenGenerator().make_token(nobody)


def sign_up(password: str, **fields: Any) -> None:
    """Do what a new account costs, for an address that is somebody's; the rows are never seen and go again."""
    email = f"{secrets.token_hex(16)}@decoy.invalid"
    with transaction.atomic():
        decoy = User.objects.create_user(email, password)
        for name, value in fields.items():
            setattr(decoy, name, value)
        decoy.save(update_fields=list(fields))
        addresses = EmailAddress.objects.filter(user_id=decoy.pk)
        addresses.exists()
        addresses.first()
        # Nothing can point at rows that nobody saw: no need to look for what else would go.
        addresses._raw_delete(addresses.db)
        User.objects.filter(pk=decoy.pk)._raw_delete(addresses.db)
    for _ in range(2):
        addresses.first()
