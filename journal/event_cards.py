"""The safety cards to an event that was just saved."""

from journal.medicine_names import cards_for, names_opioid
from journal.models import Event
from journal.models.events import EventKind
from journal.safety_cards import DUPLICATE, OPIOID, OPIOID_TAKEN, PROCEDURE, SafetyCard

BY_KIND = {EventKind.OPIOID: OPIOID_TAKEN, EventKind.PROCEDURE: PROCEDURE}


def event_cards(event: Event) -> list[SafetyCard]:
    """Return the card of the event's kind, and those that a medicine named in its words calls for.

    A medicine that was started is checked for all of them. In any other words an opioid alone is looked for,
    and nowhere naltrexone: whoever writes of LDN takes it.
    """
    kind = EventKind(event.kind)
    named = [card for card in cards_for(event.text) if card is not DUPLICATE]
    if kind != EventKind.MEDICINE_STARTED:
        named = [card for card in named if card is OPIOID and kind != EventKind.OPIOID]
    return [*([BY_KIND[kind]] if kind in BY_KIND else []), *named]


def is_about_opioids(kind: str, text: str) -> bool:
    """Return whether an event calls for a card about opioids: by its kind, or by a name in its words."""
    return kind == EventKind.OPIOID or names_opioid(text)
