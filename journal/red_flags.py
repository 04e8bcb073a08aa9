"""The red flags and what the app says to each: the one reviewed place of these texts, with safety_cards.py. Pure.

Wording and levels are those of the safety content. No other code and no template types one of these texts: change it
here only, have it reviewed, and set the date.
"""

from dataclasses import dataclass
from enum import StrEnum

REVIEWED_ON = "26 November 2026"
REVIEWED_BY = "not reviewed by a clinician yet"
NOBODY_WATCHES = "Nobody is watching these entries."
AFTER_SAVING = "This diary does not check whether you are well. Worried?"  # then a link to "Get help"
ON_A_PAST_DAY = "Happening now or back? Call now. Over? Tell your prescriber."


class Level(StrEnum):
    """How soon to act."""

    EMERGENCY = "E"
    SAME_DAY = "S"
    PRESCRIBER = "P"
    INFORMATION = "I"


HEADINGS = {
    Level.EMERGENCY: "Call your emergency number now",
    Level.SAME_DAY: "Get medical help today",
    Level.PRESCRIBER: "Tell your prescriber",
    Level.INFORMATION: "Good to know",
}


@dataclass(frozen=True, kw_only=True)
class RedFlag:
    """A sign, how soon to act, and the words to say.

    `emergency_if` is said after the text where the same sign can be an emergency.
    """

    slug: str
    level: Level
    trigger: str
    text: str
    emergency_if: str = ""

    @property
    def heading(self) -> str:
        """How soon to act, in words."""
        return HEADINGS[self.level]

    @property
    def said(self) -> str:
        """The text, and when it is an emergency."""
        return f"{self.text} {self.emergency_if}".strip()


# Said in the words of the country where the list of numbers has one.
CRISIS_LINES = "US and Canada: call or text 988. UK and Ireland: Samaritans 116 123."


def self_harm_text(crisis_lines: str = CRISIS_LINES) -> str:
    """Return what is said to thoughts of self-harm, with the lines that answer in one country."""
    return (
        "You deserve help right now. If you might act on this, call your emergency number or go to an emergency"
        f" department. {crisis_lines} Stay with someone if you can. Then tell your prescriber."
    )


