"""What works once works once on a real site with four workers, each with a memory of its own."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.core import mail
from django.test import Client

from accounts.second_factor import sealed_secret
from tests import factories
from tests.accounts.test_one_time import STEP, half_signed_in
from tests.devices import with_recovery_codes
from tests.passkeys import app_code

TIMES = 32
RESET = "/accounts/password/reset/"


@pytest.fixture
def site(start_site, database):
    return start_site(database, workers=4)


@pytest.fixture
def alice(site, settings):
    """A person with an app for codes; what this process posts for her is not counted."""
    settings.ACCOUNT_RATE_LIMITS = False
    with site.models():
        person = factories.patient("alice@example.test")
        secret = generate_totp_secret()
        person.authenticator_set.create(type="totp", data={"secret": sealed_secret(person, secret)})
    person.secret = secret
    return person


def browser_of(site, client):
    """A browser of the real site with the cookies of one that was driven in this process."""
    browser = site.client(timeout=60)
    browser.cookies.update({name: morsel.value for name, morsel in client.cookies.items() if morsel.value})
    return browser


def at_once(work):
    """Call work(0) to work(31) at once; return what they returned."""
    with ThreadPoolExecutor(TIMES) as pool:
        return list(pool.map(work, range(TIMES)))


def number_in(browsers):
    return [browser.get("/accounts/profile/").status for browser in browsers].count(200)


def half_way(site, person):
    """Return so many browsers that have typed the password and have the second step before them."""
    with site.models():
        return [browser_of(site, half_signed_in(person)) for _ in range(TIMES)]


def early_in_a_code():
    """Wait until the code that the app shows lasts for 20 seconds more."""
    while time.time() % 30 > 10:
        time.sleep(0.2)


def test_one_of_many_gets_in_with_one_code_of_the_app(site, alice):
    browsers = half_way(site, alice)
    early_in_a_code()
    code = app_code(alice.secret)
    statuses = at_once(lambda number: browsers[number].post(STEP, {"code": code}).status)
    assert (number_in(browsers), statuses.count(302)) == (1, 1)
    assert {status for status in statuses if status != 302} <= {422, 429}


def test_one_of_many_gets_in_with_one_recovery_code(site, alice):
    with site.models():
        code, *_ = with_recovery_codes(alice)
    browsers = half_way(site, alice)
    statuses = at_once(lambda number: browsers[number].post(STEP, {"code": code}).status)
    assert (number_in(browsers), statuses.count(302)) == (1, 1)
    assert {status for status in statuses if status != 302} <= {422, 429}


def test_one_of_many_sets_a_password_with_one_link(site, alice):
    with site.models():
        Client().post(RESET, {"email": alice.email})
    link = urlsplit(re.search(r"http://\S+/reset/key/\S+", mail.outbox[-1].body)[0]).path
    browsers = [site.client(timeout=60) for _ in range(TIMES)]
    (path,) = {browser.get(link).location for browser in browsers}

    def set_password(number):
        password = f"a new one, number {number}"
        return browsers[number].post(path, {"password1": password, "password2": password}).location

    assert [location.endswith("/key/done/") for location in at_once(set_password)].count(True) == 1
