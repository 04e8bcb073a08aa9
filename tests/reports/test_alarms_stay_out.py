"""Danger signs are on the report; thoughts of self-harm only where the patient ticked that for this link."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from journal.alarm_signs import ALARM_SIGNS, SELF_HARM
from tests import factories
from tests.reports.links import link, open_report, opened

LEFT_OUT = re.compile(r"left out unless added: [^.<]+")  # what the head says of what this link does not hold


@pytest.mark.parametrize("shared", [False, True])
def test_every_sign_is_shown_and_self_harm_only_when_shared(alice: User, shared: bool) -> None:
    pain = factories.target(alice)
    day = alice.journal_day(timezone.now()) - timedelta(days=1)
    factories.check_in(alice, day, {pain: 3}, alarms=" ".join(sign.slug for sign in ALARM_SIGNS))
    page = open_report(link(alice, includes_self_harm=shared).token).content.decode().lower()
    shown = {sign.slug for sign in ALARM_SIGNS if f"{sign.words.lower()}: ticked on" in page}
    assert shown == {sign.slug for sign in ALARM_SIGNS if shared or sign.slug != SELF_HARM}
    assert ("suicide" in page, "self-harm" in LEFT_OUT.sub("", page)) == (shared, shared)


def test_page_is_the_same_whether_a_sign_that_is_left_out_was_ticked(alice: User, charlie: User) -> None:
    texts = []
    for patient, alarms in ((alice, ""), (charlie, SELF_HARM)):
        patient.name = "The same"
        patient.save()
        day = patient.journal_day(timezone.now()) - timedelta(days=1)
        factories.check_in(patient, day, {factories.target(patient): 3}, alarms=alarms)
        made = link(patient)
        texts.append(opened(made.token).get(f"/r/{made.token}/report.txt").content)
    assert texts[0] == texts[1]
