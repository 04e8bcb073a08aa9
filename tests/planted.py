"""Plant texts in every place that is sealed, and look for them in what was copied."""

import base64
from collections.abc import Iterator
from datetime import date, timedelta

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.mail import EmailMessage
from django.utils import timezone

from accounts import outbox
from accounts.fields import SealedTextField
from accounts.models import User
from accounts.second_factor import sealed_secret
from journal.day_state import DayState, to_json
from journal.interchange.actions import keep_waiting
from journal.models import Batch, CheckIn, DayVersion, Event, Visit
from tests import factories
from tests.reports.links import link

FIRST = date(2026, 10, 1)


def plant(patient: User, word: str, rounds: int = 5) -> list[str]:
    """Fill every sealed field of the patient, a few rows of each; return the texts: twelve a round, the answers of set-up, a file, two secrets, three parts of a mail."""
    texts = (f"{word}{number:03}Moonflower" for number in range(1000))
    used: list[str] = []

    def text() -> str:
        used.append(next(texts))
        return used[-1]

    for number in range(rounds):
        day = FIRST + timedelta(days=number)
        medicine = factories.ldn(
            patient,
            name=f"Capsule {number}",
            is_ldn=number == 0,
            reason_words=text(),
            pharmacy=text(),
            prescriber=text(),
        )
        factories.step(medicine, day, reason=text())
        factories.dose(medicine, day, "missed", reason=text())
        Batch.objects.create(patient=patient, medicine=medicine, opened=day, number=text(), pharmacy=text())
        CheckIn.objects.create(patient=patient, day=day, entered_day=day, note=text(), alarms=text())
        DayVersion.objects.create(patient=patient, day=day, version=1, state=to_json(DayState(note=text())))
        Event.objects.create(patient=patient, day=day, kind="other", text=text())
        Visit.objects.create(patient=patient, day=day, text=text())
        link(patient, label=text())
    factories.diary(patient, safety_answers=text())
    keep_waiting(patient=patient, data=text().encode(), now=timezone.now())
    for kind, name in ((Authenticator.Type.TOTP, "secret"), (Authenticator.Type.RECOVERY_CODES, "seed")):
        data = {name: sealed_secret(patient, text()), "used_mask": 0}
        Authenticator.objects.create(user=patient, type=kind, data=data)
    outbox.put(EmailMessage(text(), text(), "no-reply@example.test", [f"{text()}@example.test"]))
    return used


def sealed_texts() -> Iterator[tuple[str, str]]:
    """Yield model.field and the text of every sealed field of every row."""
    for model in apps.get_models():
        names = [field.name for field in model._meta.fields if isinstance(field, SealedTextField)]
        for row in model._default_manager.all() if names else ():
            yield from ((f"{model._meta.label}.{name}", getattr(row, name)) for name in names)


def sealed_fields() -> set[str]:
    """Return model.field of every sealed field that there is."""
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.fields
        if isinstance(field, SealedTextField)
    }


def found(data: bytes, texts: list[str]) -> list[str]:
    """Return the texts that data holds: as they are, in hexadecimal as pg_dump writes bytes, or in base64."""
    low = data.lower()
    return [text for text in texts if any(form in (low if form.islower() else data) for form in _forms(text.encode()))]


def _forms(text: bytes) -> list[bytes]:
    # In base64 the same text looks different at each of three offsets; its edges depend on the neighbours.
    shifted = [base64.b64encode(bytes(offset) + text)[4 if offset else 0 : -4] for offset in range(3)]
    return [text, text.hex().encode(), text.decode().encode("utf-16-le"), *shifted]
