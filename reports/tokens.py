"""The token of a link: 256 random bits, shown once, kept only as a keyed digest.

The key (accounts/digests.py) makes a digest useless to whoever can only read or write the database.
A previous master key still finds the links made under it.
"""

import re
import secrets

from django.conf import settings

from accounts.digests import keyed_digest
from accounts.sealing import master_keys
from reports.models import Share

_WELL_FORMED = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)


def new_token() -> str:
    """Return a new token of 43 characters."""
    return secrets.token_urlsafe(32)


def is_well_formed(token: str) -> bool:
    """Return whether a text could be a token; says nothing about whether one exists."""
    return _WELL_FORMED.fullmatch(token) is not None


def digest(token: str) -> bytes:
    """Return the 32 bytes that stand for the token in the database."""
    return _keyed("digest", token, settings.MASTER_KEY)


def cookie_suffix(token: str) -> str:
    """Return what tells this link's cookie from another's; the token cannot be told from it."""
    return _keyed("cookie", token, settings.MASTER_KEY).hex()[:16]


def find_share(token: str) -> Share | None:
    """Return the usable share of a token with its patient, in one statement.

    The one place where a row is found without starting from its owner: the token is the authority.
    """
    digests = [_keyed("digest", token, master) for master in master_keys()]
    return Share.objects.usable().select_related("patient", "patient__diary").filter(token_digest__in=digests).first()


def _keyed(purpose: str, token: str, master_key: bytes) -> bytes:
    return keyed_digest("share token", f"{purpose}:{token}", master_key)
