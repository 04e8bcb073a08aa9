"""The cast: Alice (a patient), Charlie (another who must see nothing), Erin (an editor), and a stranger."""

import gc
import os
import time
from collections.abc import Callable

import hypothesis
import pytest
from django.test import Client
from hypothesis.internal.conjecture import providers

from accounts.models import User
from reports import pdf
from tests import database_clock, factories, network

pytest_plugins = ["tests.permissions.counting", "tests.skips", "tests.canaries"]
network.block()
database_clock.move()
# Machines are noisy: nothing that a test promises is about time. With CI set the examples are the same on every day;
# elsewhere they are new ones, and what fails says how to do it again.
hypothesis.settings.register_profile(
    "patient",
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
    derandomize=bool(os.environ.get("CI")),
    print_blob=True,
)
hypothesis.settings.load_profile("patient")
if os.environ.get("CI"):  # nor does it matter which of our modules a process has read, whose numbers are tried too
    providers._get_local_constants = lambda: providers._local_constants
pdf.LONGEST_WAIT, pdf.LONGEST_DRAWING = 120.0, 60  # the other processes of a run draw too


# Nothing becomes garbage while modules are loaded and tests are found: looking for it took a fifth of that time.
gc.disable()


def pytest_collection_finish() -> None:
    """Keep what lives as long as the process, modules and tests, out of every later look for garbage: it takes time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    gc.enable()


@pytest.fixture
def alice(db: None) -> User:
    return factories.patient("alice@example.test", name="Alice Example")


@pytest.fixture
def charlie(db: None) -> User:
    return factories.patient("charlie@example.test", name="Charlie Example")


@pytest.fixture
def erin(db: None) -> User:
    return factories.patient("erin@example.test", name="Erin Editor", is_staff=True)


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        # As after typing the password: fresh for ten minutes.
        session = client.session
        session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()
        return client

    return sign_in


@pytest.fixture
def alice_client(alice: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(alice)
