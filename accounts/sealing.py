"""Seal free text with a key per patient, itself wrapped by the master key.

A sealed value is: format version (1 byte), number of the patient's key (1 byte), nonce (12),
ciphertext with tag. It is bound to its model, field, row and patient, so that a value moved to
another row or another patient does not open. A wrapped key is: format version (1), id of the
master key (4), nonce (12), ciphertext with tag. AES-256-GCM throughout (NIST SP 800-38D).
"""

import hashlib
import secrets
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

VERSION = b"\x01"
NONCE_BYTES = 12
KEY_BYTES = 32
WRAPPING = b"patient key"


class Unsealable(Exception):
    """The value was changed, moved, or sealed with a key that is gone."""


def master_key_id(key: bytes) -> bytes:
    """Return the 4 bytes that tell which master key wrapped a patient's key."""
    return hashlib.sha256(b"master key id" + key).digest()[:4]


def new_wrapped_key() -> bytes:
    """Return a new random patient key, wrapped by the master key."""
    master = settings.MASTER_KEY
    nonce = secrets.token_bytes(NONCE_BYTES)
    wrapped = AESGCM(master).encrypt(nonce, secrets.token_bytes(KEY_BYTES), WRAPPING)
    return VERSION + master_key_id(master) + nonce + wrapped


@lru_cache(maxsize=256)
def _cipher(wrapped: bytes, master: bytes) -> AESGCM:
    if wrapped[:1] != VERSION or wrapped[1:5] != master_key_id(master):
        raise Unsealable("wrapped by another master key")
    try:
        return AESGCM(AESGCM(master).decrypt(wrapped[5:17], wrapped[17:], WRAPPING))
    except (InvalidTag, ValueError) as error:
        raise Unsealable("the patient's key does not open") from error


def seal(wrapped_key: bytes, plain: bytes, bound_to: str) -> bytes:
    """Return plain sealed under the patient's key and bound to a place such as "journal.Event.text:7:3"."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    cipher = _cipher(bytes(wrapped_key), settings.MASTER_KEY)
    return VERSION + b"\x01" + nonce + cipher.encrypt(nonce, plain, bound_to.encode())


def unseal(wrapped_key: bytes, sealed: bytes, bound_to: str) -> bytes:
    """Return what was sealed; raise Unsealable when key, place or bytes are not the same."""
    if sealed[:2] != VERSION + b"\x01":
        raise Unsealable("unknown format")
    try:
        return _cipher(bytes(wrapped_key), settings.MASTER_KEY).decrypt(sealed[2:14], sealed[14:], bound_to.encode())
    except (InvalidTag, ValueError) as error:
        raise Unsealable("changed or moved") from error
