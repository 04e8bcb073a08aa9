"""The library's first content, read from its files alone: all facts, wordings, terms and red flags, in plain words.

The tables here are typed from the fact table, not from the files that they check.
"""

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from journal.catalogue import BY_NAME
from journal.red_flags import HEADINGS, RED_FLAGS
from journal.strategies import STRATEGIES
from tests.education.reading import (
    FOLDER,
    Topic,
    grades,
    longest,
    sentences,
    split,
    tables,
    topic,
    topics,
    without_names,
    words,
)
from tests.test_words import CLAIMS as CLAIMING
from tests.test_words import PATTERN as NEVER

LABELS = {
    "context": "01 07 66 69 70 72 74 79",
    "other_dose": "02 03 10 34 37 42 45 46 55 56 57",
    "early": "04 12 14 16 17 18 27 38 48 50 54 58 62 77 87",
    "mixed": "05 22 23 25 28 29 44 47 49 51 53 65 67 68 84 90",
    "practice": "06 24 30 36 75 76 78 80 81 82 83 86 88 89",
    "solid": "08 09 11 13 15 19 20 21 31 32 39 40 41 71 73 85",
    "unproven": "26 33 35 43 52 59 60 61 63 64",
}
LABEL_OF = {f"F{number}": label for label, numbers in LABELS.items() for number in numbers.split()}
WARNINGS = "02 03 09 22 24 27 34 36 39 41 45 46 56 57 61 62 65 71 73 76 82 84 87"
WARNED = {f"F{number}" for number in WARNINGS.split()}
WORDING_FACTS = {
    "H1": "F02 F03 F45 F46 F56 F57 F84",
    "H2": "",  # what the article leaves out
    "H3": "F76",
    "H4": "F39",
    "H5": "F34 F62 F63 F64",
    "H6": "F36 F40 F41",
    "H7": "F47 F48 F59 F61 F87",
    "H8": "F71",
    "H9": "F22 F68",
    "H10": "F44 F49 F53 F90",
    "H11": "F60 F61 F63",
    "H12": "",  # how a dose is written
    "H13": "F16 F17 F33 F35 F43 F52 F64",
}
WORDINGS = {
    "H1": "Naltrexone treats alcohol and opioid addiction at about 50 mg. LDN is a different use. Do not count on it to"
    " prevent relapse; ask for full addiction care.",
    "H2": "Never start LDN while any opioid is in your body. Even 1 mg has caused severe sudden withdrawal. Do not stop"
    " an opioid on your own to make room for LDN: call whoever prescribes it.",
    "H3": "Ask a pharmacist for a painkiller without codeine or any opioid, and use it on only a few days a month.",
    "H4": "With hepatitis, liver failure or other liver or kidney disease, your prescriber must clear LDN first.",
    "H5": "New or worse low mood needs a call. Thoughts of harming yourself need help right now.",
    "H6": "Trouble breathing or a swollen face, lips or throat: call emergency services.",
    "H7": "LDN does not replace your other treatment. Do not stop or lower it unless the person who prescribed it"
    " agrees.",
    "H8": "No medicines agency we know of has approved naltrexone at this dose for the conditions discussed here.",
    "H9": "Many early effects fade. If one is strong, or still there after about four weeks, tell your prescriber.",
    "H10": "Small early studies were positive. The larger, more careful fibromyalgia trials found about the same pain"
    " relief as placebo.",
    "H11": "We found no trial showing that LDN helps lupus, Hashimoto's disease or anxiety.",
    "H12": 'Always print "4.5 mg" and "0.5 mg": a zero before the point, and none at the end.',
    "H13": '"One idea is ..." marks a theory here; it has not been proven in people.',
}
# Two of the ready wordings hold a word that nothing else here may say.
OF_A_WORDING = {"H2": "caused", "H11": "LDN helps"}
TERMS = {
    *("Adherence", "Autoimmune disease", "Baseline", "Compounding pharmacy", "Contraindication", "Crossover trial"),
    *("Cytokines", "Double-blind", "Endorphins", "Flare", "Half-life", "Inflammation", "LDN", "Liver function tests"),
    *("Microglia", "Off-label", "Opioid", "Opioid antagonist", "Placebo effect", "Precipitated withdrawal"),
    *("Randomised trial", "Receptor", "Red flag", "Side effect", "Titration"),
}
TOPICS = {
    *("what-ldn-is", "how-it-is-said-to-work", "common-side-effects", "less-common-side-effects", "benefits-claimed"),
    *("uses", "challenges", "what-helps", "finding-a-prescriber", "tracking-progress", "questions-to-ask", "opioids"),
    *("surgery", "when-to-get-help", "dose", "trials", "sleep", "stomach", "headache", "extra-care"),
}
RESERVED = {"glossary", "sources", "claims", "search", "images"}
OWN_PAGES = {"/help/", "/journal/card/", "/prescribers/"}
OFFICIAL = ("fda.gov", "dailymed.nlm.nih.gov", "pmc.ncbi.nlm.nih.gov", "cochrane.org")

