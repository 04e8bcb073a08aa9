"""What must be true of every answer, whoever asked for whatever."""

import re
from collections.abc import Iterator
from dataclasses import replace

from accounts.models import User
from tests.permissions.cast import HIDDEN, ID, KINDS, PATIENTS, TOKEN, marks, planted_id
from tests.permissions.probes import ANY_USER, NOT_SIGNED_IN, Probe
from tests.permissions.sending import Answer
from tests.permissions.table import Table
from tests.records import owner_paths

RANDOM = re.compile(
    rb'(?<=name="csrfmiddlewaretoken" value=")[^"]+|(?<=name="form_key" value=")[^"]+|(?<=Content-Length: )\d+|(?<=/r/)(?!planted)[\w-]{43}(?=/)|(?<=/reminders/)(?!planted)[\w-]{43}(?=\.ics)|(?<=Set-Cookie: share-)[0-9a-f]{16}'
)
# Pages that show another secret or challenge each time.
NEW_SECRETS = {
    *("accounts:switch_on_app", "accounts:add_passkey", "accounts:passkey_again", "accounts:passkey_challenge"),
    *("mfa_activate_totp", "mfa_add_webauthn", "mfa_reauthenticate_webauthn"),
}
BYTES_ID = re.compile(ID.pattern.encode())
BYTES_TOKEN = re.compile(TOKEN.pattern.encode())
BYTES_USER = re.compile(ANY_USER.pattern.encode())
PERSON = KINDS[User]
REPORT = ("share:report", "share:text", "share:pdf")  # what the holder of an opened link may read
Told = tuple[bytes, object]


class Checks:
    """Collects what is wrong; remembers for each group of requests the first answer, which the others must equal."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.first: dict[tuple[str, str, str, bool], tuple[Probe, Told]] = {}
        self.owners = owners()

    def complaints(self, probe: Probe, answer: Answer) -> list[str]:
        """Return what is wrong with an answer."""
        found = [*self._fails(answer), *self._reads(probe, answer), *self._writes(probe, answer)]
        found += [*self._outcome(probe, answer), *self._differs(probe, answer)]
        return [f"{probe.visitor} {probe.method} {probe.address} ({probe.why}) {probe.data}: {each}" for each in found]

    def _fails(self, answer: Answer) -> Iterator[str]:
        if answer.status >= 500:
            yield f"answered {answer.status}"

    def _reads(self, probe: Probe, answer: Answer) -> Iterator[str]:
        """Find what belongs to somebody whose it may not be shown to."""
        seen = answer.everything.lower()
        allowed = {probe.number, *self._shown_link(probe)}
        people = self.table.shows_people(probe)
        for owner in PATIENTS.values():
            if owner not in allowed:
                hidden = marks(owner)[people:]  # the first is the address
                yield from (f"shows {mark.decode()!r} of {owner}" for mark in hidden if mark in seen)
        if probe.visitor in NOT_SIGNED_IN and HIDDEN.encode() in seen:
            yield "shows what is on no link"
        for got in BYTES_ID.finditer(seen):
            whose, kind = int(got[1]), int(got[2])
            if whose not in allowed and got[0].decode() not in probe.strange_ids and not (people and kind == PERSON):
                yield f"shows the id {got[0].decode()}"

    def _shown_link(self, probe: Probe) -> list[int]:
        """Return whose report this is, when the visitor holds the link."""
        return [1] if probe.is_holder and probe.visitor == "live" and probe.place in REPORT else []

    def _writes(self, probe: Probe, answer: Answer) -> Iterator[str]:
        """Find what was written that must not be."""
        if probe.method != "POST":
            if answer.wrote and not self.table.may_write(probe.place, probe.method, answer.wrote):
                yield f"{probe.method} writes to {sorted(answer.wrote)}"
            return
        carried = {int(pk) for pk in probe.strange_ids}
        if taken := carried & set(answer.effect.new_ids):
            yield f"made a row with the posted id {sorted(taken)}"
        mine = planted_id(probe.number, User) if probe.number else 0
        if not self.table.may_touch(probe.place, "sessions.Session"):
            yield from (f"ended a session of {owner}" for owner in sorted(answer.signed_out - {mine}))
        for owner, what in self._touched(answer):
            if owner != mine and owner not in answer.effect.new_ids and not self.table.may_touch(probe.place, what):
                yield f"changed {what} of {owner}"

    def _touched(self, answer: Answer) -> Iterator[tuple[int, str]]:
        effect = answer.effect
        for table, pk, _ in (*effect.changed, *((table, pk, "") for table, pk in effect.removed)):
            yield self.owners[table, pk], table
        yield from effect.owners_of_new

    def _outcome(self, probe: Probe, answer: Answer) -> Iterator[str]:
        """Hold the answer against the table of docs/permissions.md."""
        if complaint := self.table.complaint(probe, answer):
            yield complaint

    def _differs(self, probe: Probe, answer: Answer) -> Iterator[str]:
        if self.table.shows_people(probe):
            return
        told = comparable(probe, answer)
        before, first = self.first.setdefault(probe.group, (probe, told))
        if first != told:
            yield f"told apart from {before.visitor} {before.address} {before.data}: {difference(first, told)}"


def comparable(probe: Probe, answer: Answer) -> Told:
    """Return all that can be told of an answer, without what is random and without the ids asked for."""
    shown = replace(answer, body=b"") if probe.place in NEW_SECRETS else answer
    text = RANDOM.sub(b"#", shown.everything)
    text = BYTES_TOKEN.sub(b"#", BYTES_USER.sub(b"#", BYTES_ID.sub(b"#", text)))
    return text, answer.effect.comparable


def difference(one: Told, other: Told) -> str:
    """Return where two answers part."""
    if one[0] == other[0]:
        return f"{one[1]} != {other[1]}"[:400]
    place = next((n for n, (a, b) in enumerate(zip(one[0], other[0], strict=False)) if a != b), 0)
    return f"{one[0][max(0, place - 40) : place + 80]!r} != {other[0][max(0, place - 40) : place + 80]!r}"


def owners() -> dict[tuple[str, int], int]:
    """Return whose each row is."""
    return {
        (model._meta.label, pk): owner
        for model, path in owner_paths().items()
        for pk, owner in model._base_manager.values_list("pk", path)
    }
