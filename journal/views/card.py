"""The medicine card: one tap from every page, one A6 sheet on paper."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import PatientRequest
from journal.medicine_card import medicine_card
from journal.safety_cards import ON_THE_MEDICINE_CARD, STOPPED_WARNING, TAKES_WARNING


@require_safe
def card(request: PatientRequest) -> HttpResponse:
    """Show the card."""
    made = medicine_card(request.user, timezone.now())
    warning = STOPPED_WARNING if made.stopped else TAKES_WARNING
    return render(request, "journal/card.html", {"card": made, "warning": warning, "lines": ON_THE_MEDICINE_CARD})