EVERY_TOPIC = topics()
CLAIMS = {claim["id"]: claim for claim in tables("claims.toml", "claim")}
SOURCES = {source["key"]: source for source in tables("sources.toml", "source")}
GLOSSARY = tables("glossary.toml", "term")

TRAILING_ZERO = re.compile(r"\d\.\d*0(?!\d)|(?<!\d)\.\d")
# A dose told to the reader, not what somebody took in a study.
DOSE_ADVICE = re.compile(
    r"(?:^|[.:;] |\byou (?:can |may |must )?)(?:take|start with|begin with|go (?:up|down) to|increase|raise|lower)"
    r" (?:it |the dose |your dose |LDN )?(?:to |at |by )?\d",
    re.IGNORECASE,
)


def texts() -> Iterator[tuple[str, str]]:
    """Yield every text that a reader meets, with its place; front matter and Markdown both."""
    for one in EVERY_TOPIC:
        yield one.slug, "\n".join([one.head["title"], *one.lines, words(one.body)])
    for number, claim in CLAIMS.items():
        yield number, "\n".join([claim["wording"], claim["note"], claim["evidence"]])
    for source in SOURCES.values():
        yield source["key"], f"{source['citation']}\n{source['read']}"
    for term in GLOSSARY:
        yield term["slug"], f"{term['term']}\n{term['meaning']}"


def forbidden(text: str) -> list[str]:
    """Return the words that nothing may say; the two ready wordings that hold one are taken out first."""
    for number in OF_A_WORDING:
        text = text.replace(WORDINGS[number], "")
    return [found.group() for pattern in (NEVER, CLAIMING, DOSE_ADVICE) for found in pattern.finditer(text)]


# All of it is there


def test_all_ninety_facts_are_claims_each_once_with_its_label_and_warning():
    assert len(LABEL_OF) == 90
    assert Counter(claim["id"] for claim in tables("claims.toml", "claim")) == Counter(LABEL_OF.keys())
    assert {number: claim["label"] for number, claim in CLAIMS.items()} == LABEL_OF
    assert {number for number, claim in CLAIMS.items() if claim["warning"]} == WARNED


def test_all_ninety_facts_are_told_in_topics_and_no_other():
    assert {fact for one in EVERY_TOPIC for fact in one.facts} == set(LABEL_OF)


def test_all_thirteen_wordings_are_there_with_their_facts():
    found = {each["id"]: each for each in tables("wordings.toml", "wording")}
    assert {number: each["text"] for number, each in found.items()} == WORDINGS
    assert {number: " ".join(each["facts"]) for number, each in found.items()} == WORDING_FACTS


def test_every_wording_is_read_in_a_topic():
    noted = {
        number
        for one in EVERY_TOPIC
        for fact in one.facts
        for number, text in WORDINGS.items()
        if text in CLAIMS[fact]["note"]
    }
    assert noted | {number for one in EVERY_TOPIC for number in one.placed} == set(WORDINGS)


def test_all_twenty_five_terms_are_explained_and_met_in_a_topic():
    assert Counter(term["term"] for term in GLOSSARY) == Counter(TERMS)
    assert len(TERMS) == 25
    assert {slug for one in EVERY_TOPIC for slug in one.terms} == {term["slug"] for term in GLOSSARY}


def test_all_topics_are_there():
    assert Counter(one.slug for one in EVERY_TOPIC) == Counter(TOPICS)
    assert {strategy.page for strategy in STRATEGIES} <= TOPICS
    assert not TOPICS & RESERVED


@pytest.mark.parametrize("flag", RED_FLAGS, ids=lambda flag: flag.slug)
def test_each_red_flag_stands_under_its_level_word_for_word(flag):
    body = next(one.body for one in EVERY_TOPIC if one.slug == "when-to-get-help")
    section = next(part for part in body.split("\n## ") if part.startswith(f"{HEADINGS[flag.level]}\n"))
    said = next(part for part in section.split("\n### ") if part.startswith(f"{flag.trigger}\n"))
    assert said.split("\n\n")[1].strip() == flag.text
    assert not flag.emergency_if or said.split("\n\n")[2].strip() == flag.emergency_if


def test_the_page_of_red_flags_has_no_other_sign_and_begins_with_emergencies():
    body = next(one.body for one in EVERY_TOPIC if one.slug == "when-to-get-help")
    assert re.findall(r"^### (.*)$", body, re.MULTILINE) == [
        flag.trigger for level in HEADINGS for flag in RED_FLAGS if flag.level == level
    ]
    assert re.findall(r"^## (.*)$", body, re.MULTILINE)[:4] == list(HEADINGS.values())


