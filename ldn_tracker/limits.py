"""Which address takes how many posts, and searches; docs/settings.md has the same table in words.

Reading and saving the diary are not limited: a limit there would cost every save a statement,
and reading must write nothing. The one question that is counted is a stranger's search of the library.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import Error, transaction
from django.http import HttpRequest, HttpResponse

from accounts import limits
from accounts.client_address import client_group
from accounts.fresh import FRESH
from accounts.limits import Limit
from ldn_tracker.views import too_many_requests

GetResponse = Callable[[HttpRequest], HttpResponse]
Who = Callable[[HttpRequest], str]
MINUTE, HOUR = 60, 3600
READS = ("GET", "HEAD")


def by_address(request: HttpRequest) -> str:
    """Count by where it comes from: for strangers, of whom a whole clinic may share one address."""
    return client_group(request)


def by_person(request: HttpRequest) -> str:
    """Count by who is signed in."""
    return str(request.user.pk)


def by_mailbox(request: HttpRequest) -> str:
    """Count by the typed e-mail address: its owner is to get few mails, whoever asks for them."""
    return request.POST.get("email", "").strip().lower()


@dataclass(frozen=True)
class Limited:
    """A limit and by whom it counts."""

    limit: Limit
    who: Who


def _limited(name: str, amount: int, seconds: int, who: Who) -> Limited:
    return Limited(Limit(name=name, amount=amount, seconds=seconds), who)


_IMPORT = _limited("import", 60, HOUR, by_person)
_PASSWORD = _limited("change password", 10, 10 * MINUTE, by_person)
_ADDRESS = _limited("change address", 10, 10 * MINUTE, by_person)
_RESET = _limited("reset from mail", 30, 10 * MINUTE, by_address)

POSTS: dict[str, tuple[Limited, ...]] = {
    "account_signup": (_limited("sign up", 30, 10 * MINUTE, by_address),),
    "account_login": (_limited("sign in", 60, MINUTE, by_address),),
    "account_reset_password": (
        _limited("ask for reset", 30, 10 * MINUTE, by_address),
        _limited("reset mails", 5, HOUR, by_mailbox),
    ),
    "account_reset_password_from_key": (_RESET,),
    "account_confirm_email": (_limited("confirm address", 30, 10 * MINUTE, by_address),),
    "account_reauthenticate": (Limited(FRESH, by_person),),
    "mfa_reauthenticate": (Limited(FRESH, by_person),),
    "accounts:passkey_again": (Limited(FRESH, by_person),),
    # Each account's codes are counted by allauth too, over all addresses: whoever gets here knows the password.
    "accounts:second_step": (_limited("second step", 60, 10 * MINUTE, by_address),),
    "accounts:sign_in_by_passkey": (_limited("sign in by passkey", 60, MINUTE, by_address),),
    "accounts:switch_on_app": (_limited("switch on an app", 20, 10 * MINUTE, by_person),),
    "accounts:invitation": (_limited("open an invitation", 30, 10 * MINUTE, by_address),),
    "account_change_password": (_PASSWORD,),
    "account_set_password": (_PASSWORD,),
    "accounts:email": (_ADDRESS,),
    "journal:export": (_limited("export", 30, HOUR, by_person),),
    "journal:import": (_IMPORT,),
    "journal:import_preview": (_IMPORT,),
    "reports:new": (_limited("make a link", 60, HOUR, by_person),),
    # Only against noise: the word cannot be guessed, and a mail provider may press for many people.
    "reminders:unsubscribe": (_limited("stop mails", 300, MINUTE, by_address),),
    "journal:reminder_calendar": (_limited("make a calendar", 60, HOUR, by_person),),
    # Only against noise: a whole hospital opens its links from one address, dead ones among them.
    "share:report": (_limited("open a link", 300, MINUTE, by_address),),
}

# A page that is asked for without a question is not counted.
QUESTIONS: dict[str, tuple[Limited, ...]] = {
    "learn:search": (_limited("search the library", 300, MINUTE, by_address),),
}


class LimitsMiddleware:
    """Answer 429 with the time to wait when an address has had too many posts or questions.

    Stands last, so that a post that is refused anyway (no token, not signed in) is not counted.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Return the refusal, or None to go on."""
        if request.resolver_match is None:
            return None
        name = request.resolver_match.view_name
        posted, asked = request.method == "POST", request.method in READS and bool(request.GET)
        for limited in POSTS.get(name, ()) if posted else QUESTIONS.get(name, ()) if asked else ():
            take = limits.take if posted else _take_if_it_can_be_counted
            if wait := take(limited.limit, limited.who(request)):
                return too_many_requests(request, wait=wait)
        return None


def _take_if_it_can_be_counted(limit: Limit, who: str) -> int:
    """Count a question; where nothing can be written, reading goes on."""
    try:
        with transaction.atomic():
            return limits.take(limit, who)
    except Error:
        return 0
