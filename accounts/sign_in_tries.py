"""How often a password may be guessed, without letting strangers lock an account's owner out.

Counted are failures, by account and address together, by address, and by account alone; the last
not from where the account was signed in to within 30 days. So somebody who guesses from a few
places shuts only these; who guesses from very many shuts the account to new places for an hour,
while the owner gets in from where they were before, or after a reset. What is typed counts,
whether there is such an account or not.
"""

from django.http import HttpRequest

from accounts import limits
from accounts.client_address import client_group
from accounts.limits import Limit

HERE = Limit(name="sign-in failed here", amount=5, seconds=300)
ADDRESS = Limit(name="sign-in failed at any account", amount=50, seconds=600)
ACCOUNT = Limit(name="sign-in failed anywhere", amount=100, seconds=3600)
KNOWN, KNOWN_FOR = "signed in from here", 30 * 24 * 3600


def take(request: HttpRequest, email: str) -> int:
    """Count a try before the password is looked at; return 0 or the seconds to wait."""
    for limit, who in _counted(request, email):
        if wait := limits.take(limit, who):
            return wait
    return 0


def succeeded(request: HttpRequest, email: str) -> None:
    """Take the try back, and remember that the account's owner comes from here."""
    for limit, who in _counted(request, email):
        limits.give_back(limit, who)
    limits.note(KNOWN, _here(request, email), KNOWN_FOR)


def was_reset(request: HttpRequest, email: str) -> None:
    """Begin anew for whoever has just proved by mail that the account is theirs."""
    limits.clear(HERE, _here(request, email))
    limits.note(KNOWN, _here(request, email), KNOWN_FOR)


def _counted(request: HttpRequest, email: str) -> list[tuple[Limit, str]]:
    counted = [(HERE, _here(request, email)), (ADDRESS, client_group(request))]
    known = limits.is_noted(KNOWN, _here(request, email))
    return counted if known else [*counted, (ACCOUNT, email.lower())]


def _here(request: HttpRequest, email: str) -> str:
    return f"{client_group(request)} {email.lower()}"
