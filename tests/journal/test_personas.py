"""The twelve scripted personas: each fills in the site's own forms, and sees exactly the cards that are meant for it.

A card is what stands open on the page after a save; a notice is what a rule over days told, until put away.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from html import unescape
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from journal import safety_cards as cards
from journal.alarm_signs import BY_SLUG_OF_SIGN
from journal.catalogue import HEADACHE_MEDICINE
from tests.test_words import PATTERN

LONDON = ZoneInfo("Europe/London")
DAY_1 = date(2026, 3, 2)
WATCHED = ["Vivid dreams", "Trouble sleeping", "Headache", "Nausea"]


@dataclass
class Seen:
    """A page as the persona sees it: the titles of the cards that stand open, and the rules' notices."""

    page: str
    cards: list[str]
    notices: list[str]


@dataclass
class Persona:
    """Somebody with a diary; day 1 is the day of the first dose, day 0 the one before."""

    user: User
    sign_in: Callable[[User], Client]
    seen: list[Seen] = field(default_factory=list)

    def at(self, number: int, hour: int = 20) -> Any:
        day = DAY_1 + timedelta(days=number - 1)
        return time_machine.travel(datetime(day.year, day.month, day.day, hour, 0, tzinfo=LONDON), tick=False)

    def client(self) -> Client:
        return self.sign_in(self.user)

    def set_up(self, on: int = 1, **answers: object) -> None:
        """Fill in the set-up page on a day; the first dose is that of day 1."""
        started = "yes" if on >= 1 else "not_yet"
        given = {
            "reason": "fibromyalgia",
            "started": started,
            "amount": "4.5",
            "day": str(DAY_1),
            "hours": "20:00",
            "form": "capsule",
            "medicine_name": "Naltrexone (LDN)",
            "headline": "Widespread pain",
            "wellbeing": ["Sleep quality", "Mood", "Energy"],
            "side_effects": WATCHED,
        }
        with self.at(on):
            answer = self.client().post("/journal/set-up/", {**given, **answers})
            assert answer.status_code == 302, answer.text

    def begin(self) -> None:
        """Say on day 1 that the planned first dose happened."""
        step = self.user.dose_steps.get(confirmed=False)
        self.post(1, f"/journal/steps/{step.pk}/answer/", answer="yes", back="today")

    def log(
        self,
        number: int,
        *,
        taken: str = "usual",
        version: int = 0,
        form: dict[str, object] | None = None,
        **ratings: int,
    ) -> Seen:
        """Save a day; ratings by the item's name with _ for blanks. Everything else is left open."""
        items = {item.name: item.pk for item in self.user.items.all()}
        rated = {f"item_{items[name.replace('_', ' ')]}": value for name, value in ratings.items()}
        dose = {f"dose_{self.user.medicines.get(is_ldn=True).pk}_1": taken} if number >= 1 and taken else {}
        with self.at(number):
            body = {"version": version, "note": "", **dose, **rated, **(form or {})}
            return self.look(self.client().post("/journal/", body, follow=True))

    def post(self, number: int, address: str, **body: object) -> Seen:
        with self.at(number):
            return self.look(self.client().post(address, body, follow=True))

    def get(self, number: int, address: str = "/journal/") -> Seen:
        with self.at(number):
            return self.look(self.client().get(address))

    def look(self, answer: Any) -> Seen:
        page = unescape(answer.text)
        assert answer.status_code == 200, page
        titles = re.findall(r'class="alarm-card is-open[^>]* aria-label="([^"]*)"', page)
        notices = [card.flag.slug for card in (answer.context or {}).get("notices", [])]
        self.seen.append(Seen(page=page, cards=titles, notices=notices))
        return self.seen[-1]

    @property
    def told(self) -> list[str]:
        """Every rule that ever told anything, put away or not."""
        return sorted(self.user.notices.values_list("rule", flat=True))

    def assert_nothing_is_claimed(self) -> None:
        """Fail if any page that was seen says that something works, helps or is significant, or praises."""
        assert [found.group() for seen in self.seen for found in PATTERN.finditer(seen.page)] == []


@pytest.fixture
def robin(alice, signed_in) -> Persona:
    return Persona(user=alice, sign_in=signed_in)


def sign(slug: str) -> str:
    return BY_SLUG_OF_SIGN[slug].words


def test_p1_codeine_syrup_on_day_20_shows_the_opioid_card(robin):
    robin.set_up()
    assert robin.log(19, Widespread_pain=6, Headache=0).cards == []
    added = robin.post(20, "/journal/medicines/", name="Codeine cough syrup", form="liquid")
    assert cards.OPIOID.title in added.cards
    assert "Do not stop an opioid on your own to make room for LDN. Call whoever prescribes it." in added.page
    assert robin.log(20, Widespread_pain=6, Headache=0).cards == []
    assert robin.told == []


