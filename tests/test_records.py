"""A snapshot sees every change of a patient's rows."""

from datetime import date

from journal.models import CheckIn, Item, Rating
from reports.models import Share
from tests import factories
from tests.records import owner_paths, snapshot
from tests.reports.links import link

DAY = date(2026, 11, 20)


def test_every_table_of_ours_has_an_owner():
    paths = {model._meta.label: path for model, path in owner_paths().items()}
    assert paths["journal.Rating"] == "check_in__patient__pk"
    assert paths["reports.Share"] == "patient__pk"
    assert paths["accounts.User"] == "pk"
    assert paths[Share.items.through._meta.label] == "share__patient__pk"
    assert "sessions.Session" not in paths


def test_snapshot_of_nothing_changed_is_the_same(alice):
    factories.check_in(alice, DAY, {factories.target(alice): 3}, note="Kept")
    assert snapshot() == snapshot()


def test_snapshot_sees_a_changed_a_new_and_a_deleted_row(alice):
    item = factories.target(alice)
    factories.check_in(alice, DAY, {item: 3})
    seen = [snapshot()]
    Rating.objects.update(value=4)
    seen.append(snapshot())
    link(alice)
    seen.append(snapshot())
    CheckIn.objects.all().delete()
    seen.append(snapshot())
    assert all(one != other for place, one in enumerate(seen) for other in seen[place + 1 :])


def test_snapshot_of_one_patient_holds_nothing_of_another(alice, charlie):
    factories.target(alice)
    before = snapshot(charlie)
    factories.check_in(alice, DAY, {Item.objects.get(): 1})
    link(alice)
    assert snapshot(charlie) == before
    assert [len(rows) for table, rows in before.items() if table == "accounts.User"] == [1]
