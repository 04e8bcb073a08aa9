"""The ticks of "Anything alarming?": the red flags in a few plain groups, emergencies first. Pure."""

from dataclasses import dataclass

from journal.red_flags import BY_SLUG, Level, RedFlag

SELF_HARM = "self_harm"


@dataclass(frozen=True, kw_only=True)
class AlarmSign:
    """One tick; its slug is what a day keeps. `level` is the soonest of its red flags."""

    slug: str
    words: str
    flags: tuple[RedFlag, ...]

    @property
    def level(self) -> Level:
        """How soon to act."""
        return min((flag.level for flag in self.flags), key=list(Level).index)

    @property
    def is_emergency(self) -> bool:
        """Whether to call at once."""
        return self.level == Level.EMERGENCY

    @property
    def is_self_harm(self) -> bool:
        """Whether it is kept only when the patient says so."""
        return self.slug == SELF_HARM


def _sign(slug: str, words: str, *flags: str) -> AlarmSign:
    return AlarmSign(slug=slug, words=words, flags=tuple(BY_SLUG[flag] for flag in flags))


ALARM_SIGNS = (
    _sign("breathing", "Trouble breathing; swelling of face, lips or throat; fainting with a rash", "allergy"),
    _sign(
        "after_opioid",
        "After any opioid: very sleepy, slow breathing, blue lips; or sweating, vomiting, shaking, confused",
        "opioid_overdose",
        "withdrawal",
    ),
    _sign(
        "sudden",
        "Chest pain, a fit, sudden worst headache, weakness on one side, trouble speaking, stiff neck with fever",
        "sudden",
    ),
    _sign(SELF_HARM, "Thoughts of suicide or self-harm", "self_harm"),
    _sign("liver", "Yellow skin or eyes, dark urine, pale stools, or pain under the right ribs", "liver"),
    _sign("fluids", "Vomiting or diarrhoea for over 24 hours, or blood in either", "fluids"),
    _sign("mind", "Seeing or hearing things, confusion, extreme agitation", "mind"),
    _sign("skin_lungs", "Rash or hives; new cough or wheeze with breathlessness or fever", "rash", "lungs"),
    _sign(
        "medicines",
        "Took more than prescribed; an opioid prescribed; strong pain, injury or a procedure soon",
        "took_more",
        "opioid_added",
        "strong_relief",
    ),
    _sign("condition", "A flare of your condition; a pregnancy test that is positive", "flare", "pregnancy"),
)
BY_SLUG_OF_SIGN = {sign.slug: sign for sign in ALARM_SIGNS}


def signs_of(slugs: tuple[str, ...]) -> list[AlarmSign]:
    """Return the signs of these slugs, emergencies first; a slug that is no sign's is left out."""
    return [sign for sign in ALARM_SIGNS if sign.slug in slugs]
