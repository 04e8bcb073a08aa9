"""No token, query string or signed address in a log line."""

import io
import logging
from smtplib import SMTPRecipientsRefused

import pytest
from django.db import DataError, IntegrityError, OperationalError
from django.test import RequestFactory
from gunicorn.http import errors

from ldn_tracker.logs import LONGEST_CHAIN, WithoutSecrets, traceback_text, without_secrets

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
    assert "test_logs.py" in text
    assert "\nKeyError\n" in text
    assert "Stack (most recent call last)" in text


def test_without_the_filter_the_token_would_be_written() -> None:
    stream = io.StringIO()
    logger = logging.Logger("test")
    logger.addHandler(logging.StreamHandler(stream))
    logger.warning("Not Found: %s", f"/r/{TOKEN}/")
    assert TOKEN in stream.getvalue()


def raised(error: BaseException, behind: BaseException | None = None) -> str:
    """Return what is said of an exception that was raised because of another."""
    try:
        raise error from behind
    except type(error) as caught:
        return traceback_text(caught)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ValueError("my note"), "ValueError"),
        (KeyError("my note"), "KeyError"),
        (SMTPRecipientsRefused({"a@example.test": (550, b"no")}), "SMTPRecipientsRefused"),
        (OSError(28, "No space left on device", "/a/file"), "OSError: No space left on device"),
        (OperationalError("no such table: reports_share"), "OperationalError: no such table: reports_share"),
        (
            DataError('invalid input syntax for type bigint: "my "note"\nLINE 1'),
            "DataError: invalid input syntax for type bigint: ***",
        ),
        (IntegrityError("row refused\nDETAIL:  Failing row contains (1, my\nnote)."), "IntegrityError: row refused"),
    ],
)
def test_exception_says_no_more_than_an_operator_needs(error: BaseException, said: str) -> None:
    assert raised(error).splitlines()[-1] == said


def test_cause_of_an_exception_is_told_before_it() -> None:
    told = raised(OperationalError("away"), ValueError("my note"))
    assert [line for line in told.splitlines() if not line.startswith(" ")] == [
        *("Traceback (most recent call last):", "ValueError", "", "and then", ""),
        *("Traceback (most recent call last):", "OperationalError: away"),
    ]


def test_chain_of_exceptions_without_end_is_cut() -> None:
    first, second = ValueError(), KeyError()
    first.__cause__, second.__cause__ = second, first
    assert traceback_text(first).count("Traceback") == LONGEST_CHAIN


def test_what_django_says_of_an_address_is_left_out(rf: RequestFactory) -> None:
    extra = {"status_code": 404, "request": rf.get("/my-secret/")}
    logger = logging.getLogger("django.request")
    record = logger.makeRecord("django.request", 40, "", 0, "%s: %s", ("Not Found", "/my-secret/"), None, extra=extra)
    assert (WithoutSecrets().filter(record), record.getMessage()) == (True, "Not Found")


def test_row_of_many_lines_is_struck_out() -> None:
    assert (
        without_secrets("no\nDETAIL:  Failing row contains (1, my\nnote).\nCONTEXT:  x")
        == "no\nDETAIL: ***\nCONTEXT:  x"
    )


def test_address_that_gunicorn_quotes_is_struck_out() -> None:
    assert without_secrets("Error handling request /alice@example.test/?x") == "Error handling request"


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (errors.InvalidRequestLine, "Invalid HTTP request line"),
        (errors.InvalidRequestMethod, "Invalid HTTP method"),
        (errors.InvalidHTTPVersion, "Invalid HTTP Version"),
        (errors.InvalidHeader, "Invalid HTTP Header"),
        (errors.InvalidHeaderName, "Invalid HTTP header name"),
        (errors.ObsoleteFolding, "Obsolete line folding is unacceptable"),
        (errors.UnsupportedTransferCoding, "Unsupported transfer coding"),
        (errors.ExpectationFailed, "Unable to comply with expectation"),
        (errors.InvalidProxyLine, "Invalid PROXY line"),
    ],
)
@pytest.mark.parametrize("address", ["127.0.0.1", "::1", ""])
@pytest.mark.parametrize("sent", ["alice@example.test", "it's: alice", "\nalice", "a \"b\" 'alice'"])
def test_of_a_request_that_is_no_http_only_the_kind_of_fault_is_said(
    error: type[Exception], kind: str, address: str, sent: str
) -> None:
    said = f"Invalid request from ip={address}: {error(sent)}"
    assert without_secrets(said) == f"Invalid request from ip={address}: {kind}"


def test_what_gunicorn_says_of_itself_is_kept() -> None:
    too_large = f"Invalid request from ip=127.0.0.1: {errors.LimitRequestLine(5000, 4094)}"
    assert without_secrets(too_large) == too_large
    assert without_secrets("Invalid value for bind: x") == "Invalid value for bind: x"


def test_what_a_refused_row_holds_is_struck_out() -> None:
    refused = (
        'duplicate key value violates unique constraint "item_name_unique"\n'
        "DETAIL:  Key (patient_id, name_key)=(3, craving for alcohol) already exists.\n"
        "CONTEXT:  while inserting"
    )
    assert logged(lambda log: log.error(refused)) == (
        'duplicate key value violates unique constraint "item_name_unique"\nDETAIL: ***\nCONTEXT:  while inserting\n'
    )
