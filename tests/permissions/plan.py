"""Which requests to send: every address, role, verb and id, worked out from the URLconf and the forms on the pages."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from accounts.models import User
from journal.models import Event, Item, Medicine
from reports.models import Share
from tests.permissions.cast import (
    AHEAD,
    DAY,
    ID,
    KINDS,
    NOBODY,
    PATIENTS,
    PEOPLE,
    planted_id,
    planted_token,
    translate,
    with_owner,
)
from tests.permissions.probes import BASE36, VERBS, VISITORS, Data, Probe
from tests.permissions.walk import Walked
from tests.site_map import Place

STUFFED = (User, Medicine, Item, Event, Share)
DAYS = (DAY, date(2026, 11, 18), date(2026, 6, 1), AHEAD)
# What differs little by who asks is not asked by everybody.
ASKING = ("stranger", "A", "B", "editor", "superuser", "live")
TRYING = ("A", "C", "editor", "superuser")
APP_LABELS = ("accounts", "auth")
OWNER_NAMES = ("owner", "owner_id", "patient", "patient_id", "user", "user_id")
POWERS = ("is_staff", "is_superuser", "is_active")
# What a page was led to by: the row that was just added, taken away, moved.
JUST_DONE = {"added": Event, "changed": Event, "deleted": Event, "rests": Item, "wakes": Item, "up": Item, "down": Item}
ASKED = (*OWNER_NAMES, *JUST_DONE, "id", "pk", "item", "medicine", "share", "as", "export")


class Planner:
    """Works the requests out from what was walked."""

    def __init__(self, walked: Walked) -> None:
        self.walked = walked

    def probes(self) -> Iterator[Probe]:
        """Yield every request."""
        for place in self.walked.places:
            yield from self.of_place(place)

    def of_place(self, place: Place) -> Iterator[Probe]:
        """Yield the requests to one address."""
        for visitor in VISITORS:
            addresses = self._addresses(place, visitor)
            for address in addresses:
                yield from self._verbs(place, visitor, address)
            if visitor in ASKING:
                yield from self._asked(place, visitor, addresses[0])
        for visitor in TRYING:
            yield from self._of_wrong_kinds(place, visitor)
        for visitor in PATIENTS:
            for address, data in self._forms(place, visitor):
                yield from self._swapped(place, visitor, address, data)
                yield from self._stuffed(place, visitor, address, data)
                yield from self._doubled(place, visitor, address, data)
        for visitor in (*PATIENTS, "newcomer"):
            for address, data in self._forms(place, visitor):
                if visitor in PATIENTS or not ID.search(address):
                    yield from self._assigned(place, visitor, address, data)

    def _addresses(self, place: Place, visitor: str) -> list[str]:
        """Return the addresses of every patient's rows of the right kind, of nobody's, and what else there is."""
        if not place.arguments:
            return [place.address([]), *self.walked.more_addresses.get(place.name, ())]
        if place.arguments == ("pk",):
            mine = PATIENTS.get(visitor, 1)
            owners = (mine, *(number for number in PATIENTS.values() if number != mine), NOBODY)
            return [with_owner(place.address([pk]), owner) for owner in owners for pk in self.walked.ids[place.name]]
        if place.arguments == ("day",):
            return [place.address([day]) for day in DAYS]
        if place.arguments == ("token",):
            kinds = [(owner, state) for owner in PATIENTS.values() for state in ("live", "dead")]
            more = [(PEOPLE["newcomer"], "live"), (NOBODY, "live")]  # the first is that of an invitation
            return [place.address([planted_token(*kind)]) for kind in (*kinds, *more)]
        if place.arguments == ("uidb36", "key"):
            return [place.address([user, key]) for user in BASE36.values() for key in ("set-password", "abc-def")]
        if place.arguments == ("object_id",):
            found = [place.address([planted_id(owner, User)]) for owner in (*PATIENTS.values(), NOBODY)]
            # Django's admin leads from an address without a name to this one.
            return found + [address.removesuffix("change/") for address in found if address.endswith("change/")]
        words = APP_LABELS if place.arguments == ("app_label",) else ["x"]
        return [place.address([word] * len(place.arguments)) for word in words]

    def _of_wrong_kinds(self, place: Place, visitor: str) -> Iterator[Probe]:
        """Yield requests with ids of rows that the address is not about."""
        if place.arguments != ("pk",):
            return
        right = {ID.match(str(pk))[2] for pk in self.walked.ids[place.name]}  # type: ignore[index]
        kinds = [kind for kind, number in KINDS.items() if str(number) not in right]
        data = self._answers(place, visitor)[0]
        for pk in [planted_id(owner, kind) for owner in (*PATIENTS.values(), NOBODY) for kind in kinds]:
            probe = Probe(place.name, visitor, "POST", place.address([pk]), data, "kind")
            yield from (probe, replace(probe, method="GET"))

    def _answers(self, place: Place, visitor: str) -> list[Data]:
        """Return what to send to an address: the forms it takes, filled in by this visitor about their own rows."""
        owner = PEOPLE.get(visitor, 0)
        forms = [answered(form.data, owner) for form in self.walked.forms.get(place.name, ())]
        return list(dict.fromkeys(forms)) or [()]

    def _forms(self, place: Place, visitor: str) -> Iterator[tuple[str, Data]]:
        """Yield each form where the visitor meets it."""
        owner = PEOPLE[visitor]
        for form in self.walked.forms.get(place.name, ()):
            yield translate(form.address, owner, ids=True), answered(form.data, owner)

    def _verbs(self, place: Place, visitor: str, address: str) -> Iterator[Probe]:
        first, *others = self._answers(place, visitor)
        base = Probe(place.name, visitor, "POST", address, first, "verb")
        yield from with_every_verb(base)
        yield from (replace(base, data=data) for data in others)

    def _asked(self, place: Place, visitor: str, address: str) -> Iterator[Probe]:
        """Yield the same with ids of others in the query string."""
        data = self._answers(place, visitor)[0]
        for owner in strangers_to(visitor):
            query = "&".join(f"{name}={planted_id(owner, kind_of(name))}" for name in ASKED)
            yield from with_every_verb(Probe(place.name, visitor, "POST", f"{address}?{query}", data, "asked"))

    def _swapped(self, place: Place, visitor: str, address: str, data: Data) -> Iterator[Probe]:
        """Yield the form once for each id in it and each other owner, and with all of them at once."""
        spots = [(row, got.span()) for row, text in enumerate(texts(data)) for got in ID.finditer(text)]
        for owner in strangers_to(visitor) if spots else ():
            wholly = tuple((with_owner(n, owner), tuple(with_owner(v, owner) for v in vs)) for n, vs in data)
            for swapped in (wholly, *(swap(data, spot, owner) for spot in spots)):
                yield from with_every_verb(Probe(place.name, visitor, "POST", address, swapped, "swapped"))

    def _stuffed(self, place: Place, visitor: str, address: str, data: Data) -> Iterator[Probe]:
        """Yield the form with an id of somebody else's in each of its fields."""
        ids = [planted_id(strangers_to(visitor)[0], kind) for kind in STUFFED] + [planted_id(NOBODY, User)]
        for number, (name, _) in enumerate(data):
            for pk in ids:
                stuffed = (*data[:number], (name, (str(pk),)), *data[number + 1 :])
                yield Probe(place.name, visitor, "POST", address, stuffed, "stuffed")

    def _doubled(self, place: Place, visitor: str, address: str, data: Data) -> Iterator[Probe]:
        """Yield the form with each field sent twice: own and strange, strange and own."""
        for number, (name, values) in enumerate(data):
            for owner in strangers_to(visitor):
                other = with_owner("".join(values[:1]), owner)
                strange = other if ID.search(other) else str(planted_id(owner, User))
                for both in ((*values, strange), (strange, *values)):
                    doubled = (*data[:number], (name, both), *data[number + 1 :])
                    yield Probe(place.name, visitor, "POST", address, doubled, "doubled")

    def _assigned(self, place: Place, visitor: str, address: str, data: Data) -> Iterator[Probe]:
        """Yield the form as it is, and with more fields than it has, which must make no difference."""
        plain = Probe(place.name, visitor, "POST", address, data, "assigned", like=data)
        yield plain
        known = {name for name, _ in data}
        other = strangers_to(visitor)[0]
        more = [("id", str(planted_id(other, kind))) for kind in STUFFED] + [("pk", str(planted_id(other, User)))]
        more += [(name, str(planted_id(owner, User))) for name in OWNER_NAMES for owner in (other, NOBODY)]
        more += [(name, value) for name in POWERS for value in ("on", "")]
        yield from (replace(plain, data=(*data, (name, (value,)))) for name, value in more if name not in known)


