"""The forms of editors: they lose no words, refuse what may not be published, and tell of another editor."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from education import pictures
from education.checks import refused_for_readers, tells_published
from education.models import REVIEW_IS_WHOLE, Claim, Content, Picture, State, Term, Topic
from education.pages import topic_page

OTHERS_FIRST = (
    "Somebody else saved this while you were writing. Nothing of yours is lost: it stands below, not saved yet. Under"
    " “History” is what changed. Saving again puts your text in its place, and theirs stays in the history."
)
LOOK_AGAIN = (
    "The page, or a claim, source, wording or word that it tells, changed while you were writing. Nothing of yours is"
    " lost: it stands below, not saved yet. Look at the preview; saving again says that the clinician read it so."
)
NOT_OF_A_TOPIC = {"wordings", "seen", "shown", "review_anew"}
ROWS = {"body": 32, "summary": 3, "known": 4, "not_known": 4, "items": 3, "also": 2, "note": 3, "evidence": 4}
ANEW_HELP = (
    "Whatever changes of the page, of its claims, their sources, its wordings or words, it reads “Changed since the"
    " review” until another date is given above, or this is ticked. A spelling needs it too."
)
SOURCE_NEEDED = "A published topic tells this claim: name a source, or say that none is needed."


class KnownRows(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """Rows by number; what is none is refused before the database is asked, which some numbers do not fit."""

    def clean(self, value: Any) -> Any:
        rows: Any = self.queryset
        known = {str(number) for number in rows.values_list("pk", flat=True)}
        for each in value or ():
            if str(each) not in known:
                raise ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": each}
                )
        return super().clean(value)


class ContentForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """A form of one row of content. seen: how often it had been saved when the page was opened."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = self.instance.edition
        for name, rows in ROWS.items():
            if name in self.fields:
                self.fields[name].widget.attrs["rows"] = rows

    def clean(self) -> dict[str, Any]:
        """Refuse once where another editor saved first; line ends are those of the files."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for name, value in data.items():
            if isinstance(value, str):
                data[name] = value.replace("\r\n", "\n")
        if not self.instance._state.adding:
            manager: Any = type(self.instance)._default_manager
            now = manager.select_for_update().values_list("edition", flat=True).get(pk=self.instance.pk)
            if data.get("seen") != now:
                self.put("seen", str(now))
                raise ValidationError(OTHERS_FIRST, code="others_first")
        return data

    def put(self, name: str, value: str) -> None:
        """Let the page that asks again hold this value."""
        typed: Any = self.data
        posted = typed.copy()
        posted[self.add_prefix(name)] = value
        self.data = posted


class ClaimForm(ContentForm):
    """A claim keeps a source as long as a published topic tells it."""

    class Meta:
        model = Claim
        fields = [
            *("wording", "label", "warning", "note", "evidence"),
            *("sources", "no_source_needed", "no_source_found", "section"),
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        bare = not any(data.get(name) for name in ("sources", "no_source_needed", "no_source_found"))
        if bare and self.instance.number and tells_published(self.instance.number):
            self.add_error("sources", SOURCE_NEEDED)
        return data


class TopicForm(ContentForm):
    """A topic is published only when everything that it tells may be; its review is of what it tells when recorded.

    shown: the digest of what the page told when the form was opened.
    """

    review_anew = forms.BooleanField(
        label="Recorded anew: the clinician read the page as it is saved now", required=False, help_text=ANEW_HELP
    )
    shown = forms.CharField(required=False, widget=forms.HiddenInput, max_length=64)

    class Meta:
        model = Topic
        fields = [
            *("title", "summary", "body", "known", "not_known", "items", "wordings", "order", "state"),
            *("reviewed_by", "reviewed_on", "review_due"),
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["shown"] = "" if self.instance._state.adding else topic_page(self.instance).edition

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("state") == State.PUBLISHED and data.get("body"):
            for refused in refused_for_readers(data["body"]):
                self.add_error("body", refused)
        if data.get("review_anew") and not data.get("reviewed_by"):
            self.add_error("review_anew", REVIEW_IS_WHOLE)
        if self.records_a_review() and data.get("reviewed_by") and data.get("shown") != self.initial["shown"]:
            self.put("shown", self.initial["shown"])
            self.add_error(None, LOOK_AGAIN)
        return data

    def records_a_review(self) -> bool:
        """Whether this save says that a clinician read the page: by another date, or by its box."""
        return "reviewed_on" in self.changed_data or bool(self.cleaned_data.get("review_anew"))


class TermForm(ContentForm):
    """A word of the glossary."""

    class Meta:
        model = Term
        fields = ["term", "meaning", "also"]


class PictureForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """A picture is uploaded with what it shows in words; its pixels are written anew."""

    file = forms.FileField(label="Picture", help_text="PNG, JPEG, WebP or GIF. Only its pixels are kept.")

    class Meta:
        model = Picture
        fields = ["alternative"]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if "file" in data:
            try:
                content, width, height = pictures.rewritten(data["file"])
            except ValidationError as error:
                self.add_error("file", error)
                return data
            row = self.instance
            row.name, row.content, row.width, row.height = pictures.name_of(content), content, width, height
            if Picture.objects.filter(name=row.name).exists():
                self.add_error("file", "This picture is here already.")
        return data


def unsaved_topic(data: Any, saved: Topic | None) -> tuple[Topic, list[Any]]:
    """Return the topic that a form holds, and its wordings, however unfinished it is."""
    form = TopicForm(data)
    form.full_clean()
    typed = {name: value for name, value in form.cleaned_data.items() if name not in NOT_OF_A_TOPIC}
    raw = {name: str(data.get(name, "")) for name in ("title", "summary", "body", "known", "not_known", "items")}
    topic = Topic(**{**raw, **typed, "slug": saved.slug if saved else "preview"})
    return topic, list(form.cleaned_data.get("wordings") or ())


def next_edition(row: Content) -> None:
    """Count a save, so that whoever opened the row before is told; the form has locked the row."""
    row.edition += 1