EMERGENCIES = (
    RedFlag(
        slug="allergy",
        level=Level.EMERGENCY,
        trigger="Trouble breathing; swelling of face, lips, tongue or throat; fainting with rash or hives",
        text="This can be a severe allergic reaction. Call your emergency number now. Tell them you take naltrexone.",
    ),
    RedFlag(
        slug="self_harm",
        level=Level.EMERGENCY,
        trigger="Thoughts of suicide or self-harm",
        text=self_harm_text(),
    ),
    RedFlag(
        slug="withdrawal",
        level=Level.EMERGENCY,
        trigger="Took an opioid and LDN, and now: sweating, vomiting, diarrhoea, shaking, agitation or confusion",
        text="This may be sudden opioid withdrawal. Call emergency services. Tell them you take naltrexone and name"
        " the opioid. Do not take more of either.",
    ),
    RedFlag(
        slug="opioid_overdose",
        level=Level.EMERGENCY,
        trigger="Very sleepy, slow or shallow breathing, blue lips after any opioid",
        text="This may be an overdose. Call emergency services. Use naloxone if you have it.",
    ),
    RedFlag(
        slug="sudden",
        level=Level.EMERGENCY,
        trigger="Chest pain; fit; sudden worst headache; weakness on one side; trouble speaking; stiff neck with fever",
        text="Call your emergency number now.",
    ),
)
TODAY = (
    RedFlag(
        slug="liver",
        level=Level.SAME_DAY,
        trigger="Yellow skin or eyes; dark urine; pale stools; or pain under the right ribs with unusual tiredness,"
        " vomiting or loss of appetite",
        text="These can be liver warning signs. The naltrexone label says to stop and seek care for them. Speak to a"
        " doctor today, before your next dose is due. If you are confused, bleeding or very unwell, call emergency"
        " services.",
    ),
    RedFlag(
        slug="lungs",
        level=Level.SAME_DAY,
        trigger="New cough or wheeze with breathlessness or fever",
        text="Get seen today and mention naltrexone.",
        emergency_if="Breathless at rest: call your emergency number.",
    ),
    RedFlag(
        slug="mind",
        level=Level.SAME_DAY,
        trigger="Hallucinations, confusion, extreme agitation",
        text="Get medical help today. Do not stay alone or drive.",
        emergency_if="If you are not safe, call your emergency number.",
    ),
    RedFlag(
        slug="fluids",
        level=Level.SAME_DAY,
        trigger="Vomiting or diarrhoea for over 24 hours, cannot keep fluids down, blood in stool or vomit",
        text="You could be losing too much fluid, or bleeding. Call a doctor today.",
    ),
    RedFlag(
        slug="rash",
        level=Level.SAME_DAY,
        trigger="Rash or hives without the signs above",
        text="Speak to a doctor or pharmacist today, before your next dose is due.",
    ),
    RedFlag(
        slug="strong_relief",
        level=Level.SAME_DAY,
        trigger="Severe pain needing strong relief; injury; procedure in under 72 h",
        text="Tell the team you take LDN and when you last took it. Show your medicine card.",
    ),
    RedFlag(
        slug="opioid_added",
        level=Level.SAME_DAY,
        trigger="Opioid newly prescribed or added",
        text="LDN and opioids do not go together. Call your pharmacist or prescriber before taking either. Do not stop"
        " an opioid on your own to make room for LDN: call whoever prescribes it.",
    ),
    RedFlag(
        slug="took_more",
        level=Level.SAME_DAY,
        trigger="Took more than prescribed",
        text="Call your poison centre or doctor for advice.",
        emergency_if="Over 50 mg or feeling ill: call your emergency number now.",
    ),
)
# Said by rules over days, by what is written down, or by a tick.
LATER = (
    RedFlag(
        slug="mood_drop",
        level=Level.PRESCRIBER,
        trigger="Mood 3 or more points below own baseline on 7 logged days in a row (without a baseline: below the"
        " median of the first 14 logged days); or mood 0 to 2 on 4 of the last 7 logged days",
        text="Your mood has dropped. Please contact your prescriber or GP this week, sooner if it gets worse.",
    ),
    RedFlag(
        slug="side_effect",
        level=Level.PRESCRIBER,
        trigger="A side effect that is new or worse than at baseline and severe (3), or moderate (2) on over 14 days;"
        " once an episode, mild never",
        text="Worth telling your prescriber. It is in your report.",
    ),
    RedFlag(
        slug="missed_doses",
        level=Level.PRESCRIBER,
        trigger="Recorded as missed 3 or more doses in a row (days without a record do not count)",
        text="Ask how to restart. Do not double up.",
    ),
    RedFlag(
        slug="pregnancy",
        level=Level.PRESCRIBER,
        trigger="Positive pregnancy test or planning",
        text="Talk to your prescriber promptly. Do not change the dose on your own.",
    ),
    RedFlag(
        slug="frequent_painkillers",
        level=Level.PRESCRIBER,
        trigger="Painkillers for headache on 10 or more days in a month",
        text="Frequent painkillers can cause headaches. Ask a pharmacist or doctor.",
    ),
    RedFlag(
        slug="flare",
        level=Level.SAME_DAY,  # "S or P": the sooner of the two
        trigger="Condition flare: new nerve symptoms in MS, bowel bleeding or fever in Crohn's, hot swollen joint",
        text="This may be your condition. Contact the team that treats it.",
    ),
    RedFlag(
        slug="twelve_weeks",
        level=Level.INFORMATION,
        trigger="12 weeks on the same dose, whatever the outcome",
        text="12 weeks on this dose: a good time to go through the record with your prescriber.",
    ),
    RedFlag(
        slug="early_effects",
        level=Level.INFORMATION,
        trigger="Vivid dreams, mild headache, mild nausea, tiredness in first 4 weeks",
        text="Often reported at the start. Note when it began and how strong it is.",
    ),
)
RED_FLAGS = (*EMERGENCIES, *TODAY, *LATER)
# Not of the table: the wording for whoever may rely on a low dose against craving.
OPIOID_CRAVING = RedFlag(
    slug="opioid_craving",
    level=Level.PRESCRIBER,
    trigger="Craving for opioids, or a lapse",
    text="Naltrexone treats alcohol and opioid addiction at about 50 mg. LDN is a different use. Do not count on it to"
    " prevent relapse; ask for full addiction care.",
)
BY_SLUG = {flag.slug: flag for flag in (*RED_FLAGS, OPIOID_CRAVING)}
