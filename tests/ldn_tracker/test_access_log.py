"""What gunicorn writes of an answer that came to nothing."""

import io
import logging

import pytest
from gunicorn.config import Config

from ldn_tracker.access_log import AccessLog


@pytest.fixture
def written():
    """The log of gunicorn's faults, and what stands in it."""
    log, stream = AccessLog(Config()), io.StringIO()
    log.error_log = logging.Logger("test")
    log.error_log.addHandler(logging.StreamHandler(stream))
    return log, stream


def fail(log, error):
    """Let an answer end with an error, as gunicorn tells of it."""
    try:
        raise error
    except BaseException:
        log.exception("Error handling request")


def test_an_answer_that_ctrl_c_cut_short_is_no_fault(written):
    log, stream = written
    fail(log, SystemExit(0))
    assert stream.getvalue() == "An answer was cut short: the site was told to end at once.\n"


@pytest.mark.parametrize("error", [SystemExit(1), ValueError("no")])
def test_an_answer_that_took_too_long_or_failed_is_one(written, error):
    log, stream = written
    fail(log, error)
    assert stream.getvalue().startswith("Error handling request\nTraceback")
