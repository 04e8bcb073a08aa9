"""What there is to read: topics in Markdown, the claims they tell, with labels and sources, wordings and a glossary."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from education import labels
from education.folding import searchable

RESERVED = frozenset({"glossary", "sources", "claims", "search", "images"})
OFFICIAL = ("fda.gov", "dailymed.nlm.nih.gov", "pmc.ncbi.nlm.nih.gov", "cochrane.org")
_MARKS = re.compile(r"\{[^{}\n]{0,80}\}")
_HOST = re.compile(r"https://(?:www\.)?([a-z0-9.-]{1,100})/[\x21-\x7e]{0,400}")
BODY_HELP = (
    "Markdown. A claim: [a whole sentence]{fact=F01}. A word of the glossary: [word]{term=slug}. A safe wording, on"
    " a line of its own: {{ H1 }}. A picture: ![what it shows](its address)."
)
NOTE_NEEDED = "A claim with a warning needs its safety note."
ONE_REASON = "Either no source is needed, or none was found."
REVIEW_IS_WHOLE = "A review has a name and a date."
DUE_LATER = "The next review comes after the last."


def official_address(value: str) -> None:
    """Refuse an address that is not at one of the official sites: mirrors and shops are never linked to."""
    found = _HOST.fullmatch(value)
    if not found or found[1] not in OFFICIAL:
        raise ValidationError(f"Only https addresses at {', '.join(OFFICIAL)}; for an article give its DOI instead.")


def not_reserved(value: str) -> None:
    """Refuse a slug whose address is another page."""
    if value in RESERVED:
        raise ValidationError("That address is another page of this section.")


class Content(models.Model):
    """What every kind of content has: its place in the list, what the files last held, how often it was saved."""

    order = models.PositiveIntegerField(default=0, help_text="Small numbers come first.")
    loaded = models.CharField(max_length=64, blank=True, default="", editable=False)
    edition = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


class Source(Content):
    """A study, label or official page that was read."""

    key = models.SlugField(max_length=60, unique=True)
    number = models.CharField("id", max_length=8, blank=True, help_text="Its id in the fact table, S1.")
    citation = models.CharField(max_length=400, help_text="Author, year, title, journal.")
    doi = models.CharField(
        "DOI", max_length=120, blank=True, validators=[RegexValidator(r"\A10\.\d{4,9}/[\x21-\x7e]{1,100}\Z")]
    )
    pubmed = models.CharField("PubMed number", max_length=12, blank=True, validators=[RegexValidator(r"\A\d{1,12}\Z")])
    address = models.CharField(max_length=500, blank=True, validators=[official_address])
    read = models.CharField("what was read of it", max_length=300, help_text="The abstract, the label, the whole text.")

    class Meta:
        ordering = ["order", "key"]

    def __str__(self) -> str:
        return f"{self.number} {self.citation}"[:100].strip()

    @property
    def links(self) -> list[tuple[str, str]]:
        """Where to read on: words and address."""
        found = []
        if self.doi:
            found.append((f"doi {self.doi}", f"https://doi.org/{self.doi}"))
        if self.pubmed:
            found.append((f"PubMed {self.pubmed}", f"https://pubmed.ncbi.nlm.nih.gov/{self.pubmed}/"))
        if self.address:
            found.append(("official page", self.address))
        return found


class Claim(Content):
    """One fact of the table: what is said, how sure it is, what must be said with it."""

    number = models.CharField("id", max_length=8, unique=True, validators=[RegexValidator(r"\A[A-Z]{1,3}\d{1,3}\Z")])
    wording = models.CharField(max_length=500)
    label = models.CharField(max_length=12, choices=list(labels.TITLES.items()))
    warning = models.BooleanField(default=False, help_text="Never shown without its safety note.")
    note = models.TextField("safety note", max_length=800, blank=True)
    evidence = models.TextField(max_length=1500, blank=True, help_text="One or two sentences on what stands behind it.")
    sources = models.ManyToManyField(Source, blank=True, related_name="claims")
    no_source_needed = models.BooleanField(default=False)
    no_source_found = models.BooleanField(default=False, help_text="Looked for, and there was none.")
    section = models.CharField(max_length=100, blank=True, help_text="Of the article; the claims page is in these.")
    words = models.TextField(editable=False, default="")

    class Meta:
        ordering = ["order", "number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(label__in=labels.TITLES),
                name="claim_label_is_known",
                violation_error_message="Choose a label.",
            ),
            models.CheckConstraint(
                condition=Q(warning=False) | ~Q(note=""),
                name="claim_with_warning_has_a_note",
                violation_error_message=NOTE_NEEDED,
            ),
            models.CheckConstraint(
                condition=Q(no_source_needed=False) | Q(no_source_found=False),
                name="claim_without_source_says_one_reason",
                violation_error_message=ONE_REASON,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.wording}"[:100]

    def save(self, *args: object, **kwargs: object) -> None:
        """Save, with the words that a search looks in."""
        self.words = searchable([self.wording, self.note, self.evidence])
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def clean(self) -> None:
        """Ask for the note that a warning stands for, and for one reason where there is no source."""
        if self.warning and not self.note:
            raise ValidationError({"note": NOTE_NEEDED})
        if self.no_source_needed and self.no_source_found:
            raise ValidationError({"no_source_found": ONE_REASON})


class Wording(Content):
    """A safe sentence for claims that could harm if they were repeated as they stand."""

    number = models.CharField("id", max_length=8, unique=True, validators=[RegexValidator(r"\AH\d{1,3}\Z")])
    text = models.TextField(max_length=1000)
    facts = models.ManyToManyField(Claim, blank=True, related_name="wordings")

    class Meta:
        ordering = ["order", "number"]

    def __str__(self) -> str:
        return f"{self.number} {self.text}"[:100]


class Term(Content):
    """A word of the glossary."""

    term = models.CharField(max_length=80, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    meaning = models.TextField(max_length=600)
    also = models.TextField("other spellings", max_length=400, blank=True, help_text="One a line.")
    words = models.TextField(editable=False, default="")

    class Meta:
        ordering = ["term"]

    def __str__(self) -> str:
        return self.term

    def save(self, *args: object, **kwargs: object) -> None:
        """Save, with the words that a search looks in."""
        self.words = searchable([self.term, self.also, self.meaning])
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def also_words(self) -> str:
        """The other spellings in one line."""
        return ", ".join(self.also.splitlines())


class State(models.TextChoices):
    """How far a topic is."""

    DRAFT = "draft", "draft"
    REVIEW = "review", "in review"
    PUBLISHED = "published", "published"


class TopicQuerySet(models.QuerySet["Topic"]):
    """Topics, narrowed."""

    def published(self) -> "TopicQuerySet":
        """Those that everybody may read."""
        return self.filter(state=State.PUBLISHED)


class Topic(Content):
    """A page. Fields that are lists hold one entry a line."""

    slug = models.SlugField(max_length=60, unique=True, validators=[not_reserved])
    title = models.CharField(max_length=100)
    summary = models.TextField(max_length=1000, help_text="What it says, in three lines.")
    body = models.TextField(max_length=60_000, help_text=BODY_HELP)
    known = models.TextField("what we know", max_length=2000, blank=True, help_text="One a line.")
    not_known = models.TextField("what we do not know", max_length=2000, blank=True, help_text="One a line.")
    items = models.TextField(
        "diary items", max_length=600, blank=True, help_text="Names of ready-made diary items, one a line."
    )
    wordings = models.ManyToManyField(Wording, blank=True, related_name="topics", verbose_name="safe wordings")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    reviewed_by = models.CharField(max_length=120, blank=True, help_text="The clinician's name, as it is to be shown.")
    reviewed_on = models.DateField(null=True, blank=True)
    reviewed_edition = models.CharField(max_length=64, blank=True, default="", editable=False)
    review_due = models.DateField(null=True, blank=True)
    words = models.TextField(editable=False, default="")

    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering = ["order", "title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=State.values),
                name="topic_state_is_known",
                violation_error_message="Choose how far the topic is.",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by="", reviewed_on=None) | (~Q(reviewed_by="") & Q(reviewed_on__isnull=False)),
                name="topic_review_has_name_and_date",
                violation_error_message=REVIEW_IS_WHOLE,
            ),
            models.CheckConstraint(
                condition=Q(reviewed_on=None) | Q(review_due=None) | Q(review_due__gt=F("reviewed_on")),
                name="topic_review_is_due_after_the_last",
                violation_error_message=DUE_LATER,
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: object, **kwargs: object) -> None:
        """Save, with the words that a search looks in."""
        body = _MARKS.sub(" ", self.body)
        self.words = searchable([self.title, self.summary, self.known, self.not_known, body, self.items])
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def clean(self) -> None:
        """Refuse half a review, and a next one that is not later."""
        if bool(self.reviewed_by) != bool(self.reviewed_on):
            raise ValidationError({"reviewed_on" if self.reviewed_by else "reviewed_by": REVIEW_IS_WHOLE})
        if self.reviewed_on and self.review_due and self.review_due <= self.reviewed_on:
            raise ValidationError({"review_due": DUE_LATER})

    @property
    def first_line(self) -> str:
        """The first line of what it says."""
        return next(iter(self.summary.splitlines()), "")

    @property
    def is_published(self) -> bool:
        """Whether everybody may read it."""
        return self.state == State.PUBLISHED


class Revision(models.Model):
    """How one row of content stood after a save: whole, in the words of the files, so that it can be put back."""

    kind = models.CharField(max_length=10)
    key = models.CharField(max_length=80)
    text = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=40, help_text="Who, by number; or the file it came from.")

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["kind", "key"], name="revision_of_a_row")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Picture(models.Model):
    """An uploaded image, written anew by us: nothing of the file that came is kept."""

    name = models.SlugField(max_length=40, unique=True, editable=False)
    alternative = models.CharField(
        "alternative text", max_length=300, help_text="What it shows, for who cannot see it."
    )
    content = models.BinaryField(editable=False)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.alternative[:60]