# What a claim needs


def test_every_claim_with_a_warning_has_its_note():
    assert [number for number in sorted(WARNED) if len(CLAIMS[number]["note"]) < 20] == []


@pytest.mark.parametrize(
    ("fact", "words_of_the_note"),
    [
        ("F09", "call whoever prescribes it"),
        ("F24", "Do not drive"),
        ("F27", "call your emergency number"),
        ("F57", "After stopping naltrexone"),
        ("F61", "Do not change them on your own"),
        ("F65", "Even 1 mg"),
        ("F73", "strength, quality or effect"),
        ("F76", "15 or more days a month, or 10 for combination products"),
        ("F82", "never suggests one"),
    ],
)
def test_a_note_says_what_its_fact_lacks(fact, words_of_the_note):
    assert words_of_the_note in CLAIMS[fact]["note"]


def test_a_harmful_fact_with_a_warning_has_its_ready_wording_for_a_note():
    own = {"F57", "F61"}  # theirs says more, and the wording stands beside it
    for number, facts in WORDING_FACTS.items():
        for fact in set(facts.split()) & WARNED - own:
            assert WORDINGS[number] in CLAIMS[fact]["note"], fact


def test_topics_name_the_ready_wordings_of_what_they_tell():
    for one in EVERY_TOPIC:
        needed = {number for number, facts in WORDING_FACTS.items() if one.facts & set(facts.split())}
        assert set(one.head["wordings"]) == needed | set(one.placed), one.slug


def test_a_theory_is_told_as_an_idea_in_claims_and_in_topics():
    theories = set(WORDING_FACTS["H13"].split())
    told = [(fact, sentence) for one in EVERY_TOPIC for sentence, fact in one.told if fact in theories]
    told += [(fact, CLAIMS[fact]["wording"]) for fact in theories]
    for fact, sentence in told:
        assert re.fullmatch(r"One idea is that .*; it has not been proven in people\.", sentence), fact


# What the fact table says of the nine without a source: none is needed, or none was found.
NOT_NEEDED, NOT_FOUND = {"F06", "F07", "F80", "F81"}, {"F26", "F33", "F35", "F43", "F64"}


def test_every_claim_has_a_source_or_says_truly_why_it_has_none():
    for number, claim in CLAIMS.items():
        said = (bool(claim["sources"]), claim["no_source_needed"], claim["no_source_found"])
        assert said == (number not in NOT_NEEDED | NOT_FOUND, number in NOT_NEEDED, number in NOT_FOUND), number
        assert claim["evidence"] and claim["section"], number


def test_a_claim_for_which_none_was_found_is_never_told_as_shown():
    assert {CLAIMS[number]["label"] for number in NOT_FOUND} == {"unproven"}


def test_every_source_used_is_there_and_every_source_there_is_used():
    assert {key for claim in CLAIMS.values() for key in claim["sources"]} == set(SOURCES)
    assert max(Counter(source["number"] for source in SOURCES.values()).values()) == 1


def test_sources_lead_to_official_sites_and_registers_alone():
    for source in SOURCES.values():
        host = re.fullmatch(r"https://([^/]+)/\S*|", source["address"])
        assert host and (host[1] is None or host[1] in OFFICIAL), source["key"]
        assert re.fullmatch(r"(10\.\d{4,9}/\S+)?", source["doi"]), source["key"]
        assert re.fullmatch(r"\d*", source["pubmed"]), source["key"]
        assert source["citation"] and source["read"], source["key"]


# How topics are made


@pytest.mark.parametrize("one", EVERY_TOPIC, ids=lambda one: one.slug)
def test_topic_is_whole(one: Topic):
    assert set(one.head) == {
        *("slug", "title", "summary", "known", "not_known", "order", "state", "reviewed_by", "reviewed_on"),
        *("review_due", "items", "wordings"),
    }
    assert len(one.head["summary"]) == 3
    assert one.head["known"] and one.head["not_known"]
    assert (one.head["state"], one.head["reviewed_by"], one.head["reviewed_on"]) == ("published", "", "")
    assert set(one.head["items"]) <= set(BY_NAME)
    assert not re.search(r"^# |<[a-z]|https?:", one.body, re.MULTILINE)


@pytest.mark.parametrize("one", EVERY_TOPIC, ids=lambda one: one.slug)
def test_marks_stand_around_whole_sentences_and_words_and_can_be_read(one: Topic):
    for sentence, fact in one.told:
        assert re.fullmatch(r"[A-Z].*[^.?!]\.", sentence), f"{fact}: {sentence}"
    assert len(one.told) == one.body.count("{fact=")
    assert len(one.placed) == one.body.count("{{") == len(set(one.placed))
    assert max(Counter(one.terms).values(), default=1) == 1
    assert len(re.findall(r"\[[^\[\]]+\]\{term=", one.body)) == len(one.terms)
    assert [each for each in re.findall(r"\]\{(\w+)=", one.body) if each not in ("fact", "term")] == []


