"""The event or visit that was deleted last, so that one press brings it back: sealed, in the session alone.

It goes when the next one is deleted, when it is brought back, and with the session.
"""

import base64
import json
from collections.abc import MutableMapping
from datetime import date, time
from typing import Any

from django.db import IntegrityError, transaction

from accounts import sealing
from accounts.models import User
from journal.models import Event, Visit

KEY = "last_deleted"
MODELS: dict[str, type[Event] | type[Visit]] = {"Event": Event, "Visit": Visit}


def keep(session: MutableMapping[str, Any], row: Event | Visit) -> None:
    """Keep a row that is about to be deleted."""
    facts = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.attname not in ("id", "patient_id")
    }
    name = type(row).__name__
    plain = json.dumps({**facts, "day": str(row.day), "time": row.time and row.time.isoformat()}).encode()
    sealed = sealing.seal(row.patient.wrapped_key, plain, _place(name, row.pk, row.patient))
    session[KEY] = {"model": name, "id": row.pk, "sealed": base64.b64encode(sealed).decode()}


def kept_id(session: MutableMapping[str, Any]) -> int | None:
    """Return the id of what can be brought back, or None."""
    kept = session.get(KEY)
    return kept["id"] if kept else None


def bring_back(session: MutableMapping[str, Any], patient: User) -> Event | Visit | None:
    """Make the row again as it was, once; None when there is nothing to bring back."""
    kept = session.pop(KEY, None)
    if kept is None:
        return None
    place = _place(kept["model"], kept["id"], patient)
    facts = json.loads(sealing.unseal(patient.wrapped_key, base64.b64decode(kept["sealed"]), place))
    facts |= {"day": date.fromisoformat(facts["day"]), "time": facts["time"] and time.fromisoformat(facts["time"])}
    if (item := facts.get("against_id")) and not patient.items.filter(pk=item).exists():
        facts["against_id"] = None
    row = MODELS[kept["model"]](id=kept["id"], patient=patient, **facts)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        pass  # a second press in the same moment: it is back already
    return row


def _place(model: str, pk: int, patient: User) -> str:
    return f"journal.last_deleted.{model}:{pk}:{patient.pk}"
