"""Passwords that are long and yet easy to guess: common ones drawn out, runs of keys, this site's own words."""

import re

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from accounts.models import User

LONGEST = 200
LEFT = 8  # so many characters must be left when what everybody guesses is taken out
OWN_WORDS = (
    *("ldn", "tracker", "naltrexone", "lowdose", "low dose", "dose", "diary", "journal", "symptom", "password"),
    *("passwort", "patient", "medicine", "health", "login", "welcome", "letmein", "secret", "admin"),
)
# The ways fingers go; read backwards too.
RUNS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1qaz2wsx3edc4rfv5tgb")
RUN = 4
UNIT = 6


class LongestValidator:
    """At most 200 characters: room for any sentence, and no work for whoever sends a book."""

    def validate(self, password: str, user: User | None = None) -> None:
        if len(password) > LONGEST:
            raise ValidationError(f"A password has at most {LONGEST} characters.", code="password_too_long")

    def get_help_text(self) -> str:
        return f"At most {LONGEST} characters."


class PlainWordsValidator:
    """Refuse what is little more than words everybody would try here, runs of keys or one short thing repeated."""

    def validate(self, password: str, user: User | None = None) -> None:
        plain = password.lower()
        without_words = _without_words(plain, user)
        too_few = without_words != plain and len(re.sub(r"[\W_]+", "", without_words)) < LEFT
        if too_few or len(_without_runs(plain)) < LEFT or _is_repeated(plain):
            raise ValidationError(
                "This is too easy to guess: take out your address, this site's own words, runs of keys "
                "and repetitions, and too little is left.",
                code="password_too_plain",
            )
        self._refuse_drawn_out(plain, user)

    def _refuse_drawn_out(self, plain: str, user: User | None) -> None:
        """Refuse a common password with digits or signs around it."""
        bare = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", plain)
        if bare != plain:
            CommonPasswordValidator().validate(bare, user)

    def get_help_text(self) -> str:
        return "Not your address, not this site's own words, no runs of keys."


def _without_words(plain: str, user: User | None) -> str:
    address = re.split(r"[^a-z0-9]+", user.email.lower()) if user else []
    words = {*OWN_WORDS, *re.split(r"[^a-z0-9]+", settings.SITE.host), *(part for part in address if len(part) > 2)}
    for word in sorted(words - {""}, key=len, reverse=True):
        plain = plain.replace(word, "")
    return plain


def _without_runs(plain: str) -> str:
    """Return the text without pieces of four and more keys that lie in a row."""
    rows = [*RUNS, *(row[::-1] for row in RUNS)]
    kept, at = "", 0
    while at < len(plain):
        length = max((_length_in(row, plain[at:]) for row in rows), default=0)
        kept, at = (kept, at + length) if length >= RUN else (kept + plain[at], at + 1)
    return kept


def _length_in(row: str, text: str) -> int:
    """Return how much of the text's beginning lies in a row of keys, walked round and round."""
    start = row.find(text[0])
    if start < 0:
        return 0
    length = 0
    while length < len(text) and text[length] == row[(start + length) % len(row)]:
        length += 1
    return length


def _is_repeated(plain: str) -> bool:
    """Return whether the whole is one piece of up to six characters, again and again."""
    return any(plain == (plain[:size] * len(plain))[: len(plain)] for size in range(1, UNIT + 1))
