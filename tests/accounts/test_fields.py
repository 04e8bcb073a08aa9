import logging
from datetime import date

import pytest
from django.core import serializers
from django.core.exceptions import FieldError, ValidationError
from django.db import connection
from django.forms import modelform_factory
from django.test.utils import CaptureQueriesContext

from accounts.fields import SealedBytes, SealedTextField, Unreadable, row_id, sealed_bytes
from accounts.models import User
from journal.models import Event
from reports.models import Share

DAY = date(2026, 11, 22)
PLANTED = "planted: my knee, \N{FACE WITH TEARS OF JOY} \N{RIGHT-TO-LEFT MARK}אבג"
UNREADABLE = "(this text cannot be read)"
EventForm = modelform_factory(Event, fields=["day", "kind", "text"])


def raw(event: Event) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM journal_event WHERE id = %s", [event.pk])
        return bytes(cursor.fetchone()[0])


def set_raw(event: Event, sealed: bytes) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE journal_event SET text = %s WHERE id = %s", [sealed, event.pk])


def event(patient: User, text: str = PLANTED, **fields) -> Event:
    return Event.objects.create(patient=patient, day=DAY, kind="other", text=text, **fields)


def test_text_comes_back_as_it_was(alice):
    assert Event.objects.get(pk=event(alice).pk).text == PLANTED


def test_text_on_the_instance_is_plain_before_and_after_saving(alice):
    made = Event(patient=alice, day=DAY, kind="other", text=PLANTED)
    assert made.text == PLANTED
    made.save()
    assert made.text == PLANTED


def test_raw_column_holds_no_planted_text(alice):
    sealed = raw(event(alice))
    assert b"planted" not in sealed
    assert PLANTED.encode() not in sealed
    assert sealed.startswith(b"\x01\x01")


def test_no_table_holds_planted_text_after_every_way_of_writing(alice):
    made = event(alice)
    made.text = PLANTED + "again"
    made.save(update_fields=["text"])
    Event.objects.bulk_create([Event(patient=alice, day=DAY, kind="other", text=PLANTED) for _ in range(3)])
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                assert b"planted" not in b"".join(bytes(cell) for cell in row if isinstance(cell, bytes | memoryview))
                assert "planted" not in str(row)


def test_empty_text_is_stored_as_nothing(alice):
    made = event(alice, text="")
    assert raw(made) == b""
    assert Event.objects.get(pk=made.pk).text == ""


def test_text_left_out_is_empty(alice):
    assert Event(patient=alice, day=DAY, kind="other").text == ""


def test_deferred_text_is_loaded_when_read(alice):
    made = event(alice)
    loaded = Event.objects.defer("text").get(pk=made.pk)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert loaded.text == PLANTED
    assert len(queries) == 2  # the text, and the patient whose key opens it


def test_text_is_opened_only_when_read_and_only_once(alice):
    event(alice)
    loaded = alice.events.get()
    assert isinstance(loaded.__dict__["text"], SealedBytes)
    assert loaded.text == PLANTED
    assert loaded.text is loaded.text


def test_refresh_from_db_brings_new_text(alice):
    made = event(alice)
    again = Event.objects.get(pk=made.pk)
    again.text = "new"
    again.save()
    made.refresh_from_db()
    assert made.text == "new"


def test_saving_unread_text_keeps_its_bytes(alice):
    made = event(alice)
    before = raw(made)
    loaded = Event.objects.get(pk=made.pk)
    loaded.kind = "lab"
    loaded.save()
    assert raw(made) == before


def test_bulk_create_seals_each_row_for_its_own_place(alice, charlie):
    made = Event.objects.bulk_create(
        [Event(patient=patient, day=DAY, kind="other", text=f"{patient.pk}") for patient in (alice, charlie, alice)]
    )
    assert [row.text for row in Event.objects.filter(pk__in=[row.pk for row in made]).order_by("patient", "pk")] == [
        str(alice.pk),
        str(alice.pk),
        str(charlie.pk),
    ]


