"""The nine safety questions and the card that each yes shows; none of them blocks the diary. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from journal import safety_cards as cards
from journal.safety_cards import SafetyCard


@dataclass(frozen=True, kw_only=True)
class SafetyQuestion:
    """One question; its slug is what the diary keeps the answer under."""

    slug: str
    words: str
    card: SafetyCard


def _question(slug: str, words: str, card: SafetyCard) -> SafetyQuestion:
    return SafetyQuestion(slug=slug, words=words, card=card)


QUESTIONS = (
    _question("opioids", "Any opioid in the last 14 days, patch or cough syrup included?", cards.OPIOID),
    _question("procedure", "Procedure or dental work planned?", cards.PROCEDURE),
    _question("liver_kidney", "Hepatitis, liver or kidney disease?", cards.LIVER_KIDNEY),
    _question("pregnant", "Pregnant, trying, or breastfeeding?", cards.PREGNANCY),
    _question("reaction", "Ever reacted to naltrexone or naloxone, or to dyes, lactose, preservatives?", cards.ALLERGY),
    _question("mood", "Depression now, or past thoughts of self-harm?", cards.MOOD),
    _question("opioid_disorder", "Opioid use disorder, past or present?", cards.ADDICTION),
    _question("transplant", "Transplant or immune-suppressing medicine?", cards.IMMUNE),
    _question("under_18", "Under 18? (If you keep this diary for somebody else.)", cards.UNDER_18),
)
SLUGS = tuple(question.slug for question in QUESTIONS)


def read_answers(text: str) -> dict[str, bool]:
    """Return the answers that the diary keeps; one that is not there was left open."""
    try:
        kept = json.loads(text or "{}")
    except ValueError:  # sealed under a key that is gone
        return {}
    return {slug: answer for slug, answer in kept.items() if isinstance(answer, bool)}


def write_answers(answers: Mapping[str, bool | None], before: str) -> str:
    """Return the answers as the diary keeps them: what was left open is not in it, other slugs stay."""
    others = {slug: answer for slug, answer in read_answers(before).items() if slug not in SLUGS}
    given = {slug: answer for slug, answer in answers.items() if answer is not None}
    kept = dict(sorted((others | given).items()))
    return json.dumps(kept, separators=(",", ":")) if kept else ""
