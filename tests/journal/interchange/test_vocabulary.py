"""The file's words and limits are those of the models."""

import pytest

from accounts.models import User
from journal.interchange import vocabulary as words
from journal.interchange.rows import Cells
from journal.models import CheckIn, Dose, DoseStep, Event, Item, Medicine, Visit
from journal.models.events import PLANNABLE_KINDS, EventKind
from journal.models.items import HIGHEST, LOWEST, MOST_TARGETS, Group
from journal.models.medicines import FIRST_DAY, MG, NOT_TAKEN, OFF_KINDS, DoseStatus, Form, Reason, StepKind


def test_words_are_those_of_the_models():
    assert list(words.FORMS) == Form.values
    assert list(words.GROUPS) == Group.values
    assert list(words.STEP_KINDS) == StepKind.values
    assert list(words.DOSE_STATUSES) == DoseStatus.values
    assert list(words.REASONS) == ["", *Reason.values]
    assert [kind for kind in words.EVENT_KINDS if kind != words.VISIT] == EventKind.values
    assert set(words.PLANNABLE_KINDS) == {*PLANNABLE_KINDS, words.VISIT}
    assert (set(words.OFF_KINDS), set(words.NOT_TAKEN), words.MG) == (set(OFF_KINDS), set(NOT_TAKEN), MG)


def test_limits_are_those_of_the_models():
    assert (words.FIRST_DAY, words.LOWEST, words.HIGHEST, words.MOST_TARGETS) == (
        FIRST_DAY,
        LOWEST,
        HIGHEST,
        MOST_TARGETS,
    )


@pytest.mark.parametrize(
    ("model", "field", "longest"),
    [
        (Item, "name", words.ITEM_NAME),
        (Item, "name_key", words.NAME_KEY),
        (Medicine, "name", words.MEDICINE_NAME),
        (Medicine, "name_key", words.NAME_KEY),
        (Medicine, "pharmacy", words.PHARMACY),
        (Medicine, "reason_words", words.REASON_WORDS),
        (Medicine, "prescriber", words.PRESCRIBER),
        (DoseStep, "reason", words.REASON_TEXT),
        (Dose, "reason", words.REASON_TEXT),
        (Event, "text", words.EVENT_TEXT),
        (Visit, "text", words.EVENT_TEXT),
        (CheckIn, "note", words.NOTE_TEXT),
        (User, "name", 100),
        (User, "time_zone", 64),
    ],
)
def test_text_is_as_long_as_its_field_at_most(model, field, longest):
    assert model._meta.get_field(field).max_length == longest


def test_header_names_the_cells_in_their_order():
    assert Cells._fields == words.HEADER