def test_queryset_update_with_text_is_refused(alice):
    event(alice)
    with pytest.raises(FieldError, match="text is sealed"):
        alice.events.update(text="plain")


def test_bulk_update_is_refused(alice):
    made = event(alice)
    with pytest.raises(FieldError, match="text is sealed"):
        Event.objects.bulk_update([made], ["text"])


def test_filtering_by_text_is_refused(alice):
    with pytest.raises(FieldError, match="text is sealed"):
        alice.events.filter(text="plain").count()


def test_filtering_for_empty_text_works(alice):
    event(alice)
    empty = event(alice, text="")
    assert list(alice.events.filter(text="")) == [empty]


def test_sealed_bytes_can_be_given_to_a_conditional_update(alice):
    made = event(alice)
    made.text = "changed"
    assert alice.events.filter(pk=made.pk).update(text=sealed_bytes(made, "text")) == 1
    assert alice.events.get().text == "changed"


def test_bytes_moved_to_another_row_show_as_unreadable(alice):
    first, second = event(alice), event(alice, text="other")
    set_raw(second, raw(first))
    assert Event.objects.get(pk=second.pk).text == UNREADABLE


def test_row_moved_to_another_patient_shows_as_unreadable(alice, charlie):
    made = event(alice)
    Event.objects.filter(pk=made.pk).update(patient=charlie)
    assert charlie.events.get().text == UNREADABLE


def test_row_and_key_given_to_another_patient_show_as_unreadable(alice, charlie):
    made = event(alice)
    Event.objects.filter(pk=made.pk).update(patient=charlie)
    User.objects.filter(pk=charlie.pk).update(wrapped_key=bytes(alice.wrapped_key))
    assert Event.objects.get(pk=made.pk).text == UNREADABLE


def test_bytes_moved_to_another_field_show_as_unreadable(alice):
    made = event(alice)
    visit = alice.visits.create(day=DAY, text="x")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE journal_visit SET text = %s WHERE id = %s", [raw(made), visit.pk])
    assert alice.visits.get().text == UNREADABLE


@pytest.mark.parametrize("sealed", [b"\x00", b"junk", b"\x01\x01", b"\x01\x01" + b"x" * 50, b"plain text in the clear"])
def test_broken_bytes_show_as_unreadable(alice, sealed):
    made = event(alice)
    set_raw(made, sealed)
    assert alice.events.get().text == UNREADABLE


def test_unreadable_text_writes_one_log_line_without_text(alice, caplog):
    made = event(alice)
    set_raw(made, raw(made)[:-1])
    loaded = alice.events.get()
    with caplog.at_level(logging.DEBUG):
        assert (loaded.text, loaded.text) == (UNREADABLE, UNREADABLE)
    assert [record.getMessage() for record in caplog.records] == [
        f"unsealable journal.Event row={made.pk}: changed or moved"
    ]


def test_saving_unreadable_text_keeps_its_bytes(alice):
    made = event(alice)
    broken = raw(made)[:-1]
    set_raw(made, broken)
    loaded = alice.events.get()
    assert isinstance(loaded.text, Unreadable)
    loaded.kind = "lab"
    loaded.save()
    assert raw(made) == broken


def test_form_that_posts_the_placeholder_back_keeps_the_bytes(alice):
    made = event(alice)
    broken = raw(made)[:-1]
    set_raw(made, broken)
    form = EventForm({"day": "2026-11-22", "kind": "lab", "text": UNREADABLE}, instance=alice.events.get())
    assert form.is_valid(), form.errors
    form.save()
    assert (alice.events.get().kind, raw(made)) == ("lab", broken)


def test_unreadable_text_can_be_replaced(alice):
    made = event(alice)
    set_raw(made, b"junk")
    form = EventForm({"day": "2026-11-22", "kind": "lab", "text": "typed anew"}, instance=alice.events.get())
    form.save()
    assert alice.events.get().text == "typed anew"


