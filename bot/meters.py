"""What a host may watch: how many and how long. Numbers alone, never a name or a word."""

import threading
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

QUICK = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 1.5, 3.0)
"""Seconds. A deferred answer goes out after 1.5, and both platforms give up after 3."""

PATIENT = (1.0, 5.0, 15.0, 60.0, 300.0, 900.0, 3600.0, 21600.0, 86400.0)
"""Seconds."""

CROWDS = (1, 4, 16, 64, 256)


class Spread:
    """How long something took, in seconds, or how many there were, sorted into steps. Any thread may note it."""

    def __init__(self, steps: Sequence[float]) -> None:
        """``steps`` rise; what is longer than the last counts beyond it."""
        self.steps = tuple(steps)
        self._numbers = [0] * (len(self.steps) + 1)
        self._sum = 0.0
        self._lock = threading.Lock()

    def note(self, much: float) -> None:
        """It was so much once; less than nothing, when a clock was set back, is nothing."""
        much = max(0.0, much)
        with self._lock:
            self._numbers[bisect_left(self.steps, much)] += 1
            self._sum += much

    def read(self) -> tuple[list[int], float]:
        """How often it took up to each step, then how often at all; and all of it together."""
        with self._lock:
            numbers, total = list(self._numbers), self._sum
        rising = [sum(numbers[:place]) for place in range(1, len(numbers) + 1)]
        return rising, total


class Meters:
    """What one process has done since its start."""

    def __init__(self) -> None:
        self.answers: Counter[str] = Counter()
        """What members did, by what came of it: answered, refused, busy, not recorded, uncertain, failed, unknown."""
        self.answered_after = Spread(QUICK)
        """From when the core was given what a member did to its answer, durable."""
        self.commits = Spread(QUICK)
        """From the beginning of a group of units to its commit."""
        self.units = Spread(CROWDS)
        """How many units of work shared a commit."""
        self.effects: Counter[str] = Counter()
        """Tries to say something, by what came of them: said, put off, given up."""
        self.said_after = Spread(PATIENT)
        """From when something was to be said until it was."""
        self.edits = 0
        """Cards that were brought up to date."""
        self.edits_saved = 0
        """Changes that another edit of the same card showed along."""
        self.late = Spread(PATIENT)
        """How late what was due came back."""
        self.unread: Counter[str] = Counter()
        """Payloads that nothing is done about, by platform."""
