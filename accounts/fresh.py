"""A fresh sign-in: this session typed the password, or a code, within the last ten minutes."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import app_settings
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.core.exceptions import ReauthenticationRequired
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from accounts import limits
from accounts.limits import Limit
from accounts.second_factor_forms import ReauthenticateForm as ByCodeForm
from accounts.sign_in_forms import ReauthenticateForm
from ldn_tracker.views import too_many_requests

View = Callable[..., HttpResponseBase]
CODE = "fresh-code"
NOT_KEPT = ("password", CODE, "csrfmiddlewaretoken")
FRESH = Limit(name="fresh sign-in", amount=10, seconds=600)


def is_fresh(request: HttpRequest) -> bool:
    """Return whether this session signed in, or confirmed the password, within the last ten minutes."""
    records = get_authentication_records(request, request.user if request.user.is_authenticated else None)
    return bool(records) and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT


def fresh_sign_in_required(view: View) -> View:
    """Let the view run only after a fresh sign-in.

    A GET goes by way of the password page and comes back. A POST is answered by the question for
    the password (403), with everything that was typed carried along in that page: the server keeps
    none of it. Files are not carried.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if is_fresh(request):
            return view(request, *args, **kwargs)
        if request.method != "POST":
            raise ReauthenticationRequired
        return _question(request) or view(request, *args, **kwargs)

    return guarded


def _question(request: HttpRequest) -> HttpResponse | None:
    """Return the page that asks for the password; None when the posted one is right."""
    by_code = CODE in request.POST
    answered = by_code or "password" in request.POST
    if answered and (wait := limits.take(FRESH, str(request.user.pk))):
        return too_many_requests(request, wait=wait)
    given = request.POST if answered else None
    form = ReauthenticateForm(data=None if by_code else given, user=request.user)
    code_form = ByCodeForm(data=given if by_code else None, user=request.user, prefix="fresh")
    typed = request.POST.copy()
    for name in NOT_KEPT:
        typed.pop(name, None)
    if (code_form if by_code else form).is_valid():
        code_form.save() if by_code else reauthenticate_by_password(request)
        request.POST = typed  # type: ignore[assignment]
        return None
    kept = [(name, value) for name, values in typed.lists() for value in values]
    words = {"form": code_form if by_code else form, "password_form": form, "code_form": code_form, "kept": kept}
    return render(request, "accounts/fresh.html", words, status=422 if answered else 403)
