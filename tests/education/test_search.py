"""Search over topics, claims and glossary."""

import re

import pytest

from education.folding import asked, stems
from education.models import Claim, Topic
from tests.accounts.pages import text

pytestmark = pytest.mark.usefixtures("content")


def found(client, query):
    page = client.get("/learn/search/", {"q": query})
    assert page.status_code == 200
    return re.findall(r'<span class="small">(\w+)</span> <a href="([^"]+)"', page.content.decode())


def test_topics_come_first_then_words_then_claims(client):
    assert found(client, "headache") == [("Topic", "/learn/headache/"), ("Claim", "/learn/claims/#F25")]
    assert found(client, "placebo") == [
        ("Topic", "/learn/headache/"),
        ("Word", "/learn/glossary/#placebo"),
        ("Claim", "/learn/claims/#F25"),
    ]


@pytest.mark.parametrize("query", ["HEADACHES", "headache", "hëadáche", "head", "trial headaches", "“headache”!"])
def test_case_accents_plurals_and_half_words_make_no_difference(client, query):
    assert found(client, query)[0] == ("Topic", "/learn/headache/")


def test_accents_in_the_text_make_no_difference(client):
    Topic.objects.get(slug="stomach").delete()
    topic = Topic.objects.get(slug="headache")
    topic.body = "Crème brûlée and œdema, naïve Ménière"
    topic.save()
    for query in ("creme brulee", "CRÈME", "oedema", "edema", "meniere", "naive"):
        assert ("Topic", "/learn/headache/") in found(client, query), query


def test_every_word_must_be_there(client):
    assert found(client, "headache unicorn") == []
    assert "No page here has these words" in text(client.get("/learn/search/?q=unicorn"))


def test_a_draft_is_not_found(client):
    assert found(client, "creme") == []
    Topic.objects.filter(slug="stomach").update(state="published")
    assert found(client, "creme") == [("Topic", "/learn/stomach/")]
    assert found(client, "diarrhea") == found(client, "diarrhoea") == found(client, "creme")


def test_names_of_marks_in_the_text_are_no_words_of_it(client):
    assert ("Topic", "/learn/headache/") not in found(client, "fact")


def test_a_title_with_the_words_comes_first(client):
    Topic.objects.filter(slug="what-ldn-is").update(words=" headach ")
    assert [address for _, address in found(client, "headache")][:2] == ["/learn/headache/", "/learn/what-ldn-is/"]


@pytest.mark.parametrize("query", ["", " ", "!?", "\u0301", "%", "_", "\\"])
def test_a_search_without_a_word_shows_the_form_alone(client, query):
    page = client.get("/learn/search/", {"q": query})
    assert (page.status_code, "h-found" in page.content.decode()) == (200, False)


@pytest.mark.parametrize(
    "query", ["\0", "a\0b", "'\"<script>alert(1)</script>", "a " * 5000, "٣", "%00", "100%", "a_c"]
)
def test_whatever_is_typed_is_no_error_and_is_shown_as_text(client, query):
    page = client.get("/learn/search/", {"q": query})
    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()


def test_more_finds_than_are_shown_are_said(client):
    for number in range(100, 140):
        Claim.objects.create(number=f"F{number}", wording="About unicorns.", label="early")
    page = client.get("/learn/search/?q=unicorn")
    assert "30 places, and more: add a word" in text(page)


def test_stems_and_their_limits():
    assert stems("Vivid DREAMS, dreamt-of; naïve œdème") == ["vivid", "dream", "dreamt", "of", "naiv", "edem"]
    assert asked("a b c d e f g h i j k l") == list("abcdefghij")
    assert asked("dream dreams Dreaming") == ["dream"]
