"""Ending a link: /reports/<id>/revoke/."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from reports.actions import revoke_share
from tests.reports.links import link, opened


def test_get_asks_and_changes_nothing(alice: User, alice_client: Client):
    made = link(alice)
    response = alice_client.get(f"/reports/{made.share.pk}/revoke/")
    made.share.refresh_from_db()
    assert (response.status_code, made.share.revoked_at, made.share.version) == (200, None, 1)
    assert "End it now" in response.content.decode()


def test_post_ends_the_link_and_every_cookie_at_once(alice: User, alice_client: Client):
    made = link(alice, label="Doctor Marker")
    reader = opened(made.token)
    assert reader.get(f"/r/{made.token}/").status_code == 200
    response = alice_client.post(f"/reports/{made.share.pk}/revoke/", follow=True)
    assert response.redirect_chain == [("/reports/", 302)]
    assert "The link has ended. Nobody can open it any more." in response.content.decode()
    assert (reader.get(f"/r/{made.token}/").status_code, reader.post(f"/r/{made.token}/").status_code) == (404, 404)
    made.share.refresh_from_db()
    assert made.share.version == 2


def test_label_is_not_left_in_the_session(alice: User, alice_client: Client):
    made = link(alice, label="Doctor Marker")
    alice_client.post(f"/reports/{made.share.pk}/revoke/")
    assert "Marker" not in str(dict(alice_client.session.items()))


def test_ending_twice_keeps_the_first_time(alice: User, alice_client: Client):
    made = link(alice)
    alice_client.post(f"/reports/{made.share.pk}/revoke/")
    first = alice.shares.get().revoked_at
    again = alice_client.post(f"/reports/{made.share.pk}/revoke/", follow=True)
    assert "This link had ended before." in again.content.decode()
    assert (alice.shares.get().revoked_at, alice.shares.get().version) == (first, 2)
    assert "End it now" not in alice_client.get(f"/reports/{made.share.pk}/revoke/").content.decode()


def test_expired_link_is_not_revoked(alice: User):
    made = link(alice)
    assert revoke_share(share=made.share, now=made.share.expires_at) is False
    assert revoke_share(share=made.share, now=timezone.now()) is True


@pytest.mark.parametrize("page", ["revoke", "preview"])
def test_foreign_and_missing_ids_are_the_same_404(alice_client: Client, charlie: User, page: str):
    made = link(charlie)
    answers = [alice_client.get(f"/reports/{pk}/{page}/") for pk in (made.share.pk, 1, 10**30)]
    assert [(each.status_code, each.content) for each in answers] == [(404, answers[0].content)] * 3


def test_foreign_link_cannot_be_ended(alice_client: Client, charlie: User):
    made = link(charlie)
    assert alice_client.post(f"/reports/{made.share.pk}/revoke/").status_code == 404
    made.share.refresh_from_db()
    assert made.share.revoked_at is None


@pytest.mark.parametrize("verb", ["put", "patch", "delete", "options", "trace"])
def test_other_verbs_are_not_allowed(alice: User, alice_client: Client, verb: str):
    assert getattr(alice_client, verb)(f"/reports/{link(alice).share.pk}/revoke/").status_code == 405


def test_forged_post_is_refused(alice: User, signed_in):
    made = link(alice)
    client = Client(enforce_csrf_checks=True)
    client.cookies = signed_in(alice).cookies
    assert client.post(f"/reports/{made.share.pk}/revoke/").status_code == 403
    made.share.refresh_from_db()
    assert made.share.revoked_at is None
