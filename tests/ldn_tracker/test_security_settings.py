"""Settings of the real site on which the rows of docs/security.md rely, read as the site reads them."""

import pytest
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.auth.password_validation import CommonPasswordValidator, validate_password
from django.contrib.sessions.backends.db import SessionStore as DatabaseSession
from django.contrib.sessions.models import Session
from django.contrib.sessions.serializers import JSONSerializer
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils.module_loading import import_string

from ldn_tracker import settings as site_settings
from tests.site_map import places


def test_sessions_are_json_in_the_database(alice_client: Client) -> None:
    assert issubclass(import_string(f"{settings.SESSION_ENGINE}.SessionStore"), DatabaseSession)
    assert import_string(settings.SESSION_SERIALIZER) is JSONSerializer
    [session] = Session.objects.all()
    assert (len(session.session_key), session.session_key.isalnum()) == (32, True)


def test_passwords_are_hashed_by_argon2id_of_enough_cost() -> None:
    assert site_settings.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    hasher = Argon2PasswordHasher()
    hashed = hasher.encode("correct horse battery", hasher.salt())
    assert hashed.startswith("argon2$argon2id$v=19$")
    found = hasher.decode(hashed)
    assert (found["time_cost"] >= 1, found["memory_cost"] >= 46 * 1024, found["parallelism"] >= 1) == (True,) * 3


def test_common_passwords_are_refused() -> None:
    common = sorted(each for each in CommonPasswordValidator().passwords if len(each) >= 12)
    assert len(common) > 100
    for each in common:
        with pytest.raises(ValidationError, match="too common"):
            validate_password(each)


@pytest.mark.parametrize("password", ["aaaaaaaa bbbb cccc", "correct horse battery", "päss wörd ohne regel"])
def test_a_few_words_in_a_row_are_a_password(password: str) -> None:
    validate_password(password)


def test_answers_say_their_type_and_charset(alice_client: Client) -> None:
    said = {
        place.name: alice_client.get(place.address([])).headers.get("Content-Type", "")
        for place in places()
        if not place.arguments
    }
    said |= {"missing": alice_client.get("/missing/").headers["Content-Type"]}
    others = {"application/json", "application/xml"}  # UTF-8 by their own definition
    assert {each for each in said.values() if each} <= {
        f"text/{kind}; charset=utf-8" for kind in ("html", "plain")
    } | others
    assert said["journal:today"] and said["live"]
