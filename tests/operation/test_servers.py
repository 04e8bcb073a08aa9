"""What the other tests of this folder stand on: a site starts, answers, is stopped, killed and started again."""

import signal
import time

from tests import factories
from tests.operation.servers import PASSWORD

EVENT = {"day": "2026-11-20", "kind": "stress", "text": "Moved house"}


def test_site_keeps_what_was_saved_when_killed_and_started_again(start_site, database):
    site = start_site(database)
    with site.models():
        alice = factories.patient("alice@example.test")
        client = site.signed_in(alice)
    assert client.post("/journal/events/new/", EVENT).status == 302
    site.kill()
    site.start()
    with site.models():
        assert [event.text for event in alice.events.all()] == ["Moved house"]
    assert client.get("/journal/events/").status == 200
    assert site.stop() == 0
    assert '"route": "journal:events"' in site.output


def test_sites_share_nothing(start_site, database):
    one, other = start_site(database), start_site(database)
    with one.models():
        client = one.signed_in(factories.patient("alice@example.test"))
    client.address = other.address
    assert client.get("/journal/").status == 302
    with other.models():
        assert factories.patient("alice@example.test").pk == 1


def test_workers_are_as_many_as_asked_for_and_new_after_a_reload(start_site):
    site = start_site(workers=3)
    before = set(site.workers())
    site.signal(signal.SIGHUP)
    while before & set(site.workers()):
        time.sleep(0.01)
    site.wait_ready()
    assert (len(before), len(site.workers())) == (3, 3)


def test_client_signs_in_through_the_page(start_site):
    site = start_site()
    with site.models():
        site.give_password(factories.patient("alice@example.test"))
    client = site.client()
    assert client.get("/journal/").location == "/accounts/login/?next=/journal/"
    assert client.sign_in("alice@example.test", PASSWORD).location == "/journal/"
    assert client.get("/accounts/profile/").status == 200
    assert client.submit("/accounts/profile/", name="Alice").status == 302
