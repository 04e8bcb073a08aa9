"""A new field of a patient's record is either in "download my data" or named here as left out."""

from datetime import date, datetime, time

from django.apps import apps

from accounts.models import User
from journal.day_state import DayState, DoseEntry, to_json
from journal.interchange.bundle import read_zip
from journal.interchange.outgoing import export_zip
from journal.models import (
    Batch,
    CheckIn,
    DayVersion,
    Diary,
    Dose,
    DoseStep,
    Event,
    Item,
    Medicine,
    OverallChange,
    Rating,
    Visit,
)

# Model.field: the part of journal.json it is in.
EXPORTED = {
    "User": {"name", "birth_date", "country", "time_zone", "day_start_hour"},
    "Medicine": {"name", "form", "strength", "is_ldn", "reason", "reason_words", "pharmacy", "prescriber"},
    "DoseStep": {
        "medicine",
        "day",
        "kind",
        "amount",
        "unit",
        "hours",
        "reason",
        "form",
        "volume",
        "strength",
        "confirmed",
    },
    "Batch": {"medicine", "opened", "expires", "strength", "number", "pharmacy"},
    "Diary": {"weekly", "week_ends_on", "safety_answers", "safety_answered_on"},
    "Dose": {"medicine", "day", "time", "amount", "unit", "status", "reason"},
    "Item": {"name", "group", "low", "high", "lower_is_better", "target_rank", "resting"},
    "CheckIn": {"day", "weekly", "note", "version", "entered_day", "alarms"},
    "Rating": {"check_in", "item", "value"},
    "DayVersion": {"day", "version", "state", "saved_at"},
    "OverallChange": {"day", "value"},
    "Event": {"day", "time", "kind", "text", "strategy", "agreed", "against"},
    "Visit": {"day", "time", "text"},
}
# Model.field: why it is left out.
LEFT_OUT = {
    "User": {
        "id": "a row id",
        "email": "how to sign in, not what was felt",
        "password": "a secret",
        "last_login": "how to sign in",
        "is_superuser": "a right",
        "is_staff": "a right",
        "is_active": "a right",
        "groups": "rights",
        "user_permissions": "rights",
        "adult_confirmed_at": "given anew at sign-up",
        "consented_at": "given anew at sign-up",
        "wrapped_key": "a secret",
        "date_joined": "about the account, not the record",
    },
    "Medicine": {"id": "a row id", "patient": "the owner", "name_key": "follows from the name", "position": "the order in the file"},
    "DoseStep": {"id": "a row id", "patient": "the owner"},
    "Batch": {"id": "a row id", "patient": "the owner"},
    "Diary": {"patient": "the owner", "gap_answered_until": "a question put away here; asked again at worst once"},
    "Dose": {"id": "a row id", "patient": "the owner", "number": "the order in the file"},
    "Item": {"id": "a row id", "patient": "the owner", "name_key": "follows from the name", "position": "the order in the file"},
    "CheckIn": {"id": "a row id", "patient": "the owner", "answers": "the ratings again, kept by the database"},
    "Rating": {"id": "a row id"},
    "DayVersion": {"id": "a row id", "patient": "the owner"},
    "OverallChange": {"id": "a row id", "patient": "the owner"},
    "Event": {"id": "a row id", "patient": "the owner"},
    "Visit": {"id": "a row id", "patient": "the owner"},
}  # fmt: skip
# Models of a patient's rows of which nothing is exported.
NOT_EXPORTED = {
    "Notice": "follows from the record, and says what was told here",
    "Reminders": "they work here only, and the calendar's secret is kept by nobody",
    "WaitingImport": "a file on its way in, for an hour",
    "Share": "a link works here only, and its token is kept by nobody",
    "Share_items": "a link works here only",
    "FrozenReport": "what a link shows of the days that are exported",
    "Opening": "when a link was opened, which works here only",
    "EmailAddress": "how to sign in",
    "EmailConfirmation": "how to sign in",
    "Authenticator": "a secret: how to sign in",
    "UserSession": "where somebody is signed in",
    "LogEntry": "what staff changed in the admin",
    "User_groups": "rights",
    "User_user_permissions": "rights",
}


def models_of_a_patient():
    """Return every model whose rows belong to a user, directly or through another row."""
    found = {User}
    while True:
        more = {
            model
            for model in apps.get_models(include_auto_created=True)
            if any(
                field.is_relation and (field.many_to_one or field.one_to_one) and field.related_model in found
                for field in model._meta.fields
            )
        }
        if more <= found:
            return {model.__name__: model for model in found}
        found |= more


def fields_of(model):
    return {field.name for field in (*model._meta.fields, *model._meta.many_to_many)}


def unnamed_fields(models, exported=EXPORTED, left_out=LEFT_OUT, whole=NOT_EXPORTED):
    return {
        f"{name}.{field}"
        for name, model in models.items()
        if name not in whole
        for field in fields_of(model) - exported.get(name, set()) - left_out.get(name, {}).keys()
    }


def test_every_field_of_a_patient_is_exported_or_named_as_left_out():
    assert unnamed_fields(models_of_a_patient()) == set()


