"""Every page, message and mail of allauth that can be reached is ours."""

from pathlib import Path

import allauth
import pytest
from django.template.loader import get_template

ALLAUTH = Path(allauth.__file__).parent / "templates"
# Never shown: sign-in by code, by phone and by passkey are off, addresses are changed, never collected,
# sign-up is always open, and our pages extend our own base.
UNREACHED = {
    *(
        "base_confirm_code",
        "base_entrance",
        "base_manage",
        "base_manage_email",
        "base_manage_password",
        "base_manage_phone",
    ),
    *("base_reauthenticate", "confirm_email_verification_code", "confirm_login_code", "confirm_password_reset_code"),
    *(
        "confirm_phone_verification_code",
        "email",
        "phone_change",
        "request_login_code",
        "signup_by_passkey",
        "signup_closed",
    ),
    *("verified_email_required", "snippets/already_logged_in", "snippets/warn_no_email"),
    *("email/login_code_message", "email/login_code_subject", "email/password_reset_code_message"),
    *("email/password_reset_code_subject", "messages/login_code_sent", "messages/phone_verification_sent"),
    "messages/phone_verified",
    # Of the second factor: trusting a browser and signing up by passkey are off, and scripts are our own.
    *("trust", "webauthn/signup_form", "webauthn/snippets/login_script", "webauthn/snippets/scripts"),
    *("recovery_codes/base", "totp/base", "webauthn/base"),
}
FOLDERS = ("account", "mfa", "usersessions")
NAMES = sorted(
    str(path.relative_to(ALLAUTH)) for folder in FOLDERS for path in (ALLAUTH / folder).rglob("*.*") if path.is_file()
)


def known(name: str) -> str:
    return name.partition("/")[2].rpartition(".")[0]


@pytest.mark.parametrize("name", [name for name in NAMES if known(name) not in UNREACHED])
def test_template_is_ours(name):
    assert "allauth" not in get_template(name).origin.name


def test_the_list_of_those_never_shown_names_only_what_allauth_has():
    assert {known(name) for name in NAMES} >= UNREACHED


@pytest.mark.parametrize("path", ["/accounts/login/code/confirm/", "/accounts/login/code/", "/accounts/phone/change/"])
def test_what_is_off_cannot_be_reached(stranger, path):
    assert stranger.get(path).status_code in (302, 404)
