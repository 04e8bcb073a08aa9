"""The library as it comes with the program, loaded and read over its pages as a stranger does."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from education.kinds import KINDS, entry_of, text_of
from education.models import Topic
from tests.accounts.pages import text
from tests.education.test_content import LABEL_OF, SOURCES, TERMS, TRAILING_ZERO, WARNED, WORDING_FACTS, WORDINGS
from tests.shared_rows import shared_rows
from tests.statements import count_statements

FIXED = ("/learn/", "/learn/claims/", "/learn/glossary/", "/learn/sources/")
TOLD = re.compile(r'data-fact="(\w+)" data-label="(\w+)"')


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with shared_rows(django_db_blocker, lambda: call_command("load_education")):
        yield


@pytest.fixture
def library(loaded: None, db: None) -> None:
    """All that comes with the program; every test of this module is about it."""


@pytest.fixture
def pages(library: None, client: Client) -> dict[str, str]:
    slugs = Topic.objects.published().values_list("slug", flat=True)
    addresses = [*FIXED, *(f"/learn/{slug}/" for slug in slugs)]
    return {address: client.get(address).content.decode() for address in addresses}


def topics(pages: dict[str, str]) -> Iterator[tuple[str, str]]:
    return ((address, page) for address, page in pages.items() if address not in FIXED)


def words(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", "", page)).split())


def test_the_claims_page_lists_all_ninety_each_once_with_its_label(pages):
    found = TOLD.findall(pages["/learn/claims/"])
    assert len(found) == 90
    assert dict(found) == LABEL_OF


def test_topics_tell_all_ninety_with_the_same_labels(pages):
    told = {fact: label for _, page in topics(pages) for fact, label in TOLD.findall(page)}
    assert told == LABEL_OF


def test_no_claim_with_a_warning_stands_without_its_note(pages):
    claims = re.findall(r'<article class="claim" id="(\w+)".*?</article>', pages["/learn/claims/"], re.S)
    noted = re.findall(
        r'<article class="claim" id="(\w+)"(?:(?!</article>).)*?Stay safe', pages["/learn/claims/"], re.S
    )
    assert (len(claims), WARNED - set(noted)) == (90, set())
    for address, page in topics(pages):
        warned = {fact for fact, _ in TOLD.findall(page)} & WARNED
        noted = {fact for facts in re.findall(r'data-note-of="([^"]+)"', page) for fact in facts.split()}
        assert (address, warned - noted) == (address, set())


def test_all_thirteen_wordings_and_twenty_five_terms_are_read_and_every_source_is_listed(pages):
    everything = " ".join(words(page) for page in pages.values())
    assert [number for number, said in WORDINGS.items() if said not in everything] == []
    glossary = pages["/learn/glossary/"]
    assert len(re.findall(r"data-term=", glossary)) == 25
    assert [term for term in TERMS if term not in words(glossary)] == []
    assert len(re.findall(r"data-source=", pages["/learn/sources/"])) == len(SOURCES)


def test_a_wording_stands_on_every_topic_that_tells_its_claims(pages):
    for number, facts in WORDING_FACTS.items():
        for address, page in topics(pages):
            if {f"F{fact.removeprefix('F')}" for fact in facts.split()} & {fact for fact, _ in TOLD.findall(page)}:
                assert WORDINGS[number] in words(page), (number, address)


def test_no_dose_has_a_zero_at_its_end_and_no_id_is_in_sight(pages):
    for address, page in pages.items():
        main = words(page.split("<main")[1].split("</main>")[0].replace("10.1", ""))
        assert not re.search(r"\d\.\d*0 ?m[gL]\b|(?<!\d)\.\d+ ?m[gL]\b", main), address
        assert not re.search(r"\b[FHS]\d\d?\b", main), address
    assert TRAILING_ZERO.search("4.50 mg")


def test_every_topic_costs_at_most_eight_statements(library, alice_client):
    for slug in Topic.objects.published().values_list("slug", flat=True):
        with count_statements() as statements:
            alice_client.get(f"/learn/{slug}/")
        assert len(statements) <= 8, slug


def test_no_topic_claims_a_review_and_none_is_for_search_engines(pages, client):
    for address, _ in topics(pages):
        answer = client.get(address)
        assert answer.headers["X-Robots-Tag"].startswith("noindex")
        assert "Not reviewed by a clinician yet." in text(answer)


def test_the_library_out_and_in_again_loses_nothing(library, tmp_path):
    before = [[text_of(kind, entry_of(kind, row)) for row in kind.rows()] for kind in KINDS]
    call_command("dump_education", folder=tmp_path, verbosity=0)
    for kind in reversed(KINDS):
        kind.model._default_manager.all().delete()
    call_command("load_education", folder=tmp_path)
    assert [[text_of(kind, entry_of(kind, row)) for row in kind.rows()] for kind in KINDS] == before


@pytest.mark.parametrize(
    "query", ["vivid dreams", "diarrhea", "codeine", "placebo", "Hashimoto", "naloxone", "surgeries"]
)
def test_what_a_patient_looks_for_is_found(library, client, query):
    assert "/learn/" in client.get("/learn/search/", {"q": query}).content.decode().split('id="h-found"')[1]
    assert 'class="empty"' not in client.get("/learn/search/", {"q": query}).content.decode()
