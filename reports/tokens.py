"""The token of a link: 256 random bits, shown once, kept only as a keyed digest.

A fast hash is right for a secret that cannot be guessed. The key makes a digest useless to
somebody who can only read or write the database: they can neither test a token against it nor
plant a digest of their own. It comes from the master key, not from the secret key: changing the
secret key (which signs people out) must not silently end every link handed to a prescriber.
A previous master key still finds the links made under it.
"""

import hmac
import re
import secrets
from datetime import datetime
from functools import lru_cache

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

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


def find_share(token: str, now: datetime) -> Share | None:
    """Return the usable share of a token with its patient, in one statement.

    The one place where a row is found without starting from its owner: the token is the authority.
    """
    digests = [_keyed("digest", token, master) for master in master_keys()]
    return Share.objects.usable(now).select_related("patient").filter(token_digest__in=digests).first()


def open_share(token: str, now: datetime) -> Share | None:
    """Count one opening and return the share; None when there is none or it ended in this instant."""
    share = find_share(token, now)
    if share is None or not share.patient.shares.filter(pk=share.pk).count_opening(now):
        return None
    return share


def _keyed(purpose: str, token: str, master_key: bytes) -> bytes:
    return hmac.digest(_pepper(master_key), f"{purpose}:{token}".encode(), "sha256")


@lru_cache(maxsize=4)
def _pepper(master_key: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"share token").derive(master_key)
