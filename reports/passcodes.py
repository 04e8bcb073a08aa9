"""The passcode of a link: six digits made by us, told apart from the link, kept as an Argon2id hash.

The hash itself is sealed under the patient's key: six digits are soon tried where a database was stolen.
"""

import re
import secrets

from django.contrib.auth.hashers import Argon2PasswordHasher

DIGITS = 6
_SIX = re.compile(r"[0-9]{6}", re.ASCII)


class PasscodeHasher(Argon2PasswordHasher):
    """Argon2id with 19 MiB and two passes: a clinic's guesses must not take the server's memory."""

    time_cost = 2
    memory_cost = 19456
    parallelism = 1


_hasher = PasscodeHasher()
# What the hasher makes of "nobody's" with the salt 0123456789abcdef, written down: making it took a tenth of a start.
_NOBODYS = "argon2$argon2id$v=19$m=19456,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$W9GJT3GwlIFkH3dr53HduryojrME3WabLYf9hJaij0M"


def new_passcode() -> str:
    """Return six new digits."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def hashed(passcode: str) -> str:
    """Return what is kept of a passcode."""
    return _hasher.encode(passcode, _hasher.salt())


def grouped(passcode: str) -> str:
    """Return a passcode as it is read out: "123 456"."""
    return f"{passcode[:3]} {passcode[3:]}"


def fits(typed: str, kept: str) -> bool:
    """Return whether what was typed is the passcode, blanks aside; it takes as long whatever was typed."""
    plain = "".join(typed[:64].split())
    known = kept if kept.startswith("argon2") else _NOBODYS
    matches = _hasher.verify(plain, known)
    return bool(matches and known is kept and _SIX.fullmatch(plain))


def spend_time() -> None:
    """Take as long as a passcode takes: a dead link must not answer sooner than one with a passcode."""
    _hasher.verify("nothing", _NOBODYS)
