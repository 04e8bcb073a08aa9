"""What somebody typed, to be shown and sent again when it could not be saved.

The page that shows it asks neither session nor database. It shows to the sender of a form what that
form held, and nothing else.
"""

import re
from dataclasses import dataclass

from django.http import HttpRequest
from django.middleware.csrf import get_token

CSRF_FIELD = "csrfmiddlewaretoken"
# Passwords, passcodes, codes of a second factor, passkeys: typed anew rather than written into a page.
SECRET = re.compile(r"pass(word|code|phrase)|(^|[-_])code$|credential|secret|otp", re.IGNORECASE)
# More than any form of ours holds: the page stays a page.
LONGEST = 200_000
SHORT_WORD = re.compile(r"\S{0,40}")


@dataclass(frozen=True, kw_only=True)
class Kept:
    """The answers of a form: texts to read, the others, and whether something must be given again."""

    token: str
    texts: list[tuple[str, str]]
    others: list[tuple[str, str]]
    incomplete: bool


def keep(request: HttpRequest) -> Kept | None:
    """Return what a form of ours held; None for anything else, such as what another site sent."""
    if request.method != "POST" or not getattr(request, "csrf_processing_done", False):
        return None
    given = {name: values for name, values in request.POST.lists() if name != CSRF_FIELD}
    shown = {name: values for name, values in given.items() if not SECRET.search(name)}
    answers = [(name, value) for name, values in shown.items() for value in values]
    if sum(len(name) + len(value) for name, value in answers) > LONGEST:
        return None
    # Several answers to one question were ticked; a text has spaces, or is long.
    texts = [answer for answer in answers if len(shown[answer[0]]) == 1 and not SHORT_WORD.fullmatch(answer[1])]
    return Kept(
        token=get_token(request),
        texts=texts,
        others=[answer for answer in answers if answer not in texts],
        incomplete=bool(request.FILES) or len(shown) < len(given),
    )
