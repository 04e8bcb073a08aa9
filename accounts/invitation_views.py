"""What the holder of an invitation sees. As with a share link, looking is not opening: that takes a button."""

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts import invitations
from accounts.models import EditorInvitation, User
from accounts.sign_in_forms import InvitedForm
from ldn_tracker.events import security_event

PAGE = "accounts/invitation.html"


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show one page for every token; opened, let the person choose a password or take the invitation."""
    if request.method != "POST":
        return render(request, PAGE, {"step": "open"})
    found = invitations.find(token, timezone.now())
    if found is None:
        return _dead(request)
    person = invitations.account_of(found)
    if request.user.is_authenticated and request.user != person:
        return render(request, PAGE, {"step": "sign out", "email": found.email})
    if person is None:
        return _new_person(request, token, found)
    if not request.user.is_authenticated:
        return render(request, PAGE, {"step": "sign in", "email": found.email})
    if "accept" not in request.POST:
        return render(request, PAGE, {"step": "accept", "email": found.email})
    return _accept(request, token, person)


def _new_person(request: HttpRequest, token: str, found: EditorInvitation) -> HttpResponse:
    """Ask for a password, and make the account with it."""
    form = InvitedForm(data=request.POST if "password1" in request.POST else None, user=User(email=found.email))
    if form.is_valid():
        return _accept(request, token, None, form.cleaned_data["password1"])
    context = {"step": "password", "email": found.email, "form": form}
    return render(request, PAGE, context, status=422 if form.is_bound else 200)


def _accept(request: HttpRequest, token: str, person: User | None, password: str = "") -> HttpResponse:
    """Use the invitation, once, and lead to the admin by way of the sign-in."""
    try:
        editor = invitations.accept(token=token, now=timezone.now(), person=person, password=password)
    except IntegrityError:
        return render(request, PAGE, {"step": "sign in"})
    if editor is None:
        return _dead(request)
    security_event("editor_made", request, user=editor.pk)
    logout(request)
    messages.success(request, "You are an editor now. Sign in to go on.")
    return redirect(f"{reverse('account_login')}?next={reverse('admin:index')}")


def _dead(request: HttpRequest) -> HttpResponse:
    return render(request, PAGE, {"step": "dead"}, status=404)
