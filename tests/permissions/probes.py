"""One request of the matrix, and which other requests must be answered like it."""

import re
from dataclasses import dataclass
from functools import cached_property

from django.utils.http import int_to_base36

from accounts.models import User
from tests.permissions.cast import ID, NOBODY, PEOPLE, TOKEN, planted_id, planted_token

SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")
VERBS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "FOO")
VISITORS = ("stranger", *PEOPLE, "live", "dead")
NOT_SIGNED_IN = ("stranger", "live", "dead")
SIGNED_IN = tuple(PEOPLE)
BASE36 = {owner: int_to_base36(planted_id(owner, User)) for owner in (*PEOPLE.values(), NOBODY)}
ANY_USER = re.compile("|".join(BASE36.values()))
Data = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Probe:
    """One request. why: the reason it is sent. like: the data without what must make no difference."""

    place: str
    visitor: str
    method: str
    address: str
    data: Data
    why: str
    like: Data | None = None

    @property
    def number(self) -> int:
        """The owner's digit in the ids of the visitor's own rows; 0 for who has no account."""
        return PEOPLE.get(self.visitor, 0)

    @cached_property
    def text(self) -> str:
        """Everything of the request that can hold an id."""
        return f"{self.address} {self.data}"

    @cached_property
    def strange_ids(self) -> frozenset[str]:
        """The ids in it that are not the visitor's own."""
        return frozenset(got[0] for got in ID.finditer(self.text) if int(got[1]) != self.number)

    @cached_property
    def group(self) -> tuple[str, str, str, bool]:
        """Requests with the same group must be answered alike: whose id it is, or nobody's, is not to be told."""
        told = f"{self.address} {self.data if self.like is None else self.like}"
        told = ID.sub(lambda got: got[0] if int(got[1]) == self.number else "#", ANY_USER.sub("#", told))
        return self._seen_as(), self.method, TOKEN.sub(self._told_token, told), self.follows

    def _told_token(self, got: re.Match[str]) -> str:
        """A gate is the same for every token; a press of the button tells the links that work from all others."""
        return got[0] if self.is_holder or (self.method == "POST" and got[2] == "live" and got[1] != "9") else "#"

    @property
    def follows(self) -> bool:
        """Whether the page that an accepted form leads to is looked at too."""
        return self.why in ("verb", "swapped")

    @property
    def is_holder(self) -> bool:
        """Whether the visitor's own link is asked for."""
        return self.visitor in ("live", "dead") and planted_token(1, self.visitor) in self.address

    @property
    def names_strange_link(self) -> bool:
        """Whether a link is asked for that is neither the visitor's own nor the one they hold."""
        return not self.is_holder and any(int(got[1]) != self.number for got in TOKEN.finditer(self.address))

    def _seen_as(self) -> str:
        """A link's cookie changes nothing elsewhere, and an account nothing at a link."""
        if self.place.startswith("share:"):
            return self.visitor if self.is_holder else "anyone"
        return "stranger" if self.visitor in NOT_SIGNED_IN else self.visitor
