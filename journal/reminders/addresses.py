"""The two addresses that work without a sign-in: of a calendar, and of the end of reminder mails.

A calendar's secret has 256 random bits, is shown once and kept as a keyed digest; a previous master
key still finds the calendars made under it. The word that ends mails is the account's number, sealed
(AES-SIV), so that it tells nothing and cannot be made up; it works as long as the master key is known.
"""

import re
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.conf import settings

from accounts.digests import derived_key, keyed_digest
from accounts.sealing import master_keys
from journal.models import Reminders

_SECRET = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)
_WORD = re.compile(r"[A-Za-z0-9_-]{32}", re.ASCII)
_CALENDAR, _MAILS = "reminder calendar", "reminder mails"


def new_secret() -> str:
    """Return a new secret of 43 characters."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """Return what stands for a calendar's secret in the database."""
    return keyed_digest(_CALENDAR, secret, settings.MASTER_KEY).hex()


def find_calendar(secret: str) -> Reminders | None:
    """Return whose calendar this is, with the patient and the diary, in one statement; None when it is no one's."""
    if not _SECRET.fullmatch(secret):
        return None
    digests = [keyed_digest(_CALENDAR, secret, master).hex() for master in master_keys()]
    rows = Reminders.objects.select_related("patient__diary").filter(patient__is_active=True)
    return rows.filter(calendar_digest__in=digests).first()


def unsubscribe_word(patient_id: int) -> str:
    """Return the word of the address that ends this patient's reminder mails; always the same."""
    sealed = _sealer(settings.MASTER_KEY).encrypt(patient_id.to_bytes(8), None)
    return urlsafe_b64encode(sealed).decode()


def find_mails(word: str) -> Reminders | None:
    """Return whose reminder mails this word ends; None when it is no one's."""
    patient_id = _opened(word)
    return None if patient_id is None else Reminders.objects.filter(pk=patient_id).first()


def _opened(word: str) -> int | None:
    if not _WORD.fullmatch(word):
        return None
    for master in master_keys():
        try:
            return int.from_bytes(_sealer(master).decrypt(urlsafe_b64decode(word), None))
        except InvalidTag:
            continue
    return None


def _sealer(master: bytes) -> AESSIV:
    return AESSIV(derived_key(_MAILS, master))
