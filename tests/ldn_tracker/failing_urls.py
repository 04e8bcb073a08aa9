"""The site's addresses, and one that fails in each way."""

from allauth.core.internal.ratelimit import respond_429
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import path

from ldn_tracker.urls import *  # noqa: F403
from ldn_tracker.urls import urlpatterns as site_urlpatterns

FAILURES = {
    "bad": BadRequest("no"),
    "refused": PermissionDenied(),
    "broken": ZeroDivisionError("secret detail"),
    "away": OperationalError("secret detail"),
}


@login_not_required
def fail(request: HttpRequest, how: str) -> HttpResponse:
    if how == "hurried":
        return respond_429(request)
    raise FAILURES[how]


urlpatterns = [*site_urlpatterns, path("fail/<how>/", fail)]
