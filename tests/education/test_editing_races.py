"""Two editors press save at the very same moment: one is saved, the other is told, on both databases."""

from pathlib import Path

import pytest
from django.utils import timezone

from accounts.staff import editors
from education.loading import load
from education.models import Revision, Topic
from tests.races import at_once

CONTENT = Path(__file__).parent / "content"


@pytest.mark.django_db(transaction=True)
def test_of_many_saves_at_once_one_is_saved_and_the_others_are_told(erin, signed_in):
    load(CONTENT, timezone.now())
    erin.groups.add(editors())
    erin.authenticator_set.create(type="totp", data={})
    clients = [signed_in(erin) for _ in range(4)]
    topic = Topic.objects.get(slug="headache")
    typed = {
        "summary": topic.summary,
        "body": topic.body,
        "items": topic.items,
        "order": topic.order,
        "state": "draft",
        "seen": topic.edition,
    }

    def save(number: int) -> int:
        address = f"/admin/education/topic/{topic.pk}/change/"
        return clients[number].post(address, {**typed, "title": f"Title {number}"}).status_code

    assert sorted(at_once(save, 4)) == [302, 422, 422, 422]
    topic.refresh_from_db()
    assert topic.edition == typed["seen"] + 1
    assert Revision.objects.filter(key="headache").count() == 2
