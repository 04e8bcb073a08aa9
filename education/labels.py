"""How sure a claim is: the labels, and what each means. Pure."""

SOLID, MIXED, EARLY, UNPROVEN = "solid", "mixed", "early", "unproven"
OTHER_DOSE, PRACTICE, CONTEXT = "other_dose", "practice", "context"
TITLES = {
    SOLID: "Well supported",
    MIXED: "Mixed results",
    EARLY: "Early evidence",
    UNPROVEN: "Not shown",
    OTHER_DOSE: "True at another dose",
    PRACTICE: "Sensible practice",
    CONTEXT: "Background",
}
MEANINGS = {
    SOLID: "An official label, settled pharmacology, or several good trials that agree.",
    MIXED: "Trials disagree, or small ones were hopeful and larger ones were not.",
    EARLY: "Only small, short or uncontrolled studies.",
    UNPROVEN: "No trial in people was found, or the trials found nothing.",
    OTHER_DOSE: "The evidence is for about 50 mg, not for LDN.",
    PRACTICE: "A good habit that no trial has tested.",
    CONTEXT: "Describes the world; there is nothing to grade.",
}
LEGEND = [(label, title, MEANINGS[label]) for label, title in TITLES.items()]
