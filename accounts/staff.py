"""Who may enter the admin: staff with a second factor, after a fresh sign-in. Nobody reads a diary there."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from accounts.fresh import fresh_sign_in_required
from accounts.models import User

View = Callable[..., HttpResponseBase]
EDITORS = "Editors"
EDITED, MAY = "education", "^(view|add|change)_"
SECOND_FACTORS = {"totp", "webauthn"}  # recovery codes alone are only the way back


def has_second_factor(user: User) -> bool:
    """Return whether signing in as this person takes more than the password."""
    return bool(user.factors & SECOND_FACTORS)


def editors() -> Group:
    """Return the group of those who may change the education content, with the rights to do so and no others.

    `prepare` makes it, and who needs it first.
    """
    group = Group.objects.get_or_create(name=EDITORS)[0]
    group.permissions.set(Permission.objects.filter(content_type__app_label=EDITED, codename__regex=MAY))
    return group


def staff_only(view: View) -> View:
    """Let the view run for staff alone.

    Who is not staff gets 403. Staff without a second factor get 403 and the way to one. Staff
    whose sign-in is not fresh are asked for the password, with what was typed carried along.
    """
    fresh = fresh_sign_in_required(view)

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = request.user
        if not (isinstance(user, User) and user.is_active and user.is_staff):
            raise PermissionDenied
        if not has_second_factor(user):
            return render(request, "accounts/second_factor_needed.html", status=403)
        return fresh(request, *args, **kwargs)

    return guarded
