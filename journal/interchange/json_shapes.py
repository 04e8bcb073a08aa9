"""The fields of journal.json: which must be there, which may be, and of what type. Pure.

docs/journal-json.md says the same in words; a test holds the two together.
"""

from journal.interchange.strict_json import Shape

FORMAT = "ldn-tracker/1"
DOSE: tuple[Shape, Shape] = (
    {"day": str, "medicine": str, "unit": str, "status": str},
    {"time": str, "amount": str, "reason": str},
)
SHAPES: dict[str, tuple[Shape, Shape]] = {
    "medicines": (
        {"name": str, "form": str, "ldn": bool},
        {"strength": str, "pharmacy": str, "reason": str, "reason_words": str},
    ),
    "items": (
        {"name": str, "group": str, "scale": str, "lower_is_better": bool},
        {"target_rank": int, "resting": bool},
    ),
    "steps": (
        {"day": str, "medicine": str, "unit": str, "status": str},
        {"hours": str, "amount": str, "reason": str},
    ),
    "doses": DOSE,
    "check_ins": (
        {"day": str},
        {"weekly": bool, "entered": str, "saves": int, "note": str, "scores": dict},
    ),
    "events": ({"day": str, "kind": str}, {"time": str, "text": str}),
    "overall": ({"day": str, "value": int}, {}),
    "history": (
        {"day": str, "save": int, "saved_at": str},
        {"weekly": bool, "note": str, "scores": dict, "doses": list},
    ),
}
PAST_DOSE: tuple[Shape, Shape] = (
    {"medicine": str, "number": int, "unit": str, "status": str},
    {"time": str, "amount": str, "reason": str},
)
PATIENT: tuple[Shape, Shape] = (
    {"name": str, "country": str, "time_zone": str, "day_start_hour": int},
    {"birth_date": str},
)
DOCUMENT: tuple[Shape, Shape] = (
    {"format": str, "patient": dict, **dict.fromkeys(SHAPES, list)},
    {},
)
