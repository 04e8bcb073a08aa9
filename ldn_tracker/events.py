"""What an operator must be able to find in the log afterwards: who signed in, what was refused, what left the site.

An event is a name of this list and numbers. It never holds what somebody typed: no e-mail
address, no label, no token. Any app may import this module.
"""

import logging
from logging import INFO, WARNING

from django.http import HttpRequest

logger = logging.getLogger("security")

# Each name with its level; docs/security.md says what each one means.
EVENTS = {
    "account_changed": INFO,
    "account_closed": INFO,
    "csrf_refused": WARNING,
    "editor_made": INFO,
    "email_change_asked": INFO,
    "email_confirmed": INFO,
    "export": INFO,
    "factor_changed": INFO,
    "factor_failed": WARNING,
    "import": INFO,
    "object_refused": WARNING,
    "operator_command": INFO,
    "passcode_failed": WARNING,
    "password_changed": INFO,
    "permission_refused": WARNING,
    "rate_limited": WARNING,
    "reset_asked": INFO,
    "sessions_ended": INFO,
    "share_locked": WARNING,
    "share_made": INFO,
    "share_opened": INFO,
    "share_revoked": INFO,
    "sign_in": INFO,
    "sign_in_failed": WARNING,
    "sign_out": INFO,
    "sign_up": INFO,
    "topic_made_public": INFO,
}


def security_event(
    name: str, request: HttpRequest | None = None, *, user: int | None = None, **facts: int | str | None
) -> None:
    """Write one event of EVENTS. user: the person's number, where it is not the request's own.

    facts are numbers of rows, or words of ours such as a method's name; never anything typed.
    """
    known = {key: value for key, value in facts.items() if value is not None}
    extra = {"event": name, "facts": known, "request": request, "user_number": user}
    logger.log(EVENTS.get(name, WARNING), name, extra=extra)