def test_p2_dental_surgery_on_day_45_has_the_procedure_card_and_the_medicine_card(robin):
    robin.set_up()
    asked = robin.post(44, "/journal/safety/", procedure="yes")
    assert cards.PROCEDURE.title in asked.page
    assert "They decide when you stop and when you start again." in asked.page
    robin.log(44, Widespread_pain=5)
    robin.post(45, "/journal/events/new/", day=str(DAY_1 + timedelta(days=44)), kind="procedure", text="dental surgery")
    assert robin.user.events.get().kind == "procedure"
    card = robin.get(45, "/journal/card/")
    assert "Opioids may not work as expected: tell the team." in card.page
    assert "4.5 mg on 14 Apr 2026 at 20:00" in card.page
    assert robin.log(45, Widespread_pain=5).cards == []
    assert robin.told == []


def test_p3_dark_urine_and_yellow_eyes_on_day_33_say_to_speak_to_a_doctor_today(robin):
    robin.set_up()
    before = robin.get(33)
    assert "Speak to a doctor today, before your next dose is due." in before.page  # there before anything is saved
    saved = robin.log(33, Widespread_pain=5, form={"alarms": ["liver"]})
    assert saved.cards == [sign("liver")]
    assert "Speak to a doctor today, before your next dose is due." in saved.page
    assert (robin.told, robin.get(34).cards) == ([], [])


def test_p4_a_mood_slide_is_told_once_and_thoughts_of_self_harm_show_help_first(robin):
    robin.set_up(on=-6)
    for number in range(-6, 1):
        robin.log(number, Mood=7, Widespread_pain=6)
    robin.begin()
    for number in range(46, 52):
        assert robin.log(number, Mood=4, Widespread_pain=6).notices == []
    slide = robin.log(52, Mood=4, Widespread_pain=6)
    assert slide.notices == ["mood_drop"]
    assert "Please contact your prescriber or GP this week, sooner if it gets worse." in slide.page
    assert "You deserve help right now." in slide.page
    robin.post(52, f"/journal/notices/{robin.user.notices.get().pk}/close/")
    assert robin.log(59, Mood=3, Widespread_pain=6).notices == []
    before = robin.get(60)
    assert "Samaritans 116 123" in before.page
    unkept = robin.log(60, Mood=2, form={"alarms": ["self_harm"]})
    assert robin.user.check_ins.get(day=DAY_1 + timedelta(days=59)).alarms == ""
    kept = robin.log(60, Mood=2, version=1, form={"alarms": ["self_harm"], "keep_self_harm": "on"})
    assert kept.cards == [sign("self_harm")]
    assert "You deserve help right now." in kept.page
    assert (unkept.notices, kept.notices, robin.told) == ([], [], ["mood_drop"])


def test_p5_hives_then_a_swollen_throat_on_day_2_turn_from_today_to_now(robin):
    robin.set_up()
    hives = robin.log(1, Widespread_pain=5, form={"alarms": ["skin_lungs"]})
    assert hives.cards == [sign("skin_lungs")]
    assert "Speak to a doctor or pharmacist today, before your next dose is due." in hives.page
    throat = robin.log(2, taken="", form={"alarms": ["breathing"]})
    assert throat.cards == [sign("breathing")]
    assert "Call your emergency number now. Tell them you take naltrexone." in throat.page
    assert 'href="tel:999"' in throat.page
    assert robin.told == []


def test_p6_typing_45_for_a_dose_of_4_5_is_asked_about_and_a_real_one_shows_the_card(robin):
    robin.set_up()
    robin.log(1, Widespread_pain=5)
    name = f"dose_{robin.user.medicines.get().pk}_1"
    slip = {"version": 0, "note": "", name: "other", f"{name}_amount": "45"}
    with robin.at(2):
        answer = robin.client().post("/journal/", slip)
    assert answer.status_code == 422
    assert "A typing slip, or did you take 45 mg?" in answer.text
    assert not robin.user.doses.filter(day=DAY_1 + timedelta(days=1)).exists()
    meant = robin.post(2, "/journal/", **{**slip, f"{name}_amount": "4.5"})
    assert meant.cards == []
    real = robin.post(3, "/journal/", **slip, **{f"{name}_sure": "on"})
    assert real.cards == [cards.TOOK_MORE.title]
    assert "Call your poison centre or doctor for advice." in real.page
    assert robin.told == []


