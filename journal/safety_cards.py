"""The safety cards: to the nine questions, to names of medicines, to events and to doses. Pure.

Reviewed together with red_flags.py; the date of review there counts for both.
"""

from dataclasses import dataclass

from journal.red_flags import BY_SLUG, CRISIS_LINES, OPIOID_CRAVING, Level, self_harm_text

NO_CARD = "No card does not mean it is safe. Ask a pharmacist."
OPIOIDS_CLASH = (
    "LDN and opioids do not go together. Call your pharmacist or prescriber before taking either. Do not stop an"
    " opioid on your own to make room for LDN. Call whoever prescribes it."
)

# For whoever treats the patient.
ON_THE_MEDICINE_CARD = (
    "Naltrexone blocks opioids, also at a low dose. Trying to override the block with more opioid can kill.",
    "Before surgery, dental work or strong pain relief: ask when the last dose was. The team decides.",
)
TAKES_WARNING = "Opioids may not work as expected: tell the team."
STOPPED_WARNING = "After stopping, I may react more strongly to opioids than before: tell the team."


@dataclass(frozen=True, kw_only=True)
class SafetyCard:
    """What to know and whom to ask; `lines` are whole sentences, the most pressing first."""

    slug: str
    level: Level
    title: str
    lines: tuple[str, ...]

    @property
    def is_emergency(self) -> bool:
        """Whether to call at once."""
        return self.level == Level.EMERGENCY

    @property
    def is_crisis(self) -> bool:
        """Whether the lines that answer in a crisis belong to it."""
        return any(CRISIS_LINES in line for line in self.lines)

    @property
    def is_overdose(self) -> bool:
        """Whether a poison centre can help."""
        return self.slug.startswith("took_")


