"""Addresses of the account; allauth's own stand beside them under the same prefix."""

from allauth.mfa.base import views as mfa_views
from allauth.mfa.webauthn import views as webauthn_views
from django.db import transaction
from django.urls import path, re_path
from django.views.decorators.http import require_safe

from accounts import invitation_views, security_views, views
from accounts.challenges import challenge_in_page
from accounts.devices import signs_out_elsewhere
from accounts.fresh import fresh_sign_in_required
from accounts.half_way import needs_the_same_password
from accounts.passkeys import reauthenticate

app_name = "accounts"

urlpatterns = [
    path("profile/", views.profile, name="profile"),
    path("close/", views.close, name="close"),
    path("closed/", views.closed, name="closed"),
    re_path(r"^invitation/(?P<token>[A-Za-z0-9_-]{43})/\Z", invitation_views.invitation, name="invitation"),
    path("sessions/<int:pk>/end/", security_views.end_device, name="end_device"),
    path("2fa/webauthn/challenge/", security_views.passkey_challenge, name="passkey_challenge"),
    # Allauth's own pages with one thing added each; these stand first and so answer.
    path("logout/", views.sign_out, name="sign_out"),
    path("email/", views.email, name="email"),
    path("sessions/", security_views.devices, name="devices"),
    path("2fa/", security_views.security, name="security"),
    path("2fa/authenticate/", needs_the_same_password(challenge_in_page(mfa_views.authenticate)), name="second_step"),
    path("2fa/totp/activate/", security_views.switch_on_app, name="switch_on_app"),
    path("2fa/totp/deactivate/", security_views.switch_off_app, name="switch_off_app"),
    path("2fa/recovery-codes/", security_views.recovery_codes, name="recovery_codes"),
    path("2fa/recovery-codes/generate/", security_views.new_recovery_codes, name="new_recovery_codes"),
    path("2fa/recovery-codes/download/", security_views.recovery_codes_file, name="recovery_codes_file"),
    path("2fa/webauthn/", require_safe(webauthn_views.list_webauthn), name="passkeys"),
    path("2fa/webauthn/add/", security_views.add_passkey, name="add_passkey"),
    path("2fa/webauthn/login/", challenge_in_page(webauthn_views.login_webauthn), name="sign_in_by_passkey"),
    path("2fa/webauthn/reauthenticate/", reauthenticate, name="passkey_again"),
    path(
        "2fa/webauthn/keys/<int:pk>/remove/",
        # With the last passkey go the recovery codes: both or neither.
        fresh_sign_in_required(transaction.atomic(signs_out_elsewhere(webauthn_views.remove_webauthn))),
        name="remove_passkey",
    ),
    path("2fa/webauthn/keys/<int:pk>/edit/", fresh_sign_in_required(webauthn_views.edit_webauthn), name="edit_passkey"),
]