def test_p7_a_positive_pregnancy_test_says_to_talk_and_not_to_change_the_dose_alone(robin):
    robin.set_up()
    asked = robin.post(10, "/journal/safety/", pregnant="yes")
    assert cards.PREGNANCY.title in asked.page
    saved = robin.log(10, Widespread_pain=5, form={"alarms": ["condition"]})
    assert saved.cards == [sign("condition")]
    assert "Talk to your prescriber promptly. Do not change the dose on your own." in saved.page
    assert "call your emergency number now" not in saved.page.lower().split('class="page-head"')[0]
    assert robin.told == []


def test_p8_stopping_after_past_opioid_use_shows_what_changes_after_stopping(robin):
    robin.set_up()
    asked = robin.post(1, "/journal/safety/", opioid_disorder="yes")
    assert cards.ADDICTION.title in asked.page
    medicine = robin.user.medicines.get()
    address = f"/journal/medicines/{medicine.pk}/steps/new/"
    stopped = robin.post(30, address, day=str(DAY_1 + timedelta(days=29)), kind="stop", unit="mg")
    assert medicine.steps.get(kind="stop").amount is None
    assert cards.AFTER_STOPPING.lines[0] in stopped.page
    assert "ask about naloxone" in stopped.page
    assert cards.AFTER_STOPPING.lines[0] not in robin.get(31).page
    assert robin.told == []


def test_p9_headache_tablets_on_12_days_of_a_month_are_told_on_the_tenth_and_once(robin):
    robin.set_up()
    robin.post(1, "/journal/items/", built_in=HEADACHE_MEDICINE)
    on = [1, 3, 6, 8, 11, 13, 16, 18, 21, 23, 26, 28]
    told = {}
    for number in range(1, 31):
        seen = robin.log(number, Headache=int(number in on), Headache_medicine_today=int(number in on))
        told[number] = "frequent_painkillers" in seen.notices
    assert [number for number, there in told.items() if there] == list(range(23, 31))
    assert "Frequent painkillers can cause headaches. Ask a pharmacist or doctor." in robin.get(30).page
    assert robin.told.count("frequent_painkillers") == 1
    # A mild headache in the first weeks is information, each time it comes; nothing else is told.
    assert set(robin.told) == {"early_effects", "frequent_painkillers"}
    assert "12 days of the last 30, of 30 answered" in robin.get(30, "/journal/insights/").page


def test_p10_stable_without_benefit_is_told_at_week_12_only_that_it_is_time_to_look(robin):
    robin.set_up(on=-13)
    for number in range(-13, 1, 2):
        robin.log(number, Widespread_pain=6, Mood=6, Sleep_quality=5, Headache=0)
    robin.begin()
    for number in range(1, 85, 4):
        seen = robin.log(number, Widespread_pain=6, Mood=6, Sleep_quality=5, Headache=0)
        assert (seen.cards, seen.notices) == ([], []), number
    week_12 = robin.log(85, Widespread_pain=6, Mood=6, Sleep_quality=5, Headache=0)
    assert (week_12.cards, week_12.notices) == ([], ["twelve_weeks"])
    assert "12 weeks on this dose: a good time to go through the record with your prescriber." in week_12.page
    robin.log(86, Widespread_pain=6)
    assert robin.told == ["twelve_weeks"]
    robin.get(86, "/journal/insights/")
    robin.assert_nothing_is_claimed()


def test_p11_better_before_the_first_dose_is_claimed_nowhere(robin):
    robin.set_up(on=-13)
    for number, pain in zip(range(-13, 1), (9, 9, 8, 8, 8, 7, 7, 6, 6, 5, 5, 5, 4, 4), strict=True):
        robin.log(number, Widespread_pain=pain, Mood=6, Headache=0)
    robin.begin()
    for number in range(1, 15):
        seen = robin.log(number, Widespread_pain=4, Mood=6, Headache=0)
        assert (seen.cards, seen.notices) == ([], []), number
    for address in ("/journal/", "/journal/insights/", "/journal/insights/?range=all", "/journal/history/"):
        robin.get(14, address)
    insights = robin.get(14, "/journal/insights/").page
    assert "This shows when things changed, not why." in insights
    assert robin.told == []
    robin.assert_nothing_is_claimed()


def test_p12_bleeding_in_crohns_says_to_call_a_doctor_today_and_the_team(robin):
    robin.set_up(reason="crohns", headline="Bowel trouble")
    saved = robin.log(20, Bowel_trouble=8, form={"alarms": ["fluids", "condition"]})
    assert saved.cards == [sign("fluids"), sign("condition")]
    assert "You could be losing too much fluid, or bleeding. Call a doctor today." in saved.page
    assert "This may be your condition. Contact the team that treats it." in saved.page
    assert robin.told == []


def test_a_persona_would_see_a_claim_or_praise(robin):
    robin.seen.append(Seen(page="A significant change. Well done!", cards=[], notices=[]))
    with pytest.raises(AssertionError):
        robin.assert_nothing_is_claimed()
