"""What the database itself refuses of a share."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from reports.actions import make_share
from reports.models import Share
from tests.reports.links import link


def test_share_is_created_by_the_action(alice: User):
    made = link(alice)
    assert Share.objects.get().pk == made.share.pk


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("share_period_known", {"period": "century"}),
        ("share_dates_if_chosen", {"period": "dates"}),
        ("share_dates_if_chosen", {"period": "dates", "first_day": date(2026, 11, 1)}),
        ("share_dates_if_chosen", {"period": "all", "last_day": date(2026, 11, 1)}),
        (
            "share_period_in_order",
            {"period": "dates", "first_day": date(2026, 11, 2), "last_day": date(2026, 11, 1)},
        ),
    ],
)
def test_constraint_refuses(alice: User, constraint: str, fields: dict[str, Any]):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        link(alice, **fields)
    assert Share.objects.count() == 0


def test_constraint_refuses_a_link_that_ends_before_it_begins(alice: User):
    now = timezone.now()
    for life in (timedelta(0), timedelta(days=-1)):
        with pytest.raises(IntegrityError, match="share_ends_after_it_begins"), transaction.atomic():
            make_share(
                patient=alice, share=Share(label="x"), form_key="k" * 22, items=[], now=now, expires_at=now + life
            )


def test_constraint_refuses_the_same_form_twice(alice: User, charlie: User):
    now = timezone.now()
    common = {"form_key": "k" * 22, "items": [], "now": now, "expires_at": now + timedelta(days=1)}
    made = [make_share(patient=patient, share=Share(label="x"), **common) for patient in (alice, alice, charlie)]
    assert [each is None for each in made] == [False, True, False]


def test_same_token_twice_is_refused(alice: User):
    first, second = link(alice), link(alice)
    with pytest.raises(IntegrityError), transaction.atomic():
        Share.objects.filter(pk=second.share.pk).update(token_digest=first.share.token_digest)


def test_closing_the_account_deletes_its_links_and_no_other(alice: User, charlie: User):
    link(alice)
    kept = link(charlie)
    alice.delete()
    assert list(Share.objects.all()) == [kept.share]


def test_usable_is_neither_ended_nor_revoked_nor_of_a_closed_account(alice: User, charlie: User):
    now = timezone.now()
    working, revoked, ended = link(alice), link(alice), link(alice)
    link(charlie)
    Share.objects.filter(pk=revoked.share.pk).update(revoked_at=now)
    Share.objects.filter(pk=ended.share.pk).update(created_at=now - timedelta(days=2), expires_at=now)
    User.objects.filter(pk=charlie.pk).update(is_active=False)
    assert list(Share.objects.usable()) == [working.share]
    assert [
        share.works(now) for share in (working.share, *Share.objects.filter(pk__in=[revoked.share.pk, ended.share.pk]))
    ] == [
        True,
        False,
        False,
    ]
