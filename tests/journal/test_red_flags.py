"""The safety texts against the table of the safety content, copied here by hand, whole sentences."""

from journal import red_flags
from journal.alarm_signs import ALARM_SIGNS, signs_of
from journal.safety_cards import OPIOID, SAFETY_CARDS, in_country
from tests.test_words import everything

# Trigger, level, what the app says (and when the same sign is an emergency).
CONTENT = [
    (
        "Trouble breathing; swelling of face, lips, tongue or throat; fainting with rash or hives",
        "E",
        "This can be a severe allergic reaction. Call your emergency number now. Tell them you take naltrexone.",
        "",
    ),
    (
        "Thoughts of suicide or self-harm",
        "E",
        "You deserve help right now. If you might act on this, call your emergency number or go to an emergency"
        " department. US and Canada: call or text 988. UK and Ireland: Samaritans 116 123. Stay with someone if you"
        " can. Then tell your prescriber.",
        "",
    ),
    (
        "Took an opioid and LDN, and now: sweating, vomiting, diarrhoea, shaking, agitation or confusion",
        "E",
        "This may be sudden opioid withdrawal. Call emergency services. Tell them you take naltrexone and name the"
        " opioid. Do not take more of either.",
        "",
    ),
    (
        "Very sleepy, slow or shallow breathing, blue lips after any opioid",
        "E",
        "This may be an overdose. Call emergency services. Use naloxone if you have it.",
        "",
    ),
    (
        "Chest pain; fit; sudden worst headache; weakness on one side; trouble speaking; stiff neck with fever",
        "E",
        "Call your emergency number now.",
        "",
    ),
    (
        "Yellow skin or eyes; dark urine; pale stools; or pain under the right ribs with unusual tiredness, vomiting or"
        " loss of appetite",
        "S",
        "These can be liver warning signs. The naltrexone label says to stop and seek care for them. Speak to a doctor"
        " today, before your next dose is due. If you are confused, bleeding or very unwell, call emergency services.",
        "",
    ),
    (
        "New cough or wheeze with breathlessness or fever",
        "S",
        "Get seen today and mention naltrexone.",
        "Breathless at rest: call your emergency number.",
    ),
    (
        "Hallucinations, confusion, extreme agitation",
        "S",
        "Get medical help today. Do not stay alone or drive.",
        "If you are not safe, call your emergency number.",
    ),
    (
        "Vomiting or diarrhoea for over 24 hours, cannot keep fluids down, blood in stool or vomit",
        "S",
        "You could be losing too much fluid, or bleeding. Call a doctor today.",
        "",
    ),
    (
        "Rash or hives without the signs above",
        "S",
        "Speak to a doctor or pharmacist today, before your next dose is due.",
        "",
    ),
    (
        "Severe pain needing strong relief; injury; procedure in under 72 h",
        "S",
        "Tell the team you take LDN and when you last took it. Show your medicine card.",
        "",
    ),
    (
        "Opioid newly prescribed or added",
        "S",
        "LDN and opioids do not go together. Call your pharmacist or prescriber before taking either. Do not stop an"
        " opioid on your own to make room for LDN: call whoever prescribes it.",
        "",
    ),
    (
        "Took more than prescribed",
        "S",
        "Call your poison centre or doctor for advice.",
        "Over 50 mg or feeling ill: call your emergency number now.",
    ),
    (
        "Mood 3 or more points below own baseline on 7 logged days in a row (without a baseline: below the median of"
        " the first 14 logged days); or mood 0 to 2 on 4 of the last 7 logged days",
        "P",
        "Your mood has dropped. Please contact your prescriber or GP this week, sooner if it gets worse.",
        "",
    ),
    (
        "A side effect that is new or worse than at baseline and severe (3), or moderate (2) on over 14 days; once an"
        " episode, mild never",
        "P",
        "Worth telling your prescriber. It is in your report.",
        "",
    ),
    (
        "Recorded as missed 3 or more doses in a row (days without a record do not count)",
        "P",
        "Ask how to restart. Do not double up.",
        "",
    ),
    (
        "Positive pregnancy test or planning",
        "P",
        "Talk to your prescriber promptly. Do not change the dose on your own.",
        "",
    ),
    (
        "Painkillers for headache on 10 or more days in a month",
        "P",
        "Frequent painkillers can cause headaches. Ask a pharmacist or doctor.",
        "",
    ),
    (
        "Condition flare: new nerve symptoms in MS, bowel bleeding or fever in Crohn's, hot swollen joint",
        "S",
        "This may be your condition. Contact the team that treats it.",
        "",
    ),
    (
        "12 weeks on the same dose, whatever the outcome",
        "I",
        "12 weeks on this dose: a good time to go through the record with your prescriber.",
        "",
    ),
    (
        "Vivid dreams, mild headache, mild nausea, tiredness in first 4 weeks",
        "I",
        "Often reported at the start. Note when it began and how strong it is.",
        "",
    ),
]