OPIOID = SafetyCard(
    slug="opioid",
    level=Level.SAME_DAY,
    title="Opioids and LDN: stop and call",
    lines=(
        OPIOIDS_CLASH,
        "Never start LDN while any opioid is in your body. A low dose does not make it safe: even 1 mg has caused"
        " severe sudden withdrawal.",
        "Labels ask for at least 7 to 10 days without short-acting opioids, and up to 2 weeks after methadone or"
        " buprenorphine. Your prescriber decides when it is safe; this diary does not.",
        "On LDN an opioid may not work as expected. Taking more opioid to get past the block can kill.",
    ),
)
OPIOID_TAKEN = SafetyCard(
    slug="opioid_taken",
    level=Level.SAME_DAY,
    title="After taking an opioid",
    lines=(
        "Call your pharmacist or prescriber before you take LDN again: the time without opioids has to start over.",
        "Sweating, vomiting, diarrhoea, shaking, agitation or confusion after both: " + BY_SLUG["withdrawal"].text,
        "Very sleepy, slow or shallow breathing, blue lips: " + BY_SLUG["opioid_overdose"].text,
        OPIOIDS_CLASH,
    ),
)
GUT_OPIOID = SafetyCard(
    slug="gut_opioid",
    level=Level.PRESCRIBER,
    title="Ask a pharmacist about this one",
    lines=(
        "Some medicines for diarrhoea are opioids that act in the gut. With LDN they may work less well.",
        "Ask a pharmacist before you take both.",
    ),
)
DUPLICATE = SafetyCard(
    slug="duplicate",
    level=Level.SAME_DAY,
    title="This may hold naltrexone too: stop and call",
    lines=(
        "Another medicine with naltrexone, or one like it, should not be taken beside LDN unless your prescriber"
        " knows of both. Call your pharmacist or prescriber before taking either.",
    ),
)
THIORIDAZINE = SafetyCard(
    slug="thioridazine",
    level=Level.PRESCRIBER,
    title="Ask about this one",
    lines=("Extra sleepiness has been reported when it is taken with naltrexone. Ask a pharmacist or prescriber.",),
)
LIVER_STRESS = SafetyCard(
    slug="liver_stress",
    level=Level.PRESCRIBER,
    title="Ask about this one",
    lines=("It can stress the liver, and so can naltrexone at high doses. Ask a pharmacist or prescriber.",),
)
THYROID = SafetyCard(
    slug="thyroid",
    level=Level.INFORMATION,
    title="Thyroid tablets and LDN",
    lines=(
        "Some websites say that thyroid doses may need lowering on LDN. A study of 898 people found no change."
        " Never change them on your own.",
    ),
)
IMMUNE = SafetyCard(
    slug="immune",
    level=Level.PRESCRIBER,
    title="A transplant, or a medicine that holds back the immune system",
    lines=(
        "Call the team that prescribes it before you take LDN. This is a caution without proof from trials, but much"
        " is at stake.",
        "LDN does not replace your other treatment. Do not stop or lower it unless the person who prescribed it"
        " agrees.",
    ),
)
AFTER_STOPPING = SafetyCard(
    slug="after_stopping",
    level=Level.PRESCRIBER,
    title="After stopping naltrexone",
    lines=(
        "After stopping, you may react more strongly to opioids than before. People have died of an overdose after"
        " stopping full-dose naltrexone.",
        "If you may take an opioid again, ask about naloxone, and tell someone close to you.",
    ),
)
PROCEDURE = SafetyCard(
    slug="procedure",
    level=Level.PRESCRIBER,
    title="A procedure, an operation, dental work or giving birth",
    lines=(
        "Tell the surgeon and the anaesthetist when you book that you take naltrexone. They decide when you stop and"
        " when you start again. Show your medicine card.",
        "Under 72 hours to go, or severe pain that needs strong relief: " + BY_SLUG["strong_relief"].text,
    ),
)
LIVER_KIDNEY = SafetyCard(
    slug="liver_kidney",
    level=Level.SAME_DAY,
    title="Hepatitis, liver or kidney disease",
    lines=(
        "With hepatitis, liver failure or other liver or kidney disease, your prescriber must clear LDN first.",
        "Yellow skin or eyes, dark urine, pale stools: " + BY_SLUG["liver"].text,
    ),
)
PREGNANCY = SafetyCard(
    slug="pregnancy",
    level=Level.PRESCRIBER,
    title="Pregnant, trying, or breastfeeding",
    lines=(
        BY_SLUG["pregnancy"].text,
        "There are no good studies of naltrexone in pregnancy. When breastfeeding, talk it over with your prescriber:"
        " little is known.",
    ),
)
ALLERGY = SafetyCard(
    slug="allergy",
    level=Level.SAME_DAY,
    title="A reaction in the past",
    lines=(
        "Who has reacted to naltrexone must not take it again unless the prescriber has cleared it. Call your"
        " pharmacist or prescriber before the first dose.",
        "Some LDN is made with dyes, lactose or preservatives. Tell the pharmacy what you cannot take.",
        "Trouble breathing or a swollen face, lips or throat: call emergency services.",
    ),
)
MOOD = SafetyCard(
    slug="mood",
    level=Level.PRESCRIBER,
    title="Depression, or thoughts of harming yourself",
    lines=(
        "Tell your prescriber before you start. New or worse low mood needs a call. Thoughts of harming yourself need"
        " help right now.",
        self_harm_text(),
    ),
)
ADDICTION = SafetyCard(
    slug="addiction",
    level=Level.PRESCRIBER,
    title="Opioid use disorder, past or present",
    lines=(OPIOID_CRAVING.text, OPIOIDS_CLASH, *AFTER_STOPPING.lines),
)
UNDER_18 = SafetyCard(
    slug="under_18",
    level=Level.PRESCRIBER,
    title="Under 18",
    lines=(
        "This diary is for adults, and it is not known whether naltrexone is safe under 18. Talk to the prescriber"
        " before the next dose.",
    ),
)
TOOK_MORE = SafetyCard(
    slug="took_more",
    level=Level.SAME_DAY,
    title="More than prescribed",
    lines=(BY_SLUG["took_more"].said,),
)
TOOK_OVER_50 = SafetyCard(
    slug="took_over_50",
    level=Level.EMERGENCY,
    title="Over 50 mg: call your emergency number now",
    lines=(BY_SLUG["took_more"].said,),
)
SAFETY_CARDS = (
    *(OPIOID, OPIOID_TAKEN, GUT_OPIOID, DUPLICATE, THIORIDAZINE, LIVER_STRESS, THYROID, IMMUNE, AFTER_STOPPING),
    *(PROCEDURE, LIVER_KIDNEY, PREGNANCY, ALLERGY, MOOD, ADDICTION, UNDER_18, TOOK_MORE, TOOK_OVER_50),
)


def in_country(line: str, crisis_lines: str) -> str:
    """Return a card's line with the crisis lines of one country in it."""
    return line.replace(CRISIS_LINES, crisis_lines)
