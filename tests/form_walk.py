"""Find every form of the site as a person meets it, and a set of answers that each accepts."""

import copy
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain
from typing import Any
from urllib.parse import urljoin

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve

from accounts.models import User
from tests import site_map
from tests.html_forms import Field, Form, post_forms

PASSWORD = "correct horse battery"
JOURNAL = "day,time,kind,item,value,unit,status,note\r\n,,item,Fatigue,,0-10,lower_is_better,target\r\n"
WORDS = ("Word", "4.5", "20:00", "1", "confirm")
BY_KIND = {
    "date": ("2026-11-18", "2026-11-19"),
    "time": ("20:00",),
    "number": ("1", "5", "0"),
    "email": ("alice@example.test", "new@example.test"),
    "password": (PASSWORD, "another long pass phrase"),
    "file": (JOURNAL,),
}
ACCEPTED = (200, 201, 302, 303)
ROUNDS = 12
Answers = dict[str, list[str]]
Knows = Callable[[Form], Answers]  # what no error message tells: codes, signatures


@dataclass(frozen=True)
class Found:
    """A form where it was found, the one whose acceptance leads to it, and the best answers found."""

    place: str
    address: str
    form: Form
    before: "Found | None" = None
    answers: Answers = field(default_factory=dict)
    accepted: bool = False

    @property
    def key(self) -> tuple[str, tuple[str, ...]]:
        """What tells one form from another, whichever row it is about."""
        return self.place, tuple(sorted({re.sub(r"\d+", "#", name) for name in self.form.names}))


class Visitor:
    """A person at a browser. Everything they post is taken back before the next post."""

    def __init__(
        self,
        client: Client,
        patient: User | None,
        *,
        day: date,
        token: str,
        knows: Knows = lambda form: {},
        never: set[site_map.Pair] | None = None,
    ) -> None:
        self.client, self.patient, self.day, self.token, self.knows = client, patient, day, token, knows
        self.never = never
        self.cookies = copy.deepcopy(client.cookies)

    def post(self, address: str, answers: Answers, form: Form | None = None) -> HttpResponse:
        """Post answers as a browser would; files are sent as files."""
        files = {name for name, each in form.fields.items() if each.kind == "file"} if form else set()
        data = {
            name: [_file(value) if name in files else value for value in values] for name, values in answers.items()
        }
        return self.client.post(address, data)

    def restart(self) -> None:
        """Forget what cookies the last answers set."""
        self.client.cookies = copy.deepcopy(self.cookies)

    def forms(self) -> Iterator[Found]:
        """Yield every form on every page, and those that show only after another was accepted."""
        known: set[Any] = set()
        waiting = list(self._on_pages())
        while waiting:
            found = waiting.pop(0)
            if found.key in known:
                continue
            known.add(found.key)
            answered = self._answered(found)
            waiting += self._after(answered) if answered.accepted and found.before is None else []
            yield answered

    def _on_pages(self) -> Iterator[Found]:
        pages = site_map.known_addresses(
            self.client, self.patient, day=self.day, token=self.token, rows_a_kind=3, never=self.never
        )
        for address in chain.from_iterable(pages.values()):
            self.restart()
            answer = self.client.get(address)
            if answer.status_code == 200:
                yield from _forms_of(answer, address)

    def _after(self, found: Found) -> list[Found]:
        """Return the forms on the page that comes after an accepted one."""
        with transaction.atomic():
            forms = list(self._next_forms(found))
            transaction.set_rollback(True)
        self.restart()
        return [replace(form, before=found) for form in forms]

    def _next_forms(self, found: Found) -> Iterator[Found]:
        answer, address = self.post(found.address, found.answers, found.form), found.address
        if answer.status_code in (302, 303):
            address = answer.headers["Location"] or found.address
            answer = self.client.get(address)
        return _forms_of(answer, address) if answer.status_code < 300 else iter(())

    def arrive(self, found: Found) -> Found:
        """Do what leads to a form, if anything, and return it as it stands there now: ids may be new ones."""
        if found.before is None:
            return found
        return next(again for again in self._next_forms(found.before) if again.key == found.key)

    def _answered(self, found: Found) -> Found:
        """Return the form with answers it accepts, found by trying what its error messages leave open."""
        tries = dict.fromkeys(found.form.fields, 0)
        answers = _first_answers(found.form) | self.knows(found.form)
        for _ in range(ROUNDS):
            with transaction.atomic():
                now = self.arrive(found)
                answer = self.post(now.address, fresh(answers, found.form, now.form), found.form)
                wrong = wrong_fields(answer)
                transaction.set_rollback(True)
            self.restart()
            if answer.status_code in ACCEPTED and wrong is None:
                return replace(found, answers=answers, accepted=True)
            for name in wrong or [name for name in tries if not any(answers.get(name, []))]:
                _next_answer(found.form, answers, tries, name)
        return replace(found, answers=answers)


def fresh(answers: Answers, old: Form, new: Form) -> Answers:
    """Return the answers with what the page itself fills in, such as the id of a preview, as it is now."""
    hidden = {name: each for name, each in new.fields.items() if each.kind == "hidden" and name in old.fields}
    untouched = [name for name in hidden if answers.get(name) == old.fields[name].chosen]
    return answers | {name: hidden[name].chosen for name in untouched}


def wrong_fields(answer: HttpResponse) -> list[str] | None:
    """Return the fields the answer complains about; [] when it is about the form as a whole, None without complaint."""
    context = getattr(answer, "context", None)
    if context is None:
        return None
    values = context.flatten().values() if hasattr(context, "flatten") else map(context.get, context.keys())
    forms = {id(value): value for value in values if _is_wrong(value)}
    if not forms:
        return None
    return sorted({name for form in forms.values() for name in form.errors if name in form.fields})


def _is_wrong(value: Any) -> bool:
    return isinstance(value, BaseForm) and value.is_bound and bool(value.errors)


def _forms_of(answer: HttpResponse, address: str) -> Iterator[Found]:
    """Yield each form once for each of its named buttons."""
    if not answer.headers.get("Content-Type", "").startswith("text/html"):
        return  # a file to save
    page = address.split("#")[0]
    for form in post_forms(answer.text):
        action = urljoin(page, form.action)
        for name, value in form.buttons.items() or [("", "")]:
            pressed = with_buttons(form, {name: value} if name else {})
            yield Found(place=place_of(action), address=action, form=pressed)


def with_buttons(form: Form, buttons: dict[str, str]) -> Form:
    """Return the form as sent with one button."""
    return replace(form, buttons=buttons)


def place_of(address: str) -> str:
    """Return the name of an address of ours."""
    try:
        return resolve(address.split("?")[0]).view_name
    except Resolver404:
        return address


def _first_answers(form: Form) -> Answers:
    """Return what is there already and a choice for each open question of radios."""
    answers = dict(form.sent) | {name: [value] for name, value in form.buttons.items()}
    for name, each in form.fields.items():
        if each.kind == "radio" and not any(each.chosen):
            answers[name] = [next((option for option in each.options if option), "")]
    return answers


def _next_answer(form: Form, answers: Answers, tries: dict[str, int], name: str) -> None:
    each = form.fields.get(name)
    if each is None:
        return
    candidates = _candidates(each)
    answers[name] = [candidates[tries[name] % len(candidates)]]
    tries[name] += 1


def _candidates(each: Field) -> list[str]:
    if each.options:
        return [option for option in each.options if option] or [""]
    return [*BY_KIND.get(each.kind, ()), *WORDS, *chain.from_iterable(BY_KIND.values())]


def _file(value: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("journal.csv", value.encode())
