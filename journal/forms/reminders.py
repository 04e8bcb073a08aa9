"""When and how to be reminded."""

from typing import Any

from django import forms
from django.conf import settings

from accounts.sign_in_forms import plain_helper
from journal.models import Reminders

NO_MAIL = "This site sends no mail, so there are no reminders by mail here. The calendar works all the same."


class RemindersForm(forms.Form):
    """The hour, and mail where the site sends any."""

    hour = forms.TypedChoiceField(
        choices=tuple((hour, f"{hour:02}:00") for hour in range(24)),
        coerce=int,
        label="At what hour",
        help_text="On your own clock, for mail and calendar alike.",
        error_messages={"required": "Choose an hour.", "invalid_choice": "Choose an hour of the list."},
    )
    by_mail = forms.BooleanField(
        required=False,
        label="Remind me by mail",
        help_text=(
            "At most one mail a day, and only when you have not saved that day yet. After three without an entry "
            "from you they stop."
        ),
    )

    def __init__(self, *args: Any, reminders: Reminders, **kwargs: Any) -> None:
        kwargs["initial"] = {"hour": reminders.hour, "by_mail": reminders.by_mail}
        super().__init__(*args, **kwargs)
        if settings.MAIL is None:
            self.fields["by_mail"].disabled = True
            self.fields["by_mail"].help_text = NO_MAIL
        self.helper = plain_helper(self)