def with_every_verb(probe: Probe) -> Iterator[Probe]:
    """Yield the request once with each verb."""
    return (replace(probe, method=method) for method in VERBS)


def strangers_to(visitor: str) -> list[int]:
    """Return the owners whose ids are not for this visitor, nobody included."""
    return [number for name, number in PATIENTS.items() if name != visitor] + [NOBODY]


def kind_of(name: str) -> type:
    """Return the kind of row that a name in a query string asks for."""
    by_name = {kind.__name__.lower(): kind for kind in KINDS} | JUST_DONE
    return by_name.get(name, User)


def answered(data: Data, owner: int) -> Data:
    """Return the answers of A's form as typed by another, about the other's own rows where they have any."""
    has_rows = owner in PATIENTS.values()
    return tuple(
        (translate(name, owner, ids=has_rows), tuple(translate(value, owner, ids=has_rows) for value in values))
        for name, values in data
    )


def texts(data: Data) -> Iterable[str]:
    """Return every name and value, in order."""
    return [text for name, values in data for text in (name, *values)]


def swap(data: Data, spot: tuple[int, tuple[int, int]], owner: int) -> Data:
    """Return the data with the one id at this spot turned into another owner's."""
    row, (start, end) = spot
    changed = list(texts(data))
    changed[row] = changed[row][:start] + with_owner(changed[row][start:end], owner) + changed[row][end:]
    rest = iter(changed)
    return tuple((next(rest), tuple(next(rest) for _ in values)) for _, values in data)
