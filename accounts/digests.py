"""Keyed digests of secrets that are kept nowhere else, under keys that follow from the master key.

A fast hash is right for a secret that cannot be guessed. The key makes a digest useless to somebody
who can only read or write the database: they can neither test a secret against it nor plant a digest
of their own. It comes from the master key, not from the secret key: changing the secret key (which
signs people out) must not silently end what was handed out.
"""

import hmac
from functools import lru_cache

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def keyed_digest(purpose: str, text: str, master_key: bytes) -> bytes:
    """Return the 32 bytes that stand for a text, for this purpose and under this master key."""
    return hmac.digest(derived_key(purpose, master_key), text.encode(), "sha256")


@lru_cache(maxsize=16)
def derived_key(purpose: str, master_key: bytes) -> bytes:
    """Return a key of 32 bytes for one purpose."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(master_key)
