"""No token, query string or signed address in a log line."""

import io
import logging

import pytest

from ldn_tracker.logs import WithoutSecrets, without_secrets

TOKEN = "iwe3pS95KSJSvLJdW1T_TWW3U0y0-SmtJPpAnfyUY6M"


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        (f"Not Found: /r/{TOKEN}/", "Not Found: /r/***/"),
        (f"GET /r/{TOKEN}/report.pdf 200", "GET /r/***/report.pdf 200"),
        (f"/R/{TOKEN}", "/r/***"),
        (f"//r//{TOKEN}/", "//r/***/"),
        ("/r/short-or-mistyped/", "/r/***/"),
        (f"/accounts/login/?next=/r/{TOKEN}/", "/accounts/login/?***"),
        (f"/learn/{TOKEN}", "/learn/***"),
        (f"token={TOKEN!r}", "token='***'"),
        (f"Invalid HTTP method: 'X-{TOKEN}'", "Invalid HTTP method: '***'"),
        ("/accounts/confirm-email/MQ:1abc:def/", "/accounts/confirm-email/***"),
        ("/accounts/password/reset/key/2-set-pass/", "/accounts/password/reset/key/***"),
        ("/reminders/abcdef.ics", "/reminders/***"),
        ("/journal/2026-11-22/", "/journal/2026-11-22/"),
        ("share opened share=81", "share opened share=81"),
        ("CompressedManifestStaticFilesStorage", "CompressedManifestStaticFilesStorage"),
    ],
)
def test_secrets_are_struck_out(text: str, clean: str) -> None:
    assert without_secrets(text) == clean


def logged(write: object) -> str:
    """Return what one call on a logger with our filter wrote."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(WithoutSecrets())
    logger = logging.Logger("test")
    logger.addHandler(handler)
    write(logger)  # type: ignore[operator]
    return stream.getvalue()


def test_arguments_are_cleaned_after_they_are_put_in() -> None:
    assert logged(lambda log: log.warning("Not Found: %s", f"/r/{TOKEN}/")) == "Not Found: /r/***/\n"


def test_traceback_and_stack_are_cleaned() -> None:
    def crash(log: logging.Logger) -> None:
        try:
            raise KeyError(f"/r/{TOKEN}/")
        except KeyError:
            log.exception("Internal Server Error: /r/%s/", TOKEN, stack_info=True)

    text = logged(crash)
    assert TOKEN not in text
    assert "KeyError: '/r/***/'" in text
    assert "Stack (most recent call last)" in text


def test_without_the_filter_the_token_would_be_written() -> None:
    stream = io.StringIO()
    logger = logging.Logger("test")
    logger.addHandler(logging.StreamHandler(stream))
    logger.warning("Not Found: %s", f"/r/{TOKEN}/")
    assert TOKEN in stream.getvalue()


def test_what_a_refused_row_holds_is_struck_out() -> None:
    refused = (
        'duplicate key value violates unique constraint "item_name_unique"\n'
        "DETAIL:  Key (patient_id, name_key)=(3, craving for alcohol) already exists.\n"
        "CONTEXT:  while inserting"
    )
    assert logged(lambda log: log.error(refused)) == (
        'duplicate key value violates unique constraint "item_name_unique"\nDETAIL: ***\nCONTEXT:  while inserting\n'
    )
