"""How the diary is kept."""

import calendar
from typing import Any

from django import forms

from accounts.sign_in_forms import plain_helper
from journal.models import Diary

RHYTHMS = (("daily", "Every day"), ("weekly", "Once a week, for times when daily is too much"))


class DiaryForm(forms.Form):
    """Every day or once a week, and when a week ends."""

    rhythm = forms.ChoiceField(
        choices=RHYTHMS,
        widget=forms.RadioSelect,
        label="How often you log",
        help_text="Once a week asks the same things, about the week as a whole. You can change it at any time.",
        error_messages={"required": "Choose one of the two.", "invalid_choice": "Choose one of the two."},
    )
    week_ends_on = forms.TypedChoiceField(
        choices=tuple(enumerate(calendar.day_name)),
        coerce=int,
        label="Last day of your week",
        help_text="In a weekly diary the week can be filled in from this day on.",
        error_messages={"required": "Choose a day of the week.", "invalid_choice": "Choose a day of the week."},
    )

    def __init__(self, *args: Any, diary: Diary, **kwargs: Any) -> None:
        kwargs["initial"] = {"rhythm": "weekly" if diary.weekly else "daily", "week_ends_on": diary.week_ends_on}
        super().__init__(*args, **kwargs)
        self.helper = plain_helper(self)