def test_red_flags_say_the_safety_content_word_for_word_in_its_order() -> None:
    said = [(flag.trigger, flag.level.value, flag.text, flag.emergency_if) for flag in red_flags.RED_FLAGS]

    assert said == CONTENT


def test_the_lines_of_every_page_are_typed_in_the_reviewed_place_alone() -> None:
    lines = (red_flags.NOBODY_WATCHES, red_flags.AFTER_SAVING, red_flags.ON_A_PAST_DAY)
    typed = [source.name for source in everything() if any(line in source.text for line in lines)]

    assert typed == ["journal/red_flags.py"]


def test_review_is_dated_and_says_that_no_clinician_has_reviewed_it_yet() -> None:
    assert (red_flags.REVIEWED_ON, red_flags.REVIEWED_BY) == ("26 November 2026", "not reviewed by a clinician yet")


def test_slugs_of_red_flags_fit_a_notice_and_are_each_there_once() -> None:
    slugs = [flag.slug for flag in red_flags.RED_FLAGS]

    assert (len(set(slugs)), [slug for slug in slugs if len(slug) > 32]) == (21, [])


def test_alarm_ticks_are_ten_with_the_emergencies_first() -> None:
    assert "".join(sign.level.value for sign in ALARM_SIGNS) == "EEEESSSSSS"


def test_alarm_ticks_offer_every_emergency_and_same_day_flag_exactly_once() -> None:
    offered = sorted(flag.slug for sign in ALARM_SIGNS for flag in sign.flags)
    urgent = {flag.slug for flag in red_flags.RED_FLAGS if flag.level.value in "ES"}

    assert offered == sorted([*urgent, "pregnancy"])


def test_alarm_slugs_fit_the_day_even_if_all_are_ticked() -> None:
    assert len(" ".join(sign.slug for sign in ALARM_SIGNS)) <= 300


def test_signs_of_a_day_come_emergencies_first_and_unknown_slugs_are_left_out() -> None:
    assert [sign.slug for sign in signs_of(("condition", "gone", "sudden"))] == ["sudden", "condition"]


def test_the_self_harm_text_carries_the_lines_of_another_country() -> None:
    assert red_flags.self_harm_text("Lifeline 13 11 14.") == (
        "You deserve help right now. If you might act on this, call your emergency number or go to an emergency"
        " department. Lifeline 13 11 14. Stay with someone if you can. Then tell your prescriber."
    )
    assert in_country(red_flags.self_harm_text(), "Lifeline 13 11 14.") == red_flags.self_harm_text(
        "Lifeline 13 11 14."
    )


def test_the_opioid_card_says_not_to_stop_an_opioid_alone() -> None:
    assert OPIOID.lines[0] == (
        "LDN and opioids do not go together. Call your pharmacist or prescriber before taking either. Do not stop an"
        " opioid on your own to make room for LDN. Call whoever prescribes it."
    )


def test_no_safety_text_advises_a_dose_or_says_that_all_is_well() -> None:
    words = " ".join(line for card in SAFETY_CARDS for line in card.lines) + " ".join(row[2] for row in CONTENT)

    assert [bad for bad in ("you are fine", "significant", "it works", "raise your dose") if bad in words.lower()] == []


def test_each_card_has_a_slug_of_its_own() -> None:
    slugs = [card.slug for card in SAFETY_CARDS]

    assert sorted(set(slugs)) == sorted(slugs)
