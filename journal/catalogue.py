"""The built-in items a patient can choose from. Pure."""

from dataclasses import dataclass

TARGET, SIDE_EFFECT, WELLBEING, CRAVING, OTHER = "target", "side_effect", "wellbeing", "craving", "other"


@dataclass(frozen=True, kw_only=True)
class ItemTemplate:
    """A ready-made item: its name, group, whole-number scale and which end is better."""

    name: str
    group: str
    low: int = 0
    high: int
    lower_is_better: bool


def _items(group: str, high: int, lower_is_better: bool, *names: str) -> tuple[ItemTemplate, ...]:
    return tuple(ItemTemplate(name=name, group=group, high=high, lower_is_better=lower_is_better) for name in names)


TARGETS = (
    *_items(
        TARGET,
        10,
        True,
        "Widespread pain",
        "Nerve pain",
        "Joint pain",
        "Stiffness or swelling",
        "Fatigue",
        "Brain fog",
        "Bowel trouble",
        "Spasm",
        "Low mood",
        "Anxiety",
    ),
    *_items(TARGET, 10, False, "Well-being"),
)
# Side effects that share a name with a target say so, since a name stands for one item.
SIDE_EFFECTS = _items(
    SIDE_EFFECT,
    3,
    True,
    "Vivid dreams",
    "Trouble sleeping",
    "Headache",
    "Nausea",
    "Vomiting",
    "Stomach pain",
    "Diarrhoea",
    "Constipation",
    "Dizziness",
    "Fatigue (side effect)",
    "Drowsiness",
    "Irritability",
    "Mood swings",
    "Anxiety (side effect)",
    "Low mood (side effect)",
    "Joint pain (side effect)",
    "Muscle pain",
    "Itch or rash",
    "Less appetite",
    "Sweating or chills",
)
WELLBEINGS = _items(WELLBEING, 10, False, "Sleep quality", "Mood", "Energy")
CRAVINGS = (
    *_items(CRAVING, 10, True, "Craving for alcohol", "Craving for opioids"),
    *_items(CRAVING, 1, True, "Alcohol today", "Lapse"),
)
HEADACHE_MEDICINE = "Headache medicine today"
OTHERS = _items(OTHER, 1, True, HEADACHE_MEDICINE)
BUILT_IN = (*TARGETS, *SIDE_EFFECTS, *WELLBEINGS, *CRAVINGS, *OTHERS)
BY_NAME = {template.name: template for template in BUILT_IN}
SLEEP = "Sleep quality"
OFTEN_WATCHED = ("Vivid dreams", "Trouble sleeping", "Headache", "Nausea")
ABOUT_THE_NIGHT = ("Sleep quality", "Vivid dreams", "Trouble sleeping")
LDN_NAME = "Naltrexone (LDN)"


def own_side_effect(name: str) -> ItemTemplate:
    """Return a side effect in the patient's own words, from none to severe."""
    return _items(SIDE_EFFECT, 3, True, name)[0]
