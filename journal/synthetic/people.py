"""Who an invented patient is, and what would be true of them. Pure."""

from dataclasses import dataclass
from random import Random

from journal.synthetic import parameters
from journal.synthetic.noise import around_median, between, choose, stream


@dataclass(frozen=True, kw_only=True)
class Person:
    """An invented person.

    schedule: (days after the first dose, thousandths of mg) of each planned step. baselines: how bad
    each item is before LDN, on 0-10, in the order of the series. placebo_change, drug_effect, drift:
    points on the headline, negative is better; drug_effect as fully developed at 4.5 mg, 0 on placebo.
    half_dose: mg of half the effect. wobble, carry: spread and day-to-day memory of the ups and downs.
    adherence: share of doses taken. leaves_after: days of diary after which nothing more is logged.
    """

    female: bool
    age: int
    condition: str
    hour: str
    form: str
    schedule: tuple[tuple[int, int], ...]
    baselines: tuple[float, ...]
    placebo_change: float
    drug_effect: float
    fog_effect: float
    half_dose: float
    drift: float
    wobble: float
    carry: float
    adherence: float
    engagement: str
    leaves_after: int
    heaps: bool
    on_drug: bool

    @property
    def targets(self) -> tuple[str, ...]:
        """The three targets, the headline first."""
        return parameters.CONDITIONS[self.condition][1]


def draw_person(seed: int, scenario: str = parameters.NULL_PLUS_PLACEBO, *, on_drug: bool = True) -> Person:
    """Return the person of a seed; off the drug it is the same person taking placebo."""
    random = stream(seed, "person")
    engagement = choose(random, parameters.ENGAGEMENTS)
    baselines = _baselines(random)
    effect, fog = _effects(stream(seed, "effect"), scenario, baselines[0])
    return Person(
        female=random.random() < 0.78,
        age=round(between(random, 50, 14, 18, 85)),
        condition=choose(random, {name: share for name, (share, _) in parameters.CONDITIONS.items()}),
        hour=choose(random, parameters.HOURS),
        form=choose(random, parameters.FORMS),
        schedule=_schedule(random),
        baselines=baselines,
        placebo_change=random.gauss(-0.8, 1.5),
        drug_effect=effect if on_drug else 0.0,
        fog_effect=fog if on_drug else 0.0,
        half_dose=around_median(random, 2.5, 0.5),
        drift=1.0 if random.random() < 0.05 else 0.0,
        wobble=around_median(random, 1.2, 0.35) * (1.2 if baselines[4] > 6 else 1.0),
        carry=random.uniform(0.3, 0.6),
        adherence=random.betavariate(12.9, 1.12),
        engagement=engagement,
        leaves_after=_leaves_after(random, engagement),
        heaps=random.random() < 0.25,
        on_drug=on_drug,
    )


def _baselines(random: Random) -> tuple[float, ...]:
    targets = [between(random, 6.3, 1.3, 4, 9.5) for _ in range(3)]
    wellbeing = [between(random, 5.0, 1.3, 2, 8.5) for _ in range(3)]
    return (*targets, *wellbeing)


def _effects(random: Random, scenario: str, baseline: float) -> tuple[float, float]:
    """Return what LDN adds to the headline and to brain fog."""
    if scenario == parameters.PILOT_2009:
        return random.gauss(parameters.PILOT_SHARE * baseline, parameters.PILOT_SPREAD), 0.0
    return random.gauss(*parameters.SCENARIOS[scenario]), parameters.FOG_EXTRA.get(scenario, 0.0)


def _schedule(random: Random) -> tuple[tuple[int, int], ...]:
    """Return the steps up to the person's final dose."""
    final = choose(random, parameters.FINAL_DOSES)
    first, rise, days = choose(random, parameters.SCHEMES)
    if rise == 0 or final <= first:
        return ((0, final),)
    return tuple((number * days, amount) for number, amount in enumerate([*range(first, final, rise), final]))


def _leaves_after(random: Random, engagement: str) -> int:
    """Return after how many days the diary is given up: 43 % of all within 12 weeks."""
    early, later = random.randint(7, parameters.WEEKS_12), round(random.expovariate(0.0033))
    if engagement == parameters.LEAVES_EARLY:
        return early
    return max(7, later)