def test_guard_finds_a_field_that_is_not_named():
    forgotten = {**EXPORTED, "Visit": {"day", "time"}}
    assert unnamed_fields(models_of_a_patient(), forgotten) == {"Visit.text"}
    assert unnamed_fields({"WaitingImport": apps.get_model("journal.WaitingImport")}, whole={}) == {
        "WaitingImport.id",
        "WaitingImport.patient",
        "WaitingImport.content",
        "WaitingImport.made_at",
    }


def test_names_that_are_no_fields_any_more_are_noticed():
    models = models_of_a_patient()
    for names in (EXPORTED, LEFT_OUT):
        for name, fields in names.items():
            assert set(fields) <= fields_of(models[name])
    assert all(not set(fields) & LEFT_OUT[name].keys() for name, fields in EXPORTED.items())
    assert NOT_EXPORTED.keys() <= models.keys()


def test_every_exported_field_changes_the_file(alice):
    """Set each field to another value, one after the other: the export must differ each time."""
    rows = _record(alice)
    others = _other_values(rows)
    seen = {export_zip(alice)}
    for model, row in rows.items():
        for field in sorted(EXPORTED[model]):
            before = getattr(row, field)
            for name, value in others[model, field].items():
                setattr(row, name, value)
            row.save()
            exported = export_zip(type(alice).objects.get(pk=alice.pk))
            assert exported not in seen, f"{model}.{field} is not in the export"
            seen.add(exported)
            setattr(row, field, before)
    assert read_zip(export_zip(alice))


def _record(alice):
    day = date(2026, 11, 1)
    ldn = Medicine.objects.create(patient=alice, name="LDN", is_ldn=True)
    pain = Item.objects.create(patient=alice, name="Pain", group="target", target_rank=1)
    check_in = CheckIn.objects.create(patient=alice, day=day, version=2, entered_day=day)
    state = to_json(DayState(note="a"))
    saved_at = datetime.fromisoformat("2026-11-01T10:00:00Z")
    rows = (
        alice,
        ldn,
        DoseStep.objects.create(patient=alice, medicine=ldn, day=day, amount=1000, strength=1000),
        Batch.objects.create(patient=alice, medicine=ldn, opened=day),
        Diary.objects.create(patient=alice),
        Dose.objects.create(patient=alice, medicine=ldn, day=day, status="taken", amount=1000),
        pain,
        check_in,
        Rating.objects.create(check_in=check_in, item=pain, value=3),
        DayVersion.objects.create(patient=alice, day=day, version=0, state=state, saved_at=saved_at),
        OverallChange.objects.create(patient=alice, day=day, value=4),
        Event.objects.create(patient=alice, day=day, kind="strategy"),
        Visit.objects.create(patient=alice, day=day),
    )
    return {type(row).__name__: row for row in rows}


def _other_values(rows):
    alice, other_day = rows["User"], date(2026, 10, 1)
    zinc = Medicine.objects.create(patient=alice, name="Zinc")
    sleep = Item.objects.create(patient=alice, name="Sleep", group="wellbeing")
    other_check_in = CheckIn.objects.create(patient=alice, day=date(2026, 9, 1))
    state = to_json(DayState(doses=(DoseEntry(medicine_id=zinc.pk, number=1, status="missed"),)))
    values = {
        "User": {"name": "B", "birth_date": other_day, "country": "FR", "time_zone": "UTC", "day_start_hour": 5},
        "Medicine": {"name": "L", "form": "drops", "strength": 7, "is_ldn": False, "reason": "mood", "reason_words": "w", "pharmacy": "p", "prescriber": "d"},
        "DoseStep": {"medicine": zinc, "day": other_day, "kind": "hold", "amount": 2000, "unit": "g", "hours": "08:00", "reason": "r", "form": "liquid", "volume": 500, "strength": 2000, "confirmed": False},
        "Batch": {"medicine": zinc, "opened": other_day, "expires": other_day, "strength": 7, "number": "n", "pharmacy": "p"},
        "Diary": {"weekly": True, "week_ends_on": 0, "safety_answers": '{"opioid":true}', "safety_answered_on": other_day},
        "Dose": {"medicine": zinc, "day": other_day, "time": time(9), "amount": 2000, "unit": "g", "status": "late", "reason": "r"},
        "Item": {"name": "P", "low": -1, "high": 11, "lower_is_better": False, "target_rank": 2, "resting": True},
        "CheckIn": {"day": other_day, "weekly": True, "note": "n", "version": 3, "entered_day": other_day, "alarms": "chest-pain"},
        "Rating": {"check_in": other_check_in, "item": sleep, "value": 5},
        "DayVersion": {"day": other_day, "version": 1, "state": state, "saved_at": datetime.fromisoformat("2026-11-03T10:00:00Z")},
        "OverallChange": {"day": other_day, "value": 5},
        "Event": {"day": other_day, "time": time(9), "kind": "travel", "text": "t", "strategy": "s", "agreed": False, "against": sleep},
        "Visit": {"day": other_day, "time": time(9), "text": "t"},
    }  # fmt: skip
    found = {(model, field): {field: value} for model, fields in values.items() for field, value in fields.items()}
    return {**found, ("Item", "group"): {"group": "other", "target_rank": None}}
