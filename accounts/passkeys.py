"""Allauth's page that takes a passkey for a fresh sign-in, with refusals on the page itself."""

from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView
from django.forms import BaseForm
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from accounts.challenges import challenge_in_page


class Reauthenticate(ReauthenticateWebAuthnView):  # type: ignore[misc]
    """Say on this page what is wrong; allauth leads away from it."""

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        """Show the page again with its errors and a new challenge."""
        response: HttpResponse = self.render_to_response(self.get_context_data())
        return response


reauthenticate = require_http_methods(["GET", "HEAD", "POST"])(challenge_in_page(Reauthenticate.as_view()))