def test_links_lead_to_pages_that_are_there():
    there = {f"/learn/{slug}/" for slug in TOPICS | RESERVED} | OWN_PAGES
    assert {link for one in EVERY_TOPIC for link in one.links} <= there


def test_file_names_follow_order_and_slug():
    for path in (FOLDER / "topics").glob("*.md"):
        one = topic(path.read_text())
        assert path.name == f"{one.head['order']:02}-{one.slug}.md"
    assert len({one.head["order"] for one in EVERY_TOPIC}) == len(EVERY_TOPIC)


# How it is said


def test_nothing_is_claimed_and_no_dose_is_advised():
    assert {place: found for place, text in texts() if (found := forbidden(text))} == {}


def test_each_ready_wording_says_only_what_it_is_let_off_for():
    for number, text in WORDINGS.items():
        found = [each.group() for pattern in (NEVER, CLAIMING, DOSE_ADVICE) for each in pattern.finditer(text)]
        assert found == ([OF_A_WORDING[number]] if number in OF_A_WORDING else []), number


@pytest.mark.parametrize(
    "mistake",
    [
        *("It works for most.", "A significant change.", "This is caused by LDN.", "You should wait.", "LDN helps."),
        *("Take 3 mg.", "Rest. Go up to 4.5 mg.", "You can take 1 mg at night.", "Increase the dose by 1 mg."),
    ],
)
def test_each_mistake_of_words_is_seen(mistake):
    assert len(forbidden(mistake)) >= 1


def test_what_people_took_in_a_study_is_no_advice():
    assert forbidden("In one study people took 300 mg a day. Trials ended at 4.5 mg.") == []


def test_no_dose_has_a_zero_at_the_end_or_none_before_the_point():
    found = {place: TRAILING_ZERO.findall(text) for place, text in texts()}
    found |= {number: TRAILING_ZERO.findall(text) for number, text in WORDINGS.items()}
    assert {place: each for place, each in found.items() if each} == {}


@pytest.mark.parametrize("mistake", ["4.50 mg", "3.0 mg", "take .5 mg", "10.0"])
def test_each_mistake_of_figures_is_seen(mistake):
    assert TRAILING_ZERO.search(mistake)


@pytest.mark.parametrize("figure", ["4.5 mg", "0.5 mg", "50 mg", "10.05", "It was 3. A 4.", "1 to 5 mg."])
def test_a_figure_well_written_is_none(figure):
    assert not TRAILING_ZERO.search(figure)


# How easy it is to read: grade 6 is aimed at, 8 is the most. The first formula counts syllables by rules, a little low,
# so the second, which counts letters, has a say too.


@pytest.mark.parametrize("one", EVERY_TOPIC, ids=lambda one: one.slug)
def test_topic_can_be_read_in_grade_six(one: Topic):
    assert max(grades(sentences(one))) <= 8  # names and all
    syllables, letters = grades(without_names(sentences(one)))
    assert (syllables <= 6, letters <= 6.5) == (True, True)


@pytest.mark.parametrize("one", EVERY_TOPIC, ids=lambda one: one.slug)
def test_sentences_are_short(one: Topic):
    assert longest(sentences(one)) <= 26


def test_claims_and_the_glossary_can_be_read_in_grade_eight():
    claims = "\n".join(f"{claim['wording']} {claim['evidence']} {claim['note']}" for claim in CLAIMS.values())
    assert max(grades(without_names(claims))) <= 8
    assert max(grades(without_names("\n".join(term["meaning"] for term in GLOSSARY)))) <= 8


def test_the_formulas_see_hard_words_and_long_sentences():
    hard = "Pharmacological interventions necessitate individualised multidisciplinary consideration of comorbidities."
    assert min(grades(hard)) > 8
    assert max(grades("This page tells what people took and how they felt.")) < 6
    assert longest("One two three. Four five.") == 3


def test_a_decimal_point_ends_no_sentence_and_names_are_left_out():
    assert split("They took 4.5 mg. It fell.") == ["They took 4.5 mg", "It fell", ""]
    assert without_names("Naltrexone and Crohn's disease.") == "drug and drug."


def test_headings_tables_and_marks_are_not_read():
    text = '+++\nslug = "a"\nsummary = ["One."]\nknown = []\nnot_known = []\n+++\n## Head\n\n[A [link](/x/) here.]{fact=F01}\n\n| a |\n\n- entry\n'
    assert sentences(topic(text)) == "One.\nA link here.\nentry."
