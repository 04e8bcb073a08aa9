"""A fresh sign-in: this session typed the password within the last ten minutes."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import app_settings
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.core import ratelimit
from allauth.core.exceptions import ReauthenticationRequired
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from accounts.sign_in_forms import ReauthenticateForm

View = Callable[..., HttpResponseBase]
NOT_KEPT = ("password", "csrfmiddlewaretoken")


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
    answered = "password" in request.POST
    refused: HttpResponse | None = None
    if answered:
        refused = ratelimit.consume_or_429(request, action="reauthenticate", user=request.user)
    if refused:
        return refused
    form = ReauthenticateForm(data=request.POST if answered else None, user=request.user)
    typed = request.POST.copy()
    for name in NOT_KEPT:
        typed.pop(name, None)
    if form.is_valid():
        reauthenticate_by_password(request)
        request.POST = typed  # type: ignore[assignment]
        return None
    kept = [(name, value) for name, values in typed.lists() for value in values]
    return render(request, "accounts/fresh.html", {"form": form, "kept": kept}, status=422 if answered else 403)
