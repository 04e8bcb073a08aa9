"""The alarm ticks of a day: what the form offers, and what of it the day keeps."""

from collections.abc import Mapping
from typing import Any

from django import forms

from journal.alarm_signs import ALARM_SIGNS, SELF_HARM
from journal.red_flags import NOBODY_WATCHES

TICKS, KEEP = "alarms", "keep_self_harm"
NOTE_HELP = f"For yourself. It is left out of what you share unless you tick it there. {NOBODY_WATCHES}"


def alarm_fields() -> dict[str, forms.Field]:
    """Return the ticks, and the question whether thoughts of self-harm may be kept."""
    return {
        TICKS: forms.MultipleChoiceField(
            choices=[(sign.slug, sign.words) for sign in ALARM_SIGNS],
            required=False,
            label="Alarm signs",
            widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": "Choose from the signs listed, or leave them open."},
        ),
        KEEP: forms.BooleanField(required=False, label="Keep this in my diary"),
    }


def alarms_at_first(saved: tuple[str, ...]) -> dict[str, Any]:
    """Return what is ticked when the page opens: what was saved before."""
    return {TICKS: list(saved), KEEP: SELF_HARM in saved}


def ticked_alarms(data: Mapping[str, Any], saved: tuple[str, ...]) -> tuple[str, ...]:
    """Return the slugs to keep, in order of the alphabet.

    Thoughts of self-harm are kept only where the patient said so. A sign that this version does not
    offer stays as it was saved.
    """
    ticked = set(data.get(TICKS, ()))
    if not data.get(KEEP):
        ticked.discard(SELF_HARM)
    offered = {sign.slug for sign in ALARM_SIGNS}
    return tuple(sorted(ticked | (set(saved) - offered)))


def nothing_to_keep(data: Mapping[str, Any]) -> str:
    """Return what to say where nothing would be saved; help first, if thoughts of self-harm were ticked."""
    if SELF_HARM in data.get(TICKS, ()):
        return "Help comes first: whom to call is on the card. To keep this tick as well, tick “Keep this in my diary”."
    return "Nothing is chosen yet. Choose at least one answer, then save."
