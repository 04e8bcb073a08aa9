"""The numbers of the model: shares, rates and sizes. Points are on 0-10, times in days. Pure.

Rates of vivid dreams, the size of the placebo improvement, side-effect stops and the noise of daily
pain ratings come from published trials and diary studies of LDN and chronic pain; shares of schemes,
onset, fading and correlations between items are assumptions.
"""

from dataclasses import dataclass
from typing import Final

# What LDN adds to placebo at 4.5 mg once it has fully set in: (mean, spread between people), in points.
SCENARIOS: Final = {
    "null_plus_placebo": (0.0, 0.5),
    "modest": (-0.34, 0.8),
    "optimistic": (-0.86, 0.8),
}
NULL_PLUS_PLACEBO: Final = "null_plus_placebo"
PILOT_2009: Final = "pilot_2009"  # minus 30 % of the baseline: only to show what a weak study looks like
PILOT_SHARE: Final = -0.3
PILOT_SPREAD: Final = 0.8
FOG_EXTRA: Final = {"modest": -0.9}

WEEKS_12: Final = 84

# Reason for LDN: share, then the headline target and two more.
CONDITIONS: Final = {
    "fibromyalgia": (0.30, ("Widespread pain", "Fatigue", "Brain fog")),
    "chronic_fatigue": (0.18, ("Fatigue", "Widespread pain", "Brain fog")),
    "multiple_sclerosis": (0.12, ("Spasm", "Fatigue", "Brain fog")),
    "crohns": (0.12, ("Bowel trouble", "Fatigue", "Joint pain")),
    "other_pain": (0.14, ("Nerve pain", "Fatigue", "Low mood")),
    "hashimotos": (0.07, ("Fatigue", "Joint pain", "Brain fog")),
    "rheumatoid_arthritis": (0.05, ("Joint pain", "Fatigue", "Stiffness or swelling")),
    "other": (0.02, ("Widespread pain", "Fatigue", "Brain fog")),
}
# Final dose in thousandths of mg, and its share.
FINAL_DOSES: Final = {
    4500: 0.60,
    3000: 0.17,
    2500: 0.04,
    2000: 0.04,
    1500: 0.04,
    1000: 0.02,
    500: 0.02,
    6000: 0.05,
    9000: 0.02,
}
# How the dose rises: (first amount, rise, days between), and its share. No rise: the final dose at once.
SCHEMES: Final = {
    (1500, 1500, 14): 0.35,
    (1500, 1500, 7): 0.20,
    (500, 500, 14): 0.20,
    (0, 0, 0): 0.15,
    (1000, 1000, 28): 0.10,
}
BEDTIME, MORNING = "21:00", "08:00"
HOURS: Final = {BEDTIME: 0.70, MORNING: 0.25, "14:00": 0.05}
FORMS: Final = {"capsule": 0.55, "liquid": 0.30, "tablet": 0.10, "cream": 0.05}
STEADY, PATCHY, LEAVES_EARLY = "steady", "patchy", "leaves early"
ENGAGEMENTS: Final = {STEADY: 0.50, PATCHY: 0.25, LEAVES_EARLY: 0.25}


@dataclass(frozen=True)
class Symptom:
    """A side effect.

    background: share who ever report it in 12 weeks on placebo. drug: the share that 4.5 mg adds,
    independently. onset: days after a step (median, least, most). peak: points (mean, spread).
    half_life: days, where it fades.
    """

    name: str
    background: float
    drug: float
    onset: tuple[int, int, int]
    peak: tuple[float, float]
    half_life: float


DREAMS, INSOMNIA, DROWSINESS = "Vivid dreams", "Trouble sleeping", "Drowsiness"
SYMPTOMS: Final = (
    Symptom(DREAMS, 0.13, 0.28, (2, 1, 7), (4.0, 1.8), 9),
    Symptom(INSOMNIA, 0.15, 0.12, (2, 1, 10), (4.5, 1.8), 8),
    Symptom("Headache", 0.10, 0.08, (4, 1, 14), (3.8, 1.6), 7),
    Symptom("Nausea", 0.09, 0.10, (2, 1, 7), (3.8, 1.7), 6),
    Symptom("Diarrhoea", 0.08, 0.05, (4, 1, 14), (3.5, 1.6), 7),
    Symptom("Stomach pain", 0.08, 0.03, (4, 1, 14), (3.3, 1.5), 7),
    Symptom("Constipation", 0.05, 0.02, (6, 2, 20), (3.0, 1.3), 12),
    Symptom("Dizziness", 0.09, 0.08, (2, 1, 7), (3.2, 1.5), 6),
    Symptom(DROWSINESS, 0.15, 0.05, (3, 1, 10), (4.0, 1.7), 10),
    Symptom("Irritability", 0.08, 0.04, (5, 1, 21), (3.5, 1.6), 12),
    Symptom("Low mood (side effect)", 0.08, 0.02, (10, 2, 42), (3.5, 1.7), 18),
    Symptom("Muscle pain", 0.12, 0.02, (7, 1, 28), (3.5, 1.5), 14),
    Symptom("Itch or rash", 0.02, 0.005, (5, 1, 28), (2.5, 1.0), 5),
)
# The course of what the drug causes: fades, fades three times slower, stays until dose or hour change.
COURSES: Final = {1.0: 0.40, 3.0: 0.30, float("inf"): 0.30}
RETRIGGER: Final = 0.5
LATER_PEAK: Final = 0.7
GONE_AFTER_STOP: Final = 3.0

# Daily ups and downs of the items, in this order, on "how bad": they go together.
SERIES: Final = ("first", "second", "third", "Sleep quality", "Mood", "Energy", DREAMS)
CORRELATIONS: Final = (
    (1.0,),
    (0.5, 1.0),
    (0.3, 0.5, 1.0),
    (0.3, 0.45, 0.3, 1.0),
    (0.4, 0.4, 0.3, 0.3, 1.0),
    (0.4, 0.6, 0.4, 0.4, 0.4, 1.0),
    (0.1, 0.1, 0.1, 0.5, 0.1, 0.1, 1.0),
)
PLACEBO_SHARES: Final = (1.0, 0.8, 0.7, 0.5, 0.5, 0.6)
FLARE_SHARES: Final = (1.0, 0.7, 0.6, 0.5, 0.4, 0.6)
FLARE_DAYS: Final = 30.0
