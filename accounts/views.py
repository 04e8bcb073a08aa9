"""Pages of the account that are ours; the rest of /accounts/ is allauth's."""

from allauth.account import views as allauth_views
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts import actions
from accounts.forms import CloseForm, ProfileForm
from accounts.fresh import fresh_sign_in_required
from accounts.requests import PatientRequest
from ldn_tracker.events import security_event

LEAVE_NOTHING = '"cache", "storage"'


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: PatientRequest) -> HttpResponse:
    """Show and change what reports say about the person, and the clock of the diary."""
    if request.method == "POST":
        form = ProfileForm(request.POST, instance=request.user)
        if form.is_valid():
            form.save()
            messages.success(request, "Saved.")
            return redirect("accounts:profile")
        return render(request, "accounts/profile.html", {"form": form}, status=422)
    return render(request, "accounts/profile.html", {"form": ProfileForm(instance=request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_sign_in_required
def close(request: PatientRequest) -> HttpResponse:
    """Say what closing the account deletes, and delete it."""
    form = CloseForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {"form": form, "goes": actions.what_goes(user=request.user)}
        return render(request, "accounts/close.html", context, status=422 if form.is_bound else 200)
    number = request.user.pk
    actions.close_account(user=request.user)
    security_event("account_closed", request, user=number)
    logout(request)
    response = redirect("accounts:closed")
    response.headers["Clear-Site-Data"] = LEAVE_NOTHING
    return response


@login_not_required
@require_safe
def closed(request: HttpRequest) -> HttpResponse:
    """Say that the account is gone."""
    return render(request, "accounts/closed.html")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request: HttpRequest) -> HttpResponseBase:
    """Sign out by POST and leave nothing of the diary in the browser; GET asks first."""
    if request.method == "POST":
        list(messages.get_messages(request))  # read, and so not shown to whoever comes next
    response: HttpResponseBase = allauth_views.logout(request)
    if request.method == "POST":
        response.headers["Clear-Site-Data"] = LEAVE_NOTHING
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_sign_in_required
def email(request: PatientRequest) -> HttpResponseBase:
    """Change the e-mail address, after a fresh sign-in."""
    response: HttpResponseBase = allauth_views.email(request)
    return response
