"""The ready-made strategies against a side effect: what each is, how sure it is, what to know first. Pure.

Every sentence is from the facts that it names; none says what to do or which dose to take. `page` is the slug of
the education page that belongs to it.
"""

from dataclasses import dataclass
from datetime import date

GRADES = {"early": "Early evidence", "mixed": "Mixed results", "practice": "Sensible practice"}
REVIEWED = date(2026, 11, 26)
WITH_PRESCRIBER = "Change a dose only together with your prescriber. This diary never suggests one."
WAITING = (
    "Many early effects fade. If one is strong, or still there after about four weeks, tell your prescriber."
    " In the one survey that asked, about one in three called theirs short-lived."
)


@dataclass(frozen=True, kw_only=True)
class Strategy:
    """One thing that can be tried. facts: their numbers; grade: how sure it is; note: what goes with it, or ""."""

    slug: str
    title: str
    words: str
    facts: tuple[str, ...]
    grade: str
    note: str
    page: str

    @property
    def grade_text(self) -> str:
        """How sure it is, as it is labelled on the screen."""
        return GRADES[self.grade]


STRATEGIES = (
    Strategy(
        slug="dose_earlier",
        title="Dose earlier in the day",
        words="May ease sleep problems. In an early Crohn's study five people moved from evening to morning because"
        " they could not sleep, and nobody needed a lower dose. No trial compares times of day.",
        facts=("F77",),
        grade="early",
        note="Change the time with your prescriber, and watch for drowsiness in the day.",
        page="sleep",
    ),
    Strategy(
        slug="with_food",
        title="Food with the dose",
        words="Leaflets for naltrexone at 50 mg suggest taking it with food. It has not been tested for LDN.",
        facts=("F30",),
        grade="practice",
        note="Vomiting or diarrhoea that goes on needs a call, not a diet.",
        page="stomach",
    ),
    Strategy(
        slug="changed_diet",
        title="Changed diet",
        words="Eating differently may help an upset stomach. There is no trial of any diet.",
        facts=("F30",),
        grade="practice",
        note="Vomiting or diarrhoea that goes on needs a call, not a diet.",
        page="stomach",
    ),
    Strategy(
        slug="slower_steps",
        title="Slower steps",
        words="A slower rise of the dose is one of the few changes with some record.",
        facts=("F75", "F82"),
        grade="practice",
        note=WITH_PRESCRIBER,
        page="dose",
    ),
    Strategy(
        slug="painkiller",
        title="Painkiller without opioids, on few days",
        words="For headache. Ask a pharmacist for a painkiller without codeine or any opioid, and use it on only a few"
        " days a month.",
        facts=("F76",),
        grade="practice",
        note="Some painkillers sold without a prescription contain codeine, an opioid. Painkillers on 15 or more days a"
        " month (10 for combination products) can cause headaches. Check with a pharmacist first in liver, kidney,"
        " stomach or bowel disease, in pregnancy, or with blood thinners.",
        page="headache",
    ),
)
BY_SLUG = {strategy.slug: strategy for strategy in STRATEGIES}


def worded(slug: str, text: str) -> str:
    """Return the text of an event about a strategy: the title of a ready-made one first, then the patient's words.

    A title that stands there from an earlier choice goes, so that saving twice or choosing anew adds nothing.
    """
    own = own_words(text)
    chosen = BY_SLUG.get(slug)
    if chosen is None:
        return own
    return f"{chosen.title}: {own}" if own else chosen.title


def own_words(text: str) -> str:
    """Return a strategy's text without the title of a ready-made one before it."""
    for strategy in STRATEGIES:
        if text == strategy.title:
            return ""
        if text.startswith(f"{strategy.title}: "):
            return text.removeprefix(f"{strategy.title}: ")
    return text
