"""Safety cards in templates: the signs, the numbers of a country, the cards to a medicine."""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from journal import red_flags
from journal.alarm_signs import ALARM_SIGNS, BY_SLUG_OF_SIGN, AlarmSign, signs_of
from journal.day_page import DayPage
from journal.day_words import Said
from journal.emergency_numbers import Numbers, numbers_of
from journal.forms.alarms import KEEP, TICKS
from journal.forms.day import DayForm
from journal.medicine_names import cards_for
from journal.models import Medicine
from journal.overdoses import dose_cards
from journal.plan import steps_on
from journal.safety_cards import NO_CARD, SafetyCard, in_country

register = template.Library()

ALARM_SIGN = "journal/_alarm_sign.html"


@register.simple_tag
def alarm_groups() -> list[tuple[str, list[AlarmSign]]]:
    """Return the ticks under their headings, emergencies first."""
    emergencies = [sign for sign in ALARM_SIGNS if sign.is_emergency]
    others = [sign for sign in ALARM_SIGNS if not sign.is_emergency]
    return [("Call for help now", emergencies), ("Speak to someone today", others)]


@register.simple_tag
def alarm_sign(sign: AlarmSign, page: DayPage, form: DayForm) -> SafeString:
    """Return a sign to tick and its card, which says whom to call in the patient's country."""
    ticked = sign.slug in (form[TICKS].value() or ())
    keep = sign.is_self_harm and bool(form[KEEP].value())
    return _alarm_sign(sign.slug, page.patient.country, is_today=page.is_today, ticked=ticked, keep=keep)


@lru_cache(maxsize=1024)
def _alarm_sign(slug: str, country: str, *, is_today: bool, ticked: bool, keep: bool) -> SafeString:
    """Return what is the same for everybody of a country: rendered for one of them, it is kept for all."""
    context = {"sign": BY_SLUG_OF_SIGN[slug], "call": numbers_of(country)}
    return render_to_string(ALARM_SIGN, {**context, "is_today": is_today, "ticked": ticked, "keep": keep})


@register.filter
def signs(slugs: tuple[str, ...]) -> list[AlarmSign]:
    """Return the signs of saved slugs, emergencies first."""
    return signs_of(slugs)


@register.filter
def numbers(country: str) -> Numbers:
    """Return whom to call in this country."""
    return numbers_of(country)


@register.filter
def crisis_text(call: Numbers) -> str:
    """Return what is said to thoughts of self-harm, with the lines of the country."""
    return red_flags.self_harm_text(call.crisis_lines)


@register.filter
def here(line: str, call: Numbers) -> str:
    """Return a card's line with the crisis lines of the country."""
    return in_country(line, call.crisis_lines)


@register.simple_tag
def cards_of_doses(page: DayPage, said: Said) -> list[SafetyCard]:
    """Return the cards to the doses that were saved just now, of this day and of the night before."""
    today = dose_cards(page.loaded.doses, page.steps) if said.version is not None else []
    night = dose_cards(page.before.doses, steps_on(page.all_steps, page.day_before)) if said.night is not None else []
    return list(dict.fromkeys([*night, *today]))


@register.filter
def medicine_cards(medicine: Medicine) -> list[SafetyCard]:
    """Return the cards that a medicine's name calls for."""
    return cards_for(medicine.name, is_ldn=medicine.is_ldn)


@register.simple_tag
def safety_line(name: str) -> str:
    """Return a line of the reviewed place by its name there."""
    line: str = getattr(red_flags, name)
    return line


@register.simple_tag
def no_card() -> str:
    """Return what stands where no card shows."""
    return NO_CARD
