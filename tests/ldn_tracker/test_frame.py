"""The frame that every page of the site stands in."""

import re

import pytest
from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.template import engines
from django.test import Client, RequestFactory
from django.urls import resolve, reverse

from accounts.models import User

PAGE = """{% extends "base.html" %}
{% block title %}A page{% endblock title %}
{% block content %}<h1>A page</h1>{% endblock content %}"""


class AmountForm(forms.Form):
    amount = forms.IntegerField()


def title(**context: object) -> str:
    page = engines["django"].from_string(PAGE).render(context)
    return re.findall(r"<title>(.*?)</title>", page)[0]


def test_title_is_the_page_and_the_site() -> None:
    assert title() == "A page - LDN Tracker"
    assert title(form=AmountForm()) == "A page - LDN Tracker"


def test_title_says_first_that_something_is_wrong() -> None:
    assert title(form=AmountForm({"amount": "x"})) == "Error: A page - LDN Tracker"


def test_frame_has_a_skip_link_to_the_main_part(client: Client) -> None:
    page = client.get("/help/").content.decode()

    assert re.findall(r'<a class="skip-link[^"]*" href="#(\w+)">', page) == ["main"]
    assert page.count('<main id="main">') == 1


@pytest.mark.parametrize("name", ["home", "help", "privacy", "prescribers"])
def test_get_help_stands_first_among_the_tools_of_each_page(client: Client, name: str) -> None:
    page = client.get(reverse(name)).content.decode()

    assert re.findall(r'<div class="site-tools">\s*(<a .*?</a>)', page) == [
        '<a class="get-help" href="/help/">Get help</a>'
    ]


def test_get_help_stands_in_the_same_place_for_a_patient(alice_client: Client) -> None:
    page = alice_client.get("/help/").content.decode()

    assert re.findall(r'<div class="site-tools">\s*(<a .*?</a>)', page) == [
        '<a class="get-help" href="/help/">Get help</a>'
    ]


def test_a_stranger_sees_no_tabs_and_no_way_to_sign_out(client: Client) -> None:
    page = client.get("/help/").content.decode()

    assert 'class="site-nav"' not in page
    assert "Sign out" not in page


def test_a_patient_signs_out_by_post_with_a_token(alice_client: Client) -> None:
    page = alice_client.get("/help/").content.decode()

    [form] = re.findall(
        r'<form method="post" action="([^"]+)" data-leaving id="sign-out"><input type="hidden" name="csrfmiddlewaretoken"',
        page,
    )
    assert form == reverse("account_logout")
    assert page.count('form="sign-out"') == 1


def tabs(user: User, address: str) -> dict[str, str]:
    """Return each tab's mark when the patient stands at the address."""
    request = RequestFactory().get(address)
    request.user, request.resolver_match = user, resolve(address)
    page = engines["django"].get_template("_tabs.html").render({}, request)
    found = re.findall(r'<a class="nav-link" href="[^"]+"(?: aria-current="(\w+)")?>(\w+)</a>', page)
    return {words: mark for mark, words in found}


def test_the_tab_of_the_page_is_marked(alice: User) -> None:
    assert tabs(alice, "/journal/")["Today"] == "page"
    assert tabs(alice, "/journal/history/")["History"] == "page"


def test_a_page_without_a_tab_marks_none(alice: User) -> None:
    assert set(tabs(alice, "/help/").values()) == {""}


def messages_page(request) -> HttpResponse:
    messages.success(request, "Saved. <b>Day 6</b>")
    messages.error(request, "Not saved.")
    return render(request, "_messages.html")


def test_messages_are_said_by_their_urgency_and_escaped(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.session = {}
    request._messages = messages.storage.cookie.CookieStorage(request)

    assert messages_page(request).content.decode() == (
        '<div class="toast" role="status"><span>Saved. &lt;b&gt;Day 6&lt;/b&gt;</span></div>'
        '<div class="toast toast-error" role="alert"><span>Not saved.</span></div>\n'
    )


@pytest.mark.parametrize("name", ["home", "help", "privacy", "prescribers"])
def test_public_pages_have_one_heading_and_nothing_inline(client: Client, name: str) -> None:
    page = client.get(reverse(name)).content.decode()

    assert len(re.findall(r"<h1\b", page)) == 1
    assert re.findall(r"<style|<script|\sstyle=|\son\w+=|https?://(?!127\.0\.0\.1)", page) == []
