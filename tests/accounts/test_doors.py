"""Every door into an account, written by hand, and what each asks for."""

import ast
import re
from pathlib import Path

import allauth
import pytest
from django.conf import settings
from django.test import Client

from accounts.models import User
from tests import site_map
from tests.architecture import PACKAGES, python_sources
from tests.passkeys import switch_on_app

# The address of each door by its name, and what opens it. All end in AccountAdapter.login().
DOORS = {
    "account_login": "address and password; then the second step, if there is one",
    "account_signup": "nothing: the account is new",
    "accounts:second_step": "after the password: a code of the app, a recovery code or a passkey",
    "accounts:sign_in_by_passkey": "a passkey that asked for finger, face or PIN",
}
# Allauth's other ways in, each off or without a sign-in of its own.
SHUT = {
    "account_confirm_login_code": "signing in by a mailed code is off",
    "account_reset_password_from_key": "a new password is set, and nobody is signed in by it",
    "account_confirm_email": "an address is confirmed, and nobody is signed in by it",
}
# In allauth's source, what can lead to a sign-in.
SIGNS_IN = re.compile(
    r"perform_\w*login|\.stage\.exit\(|_login_stage.exit\(|complete_signup|form\.login\(|resume_login"
)


def test_public_addresses_that_take_a_post_are_doors_or_none_on_purpose():
    public = {place.name: place for place in site_map.places() if not getattr(place.view, "login_required", True)}
    client = Client(raise_request_exception=False)
    takes = {
        name
        for name, place in public.items()
        if not place.arguments and client.post(place.address([])).status_code != 405
    }
    no_doors = {"account_logout", "accounts:sign_out", "account_reset_password", "share:dead", *SHUT}
    twins = {"mfa_authenticate", "mfa_login_webauthn"}  # allauth's names of ours
    assert takes - no_doors - twins == set(DOORS)


def test_nothing_of_ours_signs_anybody_in_but_the_adapter():
    callers = {}
    for source in python_sources(*PACKAGES):
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
                name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
                if name in ("login", "perform_login", "force_login", "perform_password_login", "resume_login"):
                    callers.setdefault(source.name, []).append(name)
    assert callers == {"accounts/adapter.py": ["login"]}


def test_settings_keep_the_shut_doors_shut():
    from allauth.account import app_settings
    from allauth.mfa import app_settings as mfa_settings

    assert (
        app_settings.LOGIN_BY_CODE_ENABLED,
        app_settings.LOGIN_ON_PASSWORD_RESET,
        app_settings.PASSWORD_RESET_BY_CODE_ENABLED,
        app_settings.EMAIL_VERIFICATION_BY_CODE_ENABLED,
        mfa_settings.PASSKEY_SIGNUP_ENABLED,
        mfa_settings.TRUST_ENABLED,
        mfa_settings.TOTP_INSECURE_BYPASS_CODE,
        mfa_settings.TOTP_TOLERANCE,
    ) == (False, False, False, False, False, False, None, 0)
    assert settings.AUTHENTICATION_BACKENDS


@pytest.mark.django_db
def test_a_new_password_by_mail_does_not_open_the_second_step(alice, alice_client, mailoutbox):
    switch_on_app(alice_client)
    stranger = Client()
    stranger.post("/accounts/password/reset/", {"email": alice.email})
    link = re.search(r"http://127\.0\.0\.1:8000(\S+/reset/key/\S+)", mailoutbox[-1].body)[1]
    new = "a new one, better than that"
    stranger.post(stranger.get(link).headers["Location"], {"password1": new, "password2": new})
    assert User.objects.get().check_password(new)
    assert stranger.get("/accounts/profile/").status_code == 302
    answer = stranger.post("/accounts/login/", {"login": alice.email, "password": new})
    assert answer.headers["Location"] == "/accounts/2fa/authenticate/"
    assert stranger.get("/journal/").status_code == 302


def test_allauths_source_has_the_ways_in_that_this_file_knows():
    """A new release with another way in fails here, and is looked at."""
    folder = Path(allauth.__file__).parent
    views = [*folder.glob("account/views.py"), *folder.glob("mfa/*/views.py")]
    found = {
        (path.parent.name, node.name)
        for path in views
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.ClassDef) and SIGNS_IN.search(ast.unparse(node))
    }
    assert found == {
        ("account", "LoginView"),
        ("account", "SignupView"),
        ("base", "AuthenticateView"),
        ("webauthn", "LoginWebAuthnView"),
        ("account", "ConfirmEmailVerificationCodeView"),  # off
        ("account", "_VerifyPhoneSignupView"),  # off
    }
