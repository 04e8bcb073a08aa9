"""People who save without pause, and remember what the site said it had saved."""

import http.client
import itertools
import threading
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Self

from accounts.models import User
from tests import factories
from tests.operation.client import WebClient
from tests.operation.servers import Site

LAST_DAY = date(2026, 1, 1)


@dataclass
class Patient:
    """One person, who saves a new event and a new day in turn, each once, whatever comes back."""

    user: User
    client: WebClient
    item: int
    events: list[str] = field(default_factory=list)
    days: dict[date, str] = field(default_factory=dict)
    answers: Counter[str] = field(default_factory=Counter)

    def save(self, number: int) -> bool:
        """Save once, and keep it in mind if the site said so; return whether there was an answer."""
        text, day = f"{self.user.pk}-{number}", LAST_DAY - timedelta(days=number)
        event = {"day": "2026-01-01", "kind": "stress", "text": text}
        entry = {"version": 0, f"item_{self.item}": number % 11, "note": text}
        is_event = number % 2 == 0
        try:
            answer = self.client.post(
                "/journal/events/new/" if is_event else f"/journal/{day}/", event if is_event else entry
            )
        except (OSError, http.client.HTTPException) as error:
            self.answers[type(error).__name__] += 1
            return False
        self.answers[str(answer.status)] += 1
        if answer.status == 302 and is_event:
            self.events.append(text)
        elif answer.status == 302:
            self.days[day] = text
        return True


class Load:
    """So many patients at once, between `with` and its end."""

    def __init__(self, site: Site, patients: int) -> None:
        self.site, self.ended = site, threading.Event()
        with site.models():
            self.patients = [self._patient(number) for number in range(patients)]
        self.threads = [threading.Thread(target=self._save, args=(each,), daemon=True) for each in self.patients]

    def __enter__(self) -> Self:
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.ended.set()
        for thread in self.threads:
            thread.join(60)

    @property
    def acknowledged(self) -> int:
        """How much the site said it had saved so far."""
        return sum(len(each.events) + len(each.days) for each in self.patients)

    @property
    def answers(self) -> Counter[str]:
        """How often each status came, and each way of getting no answer."""
        return sum((each.answers for each in self.patients), Counter())

    def faults(self) -> list[str]:
        """Return what was acknowledged and is not there, and what is there twice."""
        with self.site.models():
            return [line for each in self.patients for line in _faults(each)]

    def _patient(self, number: int) -> Patient:
        user = factories.patient(f"patient{number}@example.test")
        return Patient(user, self.site.signed_in(user, timeout=60), factories.target(user).pk)

    def _save(self, patient: Patient) -> None:
        for number in itertools.count():
            if self.ended.is_set():
                return
            if not patient.save(number):
                self.ended.wait(0.02)  # nobody listens just now: leave the processor to the site that starts


def _faults(patient: Patient) -> list[str]:
    there = Counter(event.text for event in patient.user.events.all())
    notes = {check_in.day: check_in.note for check_in in patient.user.check_ins.all()}
    lost = [f"lost event {text}" for text in patient.events if text not in there]
    lost += [f"lost day {day}" for day, note in patient.days.items() if notes.get(day) != note]
    return lost + [f"doubled {text}" for text, count in there.items() if count > 1]
