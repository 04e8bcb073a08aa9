"""The nine safety questions as a form."""

from typing import Any

from django import forms

from journal.emergency_numbers import Numbers
from journal.safety_questions import QUESTIONS, SafetyQuestion

ANSWERS = (("yes", "Yes"), ("no", "No"), ("", "Leave open"))
MEANING = {"yes": True, "no": False}
WORDS = {True: "yes", False: "no"}


class SafetyAnswer(forms.Widget):
    """Yes, no or open, with the card behind them that a yes opens by style alone."""

    template_name = "journal/widgets/safety.html"
    use_fieldset = True

    def __init__(self, question: SafetyQuestion, call: Numbers) -> None:
        super().__init__()
        self.question, self.call = question, call

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return f"{id_}_0" if id_ else ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return {
            **super().get_context(name, value, attrs),
            "question": self.question,
            "card": self.question.card,
            "call": self.call,
            "answers": ANSWERS,
            "chosen": value or "",
        }


class SafetyForm(forms.Form):
    """Nine questions, none of which has to be answered."""

    def __init__(self, *args: Any, answers: dict[str, bool], call: Numbers, **kwargs: Any) -> None:
        kwargs["initial"] = {slug: WORDS[answer] for slug, answer in answers.items()}
        super().__init__(*args, **kwargs)
        for question in QUESTIONS:
            field = forms.TypedChoiceField(
                choices=ANSWERS,
                coerce=MEANING.get,
                empty_value=None,
                required=False,
                label=question.words,
                error_messages={"invalid_choice": "Choose yes or no, or leave it open."},
            )
            # Set last: a choice field hands its choices to the widget, and this one has its own.
            field.widget = SafetyAnswer(question, call)
            self.fields[question.slug] = field
