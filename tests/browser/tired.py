"""A tired person: every tap is a choice of 1.5 seconds, every letter half a second. Both are counted, no clock runs."""

from dataclasses import dataclass

from playwright.sync_api import Locator, expect

SECONDS_A_TAP = 1.5
LETTERS_A_SECOND = 2


@dataclass
class Tired:
    """What somebody has tapped and typed so far. Scrolling is not counted: nothing is chosen by it."""

    taps: int = 0
    letters: int = 0

    def tap(self, what: Locator) -> None:
        """Tap it with a finger; it must be there and take the tap."""
        what.tap()
        self.taps += 1

    def choose(self, what: Locator) -> None:
        """Tap an answer, which must be chosen then."""
        self.tap(what)
        expect(what).to_be_checked()

    def pick(self, what: Locator, value: str) -> None:
        """Open a list and tap one of its lines."""
        what.select_option(value)
        self.taps += 2

    def type(self, what: Locator, text: str) -> None:
        """Tap a field and type into it."""
        what.tap()
        what.fill(text)
        self.taps += 1
        self.letters += len(text)

    @property
    def seconds(self) -> float:
        """How long that takes."""
        return self.taps * SECONDS_A_TAP + self.letters / LETTERS_A_SECOND
