"""Side effects: when they come, how bad they are, and how they fade. Days count from the first dose. Pure."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from random import Random

from journal.synthetic import parameters
from journal.synthetic.noise import around_median, between, choose, stream
from journal.synthetic.parameters import SYMPTOMS, Symptom
from journal.synthetic.people import Person

FULL_DOSE = 4500


@dataclass(frozen=True, kw_only=True)
class Episode:
    """One bout of a symptom: peak points on its first day, halved every half_life days.

    until: the last day of one that stays until the dose changes. by_drug: whether stopping ends it.
    """

    symptom: str
    first: int
    peak: float
    half_life: float
    until: float = math.inf
    by_drug: bool

    def level(self, day: int, stopped: int | None) -> float:
        """Return the points of a day, 0 outside."""
        if day < self.first or day > self.until:
            return 0.0
        points = self.peak * 2 ** (-(day - self.first) / self.half_life)
        if self.by_drug and stopped is not None and day > stopped:
            points *= 2 ** (-(day - stopped) / parameters.GONE_AFTER_STOP)
        return float(points)


@dataclass(frozen=True, kw_only=True)
class Switch:
    """A dose moved from bedtime to the morning because of the nights: from which day, and whether it helps."""

    day: int
    acts_from: int
    helps: bool

    def factor(self, symptom: str, day: int) -> float:
        """Return by what a symptom's points are multiplied."""
        about_nights = symptom in (parameters.DREAMS, parameters.INSOMNIA)
        return 0.5 if about_nights and self.helps and day >= self.acts_from else 1.0


def draw_episodes(seed: int, person: Person, first: int, last: int) -> tuple[Episode, ...]:
    """Return every bout between two days; those of the background come on placebo and before LDN too."""
    found: list[Episode] = []
    for symptom in SYMPTOMS:
        found += _background(stream(seed, f"background {symptom.name}"), symptom, first, last)
        if person.on_drug:
            found += _caused(stream(seed, f"caused {symptom.name}"), symptom, person)
    return tuple(episode for episode in found if episode.first <= last)


def draw_switch(seed: int, person: Person, episodes: Iterable[Episode]) -> Switch | None:
    """Return the switch to the morning of some who take it at bedtime and have lasting bad nights."""
    random = stream(seed, "switch")
    asked, days, acts_after, helps = random.random(), random.randint(7, 21), random.randint(3, 7), random.random()
    bad = [
        episode.first
        for episode in episodes
        if episode.symptom in (parameters.DREAMS, parameters.INSOMNIA)
        and episode.by_drug
        and episode.peak >= 3
        and episode.half_life > 14
    ]
    if person.hour != parameters.BEDTIME or not bad or asked > 0.5:
        return None
    day = min(bad) + days
    return Switch(day=day, acts_from=day + acts_after, helps=helps < 0.7)


def levels(episodes: Iterable[Episode], switch: Switch | None, day: int, stopped: int | None) -> dict[str, float]:
    """Return the points of each symptom that is there on a day."""
    found: dict[str, float] = {}
    for episode in episodes:
        points = episode.level(day, stopped) * (switch.factor(episode.symptom, day) if switch else 1.0)
        if points >= 0.5:
            found[episode.symptom] = max(found.get(episode.symptom, 0.0), points)
    if switch and day >= switch.acts_from and parameters.DROWSINESS in found:
        found[parameters.DROWSINESS] += 0.5
    return found


def recorded(points: float) -> int:
    """Return points on 0-10 as the diary keeps them: 0 none, 1 mild (to 3), 2 moderate (to 6), 3 severe."""
    whole = round(points)
    return 0 if whole <= 0 else 1 if whole <= 3 else 2 if whole <= 6 else 3


def _background(random: Random, symptom: Symptom, first: int, last: int) -> Iterator[Episode]:
    """Yield bouts as on placebo: the chance of one in 12 weeks is the symptom's background."""
    rate = -math.log(1 - symptom.background) / parameters.WEEKS_12
    day = first + random.expovariate(rate)
    while day <= last:
        peak = _peak(random, symptom)
        yield Episode(symptom=symptom.name, first=int(day), peak=peak, half_life=symptom.half_life / 2, by_drug=False)
        day += random.expovariate(rate)


def _caused(random: Random, symptom: Symptom, person: Person) -> Iterator[Episode]:
    """Yield what the drug adds.

    A person has a threshold: the symptom comes with the first step whose chance exceeds it, so that
    after all steps the share who ever had it is the chance of the highest dose. Each later increase
    brings it back in some of them, 30 % lower.
    """
    threshold, again = random.random(), False
    slower = choose(random, parameters.COURSES)
    starts = [day for day, _ in person.schedule]
    for place, (start, amount) in enumerate(person.schedule):
        chance = symptom.drug * math.sqrt(amount / FULL_DOSE)
        comes = random.random() < parameters.RETRIGGER * symptom.drug if again else threshold < chance
        if comes:
            until = next((day - 1 for day in starts[place + 1 :]), math.inf) if math.isinf(slower) else math.inf
            yield Episode(
                symptom=symptom.name,
                first=start + _onset(random, symptom),
                peak=_peak(random, symptom) * (parameters.LATER_PEAK if again else 1.0),
                half_life=symptom.half_life * slower,
                until=until,
                by_drug=True,
            )
            again = True


def _onset(random: Random, symptom: Symptom) -> int:
    median, least, most = symptom.onset
    return min(most, max(least, round(around_median(random, median, 0.6))))


def _peak(random: Random, symptom: Symptom) -> float:
    return between(random, *symptom.peak, 1, 10)
