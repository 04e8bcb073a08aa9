"""The request of a signed-in patient, for type checkers: LoginRequiredMiddleware guarantees the user."""

from django.http import HttpRequest

from accounts.models import User


class PatientRequest(HttpRequest):
    """A request whose user is signed in."""

    user: User