def test_refreshing_an_unreadable_row_takes_the_bytes_of_the_database(alice):
    made = event(alice)
    set_raw(made, b"junk 1")
    loaded = alice.events.get()
    assert loaded.text == UNREADABLE
    set_raw(made, b"junk 2")
    loaded.refresh_from_db()
    loaded.save()
    assert raw(made) == b"junk 2"


def test_the_placeholder_typed_by_a_patient_is_text_like_any_other(alice):
    made = event(alice, text=UNREADABLE)
    assert alice.events.get().text == UNREADABLE
    assert raw(made).startswith(b"\x01\x01")


def test_everything_is_unreadable_and_nothing_breaks_under_another_master_key(alice, settings):
    event(alice)
    settings.MASTER_KEY = bytes(range(32, 64))
    assert alice.events.get().text == UNREADABLE


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("\x00", "Null characters are not allowed."),
        ("a\x1bb", "There is a character in it that cannot be kept. Type it anew."),
        ("\ud800", "There is a character in it that cannot be kept. Type it anew."),
        ("x" * 501, "Ensure this value has at most 500 characters (it has 501)."),
    ],
)
def test_form_refuses(alice, text, message):
    form = EventForm({"day": "2026-11-22", "kind": "other", "text": text})
    assert form.errors["text"] == [message]


@pytest.mark.parametrize(
    "text",
    ["x" * 500, "\N{FACE WITH TEARS OF JOY}" * 500, "\N{RIGHT-TO-LEFT MARK}אבג", "NaN", "\N{FULLWIDTH DIGIT ONE}"],
)
def test_form_keeps(alice, text):
    form = EventForm({"day": "2026-11-22", "kind": "other", "text": text}, instance=Event(patient=alice))
    made = form.save()
    assert Event.objects.get(pk=made.pk).text == text


def test_form_makes_one_kind_of_line_end(alice):
    form = EventForm({"day": "2026-11-22", "kind": "other", "text": "a\r\nb\rc\n\td"}, instance=Event(patient=alice))
    form.save()
    assert alice.events.get().text == "a\nb\nc\n d"


def test_length_is_counted_after_line_ends_are_made_one(alice):
    form = EventForm({"day": "2026-11-22", "kind": "other", "text": "x" * 498 + "\r\n" + "x"})
    assert form.is_valid()


def test_model_validation_refuses_lone_surrogates(alice):
    with pytest.raises(ValidationError) as caught:
        Event(patient=alice, day=DAY, kind="other", text="\ud800").full_clean()
    assert list(caught.value.message_dict) == ["text"]


def test_model_validation_refuses_an_empty_text_that_must_be_there():
    with pytest.raises(ValidationError, match="cannot be blank"):
        Share._meta.get_field("label").clean("", Share())


def test_form_field_of_a_text_that_must_be_there_is_required():
    assert [
        Share._meta.get_field("label").formfield().required,
        Event._meta.get_field("text").formfield().required,
    ] == [
        True,
        False,
    ]


def test_row_ids_are_random_and_fit_both_databases():
    ids = {row_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert all(0 <= number < 2**63 for number in ids)


def test_sealed_row_of_the_largest_id_opens(alice):
    made = event(alice, pk=2**63 - 1)
    assert Event.objects.get(pk=made.pk).text == PLANTED


def test_dumpdata_prints_no_text_and_loaddata_is_refused(alice):
    dump = serializers.serialize("json", [event(alice)])
    assert "planted" not in dump
    with pytest.raises(FieldError, match="text is sealed"):
        next(serializers.deserialize("json", dump)).save()


def test_the_descriptor_itself_can_be_reached_by_the_class():
    assert Event.text.field is Event._meta.get_field("text")
    assert isinstance(Event.text.field, SealedTextField)
