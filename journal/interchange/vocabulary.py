"""The words and limits of the interchange file. Pure; a test holds them against the models."""

from datetime import date, timedelta

HEADER = ("day", "time", "kind", "item", "value", "unit", "status", "note")
KINDS = ("medicine", "item", "step", "dose", "score", "event", "note", "overall")
# What the json alone carries, compared and counted as the rows of the csv are.
BATCH, ALARMS = "batch", "alarms"
ALL_KINDS = (*KINDS, BATCH, ALARMS)
FORMS = ("capsule", "tablet", "liquid", "drops", "cream", "injection", "other")
UNKNOWN_FORM = "other"
GROUPS = ("target", "side_effect", "wellbeing", "craving", "other")
TARGET, OTHER_GROUP = "target", "other"
MOST_TARGETS = 3
STEP_KINDS = ("start", "increase", "decrease", "hold", "pause", "restart", "stop", "change")
OFF_KINDS = ("pause", "stop")
REPEATING_KINDS = ("hold", "change")
DOSE_STATUSES = ("taken", "late", "missed", "skipped")
NOT_TAKEN = ("missed", "skipped")
VISIT, STRATEGY = "visit", "strategy"
EVENT_KINDS = (
    "medicine_started",
    "medicine_stopped",
    "illness",
    "procedure",
    "travel",
    "stress",
    "period",
    STRATEGY,
    "lab",
    "opioid",
    VISIT,
    "other",
)
PLANNABLE_KINDS = ("procedure", "travel", VISIT)
REASONS = (
    "",
    "fibromyalgia",
    "chronic_fatigue",
    "multiple_sclerosis",
    "crohns",
    "rheumatoid_arthritis",
    "lupus",
    "hashimotos",
    "nerve_pain",
    "other_pain",
    "mood",
    "substance_use",
    "long_covid",
    "other",
)
LDN_WORDS = ("ldn", "naltrexone")
MG = "mg"
OVERALL_SCALE = "1-7"

FIRST_DAY = date(1900, 1, 1)
FARTHEST_PLAN = timedelta(days=3660)
LOWEST, HIGHEST = -100, 100
MOST_HOURS = 6
UNUSUAL_DOSE = 10_000

ITEM_NAME, MEDICINE_NAME, NAME_KEY = 60, 80, 120
BATCH_NUMBER, SLUG, STRATEGY_SLUG, ALL_ALARMS, ALL_ANSWERS = 60, 40, 32, 300, 1000
PHARMACY, PRESCRIBER, REASON_TEXT, REASON_WORDS, EVENT_TEXT, NOTE_TEXT = 120, 120, 300, 200, 500, 2000

MOST_BYTES = 20 * 1024 * 1024
MOST_JSON_BYTES = 32 * 1024 * 1024
MOST_ROWS = 200_000
MOST_MEDICINES, MOST_ITEMS, MOST_DOSES_A_DAY = 200, 200, 100
