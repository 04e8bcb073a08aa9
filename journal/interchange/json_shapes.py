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
        {"strength": str, "pharmacy": str, "prescriber": str, "reason": str, "reason_words": str},
    ),
    "batches": (
        {"medicine": str, "opened": str},
        {"expires": str, "strength": str, "number": str, "pharmacy": str},
    ),
    "items": (
        {"name": str, "group": str, "scale": str, "lower_is_better": bool},
        {"target_rank": int, "resting": bool},
    ),
    "steps": (
        {"day": str, "medicine": str, "unit": str, "status": str},
        {
            "hours": str,
            "amount": str,
            "reason": str,
            "form": str,
            "volume": str,
            "strength": str,
            "unconfirmed": bool,
        },
    ),
    "doses": DOSE,
    "check_ins": (
        {"day": str},
        {"weekly": bool, "entered": str, "saves": int, "note": str, "alarms": list, "scores": dict},
    ),
    "events": (
        {"day": str, "kind": str},
        {"time": str, "text": str, "strategy": str, "agreed": bool, "against": str},
    ),
    "overall": ({"day": str, "value": int}, {}),
    "history": (
        {"day": str, "save": int, "saved_at": str},
        {"weekly": bool, "note": str, "alarms": list, "scores": dict, "doses": list},
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
DIARY: tuple[Shape, Shape] = (
    {"week_ends_on": int},
    {"weekly": bool, "safety": dict, "safety_answered": str},
)
# Files from before these two say nothing of what came with them.
LATER: Shape = {"diary": dict, "batches": list}
DOCUMENT: tuple[Shape, Shape] = (
    {"format": str, "patient": dict, **{name: list for name in SHAPES if name not in LATER}},
    LATER,
)
