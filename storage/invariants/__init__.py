"""What must always hold in a database: a sentence about what does not, and the statement that finds it.

The statements run on every engine, with ``:now`` as the instant; ``{0}``, ``{1}`` … stand for what they return.
"""

from storage.invariants import (
    agreement,
    checkins,
    decisions,
    delivery,
    hiding,
    polls,
    proposals,
    resources,
    thanks,
)

CHECKS: tuple[tuple[str, str], ...] = (
    *polls.CHECKS,
    *proposals.CHECKS,
    *checkins.CHECKS,
    *decisions.CHECKS,
    *resources.CHECKS,
    *thanks.CHECKS,
    *agreement.CHECKS,
    *delivery.CHECKS,
    *hiding.CHECKS,
)

WORTH_KNOWING: tuple[tuple[str, str], ...] = delivery.WORTH_KNOWING
"""What is no fault of the store, and whoever hosts it should hear of."""
