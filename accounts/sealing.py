"""Seal free text with a key per patient, itself wrapped by the master key.

A sealed value is: format version (1 byte), number of the patient's key (1 byte), nonce (12),
ciphertext with tag. It is bound to its model, field, row and patient, so that a value moved to
another row or another patient does not open. A wrapped key is: format version (1), id of the
master key (4), nonce (12), ciphertext with tag. AES-256-GCM throughout (NIST SP 800-38D).
New keys are wrapped by the current master key; the previous ones still open what they wrapped.
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
FILE_WRAPPING = b"backup key"


class Unsealable(Exception):
    """The value was changed, moved, or sealed with a key that is gone."""


def master_key_id(key: bytes) -> bytes:
    """Return the 4 bytes that tell which master key wrapped a patient's key."""
    return hashlib.sha256(b"master key id" + key).digest()[:4]


def master_keys() -> tuple[bytes, ...]:
    """Return every master key that opens, the current one first."""
    return (settings.MASTER_KEY, *settings.MASTER_KEYS_PREVIOUS)


def new_wrapped_key() -> bytes:
    """Return a new random patient key, wrapped by the current master key."""
    return _wrap(secrets.token_bytes(KEY_BYTES))


def rewrap(wrapped: bytes) -> bytes:
    """Return the same patient key wrapped by the current master key; raise Unsealable when none opens it."""
    return _wrap(_unwrap(wrapped, master_keys()))


def wrapped_by_current(wrapped: bytes) -> bool:
    """Return whether a wrapped key names the current master key."""
    return wrapped[:5] == VERSION + master_key_id(settings.MASTER_KEY)


def new_file_key() -> tuple[bytes, bytes]:
    """Return a new random key for one backup, and the same wrapped by the current master key."""
    key = secrets.token_bytes(KEY_BYTES)
    return key, _wrap(key, FILE_WRAPPING)


def open_file_key(wrapped: bytes) -> bytes:
    """Return the key of a backup; raise Unsealable when no master key opens it."""
    return _unwrap(wrapped, master_keys(), FILE_WRAPPING)


def _wrap(key: bytes, purpose: bytes = WRAPPING) -> bytes:
    master = settings.MASTER_KEY
    nonce = secrets.token_bytes(NONCE_BYTES)
    return VERSION + master_key_id(master) + nonce + AESGCM(master).encrypt(nonce, key, purpose)


def _unwrap(wrapped: bytes, masters: tuple[bytes, ...], purpose: bytes = WRAPPING) -> bytes:
    named = [master for master in masters if wrapped[:5] == VERSION + master_key_id(master)]
    if not named:
        raise Unsealable("wrapped by another master key")
    try:
        return AESGCM(named[0]).decrypt(wrapped[5:17], wrapped[17:], purpose)
    except (InvalidTag, ValueError) as error:
        raise Unsealable(f"the {purpose.decode()} does not open") from error


@lru_cache(maxsize=256)
def _cipher(wrapped: bytes, masters: tuple[bytes, ...]) -> AESGCM:
    return AESGCM(_unwrap(wrapped, masters))


def seal(wrapped_key: bytes, plain: bytes, bound_to: str) -> bytes:
    """Return plain sealed under the patient's key and bound to a place such as "journal.Event.text:7:3"."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    cipher = _cipher(bytes(wrapped_key), master_keys())
    return VERSION + b"\x01" + nonce + cipher.encrypt(nonce, plain, bound_to.encode())


def unseal(wrapped_key: bytes, sealed: bytes, bound_to: str) -> bytes:
    """Return what was sealed; raise Unsealable when key, place or bytes are not the same."""
    if sealed[:2] != VERSION + b"\x01":
        raise Unsealable("unknown format")
    try:
        return _cipher(bytes(wrapped_key), master_keys()).decrypt(sealed[2:14], sealed[14:], bound_to.encode())
    except (InvalidTag, ValueError) as error:
        raise Unsealable("changed or moved") from error
