"""What one journal day holds, as plain values: compared, kept as history, brought back by undo. Pure."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field


@dataclass(frozen=True, kw_only=True)
class DoseEntry:
    """What was said about one dose of the day; `amount` in thousandths of `unit`, None when not taken."""

    medicine_id: int
    number: int
    status: str
    time: dt.time | None = None
    amount: int | None = None
    unit: str = "mg"
    reason: str = ""

    @property
    def key(self) -> tuple[int, int]:
        """Which dose of the day this is."""
        return (self.medicine_id, self.number)


@dataclass(frozen=True, kw_only=True)
class DayState:
    """All answers of a day: ratings by item id (an unanswered item is not in it), note, doses in order.

    `alarms` are the slugs of the alarm signs that were ticked, in order of the alphabet.
    """

    ratings: Mapping[int, int] = field(default_factory=dict)
    note: str = ""
    weekly: bool = False
    doses: tuple[DoseEntry, ...] = ()
    alarms: tuple[str, ...] = ()

    @property
    def logged(self) -> bool:
        """Whether the day counts as logged: a dose alone does not."""
        return bool(self.ratings or self.note)

    @property
    def empty(self) -> bool:
        """Whether nothing at all was said."""
        return not (self.ratings or self.note or self.doses or self.alarms)


def to_json(state: DayState) -> str:
    """Return the state as JSON text, the same text for the same state."""
    doses = [{**asdict(dose), "time": dose.time and dose.time.strftime("%H:%M")} for dose in state.doses]
    ratings = sorted(state.ratings.items())
    content = {"ratings": ratings, "note": state.note, "weekly": state.weekly, "doses": doses}
    if state.alarms:
        content["alarms"] = state.alarms
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> DayState:
    """Return the state that to_json wrote."""
    content = json.loads(text)
    doses = tuple(
        DoseEntry(**{**dose, "time": dt.time.fromisoformat(dose["time"]) if dose["time"] else None})
        for dose in content["doses"]
    )
    return DayState(
        ratings=dict(content["ratings"]),
        note=content["note"],
        weekly=content["weekly"],
        doses=doses,
        alarms=tuple(content.get("alarms", ())),
    )
