"""How bad each item really is, day by day, before anybody writes it down. Days count from the first dose. Pure."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random

from journal.synthetic import parameters
from journal.synthetic.noise import stream, wobbles
from journal.synthetic.people import Person
from journal.synthetic.taking import Intake

FULL_DOSE_MG = 4.5
FLAT_BEYOND_MG = 5.0
ONSET_FROM = 3000


@dataclass(frozen=True, kw_only=True)
class LatentDay:
    """How bad each series is on a day, 0-10; `dreams` is the day's deviation of vivid dreams; flare: extra points."""

    day: int
    levels: tuple[float, ...]
    dreams: float
    flare: float


def draw_course(
    seed: int, person: Person, intakes: Mapping[int, Intake], first: int, last: int, stopped: int | None
) -> Iterator[LatentDay]:
    """Yield every day from first to last."""
    flares = _flares(stream(seed, "flares"), first, last)
    noise = wobbles(stream(seed, "wobble"), person.wobble, person.carry)
    for day, deviations in zip(range(first, last + 1), noise, strict=False):
        flare = flares.get(day, 0.0)
        *items, dreams = deviations
        change = changes(person, intakes, day, stopped)
        levels = tuple(
            min(10.0, max(0.0, base + moved + flare * share + deviation))
            for base, moved, share, deviation in zip(
                person.baselines, change, parameters.FLARE_SHARES, items, strict=True
            )
        )
        yield LatentDay(day=day, levels=levels, dreams=dreams, flare=flare)


def changes(person: Person, intakes: Mapping[int, Intake], day: int, stopped: int | None = None) -> tuple[float, ...]:
    """Return by how many points each series has moved since before LDN; after a stop it goes back in weeks."""
    if day < 0:
        return (0.0,) * len(parameters.PLACEBO_SHARES)
    at = day if stopped is None else min(day, stopped)
    left = 2 ** (-(day - at) / 21)
    placebo = person.placebo_change * (1 - math.exp(-at / 18))
    drug = onset(person, at) * emax(_smoothed_mg(intakes, at), person.half_dose)
    drift = person.drift * min(1.0, day / parameters.WEEKS_12)
    effects = (person.drug_effect, *(person.fog_effect if name == "Brain fog" else 0.0 for name in person.targets[1:]))
    added = (*effects, 0.0, 0.0, 0.0)
    return tuple(
        (placebo * share + drug * effect) * left + drift * share
        for share, effect in zip(parameters.PLACEBO_SHARES, added, strict=True)
    )


def onset(person: Person, day: int) -> float:
    """Return how much of the effect has set in: half of it 30 days after the first 3 mg, or the final dose if less."""
    final = person.schedule[-1][1]
    since = next(start for start, amount in person.schedule if amount >= min(ONSET_FROM, final))
    return 1 / (1 + math.exp(-(day - since - 30) / 8))


def emax(dose_mg: float, half_dose_mg: float) -> float:
    """Return the share of the effect at a dose, 1 at 4.5 mg, flat beyond 5 mg."""
    dose = min(dose_mg, FLAT_BEYOND_MG)
    return (dose / (dose + half_dose_mg)) / (FULL_DOSE_MG / (FULL_DOSE_MG + half_dose_mg))


def _smoothed_mg(intakes: Mapping[int, Intake], day: int) -> float:
    """Return the mean of what was taken on the last three days, in mg."""
    amounts = [intakes[each].amount or 0 for each in range(max(0, day - 2), day + 1) if each in intakes]
    return sum(amounts) / len(amounts) / 1000 if amounts else 0.0


def _flares(random: Random, first: int, last: int) -> dict[int, float]:
    """Return the extra points of each day in a flare: one in 30 days on average, of 2 to 5 days."""
    found: dict[int, float] = {}
    start = first + random.expovariate(1 / parameters.FLARE_DAYS)
    while start <= last:
        points, days = random.uniform(1.5, 3), random.randint(2, 5)
        found |= {int(start) + number: points for number in range(days)}
        start += days + random.expovariate(1 / parameters.FLARE_DAYS)
    return found
