"""Half way in: the password was right, the second step is still to come; it counts only for that password.

Sessions that are half way in are in no list of devices, so that a new password could not end them one by one.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.stagekit import clear_login, unstash_login
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.crypto import constant_time_compare

from accounts.models import User

View = Callable[..., HttpResponseBase]
BOUND_TO = "first_step_bound_to"  # the name of a digest in the session, as Django keeps one of who is in


def begin(request: HttpRequest, user: User) -> None:
    """Note which password stands when somebody has shown who they are."""
    request.session[BOUND_TO] = user.get_session_auth_hash()


def still_counts(request: HttpRequest, user: User) -> bool:
    """Return whether the password is the one that stood at the first step."""
    return constant_time_compare(request.session.get(BOUND_TO, ""), user.get_session_auth_hash())


def needs_the_same_password(view: View) -> View:
    """Send whoever began with an older password back to the beginning, before any code of theirs is looked at."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        login = unstash_login(request, peek=True)
        if login and login.user and not still_counts(request, login.user):
            clear_login(request)
            return redirect("account_login")
        return view(request, *args, **kwargs)

    return guarded
