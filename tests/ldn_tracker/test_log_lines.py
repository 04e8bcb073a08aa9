"""A log line: one JSON object with named fields, whatever is thrown at it."""

import io
import json
import logging
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from ldn_tracker import log_lines
from ldn_tracker.log_lines import JsonLine, TextLine
from ldn_tracker.logs import WithoutSecrets
from tests.log_capture import captured

INSTANT = datetime(2026, 11, 22, 23, 59, 59, 123456, tzinfo=UTC)
FORGED = 'x\n{"event": "sign_in"}\r\x1b[31m\u2028'
SURROGATE = "half \ud83d of a pair"


def written(write: Callable[[logging.Logger], object], formatter: logging.Formatter | None = None) -> str:
    """Return what one call on a logger wrote."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(WithoutSecrets())
    handler.setFormatter(formatter or JsonLine())
    logger = logging.Logger("test")
    logger.addHandler(handler)
    with time_machine.travel(INSTANT, tick=False):
        write(logger)
    return stream.getvalue()


def test_line_is_an_object_with_utc_time_level_logger_and_event() -> None:
    assert json.loads(written(lambda log: log.warning("mail not sent %s", "x"))) == {
        "time": "2026-11-22T23:59:59.123Z",
        "level": "WARNING",
        "logger": "test",
        "event": "message",
        "message": "mail not sent x",
    }


@pytest.mark.parametrize("text", [FORGED, SURROGATE, "\x00", "\u2029", "a" * 100_000])
def test_what_somebody_typed_makes_one_line_and_no_second_one(text: str) -> None:
    line = written(lambda log: log.info(text, extra={"facts": {"name": text}}))
    assert (line.count("\n"), line.isascii(), json.loads(line)["event"]) == (1, True, "message")
    words = written(lambda log: log.info(text), TextLine())
    assert (words.count("\n"), words.isascii()) == (1, True)


class Unprintable:
    def __str__(self) -> str:
        raise ZeroDivisionError("secret")


@pytest.mark.parametrize(
    ("message", "values", "error"),
    [("%s", (Unprintable(),), "ZeroDivisionError"), ("%d", ("a",), "TypeError"), ("%(x)s", ({"y": 1},), "KeyError")],
)
def test_line_that_cannot_be_made_breaks_nothing(message: str, values: tuple[Any, ...], error: str) -> None:
    line = json.loads(written(lambda log: log.info(message, *values)))
    assert line["message"] == f"a line that could not be written: {error}"


def test_page_is_answered_when_the_log_cannot_be_written(
    alice_client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    with captured() as log:
        log.stream.close()
        assert alice_client.get("/journal/events/77/").status_code == 404
    assert "ValueError: I/O operation on closed file" in capsys.readouterr().err


def test_nothing_that_a_library_hangs_onto_a_record_is_written() -> None:
    line = written(lambda log: log.info("x", extra={"sql": "SELECT", "params": ["note"], "server_time": 1}))
    assert set(json.loads(line)) == {"time", "level", "logger", "event", "message"}


def crash(log: logging.Logger) -> None:
    try:
        int("a note of mine")
    except ValueError:
        log.exception("Internal Server Error")


def test_traceback_tells_where_but_quotes_no_value() -> None:
    line = json.loads(written(crash))
    assert "a note of mine" not in line["traceback"].replace('int("a note of mine")', "")
    assert (line["error"], line["traceback"].splitlines()[-1]) == ("ValueError", "ValueError")
    assert re.search(r"test_log_lines.py\", line \d+, in crash", line["traceback"])


def test_text_for_a_terminal_says_the_same_in_words() -> None:
    extra = {"event": "share_opened", "facts": {"share": 81}, "request_id": "ab12", "user_number": 7}
    assert written(lambda log: log.info("share_opened", extra=extra), TextLine()) == (
        "2026-11-22T23:59:59.123Z INFO share_opened request=ab12 user=7 share=81\n"
    )
    assert written(lambda log: log.error("mail not sent"), TextLine()) == (
        "2026-11-22T23:59:59.123Z ERROR test mail not sent\n"
    )
    assert written(crash, TextLine()).splitlines()[1] == "Traceback (most recent call last):"


@pytest.mark.parametrize(("given", "kind"), [("", JsonLine), ("json", JsonLine), ("text", TextLine)])
def test_the_setting_chooses_the_look(monkeypatch: pytest.MonkeyPatch, given: str, kind: type) -> None:
    monkeypatch.setenv("LOG_FORMAT", given)
    assert type(log_lines.formatter()) is kind


def test_line_of_a_request_names_it_its_route_and_its_person(alice_client: Client, alice: User) -> None:
    with captured() as log:
        alice_client.get("/journal/events/77/")
    [line] = log.lines
    assert re.fullmatch(r"[0-9a-f]{16}", line.pop("request"))
    assert {key: line[key] for key in ("event", "user", "route", "object")} == {
        "event": "object_refused",
        "user": alice.pk,
        "route": "journal:event",
        "object": 77,
    }


def test_line_outside_of_a_request_names_none() -> None:
    with captured() as log:
        logging.getLogger("journal").error("x")
    assert [line.keys() & {"request", "user", "route"} for line in log.lines] == [set()]
