"""The content's files read as plain text, and the school grade that a text takes to read."""

import re
import tomllib
from dataclasses import dataclass
from typing import Any

import readability

from tests.architecture import ROOT

FOLDER = ROOT / "education" / "content"
# Names have no easier word, so the formula reads each as one short word.
EXCEPTED = (
    *("naltrexone", "naloxone", "methadone", "buprenorphine", "codeine", "dihydrocodeine", "co-codamol", "tramadol"),
    *("tapentadol", "oxycodone", "hydrocodone", "pethidine", "fentanyl", "morphine", "amitriptyline", "thioridazine"),
    *("disulfiram", "fibromyalgia", "multiple sclerosis", "Crohn's disease", "Hashimoto's disease", "arthritis"),
    *("rheumatoid arthritis", "osteoarthritis", "hepatitis", "eosinophilic pneumonia", "diarrhoea", "autoimmune"),
    *("opioid", "opioids", "endorphin", "endorphins", "cytokines", "microglia"),
)
_NAMES = re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, EXCEPTED), key=len, reverse=True))})\b", re.IGNORECASE)


@dataclass(frozen=True)
class Topic:
    """A topic's file: its front matter, and its Markdown."""

    head: dict[str, Any]
    body: str

    @property
    def slug(self) -> str:
        return self.head["slug"]

    @property
    def told(self) -> list[tuple[str, str]]:
        """The sentences that tell a claim, each with the claim's id."""
        return re.findall(r"\[([^\[\]]+)\]\{fact=(\w+)\}", self.body)

    @property
    def facts(self) -> set[str]:
        return {fact for _, fact in self.told}

    @property
    def terms(self) -> list[str]:
        return re.findall(r"\{term=([\w-]+)\}", self.body)

    @property
    def placed(self) -> list[str]:
        return re.findall(r"^\{\{ (H\d+) \}\}$", self.body, re.MULTILINE)

    @property
    def links(self) -> list[str]:
        return re.findall(r"\]\(([^)]*)\)", self.body)

    @property
    def lines(self) -> list[str]:
        return [*self.head["summary"], *self.head["known"], *self.head["not_known"]]


def topic(text: str) -> Topic:
    """Return a topic from what its file holds."""
    _, head, body = text.split("+++\n", 2)
    return Topic(tomllib.loads(head), body)


def topics() -> list[Topic]:
    return [topic(path.read_text()) for path in sorted((FOLDER / "topics").glob("*.md"))]


def tables(name: str, kind: str) -> list[dict[str, Any]]:
    """Return the entries of a file such as claims.toml."""
    return tomllib.loads((FOLDER / name).read_text())[kind]


def words(text: str) -> str:
    """Return Markdown without its marks: what a reader reads."""
    text = re.sub(r"\]\{\w+=[\w-]+\}|\]\([^)]*\)|\*\*|^\{\{.*\}\}$|^#+ |^> |^- ", "", text, flags=re.MULTILINE)
    return text.replace("[", "")


def sentences(one: Topic) -> str:
    """Return what is read as sentences: no headings and no tables; an entry of a list is one, with a full stop."""
    rows = [row for row in one.body.splitlines() if row.strip() and not row.startswith(("#", "|", "{{"))]
    read = [*one.lines, *(words(row).strip() for row in rows)]
    return "\n".join(row if row.endswith((".", "?", "!")) else f"{row.rstrip(':;,')}." for row in read)


def grades(text: str) -> tuple[float, float]:
    """Return the school grades by Flesch and Kincaid (syllables) and by Coleman and Liau (letters)."""
    rows = [re.findall(r"[\w'’-]+", sentence) for sentence in split(text)]
    measured = readability.getmeasures("\n".join(f"{' '.join(row)} ." for row in rows if row), lang="en")
    found = measured["readability grades"]
    return found["Kincaid"], found["Coleman-Liau"]


def split(text: str) -> list[str]:
    """Return the sentences of a text. A decimal point ends none."""
    return re.split(r"[.?!](?:\s|$)", text)


def without_names(text: str) -> str:
    """Return a text with each excepted name as one short word."""
    return _NAMES.sub("drug", text)


def longest(text: str) -> int:
    """Return how many words the longest sentence has."""
    return max(len(sentence.split()) for sentence in split(text))
