"""Three patients whose every row is recognisable, and everybody else who may come to an address.

Each id is planted: thirteen digits that say whose row it is and of which kind, so that an id stands
out in any answer, A's can be turned into B's, and one with the digit 9 belongs to nobody, ever.
Each text of a patient holds the patient's own word, each number is one that nobody else has.
"""

import re
from datetime import UTC, date, datetime
from functools import cache

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from accounts.models import User
from journal.interchange.plan import direction_token
from journal.models import (
    Batch,
    CheckIn,
    DayVersion,
    Dose,
    DoseStep,
    Event,
    Item,
    Medicine,
    Notice,
    OverallChange,
    Visit,
    WaitingImport,
)
from journal.names import name_key
from reports.models import Share

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
DAY = date(2026, 11, 20)
AHEAD = date(2026, 11, 22)  # still to come in London, lived already by whoever flew in over the date line
WORDS = {1: "zarqa1", 2: "zarqb2", 3: "zarqc3", 4: "zarqd4", 5: "zarqe5", 6: "zarqf6"}
MAIL = {number: word.replace("zarq", "postq") for number, word in WORDS.items()}
HIDDEN = "veiled"  # in everything of a patient that is on no link
COMMON = "{} of day {}"  # a medicine or item that is no secret: named alike by two patients
MANY_LINKS = 48  # of the third patient: with those of the others as many as anybody may have
OTHERS_WORD = "zarqx0"  # typed by whoever has no word of their own
PATIENTS = {"A": 1, "B": 2, "C": 3}
PEOPLE = {**PATIENTS, "newcomer": 4, "editor": 5, "superuser": 6}
NOBODY = 9
KINDS = {
    kind: number
    for number, kind in enumerate(
        (
            *(User, Medicine, DoseStep, Dose, Item, CheckIn, DayVersion, OverallChange, Event, Visit),
            *(WaitingImport, Share, Authenticator, UserSession, Batch, Notice),
        ),
        start=10,
    )
}
ID = re.compile(r"(?<!\d)7(\d)(\d\d)0{6}(\d{3})(?!\d)")
TOKEN = re.compile(r"planted-([1-9])-([a-z]{4})-[x]{28}")
CSRF = "k" * 32


def planted_id(owner: int, kind: type, number: int = 1) -> int:
    """Return the id of the patient's row of this kind."""
    return 7 * 10**12 + owner * 10**11 + KINDS[kind] * 10**9 + number


def planted_token(owner: int, state: str = "live") -> str:
    """Return the token of the patient's link."""
    return f"planted-{owner}-{state}-".ljust(43, "x")


@cache
def marks(owner: int) -> tuple[bytes, ...]:
    """Return what is shown to nobody but this patient, in lower case: address first, word, birth date, numbers."""
    born = date(1930 + owner, owner, 10 + owner)
    numbers = (f"3.{owner}7{owner}", f"8{owner}1.{owner}", f"7.{owner}9{owner}")
    shown = (MAIL[owner], WORDS[owner], f"{born}", f"{born:%d %b %Y}".lower(), *numbers)
    return tuple(mark.encode() for mark in shown)


@cache
def asked_of(owner: int) -> str:
    """Return the name of the question about the item in the file that waits."""
    return direction_token(name_key(f"{WORDS.get(owner, OTHERS_WORD)} brought"))


def translate(text: str, owner: int, *, ids: bool) -> str:
    """Return a text of A's as this person would type it; with `ids`, about their own rows."""
    theirs = marks(owner) if owner else (OTHERS_WORD.encode(),) * len(marks(1))
    for mine, yours in zip(marks(1), theirs, strict=True):
        text = text.replace(mine.decode(), yours.decode())
    text = text.replace(asked_of(1), asked_of(owner))
    return with_owner(text, owner) if ids else text


def with_owner(text: str, owner: int) -> str:
    """Return the text with the ids and link tokens in it turned into those of another owner."""
    text = ID.sub(lambda got: f"7{owner}{got[2]}{'0' * 6}{got[3]}", text)
    return TOKEN.sub(lambda got: planted_token(owner, got[2]), text)
